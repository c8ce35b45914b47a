# SPDX-License-Identifier: EUPL-1.2
"""The agenda: several people, moved by keys and by hand with undo, heard as well as seen, drawn at once."""

import datetime as dt
import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest

from lgc_app.services.agenda import DayLine
from lgc_app.services.rhythm_words import UnreadableRhythmError, read_rhythm, rhythm_words
from lgc_app.ui.agenda.grid import AgendaGrid
from lgc_app.ui.agenda.plan import Person, plan_of
from lgc_app.ui.agenda.screen import AgendaScreen
from lgc_app.ui.theme.look import Look
from lgc_core.model.agenda_rule import Rhythm
from lgc_core.model.staff import Role, Staff
from lgc_core.model.values import PersonName
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.one_screen import OneScreen
from tests.support.record import AT, NURSE, make_patient
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, picture, settle

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MONDAY = dt.date(2026, 11, 23)
ME = "0190d0d0-0000-7000-8000-0000000000d1"


def at(hour, minute=0, days=0):
    return dt.datetime(2026, 11, 23, hour, minute, tzinfo=AT.tzinfo) + dt.timedelta(days=days)


def tell_week(cabinet):
    nurse = Staff(id=NURSE.staff, name=PersonName(family="Nativel", given="Laurent"), role=Role.INFIRMIER)
    people = [
        make_patient(family=name, given=given, usual="")
        for name, given in (("HOARAU", "Marie"), ("VITRY", "Chloé"), ("TURPIN", "Gaston"), ("PAYET", "Lucien"))
    ]
    keep(cabinet, nurse, *people)
    for place, person in enumerate(people * 5):
        start = at(8 + place % 9, 15 * (place % 4), days=place % 5)
        cabinet.agenda.book(person.id, start, (15, 20, 30)[place % 3], "Suivi", staff=(ME, nurse.id)[place % 2])
    cabinet.agenda.book(people[0].id, at(8, 0), 30, "Double réservation")
    cabinet.agenda_rules.add(
        ME,
        "absence",
        MONDAY,
        None,
        hours=("13:00", "18:00"),
        rhythm=Rhythm(unit="semaine", weekdays=(3,)),
        label="Formation",
    )
    cabinet.agenda_rules.add(NURSE.staff, "réservé", MONDAY, None, hours=("12:00", "13:00"), label="Prélèvements")
    for status, line in zip(("vu", "en cours", "arrivé", "absent"), cabinet.agenda.day(MONDAY), strict=False):
        cabinet.agenda.move_on(line.id, status)
    cabinet.agenda.wish(cabinet.agenda.day(MONDAY + dt.timedelta(days=3))[0].id, "tous les matins")
    return people


@pytest.fixture
def agenda(qtbot, tasks, tmp_path):
    cabinet = open_test_cabinet(tmp_path)
    tell_week(cabinet)
    made = OneScreen(AgendaScreen, cabinet, tasks, Look())
    qtbot.addWidget(made.window)
    made.show()
    made.grid = made.screen.view.grid
    return made


def block(agenda, key):
    return next(one for one in agenda.grid.plan.blocks if one.key == key)


@pytest.mark.parametrize("look", LOOKS)
def test_the_week_is_whole_in_every_look(qtbot, tasks, tmp_path, look):
    theme, size = LOOKS[look]
    cabinet = open_test_cabinet(tmp_path)
    tell_week(cabinet)
    made = OneScreen(AgendaScreen, cabinet, tasks, Look(theme))
    qtbot.addWidget(made.window)
    made.show(size)
    picture(made.window, f"agenda-{look}")
    check_window(made.window)
    made.trigger("agenda-day")
    picture(made.window, f"agenda-jour-{look}")
    check_window(made.window)


def test_overlapping_appointments_stand_side_by_side(agenda):
    first = [one for one in agenda.grid.plan.blocks if one.column == 0 and one.start == 8 * 60]
    assert len(first) == 2
    rects = [agenda.grid.block_rect(one.key) for one in first]
    assert not rects[0].intersects(rects[1])


def test_ctrl_x_then_ctrl_v_moves_and_undo_puts_it_back(agenda):
    chosen = next(one for one in agenda.grid.plan.blocks if one.status == "prévu")
    agenda.grid.point(chosen.column, chosen.start)
    QTest.keyClick(agenda.grid, Qt.Key.Key_X, CONTROL)
    agenda.grid.point(chosen.column + 2, 17 * 60)
    QTest.keyClick(agenda.grid, Qt.Key.Key_V, CONTROL)
    agenda.settle()
    assert (block(agenda, chosen.key).column, block(agenda, chosen.key).start) == (chosen.column + 2, 17 * 60)
    agenda.undo()
    assert block(agenda, chosen.key) == chosen


def test_ctrl_shift_and_an_arrow_pushes_by_a_quarter_of_an_hour(agenda):
    chosen = next(one for one in agenda.grid.plan.blocks if one.status == "prévu")
    agenda.grid.point(chosen.column, chosen.start)
    QTest.keyClick(agenda.grid, Qt.Key.Key_Down, CONTROL | SHIFT)
    agenda.settle()
    QTest.keyClick(agenda.grid, Qt.Key.Key_Right, CONTROL | SHIFT)
    agenda.settle()
    moved = block(agenda, chosen.key)
    assert (moved.column, moved.start) == (chosen.column + 1, chosen.start + 15)


def test_a_drag_moves_an_appointment_to_another_person(agenda):
    chosen = next(
        one
        for one in agenda.grid.plan.blocks
        if one.status == "prévu" and one.column + 1 < 14 and one.start < 12 * 60
    )
    start = agenda.grid.block_rect(chosen.key).center()
    across = agenda.grid.block_rect(chosen.key).width() + 4
    view = agenda.grid.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, start + QPoint(across, 20))
    QTest.mouseMove(view, start + QPoint(across, 40))
    assert agenda.grid.sight.drag is not None
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(across, 40))
    agenda.settle()
    moved = block(agenda, chosen.key)
    assert moved.column == chosen.column + 1
    assert moved.start > chosen.start


def test_enter_opens_the_file_and_a_free_place_asks_whom(agenda):
    chosen = next(one for one in agenda.grid.plan.blocks if one.status == "prévu")
    agenda.grid.point(chosen.column, chosen.start)
    QTest.keyClick(agenda.grid, Qt.Key.Key_Return)
    assert agenda.wishes.asked == [("patient", chosen.patient)]
    agenda.grid.point(3, 18 * 60 + 30)
    QTest.keyClick(agenda.grid, Qt.Key.Key_Return)
    booking = agenda.screen._booking
    assert booking.time.text() == "18:30"
    assert booking.veil.isVisible()


def test_delete_cancels_and_undo_gives_the_place_back(agenda):
    chosen = next(one for one in agenda.grid.plan.blocks if one.status == "prévu")
    agenda.grid.point(chosen.column, chosen.start)
    QTest.keyClick(agenda.grid, Qt.Key.Key_Delete)
    agenda.settle()
    assert block(agenda, chosen.key).status == "annulé"
    agenda.undo()
    assert block(agenda, chosen.key).status == "prévu"


def test_the_cursor_says_where_it_is(agenda):
    chosen = next(one for one in agenda.grid.plan.blocks if one.status == "prévu")
    agenda.grid.point(chosen.column, chosen.start)
    assert agenda.grid.accessibleDescription() == chosen.sentence
    assert chosen.shown in agenda.screen.view.pointed.accessibleName()
    agenda.grid.point(0, 18 * 60)
    assert agenda.grid.accessibleDescription().endswith("18:00, Dr Maëlle Ethève, libre")
    assert any(row.key == chosen.key for row in agenda.screen.view.list.rows) or chosen.column > 1


def test_the_short_notice_list_fills_a_free_place(agenda):
    (row,) = agenda.screen.view.wishes.rows
    agenda.grid.point(0, 18 * 60)
    agenda.screen.view.wishes.opened.emit(row.key)
    agenda.settle()
    moved = block(agenda, row.key)
    assert (moved.column, moved.start) == (0, 18 * 60)
    assert agenda.screen.view.wishes.rows == []
    agenda.undo()
    assert len(agenda.screen.view.wishes.rows) == 1


def test_an_absence_is_written_by_keys_and_taken_back_and_forth(agenda):
    agenda.grid.point(0, 10 * 60)
    agenda.trigger("agenda-away")
    panel = agenda.screen._absence
    panel.last.set_text("")
    panel.opens.set_text("14h")
    panel.closes.set_text("quinze heures")
    panel.often.set_text("un vendredi sur deux")
    panel.submit()
    assert "Heure illisible" in panel.closes.editor.accessibleDescription()
    panel.closes.set_text("15:30")
    panel.submit()
    agenda.settle()
    column = next(at for at, one in enumerate(agenda.grid.plan.columns) if one.day.weekday() == 4)
    assert any(
        one.column == column and (one.start, one.end) == (14 * 60, 15 * 60 + 30) for one in agenda.grid.plan.aways
    )
    before = len(agenda.grid.plan.aways)
    agenda.grid.point(column, 14 * 60)
    agenda.trigger("agenda-back")
    assert len(agenda.grid.plan.aways) == before - 1
    agenda.undo()
    assert len(agenda.grid.plan.aways) == before


def test_the_calendar_is_written_where_one_wants_it(agenda, tmp_path):
    agenda.screen.write_calendar(tmp_path / "agenda.ics")
    agenda.settle()
    text = (tmp_path / "agenda.ics").read_bytes().decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "Suivi" not in text


@pytest.mark.parametrize(
    ("typed", "rhythm", "said"),
    [
        ("", None, "tous les jours"),
        ("chaque mercredi", Rhythm(unit="semaine", weekdays=(3,)), "chaque mercredi"),
        ("Lun. et jeu", Rhythm(unit="semaine", weekdays=(1, 4)), "chaque lundi, jeudi"),
        ("un vendredi sur deux", Rhythm(unit="semaine", every=2, weekdays=(5,)), "vendredi, une semaine sur 2"),
    ],
)
def test_a_rhythm_is_read_as_it_is_said(typed, rhythm, said):
    assert read_rhythm(typed) == rhythm
    assert rhythm_words(rhythm) == said


def test_a_rhythm_without_a_day_is_refused():
    with pytest.raises(UnreadableRhythmError):
        read_rhythm("de temps en temps")


def test_a_week_of_six_people_is_drawn_within_fifty_milliseconds(look):
    people = [Person(str(one), f"Dr Personne {one}", f"P{one}", "info") for one in range(6)]
    days = [MONDAY + dt.timedelta(days=step) for step in range(7)]
    lines = [
        DayLine(
            id=f"{day}-{one.id}-{slot}", patient="p", time="10:00", minutes=15, shown="HOARAU Marie-Josette",
            age="74 ans", motif="Suivi", status="prévu", staff=one.id,
            start=dt.datetime.combine(day, dt.time(8 + slot // 4, slot % 4 * 15), AT.tzinfo).isoformat(),
        )
        for day in days for one in people for slot in range(30)
    ]  # fmt: skip
    grid = AgendaGrid(look)
    grid.resize(1270, 650)
    grid.show_plan(plan_of(days, people, lines, ()))
    canvas = QPixmap(grid.viewport().size())
    grid.viewport().render(canvas)
    best = min(_seconds(lambda: grid.viewport().render(canvas)) for _ in range(5))
    assert len(lines) == 1260
    assert best <= 0.050, f"{best * 1000:.0f} ms"


def _seconds(call):
    """Give the processor time of a call: the machine may be busy with other things."""
    start = time.thread_time()
    call()
    return time.thread_time() - start


def test_one_comes_to_an_appointment_of_another_week(agenda, tasks):
    cabinet = agenda.screen._desk.cabinet
    patient = cabinet.agenda.day(MONDAY)[0].patient
    changes = cabinet.agenda.book(patient, at(11, 15, days=16), 15, "Bilan", staff=ME)
    booked = next(key for kind, key in changes.entities if kind == "appointment")
    agenda.screen.come_to(booked)
    settle(tasks, lambda: agenda.grid.current() is not None and agenda.grid.current().key == booked)
    assert agenda.grid.current().key == booked
    agenda.screen.come_to("never-here")
    settle(tasks)
    assert agenda.grid.current().key == booked

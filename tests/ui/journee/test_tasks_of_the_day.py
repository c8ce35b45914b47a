# SPDX-License-Identifier: EUPL-1.2
"""Tasks in the day: added in a line, ticked by Espace, taken back; and the flow of the waiting room."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from lgc_app.ui.journee.screen import JourneeScreen
from lgc_app.ui.theme.look import Look
from lgc_core.model.staff import Role
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.one_screen import OneScreen
from tests.support.record import AT, make_patient
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, picture, settle
from tests.support.typing_keys import press, type_text


def open_day(qtbot, tasks, tmp_path, role=Role.MEDECIN, theme=None):
    cabinet = open_test_cabinet(tmp_path, role=role)
    patient = make_patient()
    keep(cabinet, patient)
    cabinet.agenda.book(patient.id, AT, 20, "Suivi")
    for typed in (
        "Rappeler Mme Lebon : pansement 20/11",
        "Signer le protocole ALD aujourd’hui !",
        "Courrier 27/11",
    ):
        cabinet.tasks_to_do.add_line(typed, patient.id if "ALD" in typed else "")
    made = OneScreen(
        lambda desk: JourneeScreen(desk, lambda _number, _critical: None), cabinet, tasks, theme or Look()
    )
    qtbot.addWidget(made.window)
    made.patient = patient.id
    return made


@pytest.fixture
def day(qtbot, tasks, errors, tmp_path):
    made = open_day(qtbot, tasks, tmp_path)
    made.show()
    made.card = made.screen.task_card
    settle(tasks, lambda: bool(made.card.lines))
    assert errors == []
    return made


@pytest.mark.parametrize("look", LOOKS)
def test_the_day_with_its_tasks_is_whole_in_every_look(qtbot, tasks, tmp_path, look):
    theme, size = LOOKS[look]
    made = open_day(qtbot, tasks, tmp_path, theme=Look(theme))
    made.show(size)
    picture(made.window, f"journee-taches-{look}")
    check_window(made.window)


def test_what_is_late_is_first_and_says_so(day):
    first, second, third = day.card.list.rows
    assert first.sentence.endswith("en retard, 20/11")
    assert first.cells[1].runs[0].colour == "danger"
    assert "urgent" in second.sentence
    assert "HOARAU" in second.sentence
    assert third.sentence.endswith("27/11")


def test_a_line_adds_a_task_and_a_wrong_one_keeps_its_words(day):
    day.trigger("task")
    type_text(day.card.line.editor, "Commander des gants @personne")
    press(day.card.line.editor, Qt.Key.Key_Return)
    day.settle()
    assert "n’est personne du cabinet" in day.card.line.editor.accessibleDescription()
    assert day.card.line.text().startswith("Commander")
    day.card.line.set_text("Commander des gants demain")
    press(day.card.line.editor, Qt.Key.Key_Return)
    day.settle()
    assert any("Commander des gants, demain" in row.sentence for row in day.card.list.rows)
    assert day.card.line.text() == ""
    day.undo()
    assert len(day.card.list.rows) == 3


def test_espace_ticks_and_undo_takes_it_back(day):
    day.card.list.choose_first()
    title = day.card.lines[0].title
    press(day.card.list, Qt.Key.Key_Space)
    day.settle()
    assert title not in [line.title for line in day.card.lines]
    day.undo()
    assert day.card.lines[0].title == title


def test_enter_on_a_task_opens_its_patient(day):
    day.card.list.choose(next(line.id for line in day.card.lines if line.patient))
    press(day.card.list, Qt.Key.Key_Return)
    assert day.wishes.asked[-1] == ("patient", day.patient)


def test_from_the_door_to_the_chart_is_one_key_and_can_be_taken_back(day):
    day.screen.view.agenda.choose_first()
    QTest.keyClick(day.window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    day.settle()
    assert day.wishes.asked[-1] == ("patient", day.patient)
    assert day.screen.lines[0].status == "en cours"
    day.trigger("seen")
    assert day.screen.lines[0].status == "vu"
    day.undo()
    assert day.screen.lines[0].status == "en cours"


def test_the_front_desk_has_tasks_but_neither_inbox_nor_files(qtbot, tasks, tmp_path):
    made = open_day(qtbot, tasks, tmp_path, role=Role.SECRETAIRE)
    made.show()
    assert made.screen.task_card.isVisible()
    assert not made.screen.view.inbox_card.isVisible()
    check_window(made.window)


def test_the_right_column_scrolls_as_one_and_follows_the_arrows(day, tasks, qtbot):
    for number in range(12):
        day.cabinet.tasks_to_do.add_line(f"Tâche {number} 27/11")
    day.card.load()
    settle(tasks, lambda: len(day.card.list.rows) == 15)
    lists = (day.card.list, day.screen.view.waiting, day.screen.view.inbox)
    assert all(one.verticalScrollBar().maximum() == 0 for one in lists)
    aside = day.screen.view._aside
    day.card.list.setFocus()
    day.card.list.choose(day.card.list.rows[-1].key)
    qtbot.waitUntil(lambda: _row_in_sight(day.card.list, aside))


def _row_in_sight(rows, page):
    at = rows.visualRect(rows.currentIndex()).center()
    return page.viewport().rect().contains(rows.viewport().mapTo(page.viewport(), at))


def test_a_task_begun_and_left_scrolls_nothing_away(day, qtbot):
    for at in range(8):
        day.cabinet.tasks_to_do.add_line(f"Tâche {at}")
    day.card.load()
    settle(day.tasks, lambda: len(day.card.list.rows) == 11)
    page, rows = day.screen.view._aside, day.card.list
    first_row_in_sight = rows.mapTo(page.widget(), QPoint(0, 80)).y()
    day.window.setMinimumHeight(1)
    day.window.resize(1366, day.window.height() - page.height() + first_row_in_sight)
    qtbot.waitUntil(lambda: page.height() == first_row_in_sight)
    day.card.begin()
    qtbot.waitUntil(day.card.line.editor.hasFocus)
    page.verticalScrollBar().setValue(0)
    press(day.card.line.editor, Qt.Key.Key_Escape)
    settle(day.tasks)
    QTest.qWait(20)
    assert rows.hasFocus()
    assert _row_in_sight(rows, page)
    assert page.verticalScrollBar().value() == 0


def test_one_comes_to_a_task_with_the_keys_on_it(day, tasks):
    last = day.card.list.rows[-1].key
    day.screen.come_to(last)
    settle(tasks, lambda: day.card.list.current_key() == last)
    assert day.card.list.current_key() == last
    assert day.card.list.hasFocus()

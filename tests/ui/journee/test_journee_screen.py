# SPDX-License-Identifier: EUPL-1.2
"""The day: calls, arrivals, appointments, by keys on a real record."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lgc_app.services.agenda import DayLine
from lgc_app.ui.journee import day_rows
from tests.support.post_window import press, type_text

NOW = dt.datetime.fromisoformat("2026-11-23T10:42:00+04:00")
MEDICAL, DESK = day_rows.Seeing(medical=True), day_rows.Seeing(medical=False)


def line(identifier, status="prévu", staff="me", arrived_at="", motif="Migraine"):
    return DayLine(
        id=identifier, patient="p", time="10:45", minutes=15, shown="VITRY Chloé", age="29 ans", motif=motif,
        status=status, staff=staff, arrived_at=arrived_at,
    )  # fmt: skip


@pytest.fixture
def post(post):
    post.open()
    post.unlock()
    return post


def test_a_long_wait_is_told_in_amber_and_a_short_one_softly():
    rows = day_rows.waiting_rows(
        [
            line("a", "arrivé", arrived_at="2026-11-23T10:24:00+04:00"),
            line("b", "arrivé", arrived_at="2026-11-23T10:36:00+04:00"),
            line("c", "arrivé", arrived_at="pas une heure"),
        ],
        NOW,
        MEDICAL,
    )
    told = [(row.cells[1].runs[0].words.replace("\u00a0", " "), row.cells[1].runs[0].colour) for row in rows]
    assert told == [("18 min", "warn"), ("6 min", "text2"), ("", "text2")]


def test_the_front_desk_reads_no_reason_of_a_visit():
    rows = [*day_rows.agenda_rows([line("a")], DESK), *day_rows.waiting_rows([line("b", "arrivé")], NOW, DESK)]
    assert not any("migraine" in row.sentence.lower() for row in rows)
    assert all("VITRY" in row.sentence for row in rows)


def test_ones_own_patient_is_called_before_a_colleagues():
    lines = [line("other", "arrivé", staff="her"), line("mine", "arrivé", staff="me")]
    assert day_rows.next_to_call(lines, "me").id == "mine"
    assert day_rows.next_to_call(lines[:1], "me").id == "other"
    assert day_rows.next_to_call([], "me") is None


def test_the_day_is_said_in_numbers():
    lines = [line("a", "vu"), line("b", "vu"), line("c", "arrivé"), line("d")]
    assert day_rows.day_words(lines).replace("\u00a0", " ") == "2 vus, 1 en salle, 1 à venir"
    assert day_rows.day_words([]) == ""


def test_f8_calls_the_next_and_opens_the_file_and_undo_puts_them_back(post):
    journee = post.work.screens.journee
    first = day_rows.next_to_call(journee.lines, post.session.staff.id)
    QTest.keyClick(post.application.window, Qt.Key.Key_F8)
    post.settle()
    assert post.work.files.place.patient == first.patient
    assert next(one for one in journee.lines if one.id == first.id).status == "en cours"
    post.application.window.toasts.undo()
    post.settle()
    assert next(one for one in journee.lines if one.id == first.id).status == "arrivé"


def test_calling_the_next_ends_the_consultation_before(post):
    journee = post.work.screens.journee
    first = day_rows.next_to_call(journee.lines, post.session.staff.id)
    journee.call_next()
    post.settle()
    journee.call_next()
    post.settle()
    assert next(one for one in journee.lines if one.id == first.id).status == "vu"


def test_enter_on_a_row_opens_the_file(post):
    agenda = post.work.screens.journee.view.agenda
    press(agenda, Qt.Key.Key_Return)
    post.settle()
    assert post.application.window.frame.current.where.startswith("dossier:")


def test_an_arrival_is_noted_with_its_hour(post):
    journee = post.work.screens.journee
    coming = next(one for one in journee.lines if one.status == "prévu")
    journee.view.agenda.choose(coming.id)
    journee.arrive()
    post.settle()
    now = next(one for one in journee.lines if one.id == coming.id)
    assert now.status == "arrivé"
    assert now.arrived_at


def test_an_appointment_is_given_by_keys_alone(post):
    journee = post.work.screens.journee
    before = len(journee.lines)
    QTest.keyClick(post.application.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    booking = journee._booking
    assert "s’affichent ici" in booking.found.accessibleDescription()
    type_text(booking.patient.editor, "zzzz")
    post.until(lambda: "Aucun dossier ne répond" in booking.found.accessibleDescription(), "nobody found")
    booking.open(booking._day)
    booking.submit()
    assert booking.patient._wrong.text() == "Choisissez un patient dans la liste."
    type_text(booking.patient.editor, "hoarau marie")
    post.until(lambda: bool(booking.found.current_key()), "the patients found")
    press(booking.patient.editor, Qt.Key.Key_Return)
    assert booking.time.editor.hasFocus()
    type_text(booking.time.editor, "25:00")
    booking.submit()
    assert "Heure illisible" in booking.time._wrong.text()
    booking.time.set_text("17h15")
    type_text(booking.motif.editor, "Contrôle")
    booking.submit()
    post.settle()
    assert len(journee.lines) == before + 1
    assert any(one.time == "17:15" and one.motif == "Contrôle" for one in journee.lines)


def test_an_empty_day_says_so_and_offers_to_add(post):
    journee = post.work.screens.journee
    journee.view.day_asked.emit(400)
    post.settle()
    assert journee.view._pages.currentIndex() == 1
    journee.view.today_asked.emit()
    post.settle()
    assert journee.view._pages.currentIndex() == 0

# SPDX-License-Identifier: EUPL-1.2
"""The round by keys: tick, « sans changement », finish; nothing typed is lost, and the doctor reads it at once."""

import pytest
from msgspec import structs
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from lgc_app.services.rounds import sheet_lines
from lgc_app.services.session import Session
from lgc_app.services.transmissions import NotYoursError, Transmissions, Words
from lgc_app.ui.theme.look import Look
from lgc_app.ui.tournee.screen import TourneeScreen
from lgc_core.model.agenda_rule import Rhythm
from lgc_core.model.ids import new_id
from lgc_core.model.nursing import CareSchedule
from lgc_core.model.staff import Role
from lgc_core.model.values import Address
from lgc_core.store import queries
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.one_screen import OneScreen
from tests.support.record import make_patient
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, picture
from tests.support.typing_keys import press, type_text

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def tell_round(folder):
    cabinet = open_test_cabinet(folder, role=Role.INFIRMIER)
    home = Address(house="12", street="chemin des Lataniers", postcode="97424", city="STELLA")
    people = [
        make_patient(family=family, given=given, usual="", address=home)
        for family, given in (
            ("PICARD", "Lucien"),
            ("HOARAU", "Marie-Josette"),
            ("GONTHIER", "Max"),
            ("MOREL", "Andrée"),
        )
    ]
    keep(cabinet, *people)
    rounds = cabinet.rounds
    rounds.plan(people[0].id, "Insuline", ["06:30"])
    rounds.plan(people[1].id, "Glycémie capillaire", ["07:45"], detail="avant le repas")
    rounds.plan(
        people[1].id,
        "Pansement hydrocellulaire",
        ["07:45"],
        detail="pied droit",
        rhythm=Rhythm(every=2),
        ordered="Dr Ethève, 12/11",
    )
    rounds.plan(people[2].id, "Perfusion", ["08:15"], fixed=True)
    rounds.plan(people[3].id, "Pilulier", ["08:45"])
    first = rounds.day(cabinet.session.now().date())[0]
    rounds.tick(first.key, first.cares[0].schedule, done=True)
    rounds.finish(rounds.day(cabinet.session.now().date())[0], Words("Sans changement."))
    cabinet.transmissions.write(
        people[1].id, Words("Plaie 8 mm, peu d’exsudat.", "Pansement refait.", focus="Plaie")
    )
    cabinet.measures.record(people[1].id, {"glycemie": "1,48", "ta": "148/82"})
    return cabinet, people


@pytest.fixture
def tour(qtbot, tasks, tmp_path):
    cabinet, people = tell_round(tmp_path)
    made = OneScreen(TourneeScreen, cabinet, tasks, Look())
    qtbot.addWidget(made.window)
    made.show()
    made.people, made.view = people, made.screen.view
    return made


def stop(tour, place):
    return tour.cabinet.rounds.day(tour.screen.day)[place]


@pytest.mark.parametrize("look", LOOKS)
def test_the_round_is_whole_in_every_look(qtbot, tasks, tmp_path, look):
    theme, size = LOOKS[look]
    cabinet, _people = tell_round(tmp_path)
    made = OneScreen(TourneeScreen, cabinet, tasks, Look(theme))
    qtbot.addWidget(made.window)
    made.show(size)
    picture(made.window, f"tournee-{look}")
    check_window(made.window)
    made.trigger("round-add")
    picture(made.window, f"tournee-soin-{look}")


def test_the_next_visit_is_chosen_and_shows_allergies_and_what_was_said(tour):
    assert tour.view.stops.rows[0].sentence.endswith("Fait")
    assert "HOARAU" in tour.view.banner.accessibleDescription()
    assert "Allergies non renseignées" in tour.view.banner.accessibleDescription()
    assert tour.view.stops.rows[2].cells[2].pills[0].words == "± 15\u00a0min"
    assert "Plaie 8 mm" in tour.view.before.rows[0].sentence
    assert "1,48" in tour.view.measures["glycemie"]._previous.text()


def test_a_visit_without_change_is_its_ticks_and_two_keys(tour):
    tour.view.cares.setFocus()
    for _ in range(2):
        QTest.keyClick(tour.view.cares, Qt.Key.Key_Space)
        tour.settle()
    QTest.keyClick(tour.window, Qt.Key.Key_R, CONTROL)
    QTest.keyClick(tour.window, Qt.Key.Key_Return, CONTROL)
    tour.settle()
    done = stop(tour, 1)
    assert done.status == "faite"
    assert [line.split("\u00a0")[0] for line in sheet_lines(done)[1:]] == ["fait", "fait"]
    assert tour.cabinet.transmissions.of_patient(tour.people[1].id)[0].data == "Sans changement."
    assert tour.view.stops.current_key() == stop(tour, 2).key.id
    tour.undo()
    assert stop(tour, 1).status == "prévue"


def test_words_typed_are_found_again_after_the_screen_went(tour, qtbot, tasks):
    type_text(tour.view.boxes["actions"].editor, "Pansement refait")
    tour.view.measures["glycemie"].editor.setText("1,62")
    tour.screen.keep()
    tour.settle()
    again = OneScreen(TourneeScreen, tour.cabinet, tasks, Look())
    qtbot.addWidget(again.window)
    again.show()
    assert again.screen.view.words() == Words(actions="Pansement refait", measures={"glycemie": "1,62"})


def test_going_to_another_visit_keeps_the_words_of_each(tour):
    type_text(tour.view.boxes["data"].editor, "Plaie propre")
    tour.view.stops.choose(stop(tour, 2).key.id)
    tour.settle()
    assert tour.view.words() == Words()
    tour.view.stops.choose(stop(tour, 1).key.id)
    tour.settle()
    assert tour.view.words().data == "Plaie propre"


def test_an_impossible_measure_leaves_the_visit_open_and_every_word(tour):
    type_text(tour.view.boxes["data"].editor, "Fièvre")
    tour.view.measures["temperature"].editor.setText("83")
    tour.screen.finish()
    tour.settle()
    assert "impossible" in tour.view.measures["temperature"].editor.accessibleDescription()
    assert stop(tour, 1).status == "prévue"
    assert tour.view.words() == Words("Fièvre", measures={"temperature": "83"})
    tour.view.measures["temperature"].editor.setText("38,3")
    tour.screen.finish()
    tour.settle()
    assert stop(tour, 1).status == "faite"
    assert tour.cabinet.measures.series(tour.people[1].id, "temperature").last.value


def test_the_round_is_put_in_another_order_by_keys_and_by_hand(tour):
    keys = [one.key.id for one in tour.cabinet.rounds.day(tour.screen.day)]
    tour.view.stops.choose(keys[3])
    QTest.keyClick(tour.view.stops, Qt.Key.Key_Up, CONTROL | SHIFT)
    tour.settle()
    assert [one.key.id for one in tour.screen.stops] == [keys[0], keys[1], keys[3], keys[2]]
    tour.undo()
    assert [one.key.id for one in tour.screen.stops] == keys
    view, rows = tour.view.stops.viewport(), tour.view.stops
    places = [rows.visualRect(rows.model().index(place)).center() for place in range(4)]
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=places[3])
    QTest.mouseMove(view, places[2] + QPoint(0, 5))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=places[1])
    tour.settle()
    assert [one.key.id for one in tour.screen.stops] == [keys[0], keys[3], keys[1], keys[2]]


def test_nobody_at_home_is_noted_and_taken_back(tour):
    tour.trigger("round-absent")
    assert stop(tour, 1).status == "absente"
    tour.undo()
    assert stop(tour, 1).status == "prévue"


def test_a_care_is_added_by_keys(tour):
    tour.trigger("round-add")
    panel = tour.screen._panel
    assert "s’affichent ici" in panel.finder.list.accessibleDescription()
    panel.submit()
    assert "Choisissez un patient" in panel.finder.field.editor.accessibleDescription()
    type_text(panel.finder.field.editor, "gonthier")
    for _ in range(100):
        QTest.qWait(10)
        if panel.finder.list.current_key():
            break
    press(panel.finder.field.editor, Qt.Key.Key_Return)
    panel.care.set_text("Ablation de fils")
    panel.hours.set_text("9h15 et 10 heures")
    panel.submit()
    assert "Heures illisibles" in panel.hours.editor.accessibleDescription()
    panel.hours.set_text("9h15")
    panel.often.set_text("tous les 3 jours")
    panel.until.set_text("12/12/2026")
    panel.submit()
    tour.settle()
    assert [one.key.planned for one in tour.screen.stops][-1] == "09:15"
    with tour.cabinet.session.store.reading() as connection:
        planned = queries.of_patient(connection, CareSchedule, tour.people[2].id)
    (care,) = [one for one in planned if one.care.text == "Ablation de fils"]
    assert (care.rhythm.every, care.last) == (3, "2026-12-12")


def test_the_whole_file_is_one_key_away(tour):
    QTest.keyClick(tour.window, Qt.Key.Key_F9)
    assert tour.wishes.asked[-1] == ("patient", tour.people[1].id)


def test_the_care_sheet_of_the_round_and_of_one_visit_is_one_key_away(tour):
    QTest.keyClick(tour.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    tour.settle()
    assert tour.wishes.asked[-1] == ("paper", "feuille-de-soins.pdf")
    assert tour.wishes.sheet().startswith(b"%PDF")
    whole = len(tour.wishes.sheet())
    tour.trigger("round-sheet")
    assert len(tour.wishes.sheet()) < whole


def test_a_transmission_written_in_the_wrong_file_is_taken_out_and_given_back(tour):
    tour.view.stops.choose(stop(tour, 1).key.id)
    tour.settle()
    patient = tour.people[1].id
    assert [one.focus for one in tour.cabinet.transmissions.of_patient(patient)] == ["Plaie"]
    tour.view.before.choose_first()
    tour.trigger("round-withdraw")
    assert tour.cabinet.transmissions.of_patient(patient) == []
    assert not tour.view.before.rows
    assert tour.cabinet.texts.search("exsudat") == []
    tour.undo()
    assert [one.focus for one in tour.cabinet.transmissions.of_patient(patient)] == ["Plaie"]
    assert len(tour.view.before.rows) == 1


def test_the_words_of_a_colleague_are_not_taken_out(tour):
    patient = tour.people[1].id
    (written,) = tour.cabinet.transmissions.of_patient(patient)
    post = tour.cabinet.session
    colleague = Transmissions(Session(post.store, post.practice, structs.replace(post.staff, id=new_id())))
    with pytest.raises(NotYoursError):
        colleague.withdraw(written.id)
    assert tour.cabinet.transmissions.of_patient(patient) == [written]

# SPDX-License-Identifier: EUPL-1.2
"""The booklet by keys: a scan and Entrée keep a dose, a name and its lot too; close doses ask; lots are found."""

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lgc_app.services.typed_dose import NewDose
from lgc_app.ui.navigation import Desk
from lgc_app.ui.theme.look import Look
from lgc_app.ui.vaccins.recall import RecallScreen
from lgc_app.ui.vaccins.view import VaccinsScreen
from lgc_core.model.ids import new_id
from tests.support.cabinet import a_followed_patient, keep, open_test_cabinet
from tests.support.dossier import Wishes
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, empty_window, picture, settle, show, show_page
from tests.support.typing_keys import press, type_text

BOX = "01034009367738751727033110AC12\x1d21X1"


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory):
    return open_test_cabinet(tmp_path_factory.mktemp("vaccins"))


@pytest.fixture
def patient(cabinet):
    made = structs.replace(a_followed_patient(), id=new_id())
    keep(cabinet, made)
    return made


@pytest.fixture
def open_vaccins(qtbot, cabinet, tasks, patient):
    def open_it(name="light"):
        theme, size = LOOKS[name]
        look, wishes = Look(theme), Wishes()
        window = empty_window(look, tasks)
        qtbot.addWidget(window)
        screen = VaccinsScreen(Desk(cabinet, tasks, look, wishes), lambda: None)
        show_page(window, screen.page, size)
        screen.show_patient(patient)
        settle(tasks)
        return window, screen, wishes

    return open_it


def enter(screen, tasks, field="vaccine"):
    press(screen.entry.fields[field].editor, Qt.Key.Key_Return, text="\r")
    settle(tasks)


def done(screen):
    return [row.sentence for row in screen.list.rows if row.key.startswith("done:")]


@pytest.mark.parametrize("name", ["light", "dark", "125pc"])
def test_a_long_booklet_is_whole_in_every_look(cabinet, patient, open_vaccins, name):
    for vaccine, day, lot in (
        ("Revaxis", "2018", ""),
        ("Efluelda", "12/05/2025", "G7"),
        ("Shingrix", "03/2024", ""),
    ):
        cabinet.vaccinations.add(patient.id, NewDose(vaccine=vaccine, day=day, lot=lot, declared=not lot))
    cabinet.vaccinations.add(patient.id, NewDose(vaccine="Vaccin de l’armée", day="1972", declared=True))
    window, screen, _wishes = open_vaccins(name)
    check_window(window)
    picture(window, f"vaccins-{name}")
    type_text(screen.entry.vaccine.editor, "boost")
    check_window(window)
    picture(window, f"vaccins-typing-{name}")


def test_a_scan_and_one_enter_keep_a_dose(open_vaccins, tasks):
    _window, screen, wishes = open_vaccins()
    assert QApplication.focusWidget() is screen.entry.vaccine.editor
    type_text(screen.entry.vaccine.editor, BOX)
    enter(screen, tasks)  # the scanner's own
    assert screen.entry.vaccine.text() == "Boostrixtetra"
    assert (screen.entry.lot.text(), screen.entry.expiry.text()) == ("AC12", "31/03/2027")
    enter(screen, tasks)
    assert done(screen) == ["Boostrixtetra, 23/11/2026 · lot\u00a0AC12 · Dr Maëlle Ethève"]
    assert wishes.words == ["«\u00a0Boostrixtetra\u00a0» noté."]
    assert screen.entry.vaccine.text() == ""
    wishes.undo()
    settle(tasks, lambda: not done(screen))


def test_a_name_is_picked_by_arrows_and_its_lot_typed(open_vaccins, tasks):
    _window, screen, _wishes = open_vaccins()
    type_text(screen.entry.vaccine.editor, "hpv")
    press(screen.entry.vaccine.editor, Qt.Key.Key_Down)
    press(screen.entry.vaccine.editor, Qt.Key.Key_Up)
    enter(screen, tasks)
    assert screen.entry.vaccine.text() == "Gardasil 9"
    assert QApplication.focusWidget() is screen.entry.lot.editor
    type_text(screen.entry.lot.editor, "h 12")
    enter(screen, tasks, "lot")
    assert "lot\u00a0H12" in done(screen)[0]


def test_a_close_dose_asks_for_a_reason_in_place_and_keeps_what_is_typed(cabinet, patient, open_vaccins, tasks):
    cabinet.vaccinations.add(patient.id, NewDose(vaccine="Revaxis", day="10/11/2026", lot="A1"))
    window, screen, _wishes = open_vaccins()
    type_text(screen.entry.vaccine.editor, "Boostrixtetra")
    enter(screen, tasks)
    assert QApplication.focusWidget() is screen.entry.reason.editor
    check_window(window)
    picture(window, "vaccins-close")
    assert screen.entry.vaccine.text() == "Boostrixtetra"
    type_text(screen.entry.reason.editor, "plaie souillée")
    enter(screen, tasks, "reason")
    assert len(done(screen)) == 2
    assert not screen.entry.reason.isVisible()


def test_an_expired_box_is_refused_under_the_field_and_the_scan_stays(open_vaccins, tasks):
    _window, screen, _wishes = open_vaccins()
    type_text(screen.entry.vaccine.editor, BOX.replace("17270331", "17250331"))
    enter(screen, tasks)
    assert "périmé depuis le 31/03/2025" in screen.entry.expiry._wrong.text()
    assert screen.entry.vaccine.text()
    assert done(screen) == []


def test_a_due_line_proposes_its_vaccines(open_vaccins, tasks):
    _window, screen, _wishes = open_vaccins()
    assert screen.list.choose("due:dtp")
    press(screen.list, Qt.Key.Key_Return, text="\r")
    assert [row.key for row in screen.proposals.rows][:2] == ["Revaxis", "Tetravac-acellulaire"]
    enter(screen, tasks)
    assert screen.entry.vaccine.text() == "Revaxis"


def test_a_line_is_withdrawn_with_a_reason(cabinet, patient, open_vaccins, tasks):
    cabinet.vaccinations.add(patient.id, NewDose(vaccine="Revaxis", lot="A1"))
    _window, screen, wishes = open_vaccins()
    screen.withdraw()
    assert "Choisissez d’abord" in wishes.words[0]
    screen.list.choose(next(row.key for row in screen.list.rows if row.key.startswith("done:")))
    screen.withdraw()
    type_text(screen.entry.reason.editor, "mauvais patient")
    enter(screen, tasks, "reason")
    assert done(screen) == []


def test_a_dose_being_typed_comes_back_with_its_patient(open_vaccins, patient, tasks):
    _window, screen, _wishes = open_vaccins()
    type_text(screen.entry.vaccine.editor, "Priorix")
    type_text(screen.entry.lot.editor, "P1")
    screen.clear()
    screen.show_patient(structs.replace(patient, id=new_id()))
    settle(tasks)
    assert screen.entry.vaccine.text() == ""
    screen.clear()
    screen.show_patient(patient)
    settle(tasks)
    assert (screen.entry.vaccine.text(), screen.entry.lot.text()) == ("Priorix", "P1")


def test_who_received_a_lot_is_listed_and_opens_a_file(qtbot, cabinet, patient, tasks):
    cabinet.vaccinations.add(patient.id, NewDose(vaccine="Priorix", lot="RAPPEL9"))
    look, wishes = Look(LOOKS["light"][0]), Wishes()
    window = empty_window(look, tasks)
    qtbot.addWidget(window)
    screen = RecallScreen(Desk(cabinet, tasks, look, wishes))
    window.add_screen(screen.page)
    show(window, "lots", LOOKS["light"][1])
    type_text(screen.lot.editor, "rappel9")
    press(screen.lot.editor, Qt.Key.Key_Return, text="\r")
    settle(tasks)
    assert screen.said.toolTip() == "1 patient l’a reçu."
    check_window(window)
    picture(window, "lots-light")
    press(screen.list, Qt.Key.Key_Return, text="\r")
    assert wishes.asked == [("patient", patient.id)]

# SPDX-License-Identifier: EUPL-1.2
"""An identity is corrected in its form: what is not touched stays, a mistake is undone, nonsense is refused."""

import pytest
from msgspec import structs
from PySide6.QtCore import Qt

from lgc_app.services.admission import BIRTH, DEATH, FAMILY, PHONE, STREET, TOWN, USUAL
from lgc_app.services.patients import IdentityMovedOnError
from lgc_app.ui.patients.screen import PatientsScreen
from lgc_app.ui.theme.look import Look
from lgc_core.model.staff import Role
from lgc_core.model.values import Address, Telecom
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.hands import Hands
from tests.support.one_screen import OneScreen
from tests.support.record import make_patient
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, picture

PHONES = (Telecom(kind="tel", value="0692000001", use="MC"), Telecom(kind="mailto", value="m@exemple.re"))
HOME = Address(
    lines=("Résidence des Filaos",), house="18", street="rue du Lagon", postcode="97436", city="Saint-Leu"
)


@pytest.fixture
def desk(qtbot, tasks, tmp_path):
    cabinet = open_test_cabinet(tmp_path, role=Role.SECRETAIRE)
    known = make_patient(telecoms=PHONES, address=HOME)
    keep(cabinet, known)
    made = OneScreen(PatientsScreen, cabinet, tasks, Look())
    qtbot.addWidget(made.window)
    made.show()
    made.known, made.form = known, made.screen.form
    made.screen.show_person(known.id)
    made.settle()
    return made


def save(desk, **values):
    Hands(desk.window).press(Qt.Key.Key_F2)
    for name, text in values.items():
        desk.form.fields[name].set_text(text)
    desk.screen.submit()
    desk.settle()
    return desk.cabinet.patients.get(desk.known.id)


def test_a_wrong_birth_date_and_name_are_corrected_and_the_correction_is_undone(desk):
    desk.trigger("saw-document")
    assert desk.cabinet.patients.status(desk.known).value == "validée"
    after = save(desk, **{FAMILY: "Grondîn", BIRTH: "13/03/1952"})
    assert (after.traits.birth_family, after.traits.birth_date) == ("GRONDIN", "1952-03-13")
    assert desk.cabinet.patients.status(after).value == "provisoire"
    assert "13/03/1952" in desk.screen.view.lines.text()
    assert [line.patient_id for line in desk.cabinet.patients.find("13/03/1952")] == [desk.known.id]
    desk.undo()
    back = desk.cabinet.patients.get(desk.known.id)
    assert back.traits == desk.known.traits
    assert desk.cabinet.patients.status(back).value == "validée"


def test_what_is_not_touched_stays_as_it_was_received(desk):
    after = save(desk, **{PHONE: "0692 11 22 33", USUAL: "PAYET"})
    assert after.traits == desk.known.traits
    assert after.address == HOME
    assert after.telecoms == (Telecom(kind="tel", value="0692 11 22 33", use="MC"), PHONES[1])
    assert after.shown == "PAYET Marie Josette"
    moved = save(desk, **{STREET: "3 chemin des Cannes", TOWN: "97424 Cilaos"})
    assert moved.address == Address(street="3 chemin des Cannes", postcode="97424", city="Cilaos")


def test_a_death_is_noted_and_taken_back(desk):
    after = save(desk, **{DEATH: "02/03/2026"})
    assert after.deceased.when.text == "2026-03-02"
    assert "Décès : 02/03/2026" in desk.screen.view.lines.text().replace("\u00a0", " ")
    assert save(desk, **{DEATH: ""}).deceased is None


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (BIRTH, "31/02/1952", "Date illisible"),
        (BIRTH, "24/11/2026", "futur"),
        (FAMILY, "", "nécessaire"),
        (FAMILY, "X" * 2_000, "Trop long"),
        (DEATH, "24/11/2026", "futur"),
        (DEATH, "1950", "avant la naissance"),
        (TOWN, "9743 Saint-Leu", "5 chiffres"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_written(desk, field, typed, said):
    after = save(desk, **{field: typed})
    assert said in desk.form.fields[field].editor.accessibleDescription()
    assert desk.form.fields[field].text() == typed
    assert (after.traits, after.deceased, after.address) == (desk.known.traits, None, HOME)


def test_two_people_who_correct_the_same_thing_do_not_overwrite_each_other(desk):
    patients, seen = desk.cabinet.patients, desk.known
    mine = structs.replace(seen, usual=structs.replace(seen.usual, family="PAYET"))
    theirs = structs.replace(seen, usual=structs.replace(seen.usual, family="HOAREAU"))
    patients.correct(seen, theirs)
    with pytest.raises(IdentityMovedOnError):
        patients.correct(seen, mine)
    assert patients.get(seen.id).usual.family == "HOAREAU"


@pytest.mark.parametrize("look", ["dark", "125pc"])
def test_the_form_of_a_correction_is_whole(qtbot, tasks, tmp_path, look):
    theme, size = LOOKS[look]
    cabinet = open_test_cabinet(tmp_path, role=Role.SECRETAIRE)
    known = make_patient(telecoms=PHONES, address=HOME)
    keep(cabinet, known)
    made = OneScreen(PatientsScreen, cabinet, tasks, Look(theme))
    qtbot.addWidget(made.window)
    made.show(size)
    made.screen.show_person(known.id)
    made.settle()
    made.trigger("correct-person")
    picture(made.window, f"patient-corrige-{look}")
    check_window(made.window)

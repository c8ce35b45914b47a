# SPDX-License-Identifier: EUPL-1.2
"""A new patient: a scan fills the traits, a place is typed by name, a twin is seen, linked and unlinked."""

import pytest

from lgc_app.services.admission import BIRTH, COG, FAMILY, GIVENS, MATRICULE, SCAN, SEX, place_words, read_place
from lgc_app.ui.patients.screen import PatientsScreen
from lgc_app.ui.theme.look import Look
from lgc_core.model.staff import Role
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.one_screen import OneScreen
from tests.support.record import make_patient
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, picture

SCANNED = (
    "IS010000000000000000000000S1279035121518989S21.2.250.1.213.1.4.10\x1d"
    "S3DOMINIQUE MARIE-LOUISE\x1dS4PAT-TROIS\x1dS5FS628-03-1979S751215"
)


def open_patients(qtbot, tasks, tmp_path, theme=None, size=(1366, 738)):
    cabinet = open_test_cabinet(tmp_path, role=Role.SECRETAIRE)
    known = make_patient()
    keep(cabinet, known)
    made = OneScreen(PatientsScreen, cabinet, tasks, theme or Look())
    qtbot.addWidget(made.window)
    made.show(size)
    made.known, made.form = known, made.screen.form
    return made


@pytest.fixture
def desk(qtbot, tasks, tmp_path):
    return open_patients(qtbot, tasks, tmp_path)


@pytest.mark.parametrize("look", LOOKS)
def test_the_form_and_a_linked_person_are_whole_in_every_look(qtbot, tasks, tmp_path, look):
    theme, size = LOOKS[look]
    made = open_patients(qtbot, tasks, tmp_path, Look(theme), size)
    made.screen.admit("grondain marie 12/03/1952")
    made.form.fields[SEX].set_text("F")
    made.form.fields[COG].set_text("Saint")
    made.form._on_cog()
    made.screen.submit()
    made.settle()
    picture(made.window, f"patient-nouveau-{look}")
    check_window(made.window)
    twin = make_patient(family="GRONDAIN", usual="HOARAU")
    keep(made.cabinet, twin)
    made.screen.show_person(twin.id)
    made.settle()
    picture(made.window, f"patient-ressemble-{look}")
    check_window(made.window)


def fill(desk, **values):
    for name, text in values.items():
        desk.form.fields[name].set_text(text)
    desk.screen.submit()
    desk.settle()


def test_a_scan_fills_the_traits_and_the_test_matricule_is_kept_provisoire(desk):
    desk.screen.admit()
    desk.form.fields[SCAN].editor.setText(SCANNED)
    shown = {name: one.text() for name, one in desk.form.fields.items()}
    assert (shown[FAMILY], shown[GIVENS], shown[BIRTH]) == ("PAT-TROIS", "DOMINIQUE MARIE-LOUISE", "28/03/1979")
    assert (shown[SEX], shown[COG], shown[MATRICULE]) == ("F", "51215", "279035121518989")
    desk.screen.submit()
    desk.settle()
    (line,) = desk.cabinet.patients.find("279035121518989")
    made = desk.cabinet.patients.get(line.patient_id)
    assert made.ins.oid == "1.2.250.1.213.1.4.10"
    assert desk.cabinet.patients.status(made).value == "provisoire"


def test_a_code_that_cannot_be_read_says_so_and_keeps_what_was_typed(desk):
    desk.screen.admit("payet")
    desk.form.fields[SCAN].editor.setText(SCANNED[:60])
    assert "datamatrix INS" in desk.form.fields[SCAN].editor.accessibleDescription()
    assert desk.form.fields[FAMILY].text() == "PAYET"


@pytest.mark.parametrize(
    ("typed", "code", "fault"),
    [
        ("97413", "97413", ""),
        ("saint leu", "97413", ""),
        ("St-Leu", "", "Commune inconnue"),
        ("madag", "99333", ""),
        ("saint", "", "Plusieurs lieux"),
        ("2a004", "2A004", ""),
        ("", "", ""),
        ("trou-perdu", "", "Commune inconnue"),
    ],
)
def test_a_birthplace_is_typed_by_name_or_by_code(typed, code, fault):
    read, said = read_place(typed)
    assert read == code
    assert said.startswith(fault)


def test_places_are_proposed_as_one_types():
    assert "Cilaos (97424)" in place_words("cil")
    assert place_words("97424") == "Cilaos"
    assert "gardé tel quel" in place_words("51215")


def test_a_wrong_key_is_said_beside_the_matricule(desk):
    desk.screen.admit()
    fill(desk, family="PAYET", givens="Lise", birth="01/02/1990", sex="F", matricule="2 90 02 97 413 123 00")
    assert "clé du matricule" in desk.form.fields[MATRICULE].editor.accessibleDescription()
    assert desk.cabinet.patients.find("payet") == []


def test_a_twin_is_shown_with_its_reason_then_made_anyway_linked_and_unlinked(desk):
    desk.screen.admit()
    fill(desk, family="GRONDAIN", givens="Marie Josette", birth="12/03/1952", sex="F", cog="Saint-Leu")
    assert desk.form.alike.isVisible()
    desk.form.flags["homonyme"].setChecked(True)
    desk.form.anyway.emit()
    desk.settle()
    line, _near = desk.cabinet.patients.find("grondain")
    assert desk.cabinet.patients.get(line.patient_id).identity_flags == ("homonyme",)
    desk.screen.show_person(line.patient_id)
    desk.settle()
    view = desk.screen.view
    assert view.twin.isVisible()
    assert view.twin_act.text() == "Relier les deux dossiers"
    view.twin_act.click()
    desk.settle()
    assert view.twin_act.text() == "Délier"
    assert len(desk.cabinet.patients.find("marie josette")) == 1
    view.twin_act.click()
    desk.settle()
    assert len(desk.cabinet.patients.find("marie josette")) == 2
    desk.undo()
    assert len(desk.cabinet.patients.find("marie josette")) == 1
    assert desk.wishes.words[-1].startswith("Dossiers reliés")
    desk.undo()
    assert len(desk.cabinet.patients.find("marie josette")) == 2


def test_an_attribute_of_the_identity_is_set_and_taken_back(desk):
    desk.screen.show_person(desk.known.id)
    desk.settle()
    desk.trigger("flag-douteuse")
    assert desk.cabinet.patients.get(desk.known.id).identity_flags == ("douteuse",)
    assert "douteuse" in desk.screen.view.lines.text()
    desk.undo()
    assert desk.cabinet.patients.get(desk.known.id).identity_flags == ()


def test_an_identity_document_seen_makes_it_validee(desk):
    desk.screen.show_person(desk.known.id)
    desk.settle()
    desk.trigger("saw-document")
    assert "validée" in desk.screen.view.identity.accessibleName()

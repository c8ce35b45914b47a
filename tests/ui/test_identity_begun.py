# SPDX-License-Identifier: EUPL-1.2
"""A form of an identity and the list beside it never speak of two people; what is put away waits, offered."""

import pytest
from msgspec import structs
from PySide6.QtCore import Qt

from lgc_app.services.admission import BIRTH, FAMILY, GIVENS, PHONE, SEX, STREET, USUAL
from lgc_app.ui.patients.begun import NEW_PATIENT
from lgc_app.ui.patients.screen import PatientsScreen
from lgc_app.ui.theme.look import Look
from lgc_core.model.staff import Role
from lgc_core.model.values import Telecom
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.hands import Hands
from tests.support.one_screen import OneScreen
from tests.support.record import make_patient
from tests.support.screen_checks import check_window
from tests.support.screen_window import picture
from tests.support.typing_keys import type_text

CHOOSE = "Choisissez d’abord la personne."


@pytest.fixture
def desk(qtbot, tasks, tmp_path):
    cabinet = open_test_cabinet(tmp_path, role=Role.SECRETAIRE)
    marie = make_patient()
    gaston = make_patient(family="GRONDEIN", given="Gaston", usual="")
    keep(cabinet, marie)
    keep(cabinet, gaston)
    made = OneScreen(PatientsScreen, cabinet, tasks, Look())
    qtbot.addWidget(made.window)
    made.show()
    made.marie, made.gaston, made.form, made.view = marie, gaston, made.screen.form, made.screen.view
    made.kept = lambda: list(cabinet.form_drafts.begun(NEW_PATIENT).values())
    return made


def search(desk, words):
    desk.view.search.editor.setFocus()
    desk.view.search.editor.clear()
    type_text(desk.view.search.editor, words)
    desk.screen._pause.stop()
    desk.screen._search()
    desk.settle()


def begin(desk, **values):
    desk.trigger("admit")
    for name, text in values.items():
        type_text(desk.form.fields[name].editor, text)


def shown(desk, *names):
    return tuple(desk.form.fields[name].text() for name in names)


def verb(desk):
    return next(one for one in desk.screen.screen.actions if one.primary).said


def test_a_search_puts_a_creation_away_and_one_press_takes_it_up(desk):
    begin(desk, family="PAYET", givens="Lise")
    assert verb(desk) == "Créer le dossier"
    search(desk, "grondin")
    assert desk.view.right.currentIndex() == 1
    assert desk.view.list.current_key() == desk.marie.id
    assert verb(desk) == "Mettre en salle d’attente"
    assert desk.kept() == [{FAMILY: "PAYET", GIVENS: "Lise"}]
    assert desk.view.begun.isVisible()
    picture(desk.window, "patient-commence")
    check_window(desk.window)
    Hands(desk.window).click(desk.view.resume)
    desk.settle()
    picture(desk.window, "patient-repris")
    assert shown(desk, FAMILY, GIVENS) == ("PAYET", "Lise")
    assert (desk.view.list.current_key(), desk.view.begun.isVisible()) == ("", False)
    assert verb(desk) == "Créer le dossier"


def test_an_open_form_lights_nobody_and_no_act_of_a_person_finds_one(desk):
    search(desk, "grondin")
    assert desk.view.list.current_key() == desk.marie.id
    begin(desk, family="PAYET")
    assert desk.view.list.current_key() == ""
    for act in ("saw-document", "flag-douteuse", "correct-person"):
        desk.wishes.words.clear()
        desk.trigger(act)
        assert desk.wishes.words == [CHOOSE], act
    assert desk.form.corrects is None
    desk.cabinet.patients.set_flags(desk.marie.id, ("fictive",))
    desk.screen.show_person(desk.gaston.id)
    desk.settle()
    assert desk.view.name.text() == desk.gaston.shown


def offered(desk):
    return {one.id for one in desk.screen.screen.actions if one.is_offered}


def test_what_is_done_with_a_person_has_no_button_while_a_form_is_open(desk):
    search(desk, "grondin")
    assert {"correct-person", "saw-document"} <= offered(desk)
    begin(desk, family="PAYET")
    assert offered(desk) == {"open-person", "admit"}
    check_window(desk.window)


def test_the_main_act_of_a_secretary_puts_the_person_in_the_waiting_room_and_is_undone(desk):
    """She may not open the file: « Ouvrir le dossier » would show her the same page again."""
    search(desk, "grondin")
    desk.trigger("open-person")
    desk.settle()
    today = desk.cabinet.session.now().date()
    (line,) = desk.cabinet.agenda.day(today)
    assert (line.patient, line.status) == (desk.marie.id, "arrivé")
    desk.wishes.undo()
    desk.settle()
    assert [one.status for one in desk.cabinet.agenda.day(today)] in ([], ["annulé"])


def test_a_person_who_changes_elsewhere_neither_lights_a_row_nor_hides_the_form(desk):
    search(desk, "grond")
    begin(desk, family="PAYET")
    desk.tasks.write(lambda: desk.cabinet.patients.set_flags(desk.marie.id, ("fictive",)))
    desk.settle()
    desk.settle()
    assert (desk.view.list.current_key(), desk.view.right.currentIndex()) == ("", 2)
    assert len(desk.view.list.rows) == 2


def test_a_correction_left_for_another_person_is_never_saved_on_anybody_and_comes_back(desk):
    search(desk, "grond")
    desk.screen.show_person(desk.marie.id)
    desk.settle()
    Hands(desk.window).press(Qt.Key.Key_F2)
    desk.form.fields[PHONE].editor.clear()
    type_text(desk.form.fields[PHONE].editor, "0692 11 22 33")
    desk.view.list.choose(desk.gaston.id)
    desk.settle()
    assert desk.wishes.words == [f"Correction mise de côté, rien n’est changé\u00a0: {desk.marie.shown}."]
    assert desk.view.name.text() == desk.gaston.shown
    desk.screen.submit()
    desk.settle()
    for person in (desk.marie, desk.gaston):
        now = desk.cabinet.patients.get(person.id)
        assert (now.traits, now.usual, now.telecoms) == (person.traits, person.usual, ())
    assert not desk.view.correction.isVisible()
    desk.screen.show_person(desk.marie.id)
    desk.settle()
    Hands(desk.window).click(desk.view.resume_correction)
    desk.settle()
    assert shown(desk, FAMILY, PHONE) == ("GRONDIN", "0692 11 22 33")
    desk.screen.submit()
    desk.settle()
    assert desk.cabinet.patients.get(desk.marie.id).telecoms[0].value == "0692 11 22 33"
    assert desk.cabinet.patients.get(desk.gaston.id).telecoms == ()
    assert not desk.view.correction.isVisible()


def test_choosing_another_while_a_correction_is_written_keeps_the_other_in_sight(desk):
    search(desk, "grond")
    desk.screen.show_person(desk.marie.id)
    desk.settle()
    desk.trigger("correct-person")
    type_text(desk.form.fields[PHONE].editor, "0692 11 22 33")
    desk.screen.submit()
    desk.view.list.choose(desk.gaston.id)
    desk.settle()
    desk.settle()
    assert desk.view.name.text() == desk.gaston.shown
    assert desk.cabinet.patients.get(desk.marie.id).telecoms[0].value == "0692 11 22 33"
    assert desk.cabinet.form_drafts.begun("identite") == {}


def test_a_new_patient_asked_twice_is_another_one_and_the_first_still_waits(desk):
    begin(desk, family="PAYET")
    begin(desk, family="HOAREAU")
    assert shown(desk, FAMILY) == ("HOAREAU",)
    assert "PAYET" in desk.view.resume.accessibleDescription()
    desk.screen.keep()
    desk.settle()
    assert desk.kept() == [{FAMILY: "PAYET"}, {FAMILY: "HOAREAU"}]
    desk.trigger("admit")
    desk.trigger("admit")
    assert shown(desk, FAMILY) == ("",)
    assert len(desk.kept()) == 2


def test_the_words_of_the_palette_never_cover_a_creation_that_waits(desk):
    begin(desk, family="PAYET", givens="LISE")
    search(desk, "grondin")
    desk.screen.admit("Hoareau Jean")
    desk.settle()
    type_text(desk.form.fields[SEX].editor, "M")
    desk.screen.keep()
    desk.settle()
    assert [left[FAMILY] for left in desk.kept()] == ["PAYET", "HOAREAU"]
    desk.screen.show_person(desk.marie.id)
    desk.screen.admit("Payet Lise")
    desk.settle()
    assert len(desk.kept()) == 2
    type_text(desk.form.fields[BIRTH].editor, "01/02/1990")
    desk.screen.keep()
    desk.settle()
    assert desk.kept()[0] == {FAMILY: "PAYET", GIVENS: "LISE", BIRTH: "01/02/1990"}


def test_a_form_is_abandoned_at_one_press_and_taken_back_by_another(desk):
    begin(desk, family="PAYET", givens="Lise")
    desk.screen.keep()
    Hands(desk.window).click(desk.form.abandon)
    desk.settle()
    assert (desk.kept(), desk.view.right.currentIndex()) == ([], 0)
    assert not desk.view.begun.isVisible()
    desk.undo()
    desk.settle()
    assert shown(desk, FAMILY, GIVENS) == ("PAYET", "Lise")
    assert desk.kept() == [{FAMILY: "PAYET", GIVENS: "Lise"}]


def test_a_look_alike_goes_with_the_next_key_and_cannot_create_what_was_typed_before_it(desk):
    begin(desk, family="GRONDAIN", givens="Marie Josette", birth="12/03/1952", sex="F")
    desk.screen.submit()
    desk.settle()
    assert desk.form.alike.isVisible()
    type_text(desk.form.fields[GIVENS].editor, " Anne")
    assert not desk.form.alike.isVisible()
    desk.screen.submit()
    desk.settle()
    desk.form.anyway.emit()
    desk.settle()
    made = [desk.cabinet.patients.get(line.patient_id).traits for line in desk.cabinet.patients.find("grondain")]
    assert "MARIE JOSETTE ANNE" in [one.birth_givens for one in made if one.birth_family == "GRONDAIN"]
    assert desk.kept() == []


def test_the_created_person_stays_in_sight_of_the_secretary_whoever_was_searched_before(desk):
    search(desk, "grond")
    begin(desk, family="PAYET", givens="Lise", birth="01/02/1990", sex="F")
    desk.screen.submit()
    desk.settle()
    desk.settle()
    assert desk.view.name.text() == "PAYET LISE"
    assert desk.view.list.current_key() == ""


def correct(desk, patient):
    desk.screen.show_person(patient.id)
    desk.settle()
    desk.trigger("correct-person")
    desk.settle()


def retype(desk, name, text):
    desk.form.fields[name].editor.clear()
    type_text(desk.form.fields[name].editor, text)


def lock(desk):
    desk.tasks.keeping.emit()
    desk.settle()


def open_again(desk, qtbot):
    made = OneScreen(PatientsScreen, desk.cabinet, desk.tasks, Look())
    qtbot.addWidget(made.window)
    made.show()
    made.form = made.screen.form
    return made


def test_a_correction_comes_back_after_a_stop_with_what_was_emptied_over_the_same_person_only(desk, qtbot):
    correct(desk, desk.marie)
    retype(desk, PHONE, "0692 11 22 33")
    desk.form.fields[USUAL].editor.clear()
    lock(desk)
    after = open_again(desk, qtbot)
    correct(after, desk.gaston)
    assert shown(after, FAMILY, PHONE) == ("GRONDEIN", "")
    correct(after, desk.marie)
    assert shown(after, FAMILY, USUAL, PHONE) == ("GRONDIN", "", "0692 11 22 33")
    assert not after.screen.begun.aside.isVisible()
    after.screen.submit()
    after.settle()
    now = desk.cabinet.patients.get(desk.marie.id)
    assert (now.usual.family, now.telecoms[0].value) == ("", "0692 11 22 33")
    assert desk.cabinet.form_drafts.begun("identite:") == {}


def test_a_correction_typed_over_a_file_that_changed_since_is_said_beside_and_never_put_back(desk, qtbot):
    correct(desk, desk.marie)
    retype(desk, USUAL, "PAYET")
    lock(desk)
    other = structs.replace(desk.marie, telecoms=(Telecom(kind="tel", value="0692 99 99 99"),))
    desk.cabinet.patients.correct(desk.marie, other)
    after = open_again(desk, qtbot)
    correct(after, desk.marie)
    aside = after.screen.begun.aside
    assert shown(after, USUAL, PHONE) == (desk.marie.usual.family, "0692 99 99 99")
    assert aside.isVisible()
    assert "Nom utilisé «\u00a0PAYET\u00a0»" in aside._first.accessibleName()
    picture(after.window, "correction-a-relire")
    check_window(after.window)
    retype(after, STREET, "rue du Lagon")
    lock(after)
    again = open_again(desk, qtbot)
    correct(again, desk.marie)
    assert shown(again, USUAL, STREET) == (desk.marie.usual.family, "rue du Lagon")
    again.screen.submit()
    again.settle()
    assert desk.cabinet.patients.get(desk.marie.id).address.street == "rue du Lagon"
    correct(again, desk.marie)
    assert again.screen.begun.aside.isVisible()
    again.screen.begun.aside._drop.click()
    again.settle()
    assert not again.screen.begun.aside.isVisible()
    assert desk.cabinet.form_drafts.begun("identite:") == {}


def test_the_attributes_ticked_for_a_new_patient_come_back(desk, qtbot):
    begin(desk, family="PAYET", givens="Lise")
    desk.form.flags["homonyme"].setChecked(True)
    lock(desk)
    after = open_again(desk, qtbot)
    after.trigger("admit")
    assert shown(after, FAMILY) == ("PAYET",)
    assert after.form.ticked == ("homonyme",)

# SPDX-License-Identifier: EUPL-1.2
"""The lines, reasons and texts typed here and there: each is on the disk before it is written, and comes back."""

import pytest
from PySide6.QtCore import Qt

from lgc_app.services.templates import TemplateForm
from lgc_app.ui.effacement.screen import ErasureScreen
from lgc_app.ui.journee.task_card import TaskCard
from lgc_app.ui.modeles.screen import TemplateScreen
from lgc_app.ui.personnes.screen import PeopleScreen
from lgc_app.ui.remplacement.screen import ReplacementScreen
from lgc_app.ui.vaccins.view import VaccinsScreen
from lgc_core.model.staff import Role
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.panels import OnePanel
from tests.support.record import make_patient
from tests.support.typing_keys import press, type_text


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path, role=Role.MEDECIN)


@pytest.fixture
def open_part(qtbot, tasks, cabinet):
    def open_it(make):
        made = OnePanel(lambda desk, _page: make(desk), cabinet, tasks)
        qtbot.addWidget(made.page)
        return made

    return open_it


def test_a_task_half_typed_is_in_its_line_again_and_goes_once_added(open_part, cabinet):
    before = open_part(TaskCard)
    before.panel.begin()
    type_text(before.panel.line.editor, "rappeler Mme Lebon")
    before.stop()
    after = open_part(TaskCard)
    card = after.panel
    assert (card.line.isVisible(), card.line.text()) == (True, "rappeler Mme Lebon")
    press(card.line.editor, Qt.Key.Key_Return, text="\r")
    after.settle()
    assert [one.title for one in cabinet.tasks_to_do.open()] == ["rappeler Mme Lebon"]
    assert open_part(TaskCard).panel.line.text() == ""


def test_a_second_task_typed_while_the_first_is_written_stays(open_part):
    made = open_part(TaskCard)
    card = made.panel
    card.begin()
    type_text(card.line.editor, "un")
    card.submit()
    type_text(card.line.editor, " autre")
    made.settle()
    assert card.line.text() == "un autre"


def test_a_line_to_follow_half_typed_comes_back(open_part):
    def page(desk):
        return ReplacementScreen(desk, lambda: None)

    before = open_part(page)
    type_text(before.panel.field.editor, "Revoir la radio")
    before.stop()
    assert open_part(page).panel.field.text() == "Revoir la radio"


def test_the_reason_of_an_erasure_comes_back_and_the_name_never(open_part, cabinet):
    patient, other = make_patient(), make_patient("AUTRE")
    keep(cabinet, patient, other)

    def open_of(one):
        made = open_part(lambda desk: ErasureScreen(desk, lambda: None, lambda: None))
        made.panel.show_patient(one)
        made.settle()
        return made

    before = open_of(patient)
    type_text(before.panel.reason.editor, "Créé par erreur")
    before.panel.ask_name()
    type_text(before.panel.name.editor, patient.shown)
    before.stop()
    assert open_of(other).panel.reason.text() == ""
    after = open_of(patient).panel
    assert (after.reason.text(), after.name.text(), after.name.isVisible()) == ("Créé par erreur", "", False)


def open_texts(open_part):
    made = open_part(lambda desk: _page(TemplateScreen(desk)))
    made.settle()
    return made, made.panel.screen_of


def _page(screen):
    screen.view.screen_of = screen
    return screen.view


def test_a_text_without_a_name_yet_comes_back_and_is_written_once(open_part, cabinet):
    made, screen = open_texts(open_part)
    screen.add()
    made.settle()
    screen.view.kind.set_text("courrier")
    type_text(screen.view.text.editor, "Cher confrère,")
    screen.view.mine.setChecked(True)
    made.stop()
    made, screen = open_texts(open_part)
    screen.add()
    made.settle()
    form = screen.view.form()
    assert (form.kind, form.name, form.text, screen.view.mine.isChecked()) == (
        "courrier", "", "Cher confrère,", True,
    )  # fmt: skip
    type_text(screen.view.name.editor, "Adressage")
    made.tasks.keeping.emit()  # a lock, as the window does it: every form, then what has a name is written
    screen.keep()
    made.settle()
    assert cabinet.form_drafts.begun("modèle:") == {}
    assert [one.name for one in cabinet.templates.all()].count("Adressage") == 1
    _made, screen = open_texts(open_part)
    assert screen.view.form().name != ""


def test_what_was_changed_of_a_text_comes_back_over_that_text(open_part, cabinet):
    key, _changes = cabinet.templates.save("", TemplateForm(kind="abréviation", name="dos", text="Lombalgie"))
    made, screen = open_texts(open_part)
    screen.view.rows.choose(key)
    made.settle()
    screen.view.name.editor.clear()
    type_text(screen.view.text.editor, " aiguë")
    made.stop()
    made, screen = open_texts(open_part)
    assert screen.view.rows.current_key() == key
    assert (screen.view.name.text(), screen.view.dirty) == ("", True)
    assert "aiguë" in screen.view.text.text()
    assert made.wishes.words == ["Saisie retrouvée. Relisez-la avant d’enregistrer."]


def open_booklet(open_part, patient):
    made = open_part(lambda desk: VaccinsScreen(desk, lambda: None))
    made.panel.show_patient(patient)
    made.settle()
    return made


def test_a_dose_made_elsewhere_is_still_said_to_be(open_part, cabinet):
    patient = make_patient()
    keep(cabinet, patient)
    before = open_booklet(open_part, patient)
    before.panel.entry.declared.setChecked(True)
    before.stop()
    assert open_booklet(open_part, patient).panel.entry.dose.declared


def test_the_reason_to_take_a_line_out_comes_back_for_that_line_and_no_dose(open_part, cabinet):
    patient = make_patient()
    keep(cabinet, patient)
    before = open_booklet(open_part, patient)
    before.panel.entry.vaccine.set_text("Boostrixtetra")
    before.panel.keep()
    before.settle()
    line = next(row.key for row in before.panel.list.rows if "Boostrixtetra" in row.sentence)
    before.panel.list.choose(line)
    before.panel.withdraw()
    type_text(before.panel.entry.reason.editor, "saisi deux fois")
    before.stop()
    after = open_booklet(open_part, patient)
    assert after.panel.entry.note.isVisible()
    assert after.panel.entry.reason.text() == "saisi deux fois"
    after.panel.keep()
    after.settle()
    assert after.wishes.words[-1] == "Retiré du carnet. L’historique le garde."
    assert not any(row.key == line for row in after.panel.list.rows)


def test_a_person_half_typed_is_on_the_disk_before_the_field_is_left(open_part, cabinet, qtbot):
    made = open_part(lambda desk: _page(PeopleScreen(desk)))
    screen = made.panel.screen_of
    screen.load()
    made.settle()
    screen.add()
    type_text(screen.view.fields.family.editor, "Robert")
    qtbot.waitUntil(lambda: not screen._pause.isActive())
    made.settle()
    typed = cabinet.people.typed()
    assert typed is not None
    assert typed.form.family == "Robert"

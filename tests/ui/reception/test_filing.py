# SPDX-License-Identifier: EUPL-1.2
"""Filing with real keys: one key when all agrees, a reason when it does not, and always a way back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lgc_core.model.allergy import Allergy
from lgc_core.model.observation import Observation
from lgc_core.model.problem import Problem
from lgc_core.store import queries
from tests.support.cabinet import keep, patient_of_the_samples, sample, store_of
from tests.support.cda import a_vsm
from tests.support.screen_checks import check_window
from tests.support.screen_window import picture, settle
from tests.support.typing_keys import press, type_text

DEAF = 450


def _held(cabinet, kind, patient):
    with store_of(cabinet).reading() as connection:
        return queries.of_patient(connection, kind, patient.id)


def _enter():
    focus = QApplication.focusWidget()
    assert focus is not None
    press(focus, Qt.Key.Key_Return, text="\r")


def test_enter_files_and_opens_the_next_in_one_key(cabinet, hoarau, vsm, open_reception, tasks, errors):
    again = cabinet.inbox.receive(a_vsm())
    window, screen = open_reception()
    first = screen.form.content.document
    _enter()
    settle(tasks, lambda: screen.is_ready)
    assert cabinet.documents.get(first).patient == hoarau.id
    assert screen.form.content.document == ({vsm.id, again.id} - {first}).pop()
    assert window.toasts.toasts[-1].words == "«\u00a0Synthèse médicale\u00a0» classé chez HOARAU Marie-Josette."
    assert errors == []


def test_the_proposals_ticked_are_in_the_file_and_the_others_are_not(cabinet, hoarau, vsm, open_reception, tasks):
    _window, screen = open_reception()
    allergy = next(row for row in screen.form.findings.rows if row.finding.kind == "Allergies")
    allergy.box.setFocus()
    press(allergy.box, Qt.Key.Key_Space, text=" ")
    assert not allergy.box.isChecked()
    press(allergy.box, Qt.Key.Key_Return, text="\r")
    settle(tasks)
    assert _held(cabinet, Allergy, hoarau) == []
    words = {one.code.text for one in _held(cabinet, Problem, hoarau)}
    assert {"Diabète sucré de type 2", "Hypertension essentielle"} <= words


def test_ctrl_z_takes_it_all_back(cabinet, hoarau, vsm, open_reception, tasks):
    window, screen = open_reception()
    press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.file_current()
    settle(tasks)
    assert _held(cabinet, Problem, hoarau)
    assert window.toasts.undo()
    settle(tasks, lambda: screen.is_ready)
    assert cabinet.documents.get(vsm.id).patient == ""
    assert _held(cabinet, Problem, hoarau) == []
    assert screen.form.content.document == vsm.id


def test_a_second_enter_at_once_files_nothing_more(cabinet, hoarau, vsm, open_reception, tasks):
    cabinet.inbox.receive(a_vsm())
    _window, screen = open_reception()
    _enter()
    _enter()
    settle(tasks, lambda: screen.is_ready)
    assert len(cabinet.inbox.waiting()) == 1
    QTest.qWait(DEAF)
    _enter()
    settle(tasks)
    assert cabinet.inbox.waiting() == []


def test_the_wrong_patient_is_told_in_the_exact_words_and_asks_for_a_reason(
    cabinet, hoarau, vsm, open_reception, tasks
):
    _window, screen = open_reception()
    _choose_turpin(screen, tasks)
    sentence = screen.form.reason.sentence
    assert sentence.startswith("Ce document ne semble pas être à ce patient\u00a0: ")
    assert "naissance 21/03/1952 au lieu du 02/01/1960" in sentence
    assert sentence.endswith("Choisissez un autre patient, ou indiquez un motif.")
    _enter()
    assert QApplication.focusWidget() is screen.form.reason.field.editor
    assert cabinet.documents.get(vsm.id).patient == ""
    type_text(screen.form.reason.field.editor, "Reçu pour son épouse, à garder ici")
    _enter()
    settle(tasks)
    filed = cabinet.documents.get(vsm.id)
    assert filed.filed_as.category.endswith("Reçu pour son épouse, à garder ici")


def _choose_turpin(screen, tasks):
    screen.choose_patient()
    editor = screen.form.picker.field.editor
    assert QApplication.focusWidget() is editor
    editor.clear()
    type_text(editor, "turpin")
    settle(tasks, screen.form.picker.found.isVisible)
    press(editor, Qt.Key.Key_Return, text="\r")
    settle(tasks, lambda: screen.is_ready)
    assert screen.form.content.patient_words.startswith("TURPIN Gaston")


def test_escape_gives_up_the_search_and_keeps_the_patient(hoarau, vsm, open_reception, tasks):
    _window, screen = open_reception()
    screen.choose_patient()
    editor = screen.form.picker.field.editor
    type_text(editor, "turpin")
    settle(tasks)
    press(editor, Qt.Key.Key_Escape)
    assert screen.form.picker.field.text() == "HOARAU Marie-Josette, 74\u00a0ans"
    assert not screen.form.picker.is_searching


def test_enter_in_a_text_field_goes_on_and_files_nothing(cabinet, hoarau, vsm, open_reception, tasks):
    _window, screen = open_reception()
    title = screen.form.title.editor
    title.setFocus()
    press(title, Qt.Key.Key_Return, text="\r")
    settle(tasks)
    assert cabinet.documents.get(vsm.id).patient == ""
    assert QApplication.focusWidget() is screen.form.day.editor


def test_our_label_is_kept_with_its_date_and_category(cabinet, hoarau, vsm, open_reception, tasks):
    _window, screen = open_reception()
    screen.form.title.set_text("Synthèse d’entrée")
    screen.form.day.set_text("3/11/2026")
    screen.file_current()
    settle(tasks)
    label = cabinet.documents.get(vsm.id).filed_as
    assert (label.title, label.date) == ("Synthèse d’entrée", "2026-11-03")


@pytest.mark.parametrize("typed", ["31/02/2026", "hier", "2026-11-03", "3/11/26"])
def test_a_date_that_cannot_be_read_stops_with_a_sentence(cabinet, hoarau, vsm, open_reception, tasks, typed):
    _window, screen = open_reception()
    screen.form.day.set_text(typed)
    screen.file_current()
    settle(tasks)
    assert cabinet.documents.get(vsm.id).patient == ""
    assert screen.form.day.editor.accessibleDescription() == "Écrivez la date ainsi\u00a0: 23/11/2026."
    assert screen.form.day.text() == typed


def test_nobody_here_has_these_traits_and_one_press_makes_the_file(cabinet, open_reception, tasks, errors):
    document = cabinet.inbox.receive(a_vsm())
    _window, screen = open_reception()
    assert screen.form.verdict.content.words == "Aucun dossier trouvé"
    screen.file_current()
    settle(tasks)
    assert cabinet.documents.get(document.id).patient == ""
    assert screen.form.admit.text() == "Créer le dossier PAYET MARIE"
    screen.form.admit.click()
    settle(tasks, lambda: screen.is_ready and bool(screen.form.content.patient))
    assert screen.form.verdict.content.words == "Identité concordante"
    screen.file_current()
    settle(tasks)
    assert cabinet.documents.get(document.id).patient == screen._cabinet.patients.find("HOARAU")[0].patient_id
    assert errors == []


@pytest.mark.given
def test_a_real_laboratory_report_is_filed_with_its_results(cabinet, open_reception, tasks):
    patient = patient_of_the_samples()
    keep(cabinet, patient)
    cabinet.inbox.receive(sample("BIO-CR-BIO_2024.01_TSH_1.xml"))
    _window, screen = open_reception()
    assert [row.finding.words for row in screen.form.findings.rows] == [
        "Thyréostimuline (TSH) 1,950\u00a0mUI/L",
        "Thyroxine libre (FT4) 7,67\u00a0pg/mL ↓",
    ]
    assert screen.pane.page_count == 3
    _enter()
    settle(tasks)
    assert len(_held(cabinet, Observation, patient)) == 2
    assert screen.form.content is None
    assert screen._stack.currentIndex() == 1


@pytest.mark.given
def test_a_critical_result_comes_first_and_leaves_only_with_an_act(cabinet, hoarau, open_reception, tasks):
    patient = patient_of_the_samples()
    keep(cabinet, patient)
    cabinet.inbox.receive(a_vsm())
    report = sample("BIO-CR-BIO_2024.01_TSH_1.xml").replace(
        b'<interpretationCode code="L"', b'<interpretationCode code="LL"'
    )
    document = cabinet.inbox.receive(report)
    window, screen = open_reception()
    assert [line.group for line in screen.list.lines] == ["Critique", "Courant"]
    _enter()
    assert QApplication.focusWidget() is screen.form.reason.field.editor
    check_window(window)
    picture(window, "reception-critical")
    type_text(screen.form.reason.field.editor, "Patiente appelée")
    _enter()
    settle(tasks)
    assert cabinet.documents.get(document.id).filed_as.category.endswith("· Patiente appelée")


def test_what_was_changed_of_a_proposal_comes_back_to_its_document_with_the_patient_chosen(
    cabinet, hoarau, vsm, open_reception, tasks
):
    _window, before = open_reception()
    before.form.title.editor.clear()
    type_text(before.form.title.editor, "Synthèse d’entrée")
    _choose_turpin(before, tasks)
    assert before.form.title.text() == "Synthèse d’entrée"
    type_text(before.form.reason.field.editor, "Reçu pour")
    before.form.findings.rows[0].box.setChecked(True)
    tasks.keeping.emit()
    settle(tasks)
    _window, after = open_reception()
    settle(tasks, lambda: after.is_ready and after.form.reason.typed != "")
    assert after.form.content.patient_words.startswith("TURPIN Gaston")
    assert (after.form.title.text(), after.form.reason.typed) == ("Synthèse d’entrée", "Reçu pour")
    assert [row.box.isChecked() for row in after.form.findings.rows].index(True) == 0
    after.file_current()
    settle(tasks)
    assert cabinet.documents.get(vsm.id).filed_as.title == "Synthèse d’entrée"
    assert cabinet.form_drafts.begun("classement:") == {}
    assert cabinet.form_drafts.begun("motif de classement:") == {}

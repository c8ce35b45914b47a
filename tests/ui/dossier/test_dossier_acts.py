# SPDX-License-Identifier: EUPL-1.2
"""Signing, complements, measures, problems and allergies, documents: with real keys on real widgets."""

import base64
import hashlib

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lgc_app.demo.cast import HOARAU, NURSE, SECRETARY
from lgc_app.services.session import Signature
from lgc_app.ui.actions import DEAF_SECONDS
from lgc_core.errors import OutsideError
from lgc_core.model.audit import AuditRead
from lgc_core.store import queries
from tests.support.typing_keys import press, type_text

CONTROL = Qt.KeyboardModifier.ControlModifier


def _sign(file, text="Toux, fièvre"):
    type_text(file.note.first, text)
    QTest.keyClick(file.note.first, Qt.Key.Key_Return, CONTROL)
    file.settle()
    file.settle()


def _type_measures(file, **typed):
    file.trigger("measure")
    for key, text in typed.items():
        editor = file.note.entry.fields[key].editor
        editor.setFocus()
        type_text(editor, text)
    press(editor, Qt.Key.Key_Return)
    file.settle()
    file.settle()


def test_ctrl_enter_signs_seals_and_shows_the_note_with_its_seal(file):
    _sign(file, "Toux, fièvre")
    assert file.centre.is_signed
    assert file.signed.words.sections == (("Motif", "Toux, fièvre"),)
    assert "Signée par le\u00a0Dr Maëlle Ethève le 23/11/2026 à 10:42" in file.signed.notices.said["seal"]
    assert "Sceau intact" in file.signed.notices.said["seal"]
    assert file.cabinet.drafts.waiting() == []
    assert file.history.rows.current_key() == f"encounter:{file.centre.encounter}"
    assert "Consultation\u00a0: toux, fièvre, Dr Maëlle Ethève · aujourd’hui" in file.history.titles


def test_the_very_last_keys_are_in_what_is_signed(file):
    type_text(file.note.first, "Toux")
    file.note.editor("P").setFocus()
    type_text(file.note.editor("P"), "Revoir à 48 h")
    file.trigger("sign")
    file.settle()
    assert dict(file.signed.words.sections)["Conduite à tenir"] == "Revoir à 48 h"


def test_an_empty_consultation_goes_to_its_first_field_with_a_sentence(file):
    file.context.problems.verb.setFocus()
    file.trigger("sign")
    assert not file.centre.is_signed
    assert file.note.first.hasFocus()
    assert file.note.fields["motif"]._wrong.text().startswith("La consultation est vide.")
    type_text(file.note.first, "T")
    assert file.note.fields["motif"]._wrong.isHidden()
    assert file.cabinet.encounters.unsigned_of(HOARAU.id) == []


def test_the_card_signs_when_it_opened_the_vault(open_file, open_cabinet):
    digests = []

    def card(digest):
        digests.append(digest)
        return Signature(base64.b64encode(b"signed by the card").decode(), hashlib.sha256(b"cert").hexdigest())

    file = open_file(cabinet=open_cabinet(sign=card))
    _sign(file)
    assert len(digests) == 1
    assert "avec sa carte" in file.signed.notices.said["seal"]


def test_a_card_pulled_while_it_signs_leaves_the_draft_and_says_so(open_file, open_cabinet):
    def pulled(_digest):
        raise OutsideError("Carte retirée. Remettez-la, puis signez de nouveau.")

    file = open_file(cabinet=open_cabinet(sign=pulled))
    _sign(file, "Toux")
    assert not file.centre.is_signed
    assert file.note.notices.said["refused"].startswith("Carte retirée.")
    assert file.note.first.toPlainText() == "Toux"
    assert not file.note.first.isReadOnly()
    type_text(file.note.first, " grasse")
    file.dossier.keep()
    file.settle()
    assert file.cabinet.encounters.today_of(HOARAU.id).sections == {"motif": "Toux grasse"}


def test_a_signed_note_opens_from_the_history_and_takes_a_complement(file):
    _sign(file)
    signed = file.centre.encounter
    file.trigger("today")
    assert not file.centre.is_signed
    assert file.note.first.toPlainText() == ""
    file.history.choose(f"encounter:{signed}")
    press(file.history.rows, Qt.Key.Key_Return)
    file.settle()
    assert file.centre.is_signed
    file.signed.add_button.click()
    type_text(file.signed.editor, "CRP rendue : 42")
    QTest.qWait(300)
    file.settle()
    assert [draft.text for draft in file.cabinet.drafts.waiting()] == ["CRP rendue : 42"]
    file.trigger("sign")
    file.settle()
    assert [text for _title, text in file.signed.words.addenda] == ["CRP rendue : 42"]
    assert "Dr Maëlle Ethève" in file.signed.words.addenda[0][0]
    assert file.cabinet.drafts.waiting() == []


def test_over_a_signed_note_the_main_action_adds_a_complement_and_says_so(file):
    bar = file.window.frame.action_bar
    assert bar._primary.text() == "Signer la consultation"
    _sign(file)
    assert bar._primary.text() == "Ajouter un complément"
    QTest.qWait(round(DEAF_SECONDS * 1000) + 50)
    file.trigger("sign")
    assert file.signed.editor.hasFocus()
    type_text(file.signed.editor, "Radio normale.")
    QTest.qWait(round(DEAF_SECONDS * 1000) + 50)
    file.trigger("sign")
    file.settle()
    assert file.signed.words.addenda[0][1] == "Radio normale."
    file.trigger("today")
    file.settle()
    assert bar._primary.text() == "Signer la consultation"


def test_a_complement_typed_before_a_crash_is_found_again(file, open_file):
    _sign(file)
    encounter = file.centre.encounter
    file.signed.add_button.click()
    type_text(file.signed.editor, "CRP ren")
    QTest.qWait(300)
    file.settle()
    file.window.hide()
    again = open_file()
    again.centre.go(encounter)
    again.settle()
    assert again.signed.editor.toPlainText() == "CRP ren"
    assert "Texte retrouvé" in again.signed.notices.said["restored"]


def test_a_tampered_seal_is_said_in_red_words(file):
    from lgc_core.model.seal import SealedRecord
    from lgc_core.store.tables import ENTITY_TABLES
    from tests.support.cabinet import store_of

    _sign(file, "Toux")
    encounter = file.centre.encounter
    table = ENTITY_TABLES[SealedRecord]
    with store_of(file.cabinet).engine.execution_options(write=True).begin() as connection:
        found = connection.execute(table.select()).mappings().one()
        changed = found["content"].replace("Toux", "Rien")
        connection.execute(table.update().values(content=changed))
    file.centre.go(encounter)
    file.settle()
    assert "Ne vous y fiez pas" in file.signed.notices.said["seal"]


def test_measures_typed_are_saved_by_one_enter_and_shown_with_those_before(file):
    _type_measures(file, ta="148/82", temperature="38,1", poids="71,4")
    cells = {cell.key: cell for cell in file.note.strip.cells}
    assert (cells["ta"].value, cells["ta"].flag, cells["ta"].previous) == (
        "148/82",
        "high",
        "142/80 le\u00a002/09",
    )
    assert (cells["temperature"].value, cells["temperature"].flag) == ("38,1", "high")
    assert (cells["poids"].value, cells["poids"].flag, cells["poids"].previous) == (
        "71,4",
        "",
        "72,0 le\u00a002/09",
    )
    assert (cells["imc"].value, cells["imc"].previous) == ("28,6", "28,8 le\u00a002/09")
    assert cells["pouls"].value == "–"
    assert file.note.entry.isHidden()
    note = file.cabinet.encounters.today_of(HOARAU.id)
    assert len(note.observations) == 4


def test_the_head_is_asked_of_a_young_child_only(file):
    file.trigger("measure")
    assert file.note.entry.fields["perimetre_cranien"].isHidden()
    file.note.open_entry({}, child=True)
    assert file.note.entry.fields["perimetre_cranien"].isVisible()


def test_an_impossible_measure_is_said_and_nothing_typed_is_lost(file):
    _type_measures(file, ta="148/82", temperature="83")
    entry = file.note.entry
    assert entry.error == "Température 83\u00a0°C impossible. Entre 25 et 45. Vouliez-vous 38,3\u00a0?"
    assert entry.typed() == {"ta": "148/82", "temperature": "83"}
    assert entry.fields["temperature"].editor.hasFocus()
    assert entry.fields["temperature"].editor.property("state") == "error"
    assert file.note.strip.cells[0].value == "–"
    entry.fields["temperature"].set_text("38,3")
    press(entry.fields["ta"].editor, Qt.Key.Key_Return)
    file.settle()
    file.settle()
    assert file.note.strip.cells[0].value == "148/82"


@pytest.mark.parametrize("typed", ["abc", "12/", "148"])
def test_an_unreadable_pressure_is_marked_on_its_field(file, typed):
    _type_measures(file, ta=typed)
    assert file.note.entry.fields["ta"].editor.property("state") == "error"
    assert "écrivez" in file.note.entry.error


def test_escape_closes_the_entry_and_keeps_what_was_typed_in_it(file):
    file.trigger("measure")
    editor = file.note.entry.fields["pouls"].editor
    type_text(editor, "9")
    press(editor, Qt.Key.Key_Escape)
    assert file.note.entry.isHidden()
    file.trigger("measure")
    assert file.note.entry.typed() == {"pouls": "9"}


def test_a_measure_asked_over_a_signed_note_goes_to_the_consultation_of_now(file):
    _sign(file)
    file.trigger("measure")
    file.settle()
    assert not file.centre.is_signed
    assert not file.note.entry.isHidden()


def test_a_problem_is_added_where_it_is_shown_and_can_be_undone(file):
    file.context.problems.verb.click()
    editor = file.context.problems.field.editor
    type_text(editor, "Goutte")
    press(editor, Qt.Key.Key_Return)
    file.settle()
    file.settle()
    assert "Goutte" in [line.words for line in file.context.problems.lines]
    assert file.context.problems.field.isHidden()
    assert file.wishes.words == ["«\u00a0Goutte\u00a0» ajouté."]
    file.wishes.undo()
    file.settle()
    file.settle()
    assert "Goutte" not in [line.words for line in file.context.problems.lines]


def test_a_problem_that_is_there_is_refused_beside_the_field(file):
    file.trigger("problem")
    editor = file.context.problems.field.editor
    type_text(editor, "dyslipidemie")
    press(editor, Qt.Key.Key_Return)
    file.settle()
    assert "déjà dans la liste" in file.context.problems.field._wrong.text()
    assert file.context.problems.field.text() == "dyslipidemie"


def test_an_allergy_added_reaches_the_banner(file):
    file.trigger("allergy")
    editor = file.context.allergies.field.editor
    type_text(editor, "Iode")
    press(editor, Qt.Key.Key_Return)
    file.settle()
    file.settle()
    assert "Iode" in file.dossier.banner.allergies[0].words
    assert "Iode" in file.window.frame.banner.content.allergies[0].words


def test_no_allergy_is_said_by_one_press_where_nothing_was_known(open_file, cabinet):
    from lgc_app.demo.cast import DOMINIQUE

    file = open_file(patient=DOMINIQUE.id)
    assert file.dossier.banner.allergies[0].words == "Allergies non renseignées"
    file.context.no_allergy.click()
    file.settle()
    file.settle()
    assert "Aucune allergie connue (le 23/11/2026)" in file.dossier.banner.allergies[0].words
    assert file.context.no_allergy.isHidden()


def test_a_report_needs_a_signature_first_and_says_so(file):
    file.trigger("report")
    assert file.note.notices.said["refused"].startswith("Signez d’abord")
    file.trigger("print")
    assert file.note.notices.said["refused"].startswith("Signez d’abord")


def test_a_report_is_queued_then_printed_from_the_viewer(file):
    _sign(file)
    file.trigger("print")
    assert "Pas encore de compte rendu" in file.signed.notices.said["refused"]
    file.trigger("report")
    file.settle()
    assert file.wishes.words[-1] == "Enregistré ici. Sera envoyé au retour du réseau."
    file.trigger("print")
    (what, document) = file.wishes.asked[-1]
    assert what == "document"
    assert file.cabinet.documents.open(document).pdf
    file.trigger("report")
    assert file.history.titles


def test_the_summary_is_one_key(file):
    QTest.keyClick(file.note.first, Qt.Key.Key_D, CONTROL)
    file.settle()
    file.settle()
    assert file.wishes.words == ["Enregistré ici. Sera envoyé au retour du réseau."]
    assert any("ynthèse" in title for title in file.history.titles)


def test_a_provisional_identity_is_refused_with_the_services_sentence(open_file, cabinet):
    from tests.support.record import add, make_patient

    patient = make_patient("PAYET", "Luc", "1980-05-05", "PAYET")
    add(cabinet.session.store, patient)
    file = open_file(patient=patient.id)
    file.trigger("summary")
    assert file.note.notices.said["refused"]
    assert file.wishes.words == []


def test_a_nurse_may_not_emit_and_reads_why(open_file, open_cabinet):
    file = open_file(cabinet=open_cabinet(staff=NURSE))
    file.trigger("summary")
    assert "Votre rôle ne permet pas d" in file.note.notices.said["refused"]


def test_a_secretary_sees_nothing_of_the_file(open_file, open_cabinet):
    file = open_file(cabinet=open_cabinet(staff=SECRETARY))
    assert "lire le dossier médical" in file.note.notices.said["refused"]
    assert file.dossier.banner is None
    assert file.history.titles == []
    assert file.note.first.isReadOnly()
    with file.cabinet.session.store.reading() as connection:
        assert queries.find(connection, AuditRead) == []


def test_ctrl_s_answers_the_hour_once_everything_is_written(file):
    type_text(file.note.first, "Toux")
    file.trigger("save")
    assert file.wishes.words == ["Tout est enregistré ici à 10:42."]
    assert file.cabinet.drafts.waiting() == []


def test_enter_on_a_result_opens_biology_and_on_a_document_the_viewer(file):
    key = next(row.key for row in file.history.rows.rows if row.key.startswith("observation:"))
    file.history.opened.emit(key)
    assert file.wishes.asked[-1] == ("biology", HOARAU.id)
    file.history.opened.emit("document:some-id")
    assert file.wishes.asked[-1] == ("document", "some-id")


def test_the_chips_and_the_filter_narrow_the_history(file):
    file.history.chips["bio"].click()
    assert all("Biologie" in title for title in file.history.titles)
    file.history.chips[""].click()
    type_text(file.history.filter, "diabete mai")
    assert [title for title in file.history.titles if "suivi diabète" in title]
    assert len(file.history.titles) == 2
    file.history.filter.setText("12/05/2026")
    assert len(file.history.titles) == 3
    file.history.filter.setText("introuvable")
    assert not file.history.empty.isHidden()

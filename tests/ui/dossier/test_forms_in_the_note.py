# SPDX-License-Identifier: EUPL-1.2
"""A structured form in the consultation, with real keys: proposed, answered, taken back, found again, signed."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lgc_app.demo.cast import HOARAU
from lgc_app.ui.theme.theme import Theme
from lgc_app.ui.theme.tokens import ThemeName
from lgc_core.clinical.forms.diabetes import DIABETES
from lgc_core.clinical.forms.fever import FEVER
from lgc_core.clinical.forms.hypertension import HYPERTENSION
from tests.support.screen_checks import check_window
from tests.support.typing_keys import press, type_text

CTRL = Qt.KeyboardModifier.ControlModifier


def a_form(file, form):
    file.centre.forms.open(form.id)
    file.settle()
    return file.centre.forms.blocks[form.id]


def written(file):
    return file.cabinet.forms.typed(file.centre.saving.note.encounter)


def test_a_form_is_proposed_beside_its_motif_and_answered_by_keys_alone(file):
    assert not file.centre.forms.blocks
    type_text(file.note.first, "Fievre depuis deux jours")
    proposal = file.centre.forms.proposal
    assert proposal.isVisible()
    assert proposal.text() == "Formulaire\u00a0: Fièvre, suspicion de dengue"
    file.trigger("model")
    names = [file.note.chooser.rows.item(at).text() for at in range(file.note.chooser.rows.count())]
    assert proposal.text() in names[:2]
    type_text(file.note.chooser.filter, "dengue")
    press(file.note.chooser.filter, Qt.Key.Key_Return)
    file.settle()
    block = file.centre.forms.blocks[FEVER.id]
    first, temperature, pain = (block.rows[code].editor for code in ("debut", "temperature", "douleur-abdominale"))
    assert first.hasFocus()
    assert proposal.isHidden()
    QTest.keyClicks(first, "21/11/2026")
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert temperature.hasFocus()
    QTest.keyClicks(temperature, "38,9")
    QTest.keyClick(temperature, Qt.Key.Key_Return)
    assert pain.hasFocus()
    QTest.keyClick(pain, Qt.Key.Key_O)
    file.settle()
    assert written(file) == {FEVER.id: {"debut": "21/11/2026", "temperature": "38,9", "douleur-abdominale": "oui"}}
    assert "Signe d’alerte de dengue" in block.alerts
    assert str(file.cabinet.measures.series(HOARAU.id, "temperature").last.value) == "38.9"
    check_window(file.window)


def test_ctrl_z_in_a_form_takes_the_last_answer_back_and_leaves_the_note(file):
    type_text(file.note.first, "Suivi")
    block = a_form(file, HYPERTENSION)
    box = block.rows["tabac"].editor
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_O)
    QTest.keyClick(box, Qt.Key.Key_N)
    file.settle()
    assert written(file)[HYPERTENSION.id] == {"tabac": "non"}
    file.centre.undo()
    file.settle()
    assert written(file)[HYPERTENSION.id] == {"tabac": "oui"}
    press(box, Qt.Key.Key_Delete)
    file.settle()
    assert written(file) == {}
    assert file.note.take("motif")[0] == "Suivi"


def test_a_form_taken_away_comes_back_whole(file):
    block = a_form(file, DIABETES)
    block.rows["poids"].editor.setFocus()
    QTest.keyClicks(block.rows["poids"].editor, "71")
    block.rows["tabac"].editor.setFocus()
    QTest.keyClick(block.rows["tabac"].editor, Qt.Key.Key_N)
    file.settle()
    given = written(file)
    block.remove.click()
    file.settle()
    assert written(file) == {}
    assert not file.centre.forms.blocks
    file.centre.forms._put_back(DIABETES.id, given[DIABETES.id])
    file.settle()
    assert written(file) == given
    assert file.centre.forms.blocks[DIABETES.id].rows["poids"].text() == "71"


def test_what_was_being_typed_is_found_again_after_a_stop(file, open_file, open_cabinet):
    block = a_form(file, HYPERTENSION)
    words = block.rows["effets-precision"].editor
    words.setFocus()
    QTest.keyClicks(words, "toux la nuit")
    file.centre.forms._keep_typed()
    file.settle()  # the power goes here: the field was never left
    again = open_file(cabinet=open_cabinet())
    again.settle()
    found = again.centre.forms.blocks[HYPERTENSION.id].rows["effets-precision"]
    assert found.text() == "toux la nuit"
    assert written(again) == {HYPERTENSION.id: {"effets-precision": "toux la nuit"}}


def test_an_answer_that_is_none_stays_on_the_screen_and_is_shown_at_the_signature(file):
    type_text(file.note.first, "Suivi")
    block = a_form(file, DIABETES)
    row = block.rows["hba1c"]
    row.editor.setFocus()
    QTest.keyClicks(row.editor, "31/02/2026")
    block.rows["tabac"].editor.setFocus()
    file.settle()
    assert "écrivez une date" in row._wrong.text()
    file.trigger("sign")
    assert not file.centre.is_signed
    assert row.editor.hasFocus()
    assert row.text() == "31/02/2026"
    row.editor.selectAll()
    QTest.keyClicks(row.editor, "02/2026")
    file.dossier._acts.sign()
    file.settle()
    assert file.centre.is_signed
    assert ("Suivi du diabète de type 2", "Dernière HbA1c\u00a0: 02/2026.") in file.centre.signed.words.sections
    assert file.centre.signed.field.isHidden()  # nothing of the answers waits any more
    file.trigger("today")
    file.settle()
    assert not file.centre.forms.blocks


def test_an_answer_being_typed_while_another_hand_signs_waits_in_the_complement(file):
    type_text(file.note.first, "Suivi")
    file.dossier.keep()
    file.settle()
    encounter = file.centre.saving.note.encounter
    row = a_form(file, HYPERTENSION).rows["effets-precision"]
    row.editor.setFocus()
    QTest.keyClicks(row.editor, "toux")
    file.cabinet.encounters.sign(encounter)  # on another post
    file.centre.go(encounter)
    file.settle()
    file.centre.go(encounter)
    file.settle()
    assert file.centre.is_signed
    assert file.centre.signed.take("")[0] == "Précision : toux"
    assert file.cabinet.encounters.get(encounter).forms == ()


def test_a_form_is_whole_in_the_dark_and_at_125_percent(open_file):
    for theme in (Theme(ThemeName.DARK), Theme(ThemeName.LIGHT, 125)):
        file = open_file(theme, (1366, 738))
        a_form(file, DIABETES)
        check_window(file.window)
        assert QApplication.focusWidget() is file.centre.forms.blocks[DIABETES.id].rows["observance"].editor

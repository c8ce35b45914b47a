# SPDX-License-Identifier: EUPL-1.2
"""Abbreviations, templates, fields to fill, and Ctrl+Z over the whole note, with real keys."""

import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lgc_app.demo.cast import HOARAU
from lgc_app.services.templates import TemplateForm
from lgc_app.ui.theme.theme import Theme
from lgc_app.ui.theme.tokens import ThemeName
from tests.support.screen_checks import check_window
from tests.support.typing_keys import press, type_text

CTRL = Qt.KeyboardModifier.ControlModifier


def _undo(file):
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, CTRL)


def _redo(file):
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Y, CTRL)


def _texts(file):
    return {code: file.note.take(code)[0] for code in ("motif", "S", "O", "A", "P")}


def test_an_abbreviation_becomes_its_text_and_one_ctrl_z_gives_it_back(file):
    editor = file.note.editor("S")
    editor.setFocus()
    type_text(editor, "😀 Vue. ;tt")
    press(editor, Qt.Key.Key_Space, text=" ")
    assert editor.toPlainText().startswith("😀 Vue. Marie-Josette HOARAU, 74 ans, poids 72,0")
    assert "vu(e) le 23/11/2026" in editor.toPlainText()
    _undo(file)
    assert editor.toPlainText() == "😀 Vue. ;tt"
    type_text(editor, "x")
    press(editor, Qt.Key.Key_Space, text=" ")
    assert editor.toPlainText() == "😀 Vue. ;ttx "
    type_text(editor, ";rdv")
    press(editor, Qt.Key.Key_Tab)
    assert editor.hasFocus()
    assert editor.textCursor().selectedText() == "[délai]"
    type_text(editor, "3 mois")
    assert "À revoir dans 3 mois, plus tôt si [signe d’alerte]." in editor.toPlainText()
    QTest.keyClick(editor, Qt.Key.Key_F3)
    assert editor.textCursor().selectedText() == "[signe d’alerte]"
    file.settle()
    file.dossier.keep()
    file.settle()
    note = file.cabinet.encounters.get(file.centre.saving.note.encounter)
    assert note.sections["S"] == editor.toPlainText()


def test_a_template_fills_the_note_in_three_keys_and_goes_in_one(file):
    type_text(file.note.first, "Tension")
    file.trigger("model")
    assert file.note.chooser.rows.currentItem().text() == "Suivi d’hypertension"
    check_window(file.window)
    press(file.note.chooser.filter, Qt.Key.Key_Return)
    texts = _texts(file)
    assert texts["motif"] == "Tension\nSuivi d’hypertension artérielle"
    assert "142/80" in texts["O"]
    assert "Metformine" in texts["P"]
    assert QApplication.focusWidget().textCursor().selectedText() == "[moyenne sur 3 jours, ou non faite]"
    _undo(file)
    assert _texts(file) == {"motif": "Tension", "S": "", "O": "", "A": "", "P": ""}
    _redo(file)
    assert _texts(file) == texts


def test_a_field_left_empty_is_shown_before_the_signature_and_never_blocks_it(file):
    type_text(file.note.first, "Toux [durée]")
    file.settle()
    file.trigger("sign")
    assert not file.centre.is_signed
    assert file.note.first.textCursor().selectedText() == "[durée]"
    file.dossier._acts.sign()  # the bar would be deaf for 0.4 s: two presses in a row are one
    file.settle()
    assert file.centre.is_signed


def test_ctrl_z_goes_back_through_the_sections_in_the_order_of_the_keys(file):
    first, second = file.note.editor("motif"), file.note.editor("S")
    for editor, words in ((first, "un"), (second, "deux"), (first, " trois")):
        editor.setFocus()
        QTest.keyClicks(editor, words)
    second.setFocus()
    second.selectAll()
    press(second, Qt.Key.Key_Delete)
    seen = []
    for _step in range(4):
        _undo(file)
        seen.append((first.toPlainText(), second.toPlainText()))
    assert seen == [("un trois", "deux"), ("un", "deux"), ("un", ""), ("", "")]
    _redo(file)
    assert first.toPlainText() == "un"
    first.setFocus()
    type_text(first, "!")
    _redo(file)
    assert second.toPlainText() == ""


def test_ctrl_z_never_brings_words_of_one_consultation_into_another(file):
    editor = file.note.editor("S")
    editor.setFocus()
    QTest.keyClicks(editor, "secret")
    editor.selectAll()
    press(editor, Qt.Key.Key_Delete)
    file.settle()
    file.dossier.keep()
    file.settle()
    file.trigger("sign")  # refused: it is empty
    other = file.cabinet.encounters.open_today(HOARAU.id).encounter.id
    file.centre.saving.follow("")
    file.centre.go(other)
    file.settle()
    editor.setFocus()
    _undo(file)
    assert editor.toPlainText() == ""


def test_two_megabytes_and_a_thousand_abbreviations_keep_the_speed_of_typing(file, cabinet):
    for number in range(200):
        cabinet.templates.save("", TemplateForm(kind="abréviation", name=f"a{number}", text="mot " * 200))
    file.dossier._on_again()
    file.settle()
    editor = file.note.editor("S")
    editor.setFocus()
    QApplication.clipboard().setText("mot " * 500_000)
    editor.paste()
    assert "trop long" in file.note.fields["S"]._wrong.text()
    assert editor.toPlainText() == ""
    editor.insertPlainText("مرحبا 😀 ligne\n" * 4000)
    type_text(editor, ";a7")
    began = time.monotonic()
    press(editor, Qt.Key.Key_Space, text=" ")
    assert time.monotonic() - began < 0.5
    assert editor.toPlainText().endswith("mot " * 200 + " ")


def test_the_templates_are_whole_in_the_dark_and_at_125_percent(open_file):
    for theme in (Theme(ThemeName.DARK), Theme(ThemeName.LIGHT, 125)):
        file = open_file(theme, (1366, 738))
        file.trigger("model")
        check_window(file.window)

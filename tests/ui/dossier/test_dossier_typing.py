# SPDX-License-Identifier: EUPL-1.2
"""Nothing typed is lost: every key is on the disk within 400 ms, and comes back with its cursor after a crash."""

import datetime as dt
import time

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest

from lgc_app.demo.cast import HOARAU
from lgc_app.ui import keeping
from lgc_core.model.note import MAX_SECTION_BYTES
from tests.support.cabinet import store_of
from tests.support.dossier import limit_pages
from tests.support.record import AT
from tests.support.typing_keys import press, type_text

TEXT = "Toux grasse, fièvre à 38,5 °C ; œdème « discret » — 日本 \U0001f600"


def _crash(file):
    """Drop the window as a SIGKILL would: nobody is asked to keep anything."""
    file.tasks.changed.disconnect(file.dossier.refresh)
    file.centre.saving._keep_timer.stop()
    file.note.left.disconnect()
    file.window.hide()


def test_a_key_is_on_the_disk_without_being_asked(file, qtbot):
    type_text(file.note.first, TEXT)
    assert keeping.KEEP_MILLISECONDS <= 250
    qtbot.waitUntil(lambda: bool(file.wishes.kept))
    assert file.cabinet.encounters.today_of(HOARAU.id).sections == {"motif": TEXT}
    assert file.wishes.kept[-1] == "2026-11-23T10:42:07+04:00"
    qtbot.waitUntil(lambda: any(title.startswith("Consultation en cours") for title in file.history.titles))


def test_keys_that_follow_do_not_put_the_write_off(file, qtbot):
    def typed_until_kept():
        type_text(file.note.first, "x")
        return bool(file.wishes.kept)

    qtbot.waitUntil(typed_until_kept)
    (draft,) = file.cabinet.drafts.waiting()
    assert set(draft.text) == {"x"}


def test_looking_at_a_file_writes_no_consultation(file):
    assert file.cabinet.encounters.today_of(HOARAU.id) is None
    assert any(title.startswith("Nouvelle consultation") for title in file.history.titles)


def test_opening_a_file_leaves_one_line_in_the_read_trail(file):
    file.dossier._on_again()
    file.settle()
    assert [line.what for line in file.cabinet.trail.of_patient(HOARAU.id)] == ["dossier"]


def test_after_a_crash_the_text_is_there_and_the_cursor_in_its_place(file, open_file):
    type_text(file.note.first, "Toux")
    editor = file.note.editor("S")
    editor.setFocus()
    type_text(editor, "Fièvre depuis 4 jours")
    for _ in range(7):
        press(editor, Qt.Key.Key_Left)
    type_text(editor, "!")
    QTest.qWait(300)
    file.settle()
    _crash(file)
    again = open_file()
    assert again.note.first.toPlainText() == "Toux"
    assert again.note.editor("S").toPlainText() == "Fièvre depuis !4 jours"
    assert again.note.editor("S").textCursor().position() == len("Fièvre depuis !")
    assert again.note.editor("S").hasFocus()
    said = again.note.notices.said["restored"]
    assert said == "Texte retrouvé après l’arrêt de 10:42, au caractère près. Reprendre où vous étiez."
    type_text(again.note.editor("S"), "?")
    assert again.note.editor("S").toPlainText() == "Fièvre depuis !?4 jours"


def test_a_text_kept_in_time_says_nothing_when_the_file_opens_again(file, open_file):
    type_text(file.note.first, "Toux")
    done = []
    file.dossier.keep(lambda: done.append("kept"))
    file.settle()
    assert done == ["kept"]
    assert file.cabinet.drafts.waiting() == []
    again = open_file()
    assert again.note.first.toPlainText() == "Toux"
    assert again.note.notices.said == {}


def test_keeping_with_nothing_typed_answers_too(file):
    done = []
    file.dossier.keep(lambda: done.append("kept"))
    file.settle()
    assert done == ["kept"]


def test_a_field_that_is_left_becomes_an_operation(file):
    type_text(file.note.first, "Toux")
    file.note.editor("S").setFocus()
    file.settle()
    assert file.cabinet.drafts.waiting() == []
    assert file.cabinet.encounters.today_of(HOARAU.id).sections == {"motif": "Toux"}


def test_what_is_being_typed_is_never_covered_by_what_comes_back_from_the_vault(file):
    for code in ("motif", "S", "O", "A", "P"):
        editor = file.note.editor(code)
        editor.setFocus()
        for letter in f"texte de {code}":
            type_text(editor, letter)
            QTest.qWait(1)
    file.settle()
    QTest.qWait(250)
    file.settle()
    shown = {code: file.note.editor(code).toPlainText() for code in ("motif", "S", "O", "A", "P")}
    assert shown == {code: f"texte de {code}" for code in shown}
    file.dossier.keep()
    file.settle()
    assert file.cabinet.encounters.today_of(HOARAU.id).sections == shown


def test_another_views_change_of_the_note_is_shown_when_nothing_is_being_typed(file):
    type_text(file.note.first, "Toux")
    file.dossier.keep()
    file.settle()
    note = file.cabinet.encounters.today_of(HOARAU.id)
    file.cabinet.drafts.keep(note.encounter.id, HOARAU.id, "P", "Radio", 5)
    file.tasks.write(file.cabinet.drafts.cut)
    file.settle()
    file.settle()
    assert file.note.editor("P").toPlainText() == "Radio"


def test_a_paste_of_two_megabytes_is_refused_at_once_and_the_text_stays(file):
    type_text(file.note.first, "Toux")
    pasted = QMimeData()
    pasted.setText("éé ee " * 350_000)
    before = time.monotonic()
    file.note.first.insertFromMimeData(pasted)
    assert time.monotonic() - before < 1
    assert file.note.first.toPlainText() == "Toux"
    assert "Texte trop long" in file.note.fields["motif"]._wrong.text()
    type_text(file.note.first, " grasse")
    QTest.qWait(250)
    file.settle()
    assert file.cabinet.drafts.waiting()[0].text == "Toux grasse"


def test_a_paste_that_is_no_text_is_refused_with_a_sentence(file):
    pasted = QMimeData()
    pasted.setText("QUJD" * 2000)
    file.note.first.insertFromMimeData(pasted)
    assert file.note.first.toPlainText() == ""
    assert "Ajoutez-le comme document" in file.note.fields["motif"]._wrong.text()


def test_a_paste_that_fits_is_typed_like_keys(file):
    pasted = QMimeData()
    pasted.setText("Toux\r\nFièvre")
    file.note.first.insertFromMimeData(pasted)
    QTest.qWait(250)
    file.settle()
    assert file.cabinet.drafts.waiting()[0].text == "Toux\nFièvre"


def test_a_text_just_too_long_stays_on_screen_and_the_pill_does_not_say_it_is_kept(file, qtbot):
    editor = file.note.first
    editor.insertPlainText(("mots " * 60_000)[: MAX_SECTION_BYTES + 1])
    qtbot.waitUntil(lambda: file.centre.saving.refused == "motif")
    assert len(editor.toPlainText()) == MAX_SECTION_BYTES + 1
    assert "Texte trop long" in file.note.fields["motif"]._wrong.text()
    assert file.note.state.content.words == "Pas encore enregistré"
    file.trigger("sign")
    assert not file.centre.is_signed
    press(editor, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: not file.centre.saving.refused)
    assert "enregistré ici" in file.note.state.content.words
    assert file.note.fields["motif"]._wrong.isHidden()


def test_undo_works_inside_a_field(file):
    editor = file.note.first
    type_text(editor, "Toux")
    QTest.qWait(250)
    file.settle()
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.toPlainText() != "Toux"
    QTest.qWait(250)
    file.settle()
    assert file.cabinet.drafts.waiting()[0].text == editor.toPlainText()


def test_a_full_disk_is_said_and_tried_again_until_it_takes_the_text(file, monkeypatch, qtbot):
    monkeypatch.setattr(keeping, "RETRY_MILLISECONDS", 30)
    limit_pages(file.cabinet, 1)
    text = "Toux grasse.\n" * 15_000
    file.note.first.insertPlainText(text)
    qtbot.waitUntil(lambda: "disk" in file.note.notices.said)
    assert "isque" in file.note.notices.said["disk"]
    assert file.note.state.content.words == "Pas encore enregistré"
    assert file.wishes.kept == []
    limit_pages(file.cabinet, 1_000_000)
    qtbot.waitUntil(lambda: "disk" not in file.note.notices.said)
    assert file.cabinet.drafts.waiting()[0].text == text


def test_an_older_consultation_waits_and_is_taken_up_again(file, open_file):
    type_text(file.note.first, "Toux d’hier")
    file.dossier.keep()
    file.settle()
    store_of(file.cabinet).now = lambda: AT + dt.timedelta(days=1)
    again = open_file()
    assert again.note.first.toPlainText() == ""
    assert again.note.notices.said["unsigned"] == "Consultation du 23/11 non signée."
    (button,) = [one for one in again.note.notices.findChildren(_button()) if one.text() == "Reprendre"]
    button.click()
    again.settle()
    assert again.note.first.toPlainText() == "Toux d’hier"
    type_text(again.note.first, ", mieux")
    again.dossier.keep()
    again.settle()
    assert again.cabinet.encounters.today_of(HOARAU.id) is None
    again.trigger("today")
    assert again.note.first.toPlainText() == ""


def _button():
    from lgc_app.ui.widgets.button import Button

    return Button

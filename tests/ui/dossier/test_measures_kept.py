# SPDX-License-Identifier: EUPL-1.2
"""Measures typed and not yet written survive the window: they are offered again, and written by one Entrée."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lgc_app.demo.cast import HOARAU
from lgc_app.ui import keeping
from tests.support.dossier import limit_pages
from tests.support.typing_keys import type_text


def test_a_pressure_that_waits_for_its_entree_is_there_when_the_file_opens_again(file, open_file):
    file.trigger("measure")
    type_text(file.note.entry.fields["ta"].editor, "148/82")
    file.dossier.keep()
    file.settle()
    again = open_file()
    again.settle()
    entry = again.note.entry
    assert entry.isVisible()
    assert entry.fields["ta"].text() == "148/82"
    assert again.wishes.words == ["Saisie retrouvée. Relisez-la avant d’enregistrer."]
    QTest.keyClick(entry.fields["ta"].editor, Qt.Key.Key_Return)
    again.settle()
    assert str(again.cabinet.measures.series(HOARAU.id, "pas").last.value) == "148"
    day = again.cabinet.session.now().date()
    assert again.cabinet.form_drafts.waiting(f"mesures:{day}:{HOARAU.id}") == {}


def test_a_measure_that_a_full_disk_refused_is_written_once_there_is_room(file, monkeypatch, qtbot, errors):
    monkeypatch.setattr(keeping, "RETRY_MILLISECONDS", 30)
    limit_pages(file.cabinet, 1)
    file.trigger("measure")
    name = f"mesures:{file.cabinet.session.now().date()}:{HOARAU.id}"
    file.note.entry.fields["ta"].editor.setText("148/82 " * 8_000)
    file.dossier.keep()
    file.settle()
    assert file.cabinet.form_drafts.waiting(name) == {}
    limit_pages(file.cabinet, 1_000_000)
    qtbot.waitUntil(lambda: file.cabinet.form_drafts.waiting(name) != {})
    assert errors == []


def test_measures_written_by_mistake_are_taken_back_at_once(file):
    before = file.cabinet.measures.series(HOARAU.id, "poids").last
    file.trigger("measure")
    type_text(file.note.entry.fields["poids"].editor, "7")
    QTest.keyClick(file.note.entry.fields["poids"].editor, Qt.Key.Key_Return)
    file.settle()
    assert str(file.cabinet.measures.series(HOARAU.id, "poids").last.value) == "7"
    assert file.wishes.words[-1] == "Mesures enregistrées ici."
    file.wishes.undo()
    file.settle()
    assert file.cabinet.measures.series(HOARAU.id, "poids").last == before

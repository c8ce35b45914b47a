# SPDX-License-Identifier: EUPL-1.2
"""Panes as wide as one likes, for each person; an old entry read without leaving the note."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lgc_app.demo.cast import HOARAU
from lgc_app.ui.theme.theme import Theme
from lgc_app.ui.theme.tokens import ThemeName
from tests.support.screen_checks import check_window
from tests.support.typing_keys import press, type_text


def _drag(file, pixels):
    handle = file.dossier._page._split.handle(1)
    start = QPoint(2, 50)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(handle, start + QPoint(pixels, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=start + QPoint(pixels, 0))
    file.settle()


def test_a_pane_keeps_the_width_given_to_it_in_the_next_window_of_the_same_person(open_file, open_cabinet):
    file = open_file()
    before = file.history.width()
    assert before == 272
    _drag(file, 60)
    wide = file.history.width()
    assert abs(wide - before - 60) <= 2
    assert file.context.width() == 268
    check_window(file.window)
    again = open_file(cabinet=open_cabinet())
    assert again.history.width() == wide
    again.window.resize(1920, 1050)
    again.settle()
    assert again.history.width() == wide
    bigger = open_file(Theme(ThemeName.LIGHT, 125), (1920, 1050), cabinet=open_cabinet())
    assert abs(bigger.history.width() - round(wide * 1.25)) <= 1


def test_an_old_consultation_is_read_under_the_list_while_the_note_keeps_its_words(open_file):
    file = open_file(Theme(ThemeName.DARK))
    type_text(file.note.first, "Toux")
    rows = file.history.rows
    line = next(row for row in rows.rows if "suivi diabète" in row.sentence)
    rows.choose(line.key)
    rows.setFocus()
    press(rows, Qt.Key.Key_Space)
    file.settle()
    assert file.history.peek.isVisible()
    assert rows.viewport().rect().contains(rows.visualRect(rows.currentIndex()))
    assert ("Conclusion", "HbA1c 7,4\u00a0%. DFG 42, stable. Pas de changement.") in file.history.peek.parts
    assert file.note.take("motif")[0] == "Toux"
    check_window(file.window)
    press(rows, Qt.Key.Key_Up)
    file.settle()
    assert ("Conclusion", "Équilibre correct. Rappel DTP fait.") not in file.history.peek.parts
    press(rows, Qt.Key.Key_Escape)
    assert not file.history.peek.isVisible()
    assert rows.hasFocus()


def test_the_history_is_bounded_by_days_and_kept_by_kind(file):
    every = len(file.history.titles)
    type_text(file.history.filter, "depuis 09/2026 avant 11/2026")
    shown = file.history.titles[1:]
    assert 0 < len(shown) < every
    assert all("02/09" in one for one in shown)
    file.history.filter.setText("x" * 2_000_000)
    assert len(file.history.titles) == 1
    file.history.filter.setText("depuis 31/02/2026")
    assert len(file.history.titles) == 1
    file.history.filter.clear()
    file.history.chips["vaccin"].click()
    assert [one for one in file.history.titles if "Vaccin" not in one] == []
    assert len(file.history.titles) == 1


def test_the_filter_of_the_history_finds_words_inside_a_note_and_inside_a_report(open_file, cabinet):
    report = cabinet.inbox.receive("Compte rendu d’imagerie\nPincement fémorotibial interne.\n".encode())
    cabinet.inbox.file(report.id, HOARAU.id)
    file = open_file()
    before = len(file.history.titles)
    for typed, title in (
        ("pincement femorotib", "Compte rendu d’imagerie"),
        ("équilibre correct", "Consultation"),
    ):
        file.history.filter.setText(typed)
        file.settle()
        assert len(file.history.titles) < before
        assert any(one.startswith(title) for one in file.history.titles), (typed, file.history.titles)
    file.history.filter.setText("pincement avant 2020")
    file.settle()
    assert not any("imagerie" in one for one in file.history.titles)


def opened(file, title):
    """Open the first line of the history that begins so; return what the window was asked."""
    key = next(row.key for row in file.history.rows.rows if row.sentence.startswith(title))
    file.history.opened.emit(key)
    file.settle()
    return file.wishes.asked[-1] if file.wishes.asked else None


def test_each_line_opens_what_it_is_where_that_is_shown(file):
    task = next(one for one in file.cabinet.tasks_to_do.of_patient(HOARAU.id))
    assert opened(file, "Tâche") == ("show", f"journee {task.id}")
    where, visit = opened(file, "Rendez-vous")[1].split()
    assert (where, file.cabinet.agenda.line(visit).patient) == ("agenda", HOARAU.id)
    opened(file, "Problème\u00a0: dyslipidémie")
    assert file.context.isAncestorOf(QApplication.focusWidget())
    assert file.dossier._editing.editor.form().words == "Dyslipidémie"


def test_a_task_that_was_done_is_read_under_the_list(file):
    task = next(one for one in file.cabinet.tasks_to_do.of_patient(HOARAU.id))
    file.tasks.write(lambda: file.cabinet.tasks_to_do.finish(task.id))
    file.settle()
    asked = len(file.wishes.asked)
    opened(file, f"Tâche\u00a0: {task.title}")
    assert file.history.peek.isVisible()
    assert len(file.wishes.asked) == asked

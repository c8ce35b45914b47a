# SPDX-License-Identifier: EUPL-1.2
"""Problems, antecedents, habits and allergies changed where they are shown, with real keys."""

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lgc_app.demo.cast import HOARAU
from lgc_app.ui.dossier.line_row import LineRow
from lgc_app.ui.theme.theme import Theme
from lgc_app.ui.theme.tokens import ThemeName
from tests.support.screen_checks import check_window
from tests.support.typing_keys import press, type_text

ENTER = Qt.Key.Key_Return


def _row(section, words):
    return next(row for row in section.findChildren(LineRow) if row.line.words == words and row.isEnabled())


def _words(section):
    return [line.words for line in section.lines]


def _editor(file):
    return file.dossier._editing.editor


def _field(file, name, text):
    editor = _editor(file)
    field = {"words": editor.words, "comment": editor.comment, **editor.fields}[name]
    field.editor.selectAll()
    type_text(field.editor, text)
    return field.editor


def test_a_problem_is_changed_closed_and_each_step_undone(file):
    problems = file.context.problems
    row = _row(problems, "Dyslipidémie")
    row.setFocus()
    assert "Entrée pour modifier" in row.accessibleName()
    press(row, Qt.Key.Key_F2)
    assert QApplication.focusWidget() is _editor(file).words.editor
    press(_field(file, "since", "31/02/2012"), ENTER)
    file.settle()
    assert "Date illisible" in _editor(file).fields["since"]._wrong.text()
    press(_field(file, "since", "03/2012"), ENTER)
    file.settle()
    assert _editor(file).isHidden()
    assert file.wishes.words[-1] == "«\u00a0Dyslipidémie\u00a0» modifié."
    row = _row(problems, "Dyslipidémie")
    assert row.hasFocus()
    press(row, ENTER)
    assert _editor(file).fields["since"].text() == "03/2012"
    _editor(file).end.click()
    file.settle()
    assert "Dyslipidémie" not in _words(problems)
    assert "Dyslipidémie" in _words(file.context.history)
    file.wishes.undo()
    file.settle()
    assert "Dyslipidémie" in _words(problems)
    press(_row(problems, "Dyslipidémie"), ENTER)
    _editor(file).remove.click()
    file.settle()
    assert "Dyslipidémie" not in _words(problems) + _words(file.context.history)
    file.wishes.undo()
    file.settle()
    assert "Dyslipidémie" in _words(problems)


def test_an_antecedent_is_proposed_coded_and_a_habit_takes_every_script(file):
    file.trigger("past")
    words = _field(file, "words", "append")
    editor = _editor(file)
    editor.kind.set_text("chirurgie")
    editor.kind.changed.emit("chirurgie")
    type_text(words, "i")
    press(words, Qt.Key.Key_Down)
    press(words, ENTER)
    assert words.text() == "Appendicectomie"
    press(words, ENTER)
    file.settle()
    assert _words(file.context.history) == ["Appendicectomie"]
    file.trigger("habit")
    saved = _editor(file).save
    page = file.context._page.viewport()
    assert page.rect().contains(saved.mapTo(page, saved.rect().bottomRight()))  # whole, though the last section
    _field(file, "words", "Tabac 🚬")
    press(_field(file, "comment", "توقف en 2019 ✋"), ENTER)
    file.settle()
    assert _words(file.context.habits) == ["Tabac 🚬\u00a0: توقف en 2019 ✋"]


def test_what_is_typed_in_a_form_is_found_again_after_a_stop_and_echap_gives_it_back(
    open_file, open_cabinet, qtbot
):
    file = open_file()
    file.trigger("past")
    _field(file, "words", "Paludisme à Mayotte")
    file.dossier.keep()
    file.settle()
    again = open_file(cabinet=open_cabinet())
    assert _editor(again).words.text() == "Paludisme à Mayotte"
    assert "retrouvée" in again.wishes.words[-1]
    press(_editor(again).words.editor, Qt.Key.Key_Escape)
    again.settle()
    assert _editor(again).isHidden()
    again.wishes.undo()
    assert _editor(again).words.text() == "Paludisme à Mayotte"
    _editor(again).words.editor.setText("x" * 2_000_000)
    press(_editor(again).words.editor, ENTER)
    again.settle()
    assert "trop long" in _editor(again).words._wrong.text()
    assert "Paludisme à Mayotte" not in _words(again.context.history)


def test_the_quick_field_too_is_found_again_after_a_stop(open_file, open_cabinet, qtbot):
    file = open_file()
    file.trigger("problem")
    type_text(file.context.problems.field.editor, "Goutte du pied")
    qtbot.waitUntil(lambda: file.cabinet.line_drafts.waiting(HOARAU.id) is not None)  # nobody said to keep it
    file.settle()
    again = open_file(cabinet=open_cabinet())
    assert (_editor(again).kind.text(), _editor(again).words.text()) == ("problème", "Goutte du pied")
    press(_editor(again).words.editor, ENTER)
    again.settle()
    assert "Goutte du pied" in _words(again.context.problems)
    assert again.cabinet.line_drafts.waiting(HOARAU.id) is None


def test_words_typed_in_two_sections_side_by_side_are_both_found_again(open_file, open_cabinet):
    file = open_file()
    file.trigger("problem")
    type_text(file.context.problems.field.editor, "Goutte du pied")
    file.context.allergies.open_field()
    type_text(file.context.allergies.field.editor, "Pénicilline")
    file.dossier.keep()
    file.settle()
    again = open_file(cabinet=open_cabinet())
    assert _editor(again).words.text() == "Goutte du pied"
    assert again.context.allergies.typed == "Pénicilline"
    press(_editor(again).words.editor, ENTER)
    again.settle()
    again.dossier.keep()
    again.settle()
    last = open_file(cabinet=open_cabinet())
    assert _editor(last).words.text() == "Pénicilline"


def test_a_line_changed_in_another_window_is_not_trodden_on(file, cabinet):
    line = next(one for one in cabinet.antecedents.of(HOARAU.id) if one.form.words == "Dyslipidémie")
    press(_row(file.context.problems, "Dyslipidémie"), ENTER)
    editor = _field(file, "comment", "écrit ici")
    cabinet.antecedents.close(line.id)
    file.dossier._on_again()
    file.settle()
    assert _editor(file).comment.text() == "écrit ici"
    press(editor, ENTER)
    file.settle()
    now = cabinet.antecedents.line(line.id)
    assert (now.closed, now.form.comment) == (True, "écrit ici")
    shown = _row(file.context.history, "Dyslipidémie")
    press(shown, ENTER)
    editor = _field(file, "comment", "encore ici")
    cabinet.antecedents.change(line.id, msgspec.structs.replace(now.form, comment="écrit là-bas"))
    press(editor, ENTER)
    file.settle()
    assert "a changé entre-temps" in _editor(file).words._wrong.text()
    assert _editor(file).comment.text() == "encore ici"
    assert cabinet.antecedents.line(line.id).form.comment == "écrit là-bas"


def test_the_form_is_whole_in_the_dark_and_at_150_percent(open_file):
    for theme in (Theme(ThemeName.DARK), Theme(ThemeName.LIGHT, 150)):
        file = open_file(theme, (1366, 738))
        row = file.context.problems.findChildren(LineRow)[0]
        row.asked.emit(row.line.id)
        file.settle()
        check_window(file.window)

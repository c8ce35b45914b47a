# SPDX-License-Identifier: EUPL-1.2
"""A file makes its parts when they are used, and none of them ever shows another patient's words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from lgc_app.demo.cast import HOARAU
from tests.support.cabinet import store_of
from tests.support.dossier import OpenFile
from tests.support.record import add, make_patient
from tests.support.typing_keys import press, type_text

MOST_WIDGETS = 290
"""Of a file that was just opened (210, and four for each thing to do): each costs a fifth of a millisecond."""


def words_of(page: QWidget) -> str:
    """Put together everything that a page shows or reads out."""
    labels = [one.text() for one in page.findChildren(QLabel)]
    typed = [one.toPlainText() for one in page.findChildren(QPlainTextEdit)]
    lines = [one.text() for one in page.findChildren(QLineEdit)]
    spoken = [f"{one.accessibleName()} {one.toolTip()}" for one in page.findChildren(QWidget)]
    return "\n".join((*labels, *typed, *lines, *spoken))


def test_a_file_that_opens_makes_only_what_is_in_sight(file):
    page = file.dossier.screen.widget
    assert len(page.findChildren(QWidget)) <= MOST_WIDGETS
    assert not {"entry", "chooser"} & vars(file.note).keys()
    assert "signed" not in vars(file.centre)
    assert "editor" not in vars(file.dossier._editing)


def test_a_part_made_late_looks_and_answers_as_if_it_had_been_there(file):
    file.trigger("measure")
    entry = file.note.entry
    assert entry.fields["ta"].editor.hasFocus()
    press(entry.fields["ta"].editor, Qt.Key.Key_Escape)
    assert entry.isHidden()
    assert file.note.editor("O").hasFocus()
    file.trigger("problem")
    field = file.context.problems.field
    assert field.editor.hasFocus()
    field.set_error("Nom vide.")
    assert field._wrong.isVisible()
    assert field.editor.accessibleDescription() == "Nom vide."
    field.set_error("")
    assert field._wrong.isHidden()


def test_a_file_says_nothing_of_the_one_opened_before_it_in_the_same_window(file, cabinet, tasks):
    file.trigger("problem")
    type_text(file.context.problems.field.editor, "Eczema")
    type_text(file.note.first, "Toux grasse")
    file.settle()
    before = [line.words for section in file.context.sections for line in section.lines]
    other = make_patient("ZITTE", "Rosemay", usual="ZITTE")
    add(store_of(cabinet), other)
    second = OpenFile(cabinet, tasks, file.window.look, other.id, window=file.window)
    second.show()
    said = words_of(second.dossier.screen.widget)
    assert len(before) > 2
    for words in (*before, "Eczema", "Toux grasse", HOARAU.family_shown, HOARAU.given_shown):
        assert words not in said
    assert other.family_shown in words_of(second.window.frame.banner)
    assert HOARAU.family_shown not in words_of(second.window.frame.banner)


def test_the_window_wears_the_style_sheet_and_the_application_none(file):
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    assert app.styleSheet() == ""
    assert "QLineEdit" in file.window.styleSheet()

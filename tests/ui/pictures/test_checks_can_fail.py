# SPDX-License-Identifier: EUPL-1.2
"""Each check of the screens finds the fault that it is there for: a check that cannot fail proves nothing."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPalette, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from lgc_app.ui.actions import Action
from lgc_app.ui.shell.rail import RailItem
from tests.support.screen_checks import CHECKS


@pytest.fixture
def window(open_gallery):
    return open_gallery()


@pytest.fixture
def page(window):
    """A page in front whose content a test puts in."""
    made = QWidget(window)
    made.setGeometry(QRect(100, 100, 400, 300))
    QVBoxLayout(made)
    made.show()
    return made


def found(check, root):
    QTest.qWait(10)
    return list(CHECKS[check](root))


def test_a_bar_that_leaves_the_window_is_found(window):
    window.frame.status_line.move(0, window.height() - 4)
    assert list(CHECKS["outside"](window))


def test_a_cut_label_is_found_unless_it_may_be(page):
    label = QLabel("Une phrase bien plus longue que sa place")
    label.setFixedWidth(40)
    page.layout().addWidget(label)
    assert found("elided", page)
    label.setProperty("mayElide", True)
    assert not found("elided", page)


def test_two_widgets_on_one_another_are_found(page):
    for words in ("Un", "Deux"):
        page.layout().addWidget(QPushButton(words))
    QTest.qWait(10)
    page.layout().itemAt(1).widget().setGeometry(page.layout().itemAt(0).widget().geometry())
    assert list(CHECKS["overlap"](page))


def test_a_field_without_a_name_is_found(page):
    page.layout().addWidget(QLineEdit())
    assert found("unnamed", page)


def test_a_small_button_and_a_wordless_one_are_found(page):
    button = QPushButton()
    button.setFixedSize(20, 20)
    page.layout().addWidget(button)
    assert found("small", page)
    assert found("wordless", page)
    button.setToolTip("Fermer")
    assert not found("wordless", page)


def test_a_tab_order_against_the_reading_is_found(page):
    row = QHBoxLayout()
    page.layout().addLayout(row)
    first, second = QLineEdit(), QLineEdit()
    row.addWidget(first)
    row.addWidget(second)
    page.show()
    QWidget.setTabOrder(second, first)
    assert found("order", page)


def test_one_key_for_two_actions_is_found(window, monkeypatch):
    same = [Action(name, name, "Ctrl+N", "file", lambda: None) for name in ("one", "two")]
    monkeypatch.setattr(window, "_reachable", lambda: same)
    assert list(CHECKS["keys"](window))


def test_the_ink_of_another_theme_is_found_in_a_label_and_in_a_text(window):
    label = QLabel("Ancien", window)
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#123456"))
    label.setPalette(palette)
    label.show()
    editor = QPlainTextEdit(window)
    made = QTextCharFormat()
    made.setForeground(QColor("#654321"))
    editor.textCursor().insertText("Ancien", made)
    editor.show()
    assert len(found("ink", window)) == 2


def test_a_word_too_long_for_the_rail_and_a_bug_told_are_found(window):
    window.frame.rail.set_items([RailItem("long", "Remplacements et congés", "person")])
    window.say("Un imprévu est survenu.")
    assert found("cut", window)
    assert found("bug", window)

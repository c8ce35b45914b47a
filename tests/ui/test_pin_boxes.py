# SPDX-License-Identifier: EUPL-1.2
"""The code of the card: digits only, nothing sent before Enter, nothing kept after."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from lgc_app.ui.widgets.pin_boxes import PinBoxes
from tests.support.typing_keys import press, type_text


@pytest.fixture
def boxes(look, qtbot):
    made = PinBoxes(look)
    qtbot.addWidget(made)
    made.show()
    made.setFocus()
    return made


@pytest.fixture
def entry(boxes):
    return boxes.findChild(QLineEdit)


def test_four_digits_are_taken_once_and_wiped(boxes, entry):
    for digit in "1234":
        press(entry, Qt.Key.Key_0, text=digit)
    assert boxes.take() == bytearray(b"1234")
    assert boxes.count == 0


def test_letters_and_a_fifth_digit_do_not_enter(boxes, entry):
    for letter in "1a2é34 5":
        press(entry, Qt.Key.Key_0, text=letter)
    assert boxes.take() == bytearray(b"1234")


def test_the_digit_row_of_an_azerty_keyboard_counts_without_maj(boxes, entry):
    for scan, letter in ((10, "&"), (11, "é"), (12, '"'), (19, "à")):
        press(entry, Qt.Key.Key_Ampersand, text=letter, scan=scan)
    assert boxes.take() == bytearray(b"1230")


def test_an_input_method_may_type_digits_only(boxes, entry):
    type_text(entry, "9x8")
    assert boxes.count == 2


def test_backspace_takes_the_last_digit_away(boxes, entry):
    for digit in "129":
        press(entry, Qt.Key.Key_0, text=digit)
    press(entry, Qt.Key.Key_Backspace)
    assert boxes.take() == bytearray(b"12")


def test_paste_is_refused(boxes, entry):
    QGuiApplication.clipboard().setText("1234")
    QTest.keySequence(entry, QKeySequence(QKeySequence.StandardKey.Paste))
    entry.paste()
    assert boxes.count == 0
    assert not entry.text()


def test_nothing_is_said_before_enter_and_a_stuck_enter_counts_once(boxes, entry, qtbot):
    said = []
    boxes.submitted.connect(lambda: said.append(1))
    for digit in "1234":
        press(entry, Qt.Key.Key_0, text=digit)
    assert not said
    press(entry, Qt.Key.Key_Return)
    press(entry, Qt.Key.Key_Return, repeat=True)
    assert said == [1]


def test_qt_keeps_no_copy_of_the_code(boxes, entry):
    for digit in "1234":
        press(entry, Qt.Key.Key_0, text=digit)
    assert not entry.text()
    assert not entry.displayText()
    assert "1234" not in entry.accessibleDescription()

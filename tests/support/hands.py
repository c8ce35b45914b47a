# SPDX-License-Identifier: EUPL-1.2
"""Hands on a window that count what they do: one press, one click, one scan is one action (features.md D28)."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.typing_keys import press, type_text

_FIRST_OF_THE_ROW = 10  # xkb: the key 1 of the top row, whatever it prints

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


class Hands:
    """Counts; words that have to be typed whatever the software are typed but not counted."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.count = 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the keyboard is: real shortcuts, real focus."""
        self.count += 1
        QTest.keyClick(QApplication.focusWidget() or self._window, key, modifiers)

    def press_digit(self, digit: int, modifiers: Qt.KeyboardModifier) -> None:
        """Press a key of the top row by its place, as on AZERTY."""
        self.count += 1
        key = Qt.Key(Qt.Key.Key_0.value + digit)
        press(QApplication.focusWidget() or self._window, key, modifiers, scan=_FIRST_OF_THE_ROW + digit - 1)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click on a widget that is in sight."""
        self.count += 1
        assert widget.isVisible(), widget
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())

    def scan(self, code: str) -> None:
        """Scan: the reader types the code and its Entrée."""
        self.type(code)
        self.press(Qt.Key.Key_Return)

    def type(self, words: str) -> None:
        """Type words where the keyboard is."""
        focus = QApplication.focusWidget()
        assert focus is not None
        type_text(focus, words)

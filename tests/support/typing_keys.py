# SPDX-License-Identifier: EUPL-1.2
"""Type as a person does: QTest.keyClicks aborts the process on é, ç, œ, € (Q_ASSERT in qasciikey.cpp)."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


def type_text(widget: QWidget, text: str) -> None:
    """Type any Unicode text, one commit a letter."""
    for letter in text:
        event = QInputMethodEvent()
        event.setCommitString(letter)
        QApplication.sendEvent(widget, event)


def press(
    widget: QWidget,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    *,
    text: str = "",
    scan: int = 0,
    repeat: bool = False,
) -> None:
    """Press and let go a key; `scan` is the native code of X11, `repeat` a key held down."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, scan, 0, 0, text, repeat))

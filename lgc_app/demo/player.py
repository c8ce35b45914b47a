# SPDX-License-Identifier: EUPL-1.2
"""Plays the application from outside: a child process whose real widgets obey lines of JSON.

The orchestrator kills this process in the middle of a word, as a power cut would. Orders: press, type, click,
focus, grab, wait, words, size, call. Each answers one line of JSON.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

import lgc_app.ui  # noqa: F401  before PySide6: keeps Python alive (docs/decisions/0007)
from lgc_app.demo.sight import named, plain, visible_words

Order = dict[str, Any]
_POLL_MS: Final = 40


class Player(QObject):
    """Reads orders on a thread, obeys on the GUI thread."""

    arrived = Signal(object)

    def __init__(self, calls: dict[str, Callable[..., Any]]) -> None:
        super().__init__()
        self._calls = calls
        self.arrived.connect(self._obey, Qt.ConnectionType.QueuedConnection)

    def listen(self) -> None:
        """Start to read the standard input; the application quits at its end."""
        threading.Thread(target=self._read, name="orders", daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self.arrived.emit(json.loads(line))
        self.arrived.emit({"do": "quit"})

    def _obey(self, order: Order) -> None:
        act = getattr(self, f"_do_{order['do']}")
        _window().activateWindow()
        QApplication.processEvents()
        try:
            act(order)
        except (LookupError, ValueError, TypeError, RuntimeError) as error:
            _answer(ok=False, error=f"{type(error).__name__}: {error}")

    def _do_quit(self, _: Order) -> None:
        QApplication.quit()

    def _do_words(self, _: Order) -> None:
        _answer(ok=True, words=visible_words())

    def _do_size(self, order: Order) -> None:
        window = _window()
        window.showNormal()
        window.resize(order["width"], order["height"])
        _answer(ok=True)

    def _do_grab(self, order: Order) -> None:
        _answer(ok=_window().grab().save(order["file"]))

    def _do_focus(self, order: Order) -> None:
        named(order["name"]).setFocus(Qt.FocusReason.OtherFocusReason)
        _answer(ok=True)

    def _do_click(self, order: Order) -> None:
        click(named(order["name"]))
        _answer(ok=True)

    def _do_press(self, order: Order) -> None:
        press(_focus(), order["keys"])
        _answer(ok=True)

    def _do_type(self, order: Order) -> None:
        if order.get("into"):
            named(order["into"]).setFocus(Qt.FocusReason.OtherFocusReason)
        for letter in order["text"]:
            type_letter(_focus(), letter)
        _answer(ok=True)

    def _do_call(self, order: Order) -> None:
        _answer(ok=True, value=self._calls[order["name"]](*order.get("with", ())))

    def _do_wait(self, order: Order) -> None:
        self._look(order, time.monotonic() + float(order.get("seconds", 10)))

    def _look(self, order: Order, until: float) -> None:
        try:
            seen = visible_words()
        except (LookupError, ValueError, TypeError, RuntimeError) as error:
            _answer(ok=False, error=f"{type(error).__name__}: {error}")
            return
        here = all(plain(words) in seen for words in order["for"])
        gone = not any(plain(words) in seen for words in order.get("gone", ()))
        if here and gone:
            _answer(ok=True)
        elif time.monotonic() > until:
            _answer(ok=False, error=f"attendu {order['for']} sans {order.get('gone', [])}", words=seen)
        else:
            QTimer.singleShot(_POLL_MS, lambda: self._look(order, until))


def _answer(**fields: Any) -> None:
    sys.stdout.write(json.dumps(fields, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _window() -> QMainWindow:
    return next(top for top in QApplication.topLevelWidgets() if isinstance(top, QMainWindow))


def _focus() -> QWidget:
    return QApplication.focusWidget() or _window()


def press(widget: QWidget, keys: str) -> None:
    """Press a key as Qt names it (`Ctrl+Return`): it goes through the shortcuts, as from the window system."""
    combination = _combination(keys)
    QTest.keyClick(widget, combination.key(), combination.keyboardModifiers())


def _combination(keys: str) -> QKeyCombination:
    sequence: Any = QKeySequence(keys)
    found: QKeyCombination = sequence[0]
    return found


def type_letter(widget: QWidget, letter: str) -> None:
    """Type one letter: digits as keys, the rest as an input method commits it."""
    if letter.isascii() and letter.isdigit():
        key = Qt.Key(ord(letter))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter))
        return
    event = QInputMethodEvent()
    event.setCommitString(letter)
    QApplication.sendEvent(widget, event)


def click(widget: QWidget) -> None:
    """Click in the middle of a widget."""
    middle = QPointF(widget.rect().center())
    for kind, held in (
        (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        place = widget.mapToGlobal(middle)
        event = QMouseEvent(kind, middle, place, Qt.MouseButton.LeftButton, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(widget, event)

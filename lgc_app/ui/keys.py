# SPDX-License-Identifier: EUPL-1.2
"""Turns the keys of the registry into live shortcuts of one window, for the scope that is on screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from lgc_app.ui.actions import EVERYWHERE, Action, Actions
from lgc_app.ui.long_alt import LongAlt
from lgc_app.ui.native_digits import digit_key, is_digit_key

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BY_HAND = (QInputEvent, QInputMethodEvent)
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
        QEvent.Type.TabletPress,
    }
)


class Keys(QObject):
    """Holds the QShortcuts of the current scope and the one application event filter; `silence` when locked.

    `touched` comes at each sign of life. One filter for all: every event of every widget waits for it, and
    a file that opens has thousands.
    """

    touched = Signal()

    def __init__(self, window: QWidget, actions: Actions) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._shortcuts: list[QShortcut] = []
        self._digits: dict[str, Action] = {}
        self.long_alt = LongAlt(window)
        self._listen()

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Look at no event while a screen is made: no hand reaches the window before the thread is free again."""
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        try:
            yield
        finally:
            self._listen()

    def _listen(self) -> None:
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def speak(self, where: str = EVERYWHERE) -> None:
        """Make the keys of a scope live, and only those."""
        self.silence()
        for action in self._actions.reachable(where):
            if is_digit_key(action.key):
                self._digits[action.key] = action
            elif action.key:
                self._shortcuts.append(self._shortcut(action))

    def silence(self) -> None:
        """Make every key dead: nothing answers on a locked screen."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._shortcuts.clear()
        self._digits.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See each key before any widget: digits of the top row, the long Alt, a stuck Enter."""
        if not isinstance(event, _BY_HAND):  # thousands of others a second, each of which waits for this line
            return False
        if event.type() in _SIGNS_OF_LIFE:
            self.touched.emit()
        if not isinstance(event, QInputEvent):
            return False
        if self.long_alt.swallows(event):
            return True
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return self._is_stuck_enter(event) or self._is_digit_action(watched, event)
        return False

    def _is_digit_action(self, watched: QObject, event: QKeyEvent) -> bool:
        action = self._digits.get(digit_key(event) or "")
        if action is None or not self._window.isActiveWindow():
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # keeps Qt from matching the character of the layout; the press comes next
            return True
        if isinstance(watched, QWidget) and not event.isAutoRepeat():
            self._actions.trigger(action)
        return isinstance(watched, QWidget)

    def _is_stuck_enter(self, event: QKeyEvent) -> bool:
        stuck = event.isAutoRepeat() and event.key() in _ENTER
        return stuck and not isinstance(QApplication.focusWidget(), QPlainTextEdit)

    def _shortcut(self, action: Action) -> QShortcut:
        shortcut = QShortcut(self._window)
        keys = [action.key]
        if action.key.endswith("Return"):
            keys.append(action.key.removesuffix("Return") + "Enter")  # the key of the pad
        shortcut.setKeys([QKeySequence(key) for key in keys])
        shortcut.setAutoRepeat(not action.primary and not action.key.endswith("Return"))
        shortcut.activated.connect(partial(self._actions.trigger, action))
        return shortcut

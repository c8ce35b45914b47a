# SPDX-License-Identifier: EUPL-1.2
"""Alt held alone for half a second: shows the keys of the screen (design ui.md §6 b)."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputEvent, QKeyEvent

HOLD_MILLISECONDS = 500

_CANCEL = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})


class LongAlt(QObject):
    """Watches the Alt key; cancelled by Ctrl, AltGr, any other key, a click and the loss of focus (Alt+Tab)."""

    held = Signal()
    released = Signal()

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        window.installEventFilter(self)
        self._timer = QTimer(self, singleShot=True, interval=HOLD_MILLISECONDS)
        self._timer.timeout.connect(self._on_time)
        self._showing = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 -- Qt's signature
        """Give up when the window is left."""
        if event.type() is QEvent.Type.WindowDeactivate:
            self._timer.stop()
        return False

    def swallows(self, event: QInputEvent) -> bool:
        """Look at what a hand did; True for the release that ends a long press, which nobody else must see."""
        if event.type() in _CANCEL:
            self._timer.stop()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._on_press(event)
        elif event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            return self._on_release(event)
        return False

    def _on_press(self, event: QKeyEvent) -> None:
        alone = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_Alt and alone:
            if not event.isAutoRepeat() and not self._timer.isActive():
                self._timer.start()
        else:
            self._timer.stop()

    def _on_release(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Alt or event.isAutoRepeat():
            return False
        self._timer.stop()
        ended, self._showing = self._showing, False
        if ended:
            self.released.emit()
        return ended

    def _on_time(self) -> None:
        self._showing = True
        self.held.emit()

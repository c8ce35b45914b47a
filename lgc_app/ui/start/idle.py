# SPDX-License-Identifier: EUPL-1.2
"""Nobody at the keyboard: after a while the post locks by itself."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QInputEvent, QInputMethodEvent

_SIGNS = frozenset(
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
# most events are neither, and each waits for the answer of the filter
_BY_HAND = (QInputEvent, QInputMethodEvent)
# the timer is not wound again at each of a hundred pointer moves a second
_GRAIN_MILLISECONDS = 1000


class IdleWatch(QObject):
    """`gone` after `minutes` without a key or a pointer, while started."""

    gone = Signal()

    def __init__(self, minutes: float) -> None:
        super().__init__()
        self._delay = round(minutes * 60_000)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_time)

    def start(self) -> None:
        """Begin to count."""
        app = QCoreApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        self._timer.start(self._delay)

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 -- Qt's signature
        """Wind the timer again at each sign of life."""
        if isinstance(event, _BY_HAND) and event.type() in _SIGNS and self._is_worn:
            self._timer.start(self._delay)
        return False

    @property
    def _is_worn(self) -> bool:
        return self._delay - self._timer.remainingTime() > min(_GRAIN_MILLISECONDS, self._delay // 10)

    def _on_time(self) -> None:
        self.stop()
        self.gone.emit()

# SPDX-License-Identifier: EUPL-1.2
"""Nobody at the keyboard: after a while the post locks by itself."""

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

# the timer is not wound again at each of a hundred pointer moves a second
_GRAIN_MILLISECONDS = 1000


class IdleWatch(QObject):
    """`gone` after `minutes` without a sign of life (`touched`, of the window's keys), while started."""

    gone = Signal()

    def __init__(self, minutes: float, touched: SignalInstance) -> None:
        super().__init__()
        self._delay = round(minutes * 60_000)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.gone)
        touched.connect(self._on_touched)

    def start(self) -> None:
        """Begin to count."""
        self._timer.start(self._delay)

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def _on_touched(self) -> None:
        """Wind the timer again at a sign of life."""
        if self._timer.isActive() and self._is_worn:
            self._timer.start(self._delay)

    @property
    def _is_worn(self) -> bool:
        return self._delay - self._timer.remainingTime() > min(_GRAIN_MILLISECONDS, self._delay // 10)

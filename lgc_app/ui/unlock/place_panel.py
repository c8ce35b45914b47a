# SPDX-License-Identifier: EUPL-1.2
"""The dark left panel of the lock screen: place, hour, what waits; never a patient."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.typography import hour, long_date
from lgc_app.ui.unlock.presenter import Waiting
from lgc_app.ui.unlock.waiting_box import WaitingBox
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

_WIDTH = 400
_EDGE = 36
# of the window, when the text is large
_SHARE = 0.36
_LEAST = 240
_TICK_MILLISECONDS = 1000


class PlacePanel(QFrame):
    """`clock` gives the local time; the panel asks it each second."""

    def __init__(self, look: Look, place: str, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._look = look
        self._clock = clock
        set_mark(self, "ground", "rail")
        self._leaf = QLabel()
        self._hour = Text(look, "", TextRole.CLOCK, "onalarm")
        self._day = Text(look, "", TextRole.BODY, "railtext")
        self._reason = Text(look, "", TextRole.CAPTION, "railtext", wrap=True)
        self._boxes = QVBoxLayout()
        self._build(place)
        self._timer = QTimer(self, interval=_TICK_MILLISECONDS)
        self._timer.timeout.connect(self._tell_time)
        self._timer.start()
        self._tell_time()
        look.follow(self._restyle)

    def show_waiting(self, waiting: Sequence[Waiting]) -> None:
        """Say what waits for the person."""
        while item := self._boxes.takeAt(0):
            widget = item.widget()
            if widget:
                widget.hide()
                widget.deleteLater()
        for one in waiting:
            self._boxes.addWidget(WaitingBox(self._look, one))

    def show_reason(self, words: str) -> None:
        """Say why the post is locked: "Poste « Bureau 1 » · verrouillé à 10:37 (carte retirée)"."""
        self._reason.setText(words)

    def _build(self, place: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(self._look.px(14))
        head.addWidget(self._leaf)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(Text(self._look, tr("Pack Sérénité"), TextRole.TITLE, "onalarm"))
        names.addWidget(Text(self._look, place, TextRole.DENSE, "brand"))
        head.addLayout(names)
        head.addStretch()
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addStretch(3)
        self._column.addWidget(self._hour)
        self._column.addWidget(self._day)
        self._column.addLayout(self._boxes)
        self._column.addStretch(4)
        self._column.addWidget(self._reason)

    def _tell_time(self) -> None:
        now = self._clock()
        self._hour.setText(hour(now))
        self._day.setText(long_date(now.date()))

    def _fit(self) -> None:
        host = self.parentWidget()
        room = host.width() if host else self._look.px(_WIDTH)
        self.setFixedWidth(min(self._look.px(_WIDTH), max(round(room * _SHARE), _LEAST)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the greater part of a narrow window to the code."""
        if event.type() is QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def watch(self, host: QWidget) -> None:
        """Follow the width of the screen that holds this panel."""
        host.installEventFilter(self)
        self._fit()

    def _restyle(self) -> None:
        px = self._look.px
        self._fit()
        self._column.setContentsMargins(px(_EDGE), px(32), px(_EDGE), px(32))
        self._column.setSpacing(px(14))
        self._boxes.setSpacing(px(14))
        ink = self._look.colour("brand")
        self._leaf.setPixmap(self._look.pixmap("brand", ink, 28, self.devicePixelRatioF()))
        for row in self.findChildren(QWidget):
            row.updateGeometry()

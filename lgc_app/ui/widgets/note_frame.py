# SPDX-License-Identifier: EUPL-1.2
"""A note in the page: icon, sentence, and the verbs that answer it. Dashed when nothing could be checked."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.drawing import BoxStyle, paint_box, paint_icon
from lgc_app.ui.widgets.runs import Run, RunsText

_ICON = 18
# design ui.md §2, Icons: fixed meanings
ICON_OF_TONE = {
    Tone.DANGER: "danger",
    Tone.WARN: "alert",
    Tone.UNKNOWN: "unchecked",
    Tone.NEUTRAL: "offline",
    Tone.CONFLICT: "conflict",
    Tone.OK: "received",
    Tone.INFO: "info",
    Tone.ACCENT: "info",
}


class NoteFrame(QWidget):
    """A tinted box; `below` puts a second paragraph under the first."""

    def __init__(
        self,
        look: Look,
        tone: Tone,
        runs: Iterable[Run] = (),
        *,
        below: Iterable[Run] = (),
        icon: str = "",
        buttons: Sequence[Button] = (),
    ) -> None:
        super().__init__()
        self._look = look
        self._tone = tone
        self._icon = icon or ICON_OF_TONE[tone]
        second = tuple(below)
        self._first, self._second = RunsText(look, runs), RunsText(look, second)
        self._second.setVisible(bool(second))
        self.setProperty("note", str(tone))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._build(buttons)
        look.follow(self._restyle)

    def set_runs(self, runs: Iterable[Run], below: Iterable[Run] = ()) -> None:
        """Say something else."""
        below = tuple(below)
        self._first.set_runs(runs)
        self._second.set_runs(below)
        self._second.setVisible(bool(below))
        self._settle()

    def set_tone(self, tone: Tone, icon: str = "") -> None:
        """Change what the box means."""
        self._tone = tone
        self._icon = icon or ICON_OF_TONE[tone]
        self.setProperty("note", str(tone))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take exactly the height that the words need at this width."""
        super().resizeEvent(event)
        self._settle()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure again: a note that was made in the event that shows it had no width to be measured at."""
        super().showEvent(event)
        self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw the box and its icon."""
        painter = QPainter(self)
        tone, px = self._tone, self._look.px
        role = "accent" if tone is Tone.ACCENT else str(tone)
        line = self._look.colour("accent" if tone is Tone.ACCENT else f"{tone}line")
        box = BoxStyle(self._look.colour(f"{role}soft"), line, px(8), 1.0, tone is Tone.UNKNOWN)
        paint_box(painter, QRectF(self.rect()), box)
        line_height = self._look.metrics(TextRole.DENSE).height()
        top = self._first.y() + (line_height - px(_ICON)) / 2
        paint_icon(painter, QPointF(px(13), top), self._look, self._icon, self._look.colour(role), _ICON)

    def _build(self, buttons: Sequence[Button]) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(self._first)
        words.addWidget(self._second)
        words.addStretch()
        self._row = QHBoxLayout(self)
        self._row.addLayout(words, 1)
        for button in buttons:
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _restyle(self) -> None:
        px = self._look.px
        self._row.setContentsMargins(px(13 + _ICON + 9), px(8), px(10), px(8))
        self._row.setSpacing(px(10))
        self._settle()
        self.update()

    def _settle(self) -> None:
        self._row.invalidate()
        wanted = self._row.totalHeightForWidth(self.width())
        if wanted != self.minimumHeight():
            self.setFixedHeight(wanted)

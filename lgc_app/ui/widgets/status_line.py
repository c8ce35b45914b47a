# SPDX-License-Identifier: EUPL-1.2
"""One honest line on network and services: grey for "not now", red only when someone must act."""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.drawing import PillContent, paint_focus_ring
from lgc_app.ui.widgets.pill import PillButton
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.words import tr

HEIGHT = 30


class StatusPart(StrEnum):
    """A part of the line; each leads to its place in Échanges."""

    NETWORK = "network"
    STORED = "stored"
    LAST_EXCHANGE = "last_exchange"
    REFUSED = "refused"
    CONFLICTS = "conflicts"
    SAVED = "saved"


@dataclass(frozen=True, slots=True)
class StatusContent:
    """What the line says; an empty word or a count of 0 takes no room.

    `network` is neutral whatever it says ("Hors ligne depuis 08:12"), except for a lease that runs out.
    """

    network: PillContent
    stored: str = ""
    last_exchange: str = ""
    refused: int = 0
    conflicts: int = 0
    saved: str = ""


class _Words(QPushButton):
    """Soft words to press."""

    def __init__(self, look: Look, icon: str = "") -> None:
        super().__init__()
        self._look = look
        self._icon = icon
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        look.follow(self._restyle)

    def say(self, words: str) -> None:
        self.setText(words)
        self.setAccessibleName(words or tr("Rien à signaler"))
        self.setVisible(bool(words))
        self._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            paint_focus_ring(painter, self.rect(), self._look, 4)

    def _restyle(self) -> None:
        self.setFont(self._look.font(TextRole.CAPTION))
        self.setStyleSheet(
            f"QPushButton {{ color: {self._look.theme.palette['text2']}; border: 0; background: transparent;"
            f" padding: 0 {self._look.px(4)}px; }}"
        )
        if self._icon:
            self.setIcon(self._look.icon(self._icon, "text2", 15))


class StatusLine(QFrame):
    """Shows StatusContent; `activated` carries the StatusPart that was pressed."""

    activated = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("edge", "top")
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("État des échanges"))
        self._network = PillButton(look, PillContent(""))
        self._stored, self._last = _Words(look), _Words(look)
        self._refused = PillButton(look, PillContent("", Tone.DANGER, "danger"))
        self._conflicts = PillButton(look, PillContent("", Tone.CONFLICT, "conflict"))
        self._saved = _Words(look, "stored")
        self.content = StatusContent(PillContent(""))
        self._build()
        self.show_content(self.content)
        look.follow(self._restyle)

    def show_content(self, content: StatusContent) -> None:
        """Say it."""
        self.content = content
        self._network.set_content(content.network)
        self._network.setAccessibleName(content.network.words or tr("Réseau"))
        self._network.setVisible(bool(content.network.words))
        self._stored.say(content.stored)
        self._refused.set_content(PillContent(_refused(content.refused), Tone.DANGER, "danger"))
        self._refused.setVisible(content.refused > 0)
        rest = tr("{number} à rapprocher", number=content.conflicts)
        self._conflicts.set_content(PillContent(rest, Tone.CONFLICT, "conflict"))
        self._conflicts.setVisible(content.conflicts > 0)
        self._saved.say(content.saved)
        self._last.say(content.last_exchange)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up the last exchange first, then the count stored here."""
        super().resizeEvent(event)
        self._fit()

    def _build(self) -> None:
        self._row = QHBoxLayout(self)
        parts = (
            (StatusPart.NETWORK, self._network),
            (StatusPart.STORED, self._stored),
            (StatusPart.LAST_EXCHANGE, self._last),
            (StatusPart.REFUSED, self._refused),
            (StatusPart.CONFLICTS, self._conflicts),
        )
        for part, button in parts:
            self._row.addWidget(button)
            button.clicked.connect(partial(self._on_press, part))
        self._row.addStretch()
        self._row.addWidget(self._saved)
        self._saved.clicked.connect(partial(self._on_press, StatusPart.SAVED))

    def _on_press(self, part: StatusPart, _checked: bool = False) -> None:
        self.activated.emit(str(part))

    def _fit(self) -> None:
        room = self.width() - 2 * self._look.px(12)
        told = [
            (self._network, bool(self.content.network.words)),
            (self._refused, self.content.refused > 0),
            (self._conflicts, self.content.conflicts > 0),
            (self._saved, bool(self.content.saved)),
            (self._stored, bool(self.content.stored)),
            (self._last, bool(self.content.last_exchange)),
        ]
        used = 0
        for button, has_words in told:
            used += button.sizeHint().width() + self._row.spacing() if has_words else 0
            fits = has_words and (used <= room or button in (self._network, self._refused, self._conflicts))
            if button.isHidden() == fits:
                button.setVisible(fits)

    def _restyle(self) -> None:
        px = self._look.px
        self.setFixedHeight(px(HEIGHT))
        self._row.setContentsMargins(px(12), 0, px(12), 0)
        self._row.setSpacing(px(8))
        self._fit()


def _refused(number: int) -> str:
    return tr("{number} refusé", number=number) if number == 1 else tr("{number} refusés", number=number)

# SPDX-License-Identifier: EUPL-1.2
"""The other ways to open, each a line to press."""

from enum import StrEnum
from functools import partial

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import (
    KEY_HEIGHT,
    key_cap_width,
    paint_focus_ring,
    paint_icon,
    paint_key_cap,
    paint_words,
)
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

_HEIGHT = 36
_ICON = 18
_INSET = 8


class Way(StrEnum):
    """A way to open the practice."""

    CARD = "card"
    PASS_PHRASE = "pass_phrase"  # noqa: S105 -- the name of a way, not a secret
    RECOVERY_CODE = "recovery_code"
    CHECK_READER = "check_reader"


class WayLine(QAbstractButton):
    """An icon, what to use, and in soft words what it is for."""

    def __init__(self, look: Look, icon: str, words: str, soft: str, key: str = "") -> None:
        super().__init__()
        self._look, self._icon, self._soft, self._key = look, icon, soft, key
        self.setText(words)
        self.setAccessibleName(tr("{words} : {soft}", words=words, soft=soft))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.follow(self._restyle)

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        return QSize(self._look.px(320), self._look.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw the line."""
        painter, look, px = QPainter(self), self._look, self._look.px
        top = (self.height() - px(_ICON)) / 2
        paint_icon(painter, QPointF(px(_INSET), top), look, self._icon, look.colour("text"), _ICON)
        room = QRect(px(28 + _INSET), 0, self.width() - px(28 + _INSET), self.height())
        ink = look.colour("accent" if self.underMouse() else "text")
        room.setLeft(room.left() + paint_words(painter, room, look, self.text(), TextRole.BODY, ink))
        paint_words(painter, room, look, tr(" : {soft}", soft=self._soft), TextRole.DENSE, look.colour("text2"))
        if self._key:
            width, height = key_cap_width(look, self._key), px(KEY_HEIGHT)
            cap = QRect(self.width() - width - px(_INSET), (self.height() - height) // 2, width, height)
            paint_key_cap(painter, cap, look, self._key)
        if self.hasFocus():
            paint_focus_ring(painter, self.rect(), look)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class Ways(QFrame):
    """`chosen` carries the Way."""

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("edge", "top")
        self._column = QVBoxLayout(self)
        self._column.addWidget(Text(look, tr("Autres façons d’ouvrir"), TextRole.CAPTION_STRONG, "text2"))
        lines = (
            (Way.CARD, "card", tr("Une autre carte"), tr("insérez la vôtre dans le lecteur"), ""),
            (Way.PASS_PHRASE, "pass-phrase", tr("Phrase de passe"), tr("accueil et agenda seulement"), ""),
            (Way.RECOVERY_CODE, "recovery", tr("Code de secours imprimé"), tr("carte perdue ou bloquée"), ""),
            (Way.CHECK_READER, "help", tr("La carte n’est pas reconnue"), tr("vérifier le lecteur"), "F1"),
        )
        for way, icon, words, soft, key in lines:
            line = WayLine(look, icon, words, soft, key)
            line.clicked.connect(partial(self._on_press, way))
            self._column.addWidget(line)
        look.follow(self._restyle)

    def _on_press(self, way: Way, _checked: bool = False) -> None:
        self.chosen.emit(str(way))

    def _restyle(self) -> None:
        self._column.setContentsMargins(0, self._look.px(12), 0, 0)
        self._column.setSpacing(self._look.px(2))

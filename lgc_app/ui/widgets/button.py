# SPDX-License-Identifier: EUPL-1.2
"""Buttons of one look: primary, plain and link, with an icon, a verb and the key that does the same."""

from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from lgc_app.ui.actions import key_words
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import (
    KEY_HEIGHT,
    BoxStyle,
    key_cap_width,
    paint_box,
    paint_focus_ring,
    paint_icon,
    paint_key_cap,
    paint_words,
)

_ICON = 18
_GAP = 8


class ButtonKind(Enum):
    """(fill role, border role, text role, hover fill role) of a button; "" for none."""

    PRIMARY = ("accent", "accent", "onaccent", "accent2")
    PLAIN = ("surface", "control", "text", "hover")
    LINK = ("", "", "accent", "hover")


class Button(QPushButton):
    """A button; `key` is the portable name of its shortcut, shown but not registered (the registry does that)."""

    def __init__(
        self,
        look: Look,
        words: str,
        kind: ButtonKind = ButtonKind.PLAIN,
        *,
        icon: str = "",
        key: str = "",
        small: bool = False,
    ) -> None:
        super().__init__(words)
        self._look = look
        self._kind = kind
        self._icon = icon
        self._key = key_words(key)
        self._small = small
        self._role = TextRole.DENSE_MEDIUM if small or kind is ButtonKind.LINK else TextRole.BODY_MEDIUM
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.follow(self._restyle)

    def set_words(self, words: str) -> None:
        """Change the verb."""
        self.setText(words)
        self.setAccessibleName(words)
        self._restyle()

    def sizeHint(self) -> QSize:
        """Ask for icon, verb and key on one line."""
        px = self._look.px
        parts = [px(_ICON)] if self._icon else []
        if self.text():
            parts.append(self._look.metrics(self._role).horizontalAdvance(self.text()))
        if self._key:
            parts.append(key_cap_width(self._look, self._key))
        return QSize(sum(parts) + px(_GAP) * (len(parts) - 1) + 2 * self._margin(), px(28 if self._small else 32))

    def minimumSizeHint(self) -> QSize:
        """Never cut a verb."""
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Redraw when the pointer comes and goes."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw the box, then its content from left to right."""
        painter = QPainter(self)
        fill, line, ink, hover = self._kind.value
        box = BoxStyle(self._colour(hover if self.underMouse() or self.isDown() else fill), self._colour(line))
        paint_box(painter, QRectF(self.rect()), BoxStyle(box.fill, box.line, self._look.px(6)))
        self._paint_content(painter, ink)
        if self.hasFocus():
            paint_focus_ring(painter, self.rect(), self._look)
            if (
                self._kind is ButtonKind.PRIMARY
            ):  # the ring has the colour of the button: a light line tells it apart
                inner = QRectF(self.rect()).adjusted(2, 2, -2, -2)
                paint_box(painter, inner, BoxStyle(line=self._look.colour("onaccent"), radius=self._look.px(4)))

    def _paint_content(self, painter: QPainter, ink: str) -> None:
        px, colour, left = self._look.px, self._look.colour(ink), self._margin()
        if self._icon:
            top = (self.height() - px(_ICON)) / 2
            paint_icon(painter, QPointF(left, top), self._look, self._icon, colour, _ICON)
            left += px(_ICON + _GAP)
        room = QRect(left, 0, self.width() - left, self.height())
        left += paint_words(painter, room, self._look, self.text(), self._role, colour)
        if self._key:
            width, height = key_cap_width(self._look, self._key), px(KEY_HEIGHT)
            cap = QRect(left + px(_GAP), (self.height() - height) // 2, width, height)
            paint_key_cap(painter, cap, self._look, self._key, colour=ink)

    def _margin(self) -> int:
        narrow = self._small or not self.text() or self._kind is ButtonKind.LINK
        return self._look.px(9 if narrow else 13)

    def _colour(self, role: str) -> QColor | None:
        return self._look.colour(role) if role else None

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

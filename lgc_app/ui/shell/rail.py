# SPDX-License-Identifier: EUPL-1.2
"""The rail: where one can go, in words under icons, with what waits there as a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import BoxStyle, paint_box, paint_icon, paint_words
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.words import tr

WIDTH = 88
_ITEM = QSize(84, 52)
_ICON = 20
_BADGE = 18
_LEAST_HEIGHT = 40
_HOVER = 0.5
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class RailItem:
    """A place to go; `low` items stand at the bottom (help, lock) and never stay lit."""

    id: str
    words: str
    icon: str
    low: bool = False


class RailButton(QAbstractButton):
    """An icon over its word; the badge is red only when someone must act."""

    def __init__(self, look: Look, item: RailItem) -> None:
        super().__init__()
        self.look = self._look = look
        self.item = item
        self._badge = 0
        self._urgent = False
        self.setText(item.words)
        self.setCheckable(not item.low)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.set_badge(0)
        look.follow(self._restyle)

    def set_badge(self, number: int, *, urgent: bool = False) -> None:
        """Show how many wait; 0 shows nothing."""
        self._badge, self._urgent = number, urgent
        waiting = tr("{words}, {number} en attente", words=self.item.words, number=number)
        self.setAccessibleName(waiting if number else self.item.words)
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the size of the design."""
        return QSize(self._look.px(_ITEM.width()), self._look.px(_ITEM.height()))

    def minimumSizeHint(self) -> QSize:
        """Accept less on a low window: icon and word stay whole."""
        return QSize(self._look.px(_ITEM.width()), self._look.px(_LEAST_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw box, icon, word, badge."""
        painter, look = QPainter(self), self._look
        on, contrast = self.isChecked(), look.theme.high_contrast
        line = look.colour("focus") if on and contrast else None
        fill = look.colour("railsel") if on or self.underMouse() else None
        if fill is not None and not on:
            fill.setAlphaF(_HOVER)  # being pointed at is less than being where one is
        paint_box(painter, QRectF(self.rect()), BoxStyle(fill, line, look.px(6)))
        ink = look.colour("onalarm" if on else "railtext")
        words = look.metrics(TextRole.CAPTION).height()
        top = max((self.height() - look.px(_ICON + 4) - words) // 2, 0)
        paint_icon(painter, QPointF((self.width() - look.px(_ICON)) / 2, top), look, self.item.icon, ink, _ICON)
        room = QRect(0, top + look.px(_ICON + 4), self.width(), words)
        role = TextRole.CAPTION_STRONG if on else TextRole.CAPTION
        paint_words(painter, room, look, self.item.words, role, ink, _CENTRE)
        self._paint_badge(painter, top)
        if self.hasFocus():
            ring = BoxStyle(
                line=look.colour("focus" if contrast else "brand"), radius=look.px(6), width=look.px(2)
            )
            paint_box(painter, QRectF(self.rect()), ring)

    def _paint_badge(self, painter: QPainter, top: int) -> None:
        if not self._badge:
            return
        look, words = self._look, str(self._badge) if self._badge < 100 else "99+"
        size = look.px(_BADGE)
        width = max(size, look.metrics(TextRole.CAPTION_STRONG).horizontalAdvance(words) + look.px(8))
        badge = QRect(self.width() // 2 + look.px(7), max(top - look.px(6), 0), width, size)
        ground, ink = ("alarm", "onalarm") if self._urgent else ("railtext", "rail")
        paint_box(painter, QRectF(badge), BoxStyle(look.colour(ground), radius=size / 2))
        paint_words(painter, badge, look, words, TextRole.CAPTION_STRONG, look.colour(ink), _CENTRE)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class Rail(QFrame):
    """`chosen` carries the id of the item that was pressed."""

    chosen = Signal(str)

    def __init__(self, look: Look, items: Sequence[RailItem]) -> None:
        super().__init__()
        self._look = look
        set_mark(self, "ground", "rail")
        self.setAccessibleName(tr("Navigation"))
        self._buttons: dict[str, RailButton] = {}
        self._column = QVBoxLayout(self)
        self.set_items(items)
        look.follow(self._restyle)

    def set_items(self, items: Sequence[RailItem]) -> None:
        """Show other places: those that the person who opened may go to."""
        self._empty()
        self._buttons = {item.id: RailButton(self._look, item) for item in items}
        for low in (False, True):
            for button in self._buttons.values():
                if button.item.low is low:
                    self._column.addWidget(button)
                    button.clicked.connect(partial(self._on_press, button.item.id))
            if not low:
                self._column.addStretch()

    def light(self, item: str) -> None:
        """Show where one is."""
        for button in self._buttons.values():
            button.setChecked(button.item.id == item and not button.item.low)

    def set_badge(self, item: str, number: int, *, urgent: bool = False) -> None:
        """Show how many wait at an item, when it is there."""
        if item in self._buttons:
            self._buttons[item].set_badge(number, urgent=urgent)

    def _empty(self) -> None:
        while place := self._column.takeAt(0):
            widget = place.widget()
            if widget:
                widget.hide()
                widget.deleteLater()

    def _on_press(self, item: str, _checked: bool = False) -> None:
        self.chosen.emit(item)

    def _restyle(self) -> None:
        px = self._look.px
        self.setFixedWidth(px(WIDTH))
        self._column.setContentsMargins(px(2), px(6), px(2), px(6))
        self._column.setSpacing(px(2))

# SPDX-License-Identifier: EUPL-1.2
"""Draws the cells of a table of results."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import BoxStyle, paint_box, paint_focus_ring, paint_words
from lgc_app.ui.widgets.flag_value import FlagRow, FlagValue

FLAG_ROLE = int(Qt.ItemDataRole.UserRole)
# design ui.md §4: the arrow has its own slot, so that digits stay aligned
_ARROW_SLOT = 14
_MARGIN = 10
_NAME_COLUMN = 0
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
Index = QModelIndex | QPersistentModelIndex


class FlagDelegate(QStyledItemDelegate):
    """Paints names, soft units and references, and values with their arrows."""

    def __init__(self, look: Look, table: QTableView) -> None:
        super().__init__(table)
        self._look = look
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        row, cell = index.data(FLAG_ROLE)
        rect: QRect = option.rect
        painter.save()
        self._paint_ground(painter, rect, option, row)
        room = rect.adjusted(self._look.px(_MARGIN), 0, -self._look.px(_MARGIN), 0)
        if isinstance(cell, str):
            self._paint_words(painter, room, row, cell, index.column())
        else:
            self._paint_value(painter, room, cell)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._look.colour("line"))
        self._paint_ring(painter, option, index)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, row: FlagRow) -> None:
        state: QStyle.StateFlag = option.state
        if row.group:
            painter.fillRect(rect, self._look.colour("alt"))
        elif state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._look.colour("selected"))

    def _paint_words(self, painter: QPainter, room: QRect, row: FlagRow, words: str, column: int) -> None:
        role = TextRole.DENSE_MEDIUM if column == _NAME_COLUMN else TextRole.CAPTION
        colour = "text" if column == _NAME_COLUMN and not row.group else "text2"
        paint_words(painter, room, self._look, words, role, self._look.colour(colour))

    def _paint_value(self, painter: QPainter, room: QRect, value: FlagValue | None) -> None:
        look = self._look
        digits = room.adjusted(0, 0, -look.px(_ARROW_SLOT), 0)
        if value is None:
            paint_words(painter, digits, look, "–", TextRole.DENSE, look.colour("text2"), _RIGHT)
        elif not any(letter.isdigit() for letter in value.words):  # "en cours"
            wide = digits.adjusted(-look.px(_MARGIN), 0, 0, 0)
            paint_words(painter, wide, look, value.words, TextRole.CAPTION, look.colour("text2"), _RIGHT)
        elif value.flag.critical:
            self._paint_critical(painter, room, value)
        else:
            role = TextRole.DENSE_STRONG if value.flag.arrow else TextRole.DENSE
            colour = look.colour("warn" if value.flag.arrow else "text")
            paint_words(painter, digits, look, value.words, role, colour, _RIGHT)
            slot = QRect(digits.right() + 1, room.top(), look.px(_ARROW_SLOT), room.height())
            paint_words(painter, slot, look, value.flag.arrow, role, colour, _RIGHT)

    def _paint_critical(self, painter: QPainter, room: QRect, value: FlagValue) -> None:
        look = self._look
        words = f"{value.words} {value.flag.arrow}"
        width = look.metrics(TextRole.DENSE_STRONG).horizontalAdvance(words) + look.px(14)
        height = look.px(20)
        badge = QRect(room.right() - width + look.px(6), room.center().y() - height // 2 + 1, width, height)
        paint_box(painter, QRectF(badge), BoxStyle(look.colour("alarm"), radius=height / 2))
        paint_words(painter, badge, look, words, TextRole.DENSE_STRONG, look.colour("onalarm"), _CENTRE)

    def _paint_ring(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_HasFocus and index.row() == self._table.currentIndex().row():
            paint_focus_ring(painter, option.rect, self._look, 2)

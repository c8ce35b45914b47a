# SPDX-License-Identifier: EUPL-1.2
"""Draws every list of the product from a Recipe: one delegate, no widget per row."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import (
    KEY_HEIGHT,
    PILL_HEIGHT,
    PillContent,
    key_cap_width,
    paint_focus_ring,
    paint_icon,
    paint_key_cap,
    paint_pill,
    paint_words,
    pill_width,
)
from lgc_app.ui.widgets.row_recipe import (
    HEADER_HEIGHT,
    LINE_MORE,
    ROW_HEIGHT_TIMELINE,
    ROW_HEIGHT_TWO_LINES,
    Align,
    Cell,
    Column,
    Recipe,
    Row,
    conflict_pill,
)
from lgc_app.ui.widgets.runs import Run

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_MARGIN = 12
_AFTER_PILL = 8
_ICON = 18
_ICON_GAP = 8
_BAR = 3
_LINE_STEP = 9

Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Paints a Row: bar of the chosen one, cells from left to right, pills, the thin line under it."""

    def __init__(self, look: Look, recipe: Recipe, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.recipe = recipe
        self.rows: Sequence[Row] = ()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 -- Qt's signature
        """Give a fixed height: nothing is measured to lay out thousands of rows, nor asked of Qt's model."""
        row = self.rows[index.row()]
        high = self.recipe.height
        if row.tall:
            high = high + LINE_MORE if high >= ROW_HEIGHT_TIMELINE else ROW_HEIGHT_TWO_LINES
        return QSize(0, self._look.px(HEADER_HEIGHT if row.header else high))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row: Row = index.data(ROW_ROLE)
        painter.save()
        rect: QRect = option.rect
        if row.header:
            self._paint_header(painter, rect, row)
        else:
            self._paint_ground(painter, rect, option)
            self._paint_cells(painter, rect, row)
            self._paint_line(painter, rect)
            self._paint_ring(painter, rect, option)
        painter.restore()

    def _paint_header(self, painter: QPainter, rect: QRect, row: Row) -> None:
        look, left = self._look, rect.left() + self._look.px(_MARGIN)
        room = QRect(left, rect.top(), rect.width() - self._look.px(2 * _MARGIN), rect.height())
        cell = row.cells[0]
        for run, role in ((cell.runs, TextRole.DENSE_STRONG), (cell.second, TextRole.DENSE)):
            for piece in run:
                room.setLeft(
                    room.left()
                    + paint_words(painter, room, look, piece.words, role, look.colour("text2"))
                    + look.px(8)
                )

    def _paint_ground(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem) -> None:
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._look.colour("selected"))
            bar = QRect(rect.left(), rect.top(), self._look.px(_BAR), rect.height())
            painter.fillRect(bar, self._look.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._look.colour("hover"))

    def _paint_ring(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem) -> None:
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_HasFocus:
            paint_focus_ring(painter, rect, self._look, 2)

    def _paint_line(self, painter: QPainter, rect: QRect) -> None:
        if self.recipe.lines:
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._look.colour("line"))

    def _paint_cells(self, painter: QPainter, rect: QRect, row: Row) -> None:
        left = rect.left() + self._look.px(_MARGIN)
        widths = self._widths(rect.width())
        for place, (column, width, cell) in enumerate(zip(self.recipe.columns, widths, row.cells, strict=False)):
            pills = list(cell.pills)
            if row.conflict and place == self._conflict_place():
                pills.append(conflict_pill())
            gap = self._look.px(_AFTER_PILL) if pills and place < len(widths) - 1 else 0
            room = QRect(left, rect.top(), width - gap, rect.height())
            self._paint_cell(painter, room, column, cell, pills, lines=3 if row.tall and self._holds_two else 2)
            left += width

    def _conflict_place(self) -> int:
        return next((place for place, column in enumerate(self.recipe.columns) if column.width == 0), 0)

    def _widths(self, total: int) -> list[int]:
        px = self._look.px
        fixed = sum(px(column.width) for column in self.recipe.columns)
        free = [column for column in self.recipe.columns if column.width == 0]
        share = max(total - fixed - 2 * px(_MARGIN), 0) // max(len(free), 1)
        return [px(column.width) if column.width else share for column in self.recipe.columns]

    @property
    def _holds_two(self) -> bool:
        return self.recipe.height >= ROW_HEIGHT_TIMELINE

    def _paint_cell(
        self,
        painter: QPainter,
        room: QRect,
        column: Column,
        cell: Cell,
        pills: Sequence[PillContent],
        *,
        lines: int = 2,
    ) -> None:
        room = self._paint_pills(painter, room, pills)
        if cell.key_words:
            self._paint_key(painter, room, cell.key_words)
        inner = QRect(room)
        if cell.icon:
            inner.setLeft(room.left() + self._look.px(_ICON + _ICON_GAP))
        texts = [line for line in self._lines(inner, cell, lines) if any(run.words for run in line)]
        if cell.icon:
            above = self._look.px(_LINE_STEP) * (len(texts) - 1)
            top = room.top() + (room.height() - self._look.px(_ICON)) / 2 - above + bool(above)
            ink = self._look.colour(cell.icon_colour)
            paint_icon(painter, QPointF(room.left(), top), self._look, cell.icon, ink, _ICON)
        for place, runs in enumerate(texts):
            step = self._look.px(_LINE_STEP) * (2 * place - len(texts) + 1)
            self._paint_runs(painter, inner.translated(0, step), column.align, runs)

    def _lines(self, room: QRect, cell: Cell, lines: int = 2) -> list[Sequence[Run]]:
        """Give the lines of a cell; what is too long goes on below, before what is there if it fits."""
        if not self._holds_two or len(cell.runs) != 1:
            return [cell.runs, cell.second]
        first, rest = self._cut(cell.runs[0], room.width())
        below = [run for run in cell.second if run.words]
        if not rest.words:
            if lines > 2 and len(below) == 1:
                return [cell.runs, *((part,) for part in self._cut(below[0], room.width()))]
            return [cell.runs, cell.second]
        if not below:
            return [(first,), (rest,)]
        together = (replace(rest, words=f"{rest.words}  ", role=below[0].role), *below)
        if sum(self._width(one) for one in together) <= room.width():
            return [(first,), together]
        return [(first,), (rest,), below] if lines > 2 else [cell.runs, cell.second]

    def _cut(self, run: Run, width: int) -> tuple[Run, Run]:
        """Cut a run at the last space where it still fits; one word stays whole."""
        if self._width(run) <= width:
            return run, replace(run, words="")
        words = run.words.split(" ")
        fits = len(words)
        while fits > 1 and self._width(replace(run, words=" ".join(words[:fits]))) > width:
            fits -= 1
        return replace(run, words=" ".join(words[:fits])), replace(run, words=" ".join(words[fits:]))

    def _paint_runs(self, painter: QPainter, room: QRect, align: Align, runs: Sequence[Run]) -> None:
        look, room = self._look, QRect(room)
        if align is Align.RIGHT:
            room.setLeft(max(room.left(), room.right() - sum(self._width(run) for run in runs)))
        for run in runs:
            ink = look.colour(run.colour)
            width = paint_words(painter, room, look, run.words, run.role, ink, struck=run.struck)
            room.setLeft(room.left() + width)

    def _paint_pills(self, painter: QPainter, room: QRect, pills: Sequence[PillContent]) -> QRect:
        room = QRect(room)
        height = self._look.px(PILL_HEIGHT)
        for pill in reversed(pills):
            width = pill_width(self._look, pill)
            place = QRect(room.right() - width, room.top() + (room.height() - height) // 2, width, height)
            paint_pill(painter, place, self._look, pill)
            room.setRight(place.left() - self._look.px(8))
        return room

    def _paint_key(self, painter: QPainter, room: QRect, words: str) -> None:
        width, height = key_cap_width(self._look, words), self._look.px(KEY_HEIGHT)
        cap = QRect(room.right() - width, room.top() + (room.height() - height) // 2, width, height)
        paint_key_cap(painter, cap, self._look, words)

    def _width(self, run: Run) -> int:
        return self._look.metrics(run.role).horizontalAdvance(run.words)

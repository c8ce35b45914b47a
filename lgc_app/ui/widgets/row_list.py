# SPDX-License-Identifier: EUPL-1.2
"""A list of rows: keyboard and pointer, the chosen one kept when rows come and go."""

from collections.abc import Sequence
from typing import ClassVar, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import paint_focus_ring
from lgc_app.ui.widgets.row_delegate import ROW_ROLE, RowDelegate
from lgc_app.ui.widgets.row_recipe import Recipe, Row

Index = QModelIndex | QPersistentModelIndex


class RowModel(QAbstractListModel):
    """Rows as Qt wants them; CONFLICT tells a test, or a screen reader, that a row has two versions."""

    CONFLICT: ClassVar[int] = ROW_ROLE + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Replace every row."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the rows; a row has no child."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the row itself, or its sentence for reading out."""
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == self.CONFLICT:
            return row.conflict
        if role in _WHOLE:
            return row.sentence
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the keyboard pass over the headers."""
        if self.rows[index.row()].header:
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


_WHOLE: Final = (
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,  # a row that is cut says all of itself under the pointer
)


class RowList(QListView):
    """`chosen` follows the current row, `opened` is Enter, or a double click; both carry the row's key."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, look: Look, name: str, recipe: Recipe, *, hover: bool = True) -> None:
        super().__init__()
        self._look = look
        self._model = RowModel(self)
        self._delegate = RowDelegate(look, recipe, self)
        self._when_empty = ""
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        self.setMouseTracking(hover)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(self._on_open)
        self.selectionModel().currentChanged.connect(self._on_current)
        look.follow(self._restyle)

    @property
    def rows(self) -> Sequence[Row]:
        """Give the rows shown."""
        return self._model.rows

    def say_when_empty(self, words: str) -> None:
        """Say in the middle, while there is no row, what to do; "" for nothing."""
        self._when_empty = words
        self.setAccessibleDescription(words)
        self.viewport().update()

    def current_key(self) -> str:
        """Give the key of the chosen row, "" when there is none."""
        index = self.currentIndex()
        return self._model.rows[index.row()].key if index.isValid() else ""

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the chosen one stays chosen, and when it is gone the next takes its place."""
        before, place = self.current_key(), max(self.currentIndex().row(), 0)
        self.setUniformItemSizes(not any(row.header or row.tall for row in rows))
        self._delegate.rows = rows
        self._model.set_rows(rows)
        if before and not self.choose(before):
            self._choose_near(place)

    def choose(self, key: str) -> bool:
        """Choose a row by its key; give False when it is not there."""
        for place, row in enumerate(self._model.rows):
            if row.key == key:
                self.setCurrentIndex(self._model.index(place))
                return True
        return False

    def choose_first(self) -> None:
        """Choose the first row that can be."""
        self._choose_near(0)

    def choose_none(self) -> None:
        """Light no row: what is done now is about none of them."""
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a row into sight, under the header that says what it belongs to."""
        above = index.row() - 1
        if above >= 0 and hint is QAbstractItemView.ScrollHint.EnsureVisible and self._model.rows[above].header:
            super().scrollTo(self._model.index(above), hint)
        super().scrollTo(index, hint)

    def content_height(self) -> int:
        """Give the height of all rows, for a list that never scrolls by itself."""
        return sum(self.sizeHintForRow(place) for place in range(len(self._model.rows)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter alone; Ctrl+Enter belongs to the screen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier or event.isAutoRepeat():
                event.ignore()
            elif self.current_key():
                self.opened.emit(self.current_key())
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows; a list without a chosen row shows by itself that it has the keyboard."""
        super().paintEvent(event)
        if self._when_empty and not self._model.rows:
            self._paint_empty()
        if self.hasFocus() and not self.currentIndex().isValid():
            paint_focus_ring(QPainter(self.viewport()), self.viewport().rect(), self._look)

    def _paint_empty(self) -> None:
        painter, margin = QPainter(self.viewport()), self._look.px(24)
        painter.setFont(self._look.font(TextRole.DENSE))
        painter.setPen(self._look.colour("text2"))
        room = self.viewport().rect().adjusted(margin, 0, -margin, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._when_empty)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw again, also when no row is."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw again, also when no row is."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _choose_near(self, place: int) -> None:
        rows = self._model.rows
        order = [*range(place, len(rows)), *range(min(place, len(rows)) - 1, -1, -1)]
        found = next((at for at in order if not rows[at].header), None)
        if found is not None:
            self.setCurrentIndex(self._model.index(found))

    def _on_open(self, index: QModelIndex) -> None:
        self.opened.emit(self._model.rows[index.row()].key)

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._model.rows[index.row()].key)

    def _restyle(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

# SPDX-License-Identifier: EUPL-1.2
"""Results in columns of dates: digits aligned, out of range in bold amber with its arrow, critical in red."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.flag_delegate import FLAG_ROLE, FlagDelegate
from lgc_app.ui.widgets.flag_value import FlagRow, FlagValue
from lgc_app.ui.words import tr

Index = QModelIndex | QPersistentModelIndex

_ROW_HEIGHT = 29
_NAME, _UNIT, _REFERENCE, _FIXED = 0, 1, 2, 3
_WIDTHS = (202, 122, 122)
_VALUE_WIDTH = 82


@dataclass(frozen=True, slots=True)
class FlagTableContent:
    """Dates ready to show ("17/11/26") and rows with as many values as dates."""

    dates: Sequence[str]
    rows: Sequence[FlagRow]


class FlagModel(QAbstractTableModel):
    """The table as Qt wants it."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.content = FlagTableContent((), ())

    def set_content(self, content: FlagTableContent) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.content = content
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the rows, group titles included."""
        return 0 if parent is not None and parent.isValid() else len(self.content.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Count the columns: name, unit, reference, then one a date."""
        return 0 if parent is not None and parent.isValid() else _FIXED + len(self.content.dates)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Give a column's title."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section >= _FIXED else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            return self._look.font(TextRole.DENSE_MEDIUM)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = [tr("Analyse"), tr("Unité"), tr("Repère")]
        return heads[section] if section < _FIXED else self.content.dates[section - _FIXED]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a cell draws, or the sentence that reads it out."""
        row = self.content.rows[index.row()]
        if role == FLAG_ROLE:
            return row, self._cell(row, index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._sentence(row, index.column())
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the keyboard pass over the group titles."""
        if self.content.rows[index.row()].group:
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def _cell(self, row: FlagRow, column: int) -> FlagValue | str | None:
        if row.group:
            return row.name if column == _NAME else ""
        if column < _FIXED:
            return (row.name, row.unit, row.reference)[column]
        place = column - _FIXED
        return row.values[place] if place < len(row.values) else None

    def _sentence(self, row: FlagRow, column: int) -> str:
        cell = self._cell(row, column)
        if column < _FIXED or row.group:
            return str(cell)
        day = self.content.dates[column - _FIXED]
        if not isinstance(cell, FlagValue):
            return tr("{name}, {day} : non dosé", name=row.name, day=day)
        said = f"{row.name}, {day} : {cell.words} {row.unit}".strip()
        return (
            tr("{said}, {flag}", said=said, flag=cell.flag.spoken) if cell.flag.spoken else tr("{said}", said=said)
        )


class FlagTable(QTableView):
    """`chosen` follows the selected row, which feeds the curve; `opened` is Enter or a double click."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._model = FlagModel(look, self)
        self.setModel(self._model)
        self.setItemDelegate(FlagDelegate(look, self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.selectionModel().currentRowChanged.connect(self._on_row)
        self.doubleClicked.connect(self._on_open)
        look.follow(self._restyle)

    def show_content(self, content: FlagTableContent) -> None:
        """Show results; a group title takes its whole line."""
        before = self.current_key()
        self._model.set_content(content)
        self.clearSpans()
        for place, row in enumerate(content.rows):
            if row.group:
                self.setSpan(place, 0, 1, self._model.columnCount())
        self._restyle()
        if before:
            self.choose(before)

    def current_key(self) -> str:
        """Give the key of the selected row, "" when there is none."""
        index = self.currentIndex()
        return self._model.content.rows[index.row()].key if index.isValid() else ""

    def choose(self, key: str) -> bool:
        """Select a row by its key; give False when it is not there."""
        for place, row in enumerate(self._model.content.rows):
            if row.key == key and not row.group:
                self.setCurrentIndex(self._model.index(place, _NAME))
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter alone; Ctrl+Enter belongs to the screen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier or event.isAutoRepeat():
                event.ignore()
            elif self.current_key():
                self.opened.emit(self.current_key())
            return
        super().keyPressEvent(event)

    def _on_row(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._model.content.rows[index.row()].key)

    def _on_open(self, index: QModelIndex) -> None:
        self.opened.emit(self._model.content.rows[index.row()].key)

    def _restyle(self) -> None:
        px, header = self._look.px, self.horizontalHeader()
        header.setFixedHeight(px(31))
        self.verticalHeader().setDefaultSectionSize(px(_ROW_HEIGHT))
        for section in range(self._model.columnCount()):
            self.setColumnWidth(section, px(_WIDTHS[section] if section < _FIXED else _VALUE_WIDTH))
        if self._model.columnCount():
            header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
            header.setMinimumSectionSize(px(40))
        self.viewport().update()

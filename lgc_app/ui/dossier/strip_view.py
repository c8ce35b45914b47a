# SPDX-License-Identifier: EUPL-1.2
"""Draws the strip of measures: label, value of today, value before; out of range in bold amber with its arrow."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lgc_app.ui.dossier.strip import NOT_MEASURED, MeasureCell
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.flow_layout import FlowLayout
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

_ARROWS = {"high": "↑", "low": "↓", "": ""}


class StripView(QWidget):
    """Shows cells, then the verb that opens the entry: last of the flow, it takes no column from the measures."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.cells: Sequence[MeasureCell] = ()
        self.enter = Button(look, tr("Mesure"), ButtonKind.LINK, key="Ctrl+G")
        self._flow = FlowLayout()
        self._words = QWidget()
        self._words.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._words.setSizePolicy(policy)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._words, 1)
        self._flow.addWidget(self.enter)
        look.follow(self._restyle)

    def show_cells(self, cells: Sequence[MeasureCell]) -> None:
        """Show the measures of today and of before."""
        if list(cells) == list(self.cells):
            return
        self.cells = list(cells)
        while item := self._flow.takeAt(0):
            widget = item.widget()
            if widget and widget is not self.enter:
                widget.hide()
                widget.deleteLater()
        for place, cell in enumerate(self.cells):
            self._flow.addWidget(_CellView(self._look, cell, last=place == len(self.cells) - 1))
        self._flow.addWidget(self.enter)
        self.setAccessibleDescription(" ; ".join(cell.sentence for cell in self.cells))
        self.updateGeometry()

    def _restyle(self) -> None:
        px = self._look.px
        self._row.setContentsMargins(px(12), px(7), px(4), px(7))
        self._row.setSpacing(px(2))
        self._flow.set_gaps(px(9), px(6))


class _CellView(QFrame):
    def __init__(self, look: Look, cell: MeasureCell, *, last: bool) -> None:
        super().__init__()
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(cell.sentence)
        if not last:
            self.setProperty("edge", "right")
        self._column = QVBoxLayout(self)
        self._column.addWidget(Text(look, cell.label, TextRole.DENSE, "text2"))
        self._line = QHBoxLayout()
        self._line.addWidget(Text(look, cell.value + _ARROWS[cell.flag], TextRole.SECTION, _colour(cell)))
        if cell.value != NOT_MEASURED:
            self._line.addWidget(Text(look, cell.unit, TextRole.DENSE, "text2"))
        self._line.addStretch()
        self._column.addLayout(self._line)
        self._column.addWidget(Text(look, cell.previous or " ", TextRole.DENSE, "text2"))
        look.follow(self._restyle)

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(0, 0, px(9), 0)
        self._column.setSpacing(0)
        self._line.setSpacing(px(4))


def _colour(cell: MeasureCell) -> str:
    if cell.value == NOT_MEASURED:
        return "text2"
    return "warn" if cell.flag else "text"

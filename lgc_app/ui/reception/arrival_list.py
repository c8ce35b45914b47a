# SPDX-License-Identifier: EUPL-1.2
"""The ranked list: Critique, À lire aujourd’hui, Courant, Mis de côté."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lgc_app.ui.reception.presenter import ArrivalLine
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.pill import Pill
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import ROW_HEIGHT_TWO_LINES, Align, Cell, Column, Recipe, Row, header_row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

_ASIDE_WIDTH = 56


class ArrivalList(QFrame):
    """`chosen` follows the row, `opened` is Enter on it: it files."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, look: Look, choose_files: Callable[[], None]) -> None:
        super().__init__()
        self._look = look
        self.lines: Sequence[ArrivalLine] = ()
        self.setProperty("edge", "right")
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Documents reçus"))
        columns = (Column(), Column(_ASIDE_WIDTH, Align.RIGHT))
        self.rows = RowList(look, tr("Documents reçus"), Recipe(columns, ROW_HEIGHT_TWO_LINES))
        self.rows.chosen.connect(self.chosen)
        self.rows.opened.connect(self.opened)
        self._count = Pill(look, PillContent("0"))
        self._import = Button(look, tr("Importer"), icon="add", small=True)
        self._import.setAccessibleName(tr("Importer un fichier"))
        self._import.clicked.connect(choose_files)
        self._build()
        look.follow(self._restyle)

    def show_lines(self, lines: Sequence[ArrivalLine]) -> None:
        """Show arrivals under the titles of their groups; the chosen one stays chosen, or the next is."""
        self.lines = lines
        rows: list[Row] = []
        for group in dict.fromkeys(line.group for line in lines):
            members = [line for line in lines if line.group == group]
            rows.append(header_row(tr(group), str(len(members))))
            rows += [_row(line) for line in members]
        self.rows.set_rows(rows)
        self._count.set_content(PillContent(str(len(lines))))
        if lines and not self.rows.current_key():
            self.rows.choose_first()

    def place_words(self) -> str:
        """Return `2 sur 9`."""
        ids = [line.id for line in self.lines]
        current = self.rows.current_key()
        place = ids.index(current) + 1 if current in ids else 0
        return tr("{place} sur {total}", place=place, total=len(ids))

    def step(self, step: int) -> None:
        """Go to the next or the previous document."""
        ids = [line.id for line in self.lines]
        current = self.rows.current_key()
        if current in ids:
            self.rows.choose(ids[min(max(ids.index(current) + step, 0), len(ids) - 1)])

    def _build(self) -> None:
        head = QFrame()
        head.setProperty("edge", "bottom")
        self._head = head
        self._row = QHBoxLayout(head)
        self._row.addWidget(Text(self._look, tr("Réception"), TextRole.SECTION))
        self._row.addWidget(self._count)
        self._row.addStretch()
        self._row.addWidget(self._import)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.rows, 1)

    def _restyle(self) -> None:
        px = self._look.px
        self._head.setFixedHeight(px(47))
        self._row.setContentsMargins(px(12), 0, px(12), 0)
        self._row.setSpacing(px(8))


def _row(line: ArrivalLine) -> Row:
    main = Cell(
        (Run(line.title, TextRole.DENSE_MEDIUM),),
        (Run(line.subject, TextRole.CAPTION, "text2"),),
        icon=line.icon,
        icon_colour=line.ink,
    )
    return Row(line.id, (main, Cell((Run(line.aside, TextRole.CAPTION, "text2"),))), line.sentence)

# SPDX-License-Identifier: EUPL-1.2
"""The history at the left: filter, chips, and a list of fixed heights that thousands of lines do not slow."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from lgc_app.ui.dossier.history import CHIPS, CURRENT, NEW, NEXT_SHOWN, HistoryLine, chosen_lines, words_sought
from lgc_app.ui.dossier.pane import Pane
from lgc_app.ui.dossier.peek import Part, Peek
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.flow_layout import FlowLayout
from lgc_app.ui.widgets.pill import PillButton
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import ROW_HEIGHT_TIMELINE, Cell, Recipe, Row, header_row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

# so many rows are laid out at once; the others while the person reads (QListView.Batched)
_BATCH = 120

_ONE_LINE, _TWO_LINES = 30, 58
"""Characters of a line, and of a title with what is said of it, that the pane holds as it opens: past these the
row has three lines. Counted, for nothing is measured to lay out thousands of rows."""

Drawn = tuple[HistoryLine, Row]


class HistoryPane(Pane):
    """`opened` carries the key of a line: Entrée, or a double click; `peeked` of one to read under the list.

    `sought` carries words to look for inside the texts; `show_found` brings the answer.
    """

    opened = Signal(str)
    peeked = Signal(str)
    sought = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__("right", tr("Historique"))
        self._look = look
        self._drawn: Sequence[Drawn] = ()
        self._inside: frozenset[str] = frozenset()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Mot, auteur, depuis 2025…"))
        self.filter.setAccessibleName(tr("Filtrer l’historique"))
        self._icon = QAction(self.filter)
        self.filter.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self.chips = {shelf: PillButton(look, PillContent(tr(words)), checkable=True) for shelf, words in CHIPS}
        self.rows = RowList(look, tr("Historique"), Recipe(height=ROW_HEIGHT_TIMELINE, lines=False))
        self.rows.setLayoutMode(QListView.LayoutMode.Batched)
        self.rows.setBatchSize(_BATCH)
        self.peek = Peek(look)
        self.empty = Text(look, "", TextRole.DENSE, "text2", wrap=True)
        self._build()
        self.filter.textChanged.connect(self._on_typed)
        self.rows.opened.connect(self.opened)
        self.rows.chosen.connect(self._on_chosen)
        self.rows.installEventFilter(self)
        self.peek.closed.connect(self.close_peek)
        self.peek.opened.connect(lambda: self.opened.emit(self.rows.current_key()))
        look.follow(self._restyle)

    def show_lines(self, drawn: Sequence[Drawn]) -> None:
        """Show lines with their rows, drawn on another thread."""
        self._drawn = drawn
        self._show()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was shown yet, not even the consultation of now."""
        return not self._drawn

    @property
    def says_new(self) -> bool:
        """Tell whether the consultation of now is said to be still to write."""
        return any(line.title == NEW for line, _row in self._drawn)

    def is_ahead(self, key: str) -> bool:
        """Tell whether a line is to come or to do."""
        return any(line.key == key and line.ahead for line, _row in self._drawn)

    def show_found(self, words: str, keys: frozenset[str]) -> None:
        """Keep the lines whose text has the words too, if they are still those of the filter."""
        if words == words_sought(self.filter.text()):
            self._inside = keys
            self._show()

    def choose(self, key: str) -> None:
        """Light the line of what the centre shows."""
        self.rows.choose(key)

    def show_entry(self, title: str, parts: tuple[Part, ...]) -> None:
        """Show an entry under the list, its line still in sight."""
        self.peek.show_parts(title, parts)
        self.column.activate()
        self.rows.scrollTo(self.rows.currentIndex())

    def close_peek(self) -> None:
        """Show the list alone."""
        self.peek.hide()
        self.rows.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Read the line under the list on Espace or →, put it away on Échap or ←."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched is self.rows:
            if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Right):
                self.peeked.emit(self.rows.current_key())
                return True
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Left) and self.peek.isVisible():
                self.close_peek()
                return True
        return super().eventFilter(watched, event)

    def _on_chosen(self, key: str) -> None:
        if self.peek.isVisible() and self.rows.hasFocus():
            self.peeked.emit(key)

    @property
    def titles(self) -> list[str]:
        """Give the lines in view, month headers left out."""
        return [row.sentence for row in self.rows.rows if not row.header]

    def _on_typed(self, typed: str) -> None:
        self._inside = frozenset()
        self._show()
        if words := words_sought(typed):
            self.sought.emit(words)

    def _show(self) -> None:
        shelf = next((shelf for shelf, chip in self.chips.items() if chip.isChecked()), "")
        drawn = self._chosen(shelf, self.filter.text())
        rows: list[Row] = []
        month = ""
        for line, row in drawn:
            if line.month != month:
                month = line.month
                rows.append(header_row(month, self._amount(drawn) if line.ahead else ""))
            rows.append(row)
        self.rows.set_rows(rows)
        self._say_empty(found=any(line.key != CURRENT for line, _row in drawn))

    def _chosen(self, shelf: str, typed: str) -> Sequence[Drawn]:
        if not shelf and not typed.strip():
            return [one for one in self._drawn if one[0].ahead <= NEXT_SHOWN]
        wanted = {
            id(line) for line in chosen_lines((line for line, _row in self._drawn), shelf, typed, self._inside)
        }
        return [one for one in self._drawn if id(one[0]) in wanted]

    def _amount(self, drawn: Sequence[Drawn]) -> str:
        """Say how many lines to come are left out, so that nobody takes the first ones for all of them."""
        there, shown = (sum(line.ahead > 0 for line, _row in some) for some in (self._drawn, drawn))
        return tr("{shown} sur {there}", shown=shown, there=there) if shown < there else ""

    def _say_empty(self, *, found: bool) -> None:
        if len(self._drawn) > 1:
            self.empty.setText(tr("Rien ne répond à ce filtre."))
        else:
            self.empty.setText(tr("Nouveau dossier. Importer un document, ou saisir les antécédents."))
        self.empty.setVisible(bool(self._drawn) and not found)

    def _on_chip(self) -> None:
        self._show()

    def _build(self) -> None:
        head = QFrame()
        head.setProperty("edge", "bottom")
        self._head = QVBoxLayout(head)
        self._head.addWidget(self.filter)
        pills = QWidget()
        self._pills = FlowLayout()
        pills.setLayout(self._pills)
        for shelf, chip in self.chips.items():
            chip.setAutoExclusive(True)
            chip.setChecked(not shelf)
            chip.toggled.connect(self._on_chip)
            self._pills.addWidget(chip)
        self._head.addWidget(pills)
        self.column.addWidget(head)
        self.column.addWidget(self.rows, 1)
        self._foot = QVBoxLayout()
        self._foot.addWidget(self.empty)
        self.column.addLayout(self._foot)
        self.column.addWidget(self.peek)
        self.peek.hide()
        self.empty.hide()

    def _restyle(self) -> None:
        px = self._look.px
        self._head.setContentsMargins(px(10), px(7), px(10), px(5))
        self._head.setSpacing(px(4))
        self._pills.set_gaps(px(4), px(4))
        self._foot.setContentsMargins(px(12), px(4), px(12), px(12))
        self.filter.setFont(self._look.font(TextRole.BODY))
        self._icon.setIcon(self._look.icon("filter", "text2", 18))


def draw(lines: Sequence[HistoryLine]) -> list[Drawn]:
    """Make the rows of lines; no widget is touched, so that this runs on the vault thread."""
    return [(line, _row(line)) for line in lines]


def _row(line: HistoryLine) -> Row:
    second = [Run(line.second, TextRole.CAPTION, "text2")]
    if line.flag:
        second += [Run(" · ", TextRole.CAPTION, "text2"), Run(line.flag, TextRole.CAPTION_STRONG, "warn")]
    if line.after:
        second.append(Run(f", {line.after}", TextRole.CAPTION, "text2"))
    ink = "text2" if line.struck else "text"
    cell = Cell((Run(line.title, TextRole.DENSE_MEDIUM, ink, line.struck),), second, line.icon)
    spoken = ", ".join(part for part in (line.title, line.second, line.flag, line.after) if part)
    about = sum(map(len, (line.second, line.flag, line.after)))
    tall = len(line.title) > _ONE_LINE and len(line.title) + about > _TWO_LINES
    return Row(line.key, (cell,), spoken, tall=tall)

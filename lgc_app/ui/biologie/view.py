# SPDX-License-Identifier: EUPL-1.2
"""The screen Biologie: table at the left, curve of the chosen line at the right (mockup e)."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lgc_app.services.biology import Result, ResultSeries, ResultTable
from lgc_app.services.cabinet import Cabinet
from lgc_app.services.result_flags import ResultFlag
from lgc_app.ui.actions import Action
from lgc_app.ui.biologie.detail_pane import DetailPane
from lgc_app.ui.biologie.presenter import (
    CHOICES,
    Choice,
    TablePage,
    chosen_lines,
    detail_of,
    hidden_words,
    page_of,
    reference_words,
)
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.empty_state import EmptyState
from lgc_app.ui.widgets.flag_table import FlagTable, FlagTableContent
from lgc_app.ui.widgets.flag_value import Flag, FlagRow, FlagValue
from lgc_app.ui.widgets.pill import PillButton
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.runs import Run, RunsText
from lgc_app.ui.widgets.text import ShrinkingText, Text
from lgc_app.ui.words import tr
from lgc_core.model.patient import Patient
from lgc_core.store.changes import Changes

WHERE: Final = "biology"
Say = Callable[[str, Callable[[], None] | None], None]
_FIRST_DATE_COLUMN: Final = 3
# design ui.md §3: 8 dates in a wide window, 5 at 1366, 3 at 1366 with text at 125 %
_WIDTHS: Final = ((1600, 8, 420), (1201, 5, 400), (0, 3, 330))
_FLAGS: Final[dict[ResultFlag, Flag]] = {
    "haut": Flag.HIGH,
    "bas": Flag.LOW,
    "critique haut": Flag.CRITICAL_HIGH,
    "critique bas": Flag.CRITICAL_LOW,
}


class BiologyScreen(QWidget):
    """`show_patient` fills it; `open_document` is called with the document that a value came in."""

    def __init__(
        self,
        cabinet: Cabinet,
        tasks: Tasks,
        look: Look,
        open_document: Callable[[str], None],
        say: Say | None = None,
    ) -> None:
        super().__init__()
        self._say = say
        self._cabinet, self._tasks, self._look = cabinet, tasks, look
        self._open_document = open_document
        self._patient: Patient | None = None
        self._choice: Choice = "Toutes"
        self._skipped = self._dates = 0
        self._results: ResultTable | None = None
        self._table_page = page_of((), 5)
        self.table = FlagTable(look, tr("Résultats et mesures"))
        self.detail = DetailPane(look)
        self.pills: dict[Choice, PillButton] = {}
        self.older = Button(look, tr("Dates plus anciennes"), icon="back", small=True)
        self.newer = Button(look, tr("Plus récentes"), icon="forward", small=True)
        self.hidden = ShrinkingText(look, "", TextRole.CAPTION, "text2")
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Biologie et mesures"))
        self._build()
        self._listen()
        self.page = self._screen()
        look.follow(self._restyle)

    @property
    def shown(self) -> TablePage:
        """Give the lines and dates in sight."""
        return self._table_page

    def show_patient(self, patient: Patient) -> None:
        """Show the results of a patient whose file is open."""
        self._patient = patient
        self._skipped = 0
        self.refresh()

    def refresh(self) -> None:
        """Read the results again."""
        if self._patient:
            self._tasks.read(partial(self._cabinet.biology.of, self._patient), self._on_results)

    def clear(self) -> None:
        """Forget the patient."""
        self._patient = self._results = None
        self.table.show_content(FlagTableContent((), ()))
        self.detail.clear()

    def open_source(self) -> None:
        """Open the document of the value under the keyboard, else of the newest of the line that has one."""
        line = self._line(self.table.current_key())
        if line is None:
            return
        column = self.table.currentIndex().column() - _FIRST_DATE_COLUMN
        value = self._table_page.at(line, column) if column >= 0 else None
        found = value if value and value.document else None
        found = found or next((one for one in reversed(line.results) if one.document), None)
        if found:
            self._open_document(found.document)
        else:
            self.hidden.set_words(tr("Cette valeur a été saisie ici : il n’y a pas de compte rendu."))

    def withdraw(self) -> None:
        """Take the measure under the keyboard out of the file: it was typed by mistake."""
        line = self._line(self.table.current_key())
        column = self.table.currentIndex().column() - _FIRST_DATE_COLUMN
        value = self._table_page.at(line, column) if line and column >= 0 else None
        if line is None or value is None or line.kind == "calcul":
            self.hidden.set_words(tr("Pointez d’abord la valeur à retirer, avec les flèches."))
            return
        measures = self._cabinet.measures
        self._tasks.write(
            partial(measures.withdraw, value.id), partial(self._on_withdrawn, line.name, value.words), owner=self
        )

    def _on_withdrawn(self, name: str, words: str, changes: Changes) -> None:
        measures, tasks = self._cabinet.measures, self._tasks
        if self._say is not None:
            self._say(
                tr("{name} {value} : retiré, l’historique le garde.", name=name, value=words),
                lambda: tasks.write(lambda: measures.write_again(changes)),
            )

    def _on_changed(self, changes: object) -> None:
        if self._patient and isinstance(changes, Changes) and changes.concerns(self._patient.id):
            self.refresh()

    def _on_results(self, results: ResultTable) -> None:
        self._results = results
        self._stack.setCurrentIndex(0 if results.series else 1)
        self._fill()

    def _fill(self) -> None:
        if self._results is None:
            return
        lines = chosen_lines(self._results, self._choice)
        self._table_page = page_of(lines, self._measures()[0], self._skipped)
        page = self._table_page
        self.table.show_content(FlagTableContent([column.words for column in page.columns], _rows(page)))
        if not self.table.current_key() and page.lines:
            self.table.choose(page.lines[0].key)
        if not page.lines:
            self.detail.clear()
        self.older.setVisible(page.older > 0)
        self.newer.setVisible(self._skipped > 0)
        self.hidden.set_words(hidden_words(page))

    def _on_line(self, key: str) -> None:
        line = self._line(key)
        if line and self._results:
            self.detail.show_detail(detail_of(line, self._results))

    def _line(self, key: str) -> ResultSeries | None:
        return next((line for line in self._table_page.lines if line.key == key), None)

    def _choose(self, choice: Choice) -> None:
        self._choice, self._skipped = choice, 0
        for words, pill in self.pills.items():
            pill.setChecked(words == choice)
        self._fill()

    def _turn(self, step: int) -> None:
        self._skipped = max(self._skipped + step * self._measures()[0], 0)
        self._fill()
        self.table.setFocus()

    def _measures(self) -> tuple[int, int]:
        """Return how many dates fit, and the width of the right pane in pixels of the design."""
        logical = (self.width() + self._look.px(88)) * 100 / self._look.theme.scale
        return next((dates, pane) for least, dates, pane in _WIDTHS if logical >= least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many dates as there is room for."""
        super().resizeEvent(event)
        self._restyle()

    def _listen(self) -> None:
        self._tasks.changed.connect(self._on_changed)
        self.table.chosen.connect(self._on_line)
        self.table.opened.connect(lambda _key: self.open_source())
        self.older.clicked.connect(lambda: self._turn(1))
        self.newer.clicked.connect(lambda: self._turn(-1))

    def _screen(self) -> Screen:
        heading = tr("Biologie")
        source = tr("Compte rendu d’origine")
        wrong = tr("Retirer la mesure pointée")
        actions = (
            Action("biology-source", source, "F9", WHERE, self.open_source, "document", heading, bar=True),
            Action("biology-withdraw", wrong, "Delete", WHERE, self.withdraw, "clear", heading),
        )
        words = tr("Flèches : changer de ligne et de date. Entrée ouvre le compte rendu d’origine.")
        panes = (self.table, self.detail)
        return Screen(
            WHERE, tr("biologie"), self, actions, panes, "patients", banner=True, patient=True, help_words=words
        )

    def _build(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self._foot())
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left, 1)
        row.addWidget(self.detail)
        self._stack = QStackedWidget()
        self._stack.addWidget(body)
        self._stack.addWidget(EmptyState(self._look, tr("Aucun résultat. Saisir, ou attendre la réception.")))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._head())
        outer.addWidget(self._stack, 1)

    def _head(self) -> QFrame:
        self._top = QFrame()
        self._top.setProperty("edge", "bottom")
        set_mark(self._top, "ground", "surface")
        self._top_row = QHBoxLayout(self._top)
        self._top_row.addWidget(Text(self._look, tr("Biologie"), TextRole.SECTION))
        for choice in CHOICES:
            pill = PillButton(self._look, PillContent(tr(choice)), checkable=True)
            pill.setChecked(choice == self._choice)
            pill.clicked.connect(partial(self._on_pill, choice))
            self.pills[choice] = pill
            self._top_row.addWidget(pill)
        self._top_row.addStretch()
        self._top_row.addWidget(self.newer)
        self._top_row.addWidget(self.older)
        self.newer.hide()
        self.older.hide()
        return self._top

    def _on_pill(self, choice: Choice, _checked: bool = False) -> None:
        self._choose(choice)

    def _foot(self) -> QFrame:
        self._legend = QFrame()
        self._legend.setProperty("edge", "top")
        set_mark(self._legend, "ground", "surface")
        self._legend_row = QHBoxLayout(self._legend)
        strong, plain = TextRole.CAPTION_STRONG, TextRole.CAPTION
        runs = (
            Run("↑", strong, "warn"), Run(tr(" au-dessus    "), plain, "text2"),
            Run("↓", strong, "warn"), Run(tr(" en dessous    "), plain, "text2"),
            Run("↑↑", strong, "danger"), Run(tr(" critique    – non dosé"), plain, "text2"),
        )  # fmt: skip
        self._legend_row.addWidget(RunsText(self._look, runs), 1, Qt.AlignmentFlag.AlignVCenter)
        self._legend_row.addWidget(self.hidden, 0, Qt.AlignmentFlag.AlignVCenter)
        return self._legend

    def _restyle(self) -> None:
        px = self._look.px
        self._top.setFixedHeight(px(45))
        self._top_row.setContentsMargins(px(12), 0, px(12), 0)
        self._top_row.setSpacing(px(6))
        self._legend.setFixedHeight(px(33))
        self._legend_row.setContentsMargins(px(12), px(6), px(12), px(4))
        dates, pane = self._measures()
        self.detail.setFixedWidth(px(pane))
        if dates != self._dates:
            self._dates = dates
            self._fill()


def _rows(page: TablePage) -> list[FlagRow]:
    rows: list[FlagRow] = []
    for group in dict.fromkeys(line.group for line in page.lines):
        rows.append(FlagRow(f"group:{group}", tr(group), group=True))
        for line in page.lines:
            if line.group == group:
                values = [_value(page.at(line, at)) for at in range(len(page.columns))]
                rows.append(FlagRow(line.key, line.name, line.unit, reference_words(line), values))
    return rows


def _value(one: Result | None) -> FlagValue | None:
    if one is None:
        return None
    if one.flag in ("critique", "anormal"):  # no side is known: a word in place of an arrow
        return FlagValue(f"{one.words}, {one.flag}")
    return FlagValue(one.words, _FLAGS.get(one.flag, Flag.NONE))

# SPDX-License-Identifier: EUPL-1.2
"""What fills the history, and what opens behind a line: where that thing is shown, else under the list."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from lgc_app.services.cabinet import Cabinet
from lgc_app.ui.dossier.centre import Centre
from lgc_app.ui.dossier.history import CURRENT, NEW, current_line, lines_of
from lgc_app.ui.dossier.history_pane import Drawn, HistoryPane, draw
from lgc_app.ui.dossier.peek import read_entry
from lgc_app.ui.dossier.section_words import heading
from lgc_app.ui.navigation import Desk
from lgc_app.ui.theme.typography import month_year

FIRST_ENTRIES = 200
"""Entries of the history that are read before all the others: more than a screen shows."""

_DONE_AT_THE_DESK = {"task": "journee", "appointment": "agenda"}


class HistoryLines(QObject):
    """`today` wants the consultation of now, `line` a line of the context by its id."""

    today = Signal()
    line = Signal(str)

    def __init__(self, desk: Desk, patient: str, pane: HistoryPane, centre: Centre, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient = patient
        self._pane = pane
        self._centre = centre
        self._shown = CURRENT
        pane.peeked.connect(self.peek)
        pane.sought.connect(self._on_sought)
        centre.saving.kept.connect(self._on_kept)

    def read(self) -> None:
        """Read the history: what the pane has room for, then the years behind it."""
        read = partial(read_history, self._desk.cabinet, self._patient)
        if self._pane.is_empty:
            self._desk.tasks.read(partial(read, FIRST_ENTRIES), self._on_first)
        else:
            self._desk.tasks.read(read, self._on_all)

    def choose(self, key: str) -> None:
        """Light the line of what the centre shows."""
        self._shown = key
        self._pane.choose(key)

    def open(self, key: str) -> None:
        """Open what stands behind a line."""
        kind, _, identifier = key.partition(":")
        navigator = self._desk.navigator
        if key == CURRENT:
            self.today.emit()
        elif kind == "encounter":
            self._centre.go(identifier)
        elif kind == "document":
            navigator.open_document(identifier)
        elif kind == "observation":
            navigator.open_biology(self._patient)
        elif kind == "vaccination":
            navigator.open_part("vaccins", self._patient)
        elif kind in ("problem", "problem_end", "allergy", "procedure"):
            self.line.emit(identifier)
        elif self._is_over(key):
            self.peek(key)
        else:
            navigator.show(_DONE_AT_THE_DESK[kind], item=identifier)

    def peek(self, key: str) -> None:
        """Show a line under the list."""
        row = next((row for row in self._pane.rows.rows if row.key == key), None)
        if row is None or key == CURRENT:
            return
        kind, _, identifier = key.partition(":")
        self._desk.tasks.read(
            partial(read_entry, self._desk.cabinet, kind, identifier, row.sentence),
            lambda parts: self._pane.show_entry(row.sentence, parts),
            owner=self,
            failed=self._centre.say_refused,
        )

    def peek_chosen(self) -> None:
        """Show the chosen line under the list."""
        self._pane.rows.setFocus()
        self.peek(self._pane.rows.current_key())

    def _is_over(self, key: str) -> bool:
        """Tell whether a line stands in no list any more: a task that was done, a transmission."""
        kind = key.partition(":")[0]
        return kind not in _DONE_AT_THE_DESK or (kind == "task" and not self._pane.is_ahead(key))

    def _on_kept(self, _at: str) -> None:
        """Say that the consultation has begun: its first key made it, and told nobody."""
        if self._pane.says_new:
            self.read()

    def _on_first(self, drawn: Sequence[Drawn]) -> None:
        self._on_all(drawn)
        self.read()

    def _on_all(self, drawn: Sequence[Drawn]) -> None:
        self._pane.show_lines(drawn)
        self._pane.choose(self._shown)

    def _on_sought(self, words: str) -> None:
        texts, patient = self._desk.cabinet.texts, self._patient
        self._desk.tasks.read(
            partial(texts.keys, words, patient), partial(self._pane.show_found, words), owner=self
        )


def read_history(cabinet: Cabinet, patient: str, newest: int = 0) -> list[Drawn]:
    """Read and draw the history (`newest` entries of it); on the vault thread.

    The consultation of now comes first, after what is to come or to do.
    """
    now = cabinet.session.now()
    current = cabinet.encounters.today_of(patient)
    own = current.encounter.id if current else ""
    entries = [entry for entry in cabinet.timelines.of(patient, newest=newest) if entry.id != own]
    second = (
        heading(current.encounter if current else None, now).replace(", ", "\u00a0") if current else "à écrire"
    )
    title = "Consultation en cours" if current else NEW
    line = current_line(title, f"{cabinet.session.staff.name.shown} · {second}", month_year(now.date()))
    lines = lines_of(entries, now.date())
    ahead = sum(one.ahead > 0 for one in lines)
    return draw([*lines[:ahead], line, *lines[ahead:]])

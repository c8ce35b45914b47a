# SPDX-License-Identifier: EUPL-1.2
"""Run the import of a folder beside a person's work: files read on the pool, kept in turn, stopped when asked."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from lgc_app.services.folder_import import FolderFound, FolderImport, FolderRun, Outcome, Taken
from lgc_app.services.importing import TakenIn
from lgc_app.services.reading_room import ReadingRoom
from lgc_app.ui.importation.one_by_one import Told
from lgc_app.ui.reception.first_page import first_page
from lgc_app.ui.tasks import Tasks
from lgc_core.errors import OutsideError, UserError
from lgc_core.store.changes import Changes

State = Literal["rien", "prêt", "en cours", "arrêté", "fini"]


class Runner(QObject):
    """`moved` after each step: look at `state`, `found`, `taken`; `trouble` is a sentence that stopped it.

    It has no parent: a file that is being read at a lock comes back here, and is dropped, after the screen went.
    """

    moved = Signal()
    finished = Signal()
    trouble = Signal(str)

    def __init__(self, service: FolderImport, tasks: Tasks, room: ReadingRoom) -> None:
        super().__init__()
        self._service, self._tasks = service, tasks
        self._first_page = partial(first_page, room)
        self._told = Told(tasks)
        self._run: FolderRun | None = None
        self._busy = False
        self.state: State = "rien"
        self.found: FolderFound | None = None
        self.taken: list[Taken] = []

    def look_at(self, folder: Path, then: Callable[[], None] = lambda: None) -> None:
        """See what a folder holds; nothing is taken yet."""
        if self.state == "en cours":
            return
        call = partial(self._service.survey, folder)
        self._tasks.fetch(call, partial(self._on_found, then), owner=self, failed=self._on_trouble)

    def start(self, patient: str = "") -> None:
        """Begin, or go on where it was stopped; `patient` gets what can be theirs."""
        if self.found is None or self.state not in ("prêt", "arrêté"):
            return
        self.state = "en cours"
        if self._run is not None:
            self._run.patient = patient
            self.moved.emit()
            self._next()
            return
        self.moved.emit()
        begin = partial(self._service.begin, self.found, patient)
        self._tasks.read(begin, self._on_begun, failed=self._on_trouble)

    def stop(self) -> None:
        """Stop after the file in hand; what was taken stays, nothing is half taken."""
        if self.state == "en cours":
            self.state = "arrêté"
            self._told.tell()
            self.moved.emit()

    def filed(self, documents: frozenset[str], *, back: bool = False) -> None:
        """Note that documents recognised were filed, or taken back."""
        now: Outcome = "importé" if back else "classé"
        self.taken = [replace(one, outcome=now) if one.document in documents else one for one in self.taken]
        self.moved.emit()

    def _on_found(self, then: Callable[[], None], found: FolderFound) -> None:
        self.found, self.taken, self._run = found, [], None
        self.state = "prêt" if found.files else "rien"
        self.moved.emit()
        then()

    def _on_begun(self, run: FolderRun) -> None:
        self._run = run
        self._next()

    def _next(self) -> None:
        if self._run is None or self.state != "en cours" or self._busy:
            return
        files = self._run.found.files
        if len(self.taken) == len(files):
            self._finish()
            return
        self._busy = True
        path = files[len(self.taken)]
        read = partial(self._service.read, path, self._first_page)
        self._tasks.fetch(read, partial(self._on_read, path), owner=self, failed=partial(self._on_refused, path))

    def _on_read(self, path: Path, taken: TakenIn) -> None:
        assert self._run is not None
        keep = partial(self._service.keep, self._run, path, taken)
        # not as a write: the other screens hear of it from time to time, not at each of seven hundred files
        self._tasks.read(keep, self._on_taken, owner=self, failed=partial(self._on_refused, path))

    def _on_taken(self, taken: Taken) -> None:
        self._busy = False
        self.taken.append(taken)
        if taken.document:
            patients = frozenset({self._run.patient} if self._run and taken.outcome == "classé" else ())
            self._told.note(Changes(entities=frozenset({("document", taken.document)}), patients=patients))
        self.moved.emit()
        self._next()

    def _on_refused(self, path: Path, error: BaseException) -> None:
        if isinstance(error, UserError) and self._run is not None and self.state == "en cours":
            self._on_taken(self._service.refused(self._run, path, error))
            return
        self._on_trouble(error)

    def _finish(self) -> None:
        self.state = "fini"
        self._told.tell()
        self._tasks.read(self._service.end, self._on_ended)

    def _on_ended(self, _nothing: None) -> None:
        self.moved.emit()
        self.finished.emit()

    def _on_trouble(self, error: BaseException) -> None:
        """Stop in words; once stopped, as by a lock, nothing more is said."""
        self._busy = False
        if self.state == "arrêté":
            return
        if self.state == "en cours":
            self.stop()
        if not isinstance(error, UserError | OutsideError):
            raise error
        self.trouble.emit(error.sentence)

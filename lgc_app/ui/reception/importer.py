# SPDX-License-Identifier: EUPL-1.2
"""Bring files in: chosen, dropped, or named by the demo; read off the GUI thread, one after the other."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from lgc_app.services.cabinet import Cabinet
from lgc_app.services.importing import TakenIn
from lgc_app.ui.reception.first_page import first_page
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.words import count, tr
from lgc_core.errors import OutsideError, UserError
from lgc_core.model.document import Document
from lgc_core.store.changes import Changes

Say = Callable[[str, Callable[[], None] | None], None]


class Importer(QObject):
    """Reads then keeps each file; `finished` carries (kept, in quarantine, not read) once all came back."""

    finished = Signal(int, int, int)

    def __init__(self, cabinet: Cabinet, tasks: Tasks, parent: QWidget, say: Say) -> None:
        super().__init__(parent)
        self._cabinet, self._tasks, self._window, self._say = cabinet, tasks, parent, say
        self._waiting: list[Path] = []
        self._kept = self._aside = self._lost = 0
        self._working = False
        self._first_page = partial(first_page, cabinet.reading_room)

    def choose(self) -> None:
        """Ask for files, without stopping the screen."""
        dialog = QFileDialog(self._window, tr("Importer un fichier"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([tr("Documents (*.xml *.pdf)"), tr("Tous les fichiers (*)")])
        dialog.filesSelected.connect(self._on_files)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def import_files(self, paths: Sequence[Path]) -> None:
        """Take files in, in this order."""
        self._waiting += paths
        if not self._working:
            self._next()

    def _on_files(self, names: list[str]) -> None:
        self.import_files([Path(name) for name in names])

    def _next(self) -> None:
        if not self._waiting:
            self._finish()
            return
        self._working = True
        path = self._waiting.pop(0)
        self._tasks.fetch(
            partial(self._cabinet.importing.take_in, path, self._first_page), self._keep, failed=self._on_trouble
        )

    def _keep(self, taken: TakenIn) -> None:
        received: list[Document] = []

        def receive() -> Changes:
            document = self._cabinet.inbox.receive_taken(taken)
            received.append(document)
            return Changes(entities=frozenset({("document", document.id)}))

        def then(_changes: Changes) -> None:
            self._kept += 1
            self._aside += received[0].read_state == "quarantaine"
            self._next()

        self._tasks.write(receive, then, owner=self, failed=self._on_trouble)

    def _on_trouble(self, error: BaseException) -> None:
        self._lost += 1
        if isinstance(error, UserError | OutsideError):
            self._say(tr("{why}", why=error.sentence), None)
            self._next()
            return
        self._next()
        raise error

    def _finish(self) -> None:
        if not self._working:
            return
        self._working = False
        kept, aside, lost = self._kept, self._aside, self._lost
        self._kept = self._aside = self._lost = 0
        if kept:
            words = count(kept, "document reçu", "documents reçus")
            more = tr(", dont {aside} mis de côté", aside=aside) if aside else ""
            self._say(tr("{words}{more}.", words=words, more=more), None)
        self.finished.emit(kept, aside, lost)

# SPDX-License-Identifier: EUPL-1.2
"""« Importer un dossier de comptes rendus »: choose, see, begin, stop, go on; file what is sure, with undo."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, Signal
from PySide6.QtWidgets import QFileDialog

from lgc_app.services.folder_import import Taken
from lgc_app.ui.actions import Action
from lgc_app.ui.importation.one_by_one import OneByOne
from lgc_app.ui.importation.presenter import (
    TakenLine,
    counts_of,
    found_lines,
    found_words,
    lines_of,
    progress_words,
    summary_words,
    sure_words,
)
from lgc_app.ui.importation.runner import Runner
from lgc_app.ui.importation.view import ImportView
from lgc_app.ui.navigation import Desk
from lgc_app.ui.reception.patient_picker import PatientPicker
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import count, tr
from lgc_core.model.patient import Patient
from lgc_core.store.changes import Changes

WHERE: Final = "importer"
_REDRAW_MS: Final = 400
"""The list is drawn again at most so often while files come in: it is read, not watched."""


class ImportScreen(QObject):
    """`open_arrival` shows a document in Réception; `acts_changed` when the main button says something else."""

    acts_changed = Signal()

    def __init__(self, desk: Desk, open_arrival: Callable[[str], None]) -> None:
        super().__init__()
        self._desk, self._open_arrival = desk, open_arrival
        self._patient = ""
        self._cut = ""
        self._lines: dict[str, TakenLine] = {}
        self._drawn = QElapsedTimer()
        self._filing: OneByOne | None = None
        find = partial(desk.cabinet.patients.find, limit=8)
        label = tr("Tout le dossier est à un seul patient (facultatif)")
        picker = PatientPicker(desk.look, desk.tasks, find, label)
        self.runner = Runner(desk.cabinet.folder_import, desk.tasks, desk.cabinet.reading_room)
        self.view = ImportView(desk.look, picker, self.choose)
        self.setParent(self.view)
        self.page = self._page()
        self._listen()

    def load(self) -> None:
        """Look whether an import was cut, as by a lock; what is on screen stays."""
        if self.runner.state == "rien":
            self._desk.tasks.read(self._desk.cabinet.folder_import.unfinished, self._on_cut, owner=self)

    def choose(self) -> None:
        """Ask for a folder, without stopping the screen."""
        dialog = QFileDialog(self.view, tr("Importer un dossier de comptes rendus"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self.look_at(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def look_at(self, folder: Path) -> None:
        """Show what a folder holds."""
        self.runner.look_at(folder)

    def resume(self) -> None:
        """Go on with the import that was cut."""
        self.runner.look_at(Path(self._cut), self.runner.start)

    def go(self) -> None:
        """Do what the main button says: begin, stop, go on, or go to Réception."""
        state = self.runner.state
        if state == "rien":
            self.choose()
        elif state == "en cours":
            self.runner.stop()
        elif state == "fini":
            self._desk.navigator.show("reception")
        elif self.view.picker.is_searching:
            self.view.picker.field.set_error(tr("Choisissez le patient dans la liste, ou effacez ce champ."))
            self.view.picker.search()
        else:
            self.runner.start(self._patient)

    def file_sure(self) -> None:
        """File what is at a patient without doubt; the service looks again at each."""
        service = self._desk.cabinet.folder_import
        sure = [one for one in self.runner.taken if one.outcome == "importé" and one.whose.is_sure]
        calls = [partial(service.file_sure, one.document, one.whose.patient) for one in sure]
        self._write(calls, partial(self._on_filed, [one.document for one in sure]))

    def stop(self) -> None:
        """Stop everything: the post locks. The same folder goes on later."""
        self.runner.stop()
        if self._filing is not None:
            self._filing.stop()

    def _take_back(self, documents: frozenset[str]) -> None:
        inbox = self._desk.cabinet.inbox
        calls = [partial(inbox.take_back, one) for one in sorted(documents)]
        self._write(calls, partial(self._on_taken_back, documents))

    def _write(self, calls: list[partial[Changes]], done: Callable[[list[int], str], None]) -> None:
        self._filing = OneByOne(self._desk.tasks, calls, done)
        self._filing.begin()

    def _on_filed(self, asked: list[str], made: list[int], refused: str) -> None:
        filed = frozenset(asked[rank] for rank in made)
        words = count(len(filed), "document classé.", "documents classés.")
        said = f"{words} {tr('{why}', why=refused)}" if refused else words
        self._desk.navigator.say(said, partial(self._take_back, filed) if filed else None)
        self.runner.filed(filed)

    def _on_taken_back(self, documents: frozenset[str], _made: list[int], _refused: str) -> None:
        self._desk.navigator.say(tr("Classement annulé : les documents attendent de nouveau."))
        self.runner.filed(documents, back=True)

    def _on_cut(self, folder: str) -> None:
        self._cut = folder
        self.view.cut.setVisible(bool(folder) and self.runner.state == "rien")
        words = tr("L’import de {folder} n’est pas fini. Ce qui est déjà là ne sera pas repris.", folder=folder)
        self.view.cut.set_runs((Run(words),))

    def _on_moved(self) -> None:
        runner, view = self.runner, self.view
        view.cut.hide()
        if runner.found is not None:
            view.folder.set_words(runner.found.folder.name)
            view.folder.setAccessibleDescription(str(runner.found.folder))
            view.found.setText(found_words(runner.found))
        view.found.setVisible(runner.found is not None)
        view.picker.setVisible(runner.state in ("prêt", "arrêté"))
        view.choose_button.setVisible(runner.state != "en cours")
        self._tell_progress()
        running = runner.state == "en cours"
        if not running or not self._drawn.isValid() or self._drawn.elapsed() > _REDRAW_MS:
            self._draw()
        self.acts_changed.emit()

    def _tell_progress(self) -> None:
        runner, view = self.runner, self.view
        if runner.found is None or runner.state in ("rien", "prêt"):
            view.show_progress(0, 0, "")
            return
        counts = counts_of(runner.taken)
        words = progress_words(len(runner.taken), len(runner.found.files), counts)
        if runner.state == "fini":
            words = f"{words}. {summary_words(counts)}"
        elif runner.state == "arrêté":
            words = tr("{words}. Arrêté : ce qui est importé est gardé.", words=words)
        view.show_progress(len(runner.taken), len(runner.found.files), words)
        view.sure.setVisible(counts["sûrs"] > 0 and runner.state != "en cours")
        view.sure.set_runs((Run(sure_words(counts["sûrs"])),))
        many = tr("Classer les {number}", number=counts["sûrs"])
        view.sure_button.set_words(many if counts["sûrs"] > 1 else tr("Classer"))

    def _draw(self) -> None:
        self._drawn.start()
        runner = self.runner
        is_new = runner.state == "prêt"
        lines = found_lines(runner.found) if is_new and runner.found else lines_of(runner.taken)
        self._lines = {line.key: line for line in lines}
        self.view.show_lines(lines)

    def _on_row(self, key: str) -> None:
        line = self._lines.get(key)
        if line is None or not line.document or line.group in ("classés", "déjà là"):
            return
        self._open_arrival(line.document)

    def _open_current(self) -> None:
        self._on_row(self.view.rows.current_key())

    def _on_patient(self, patient: str) -> None:
        read = partial(self._desk.cabinet.patients.get, patient)
        self._desk.tasks.read(read, self._on_patient_read, owner=self)

    def _on_patient_read(self, patient: Patient) -> None:
        self._patient = patient.id
        self.view.picker.show_patient(patient.shown)

    def _on_typed(self, typed: str) -> None:
        if not typed.strip():
            self._patient = ""

    def _on_done(self) -> None:
        """Say what was filed at one patient, with its undo: hundreds may have gone to a wrong file."""
        self.view.rows.choose_first()
        self.view.rows.scrollToTop()
        filed = frozenset(one.document for one in self.runner.taken if _was_named(one))
        if self.runner.state == "fini" and filed:
            words = count(len(filed), "document classé.", "documents classés.")
            self._desk.navigator.say(words, partial(self._take_back, filed))

    def _on_trouble(self, sentence: str) -> None:
        self._desk.navigator.say(tr("{why}", why=sentence))

    def _listen(self) -> None:
        self.runner.moved.connect(self._on_moved)
        self.runner.finished.connect(self._on_done)
        self.runner.trouble.connect(self._on_trouble)
        self.view.resume_button.clicked.connect(self.resume)
        self.view.sure_button.clicked.connect(self.file_sure)
        self.view.rows.opened.connect(self._on_row)
        self.view.picker.chosen.connect(self._on_patient)
        self.view.picker.field.changed.connect(self._on_typed)

    def _go_words(self) -> str:
        return {
            "rien": tr("Choisir un dossier"),
            "prêt": tr("Commencer l’import"),
            "en cours": tr("Arrêter"),
            "arrêté": tr("Continuer l’import"),
            "fini": tr("Aller à Réception"),
        }[self.runner.state]

    def _page(self) -> Screen:
        heading = tr("Réception")
        see, begin, choose = tr("Voir dans Réception"), tr("Commencer l’import"), tr("Choisir un dossier")
        said = self._go_words
        actions = (
            Action("import-choose", choose, "Ctrl+N", WHERE, self.choose, "folder-open", heading),
            Action("import-see", see, "F2", WHERE, self._open_current, "inbox", heading, bar=True),
            Action(
                "import-go",
                begin,
                "Ctrl+Return",
                WHERE,
                self.go,
                "",
                heading,
                primary=True,
                words_now=said,
            ),
        )
        words = tr("Ctrl+Entrée commence, arrête et continue. Entrée sur un fichier l’ouvre dans Réception.")
        return Screen(
            WHERE, tr("importer un dossier"), self.view, actions, (self.view.picker.field, self.view.rows),
            "reception", patient=True, help_words=words, first=self.view.rows,
        )  # fmt: skip


def _was_named(one: Taken) -> bool:
    """Tell whether a document went to the patient that was named for the whole folder."""
    return one.outcome == "classé" and not one.whose.patient

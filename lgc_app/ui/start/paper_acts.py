# SPDX-License-Identifier: EUPL-1.2
"""What the window prints: failsafe dossiers and the day of the front desk, each shown before."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QWidget

from lgc_app.services.export_archive import Manifest
from lgc_app.ui.navigation import Desk
from lgc_app.ui.start.screens import Screens
from lgc_app.ui.words import tr
from lgc_core.errors import OutsideError, UserError

FAILSAFE_FILE: Final = "dossier-de-secours.pdf"
PATIENT_FILE: Final = "copie-du-dossier.zip"
PRACTICE_FILE: Final = "export-du-cabinet.zip"
DAY_FILE: Final = "rendez-vous-du-jour.pdf"


class PaperActs:
    """`front` gives the patient in front, "" when there is none; `tell` says something even after a lock."""

    def __init__(
        self,
        desk: Desk,
        screens: Screens,
        window: QWidget,
        front: Callable[[], str],
        tell: Callable[[str], None],
    ) -> None:
        self._tell = tell
        self._cabinet = desk.cabinet
        self._tasks = desk.tasks
        self._window = window
        self._screens = screens
        self._navigator = desk.navigator
        self._front = front

    def failsafe(self) -> None:
        """Show the failsafe dossier of the patient in front; of tomorrow's whole agenda when nobody is."""
        patient = self._front()
        if not patient:
            self.failsafe_day()
            return
        make = self._cabinet.failsafe.of_patient
        back = partial(self._navigator.open_patient, patient)
        self._screens.show_paper(lambda: make(patient).pdf, FAILSAFE_FILE, back)

    def failsafe_day(self) -> None:
        """Show the failsafe dossier of tomorrow's whole agenda."""
        make = self._cabinet.failsafe.of_day
        self._screens.show_paper(lambda: make().pdf, FAILSAFE_FILE, self._home)

    def day(self) -> None:
        """Show today's agenda without medical words."""
        self._screens.show_paper(self._cabinet.day_sheet.of_day, DAY_FILE, self._home)

    def export_patient(self) -> None:
        """Write the copy of the file of the patient in front where the person says."""
        patient = self._front()
        if not patient:
            self._navigator.say(tr("Ouvrez d’abord le dossier à copier."))
            return
        export = self._cabinet.open_export.of_patient
        self._export(tr("Copie du dossier"), PATIENT_FILE, lambda path: export(patient, path))

    def export_practice(self) -> None:
        """Write the whole practice where the person says; people work meanwhile."""
        self._export(tr("Export du cabinet"), PRACTICE_FILE, self._cabinet.open_export.of_practice)

    def _export(self, title: str, name: str, write: Callable[[Path], Manifest]) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self._window, title, str(Path.home() / name), tr("Archive (*.zip)")
        )
        if chosen:
            self._navigator.say(tr("Export en cours. Vous pouvez continuer."))
            self.write_export(Path(chosen), write)

    def write_export(self, path: Path, write: Callable[[Path], Manifest]) -> None:
        """Write an export off the GUI thread, beside the vault's."""
        self._tasks.fetch(lambda: write(path), self._on_exported, owner=self._window, failed=self._on_not_exported)

    def _on_exported(self, made: Manifest) -> None:
        words = tr("Export écrit, en clair : gardez-le sous clé.")
        if made.missing:
            words += " " + tr("Des documents attendus n’y sont pas : faites un échange (F5), puis recommencez.")
        self._tell(words)

    def _on_not_exported(self, error: BaseException) -> None:
        if not isinstance(error, UserError | OutsideError):
            raise error
        self._tell(tr("{why}", why=error.sentence))

    def _home(self) -> None:
        self._navigator.show(self._screens.home)

# SPDX-License-Identifier: EUPL-1.2
"""The invitation sheet on screen: printed or saved by a person, never written to the disk by itself."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from lgc_app.services.invitation_sheet import invitation_pdf
from lgc_app.ui.actions import Action
from lgc_app.ui.navigation import Desk
from lgc_app.ui.papier.printing import save_sheet
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.widgets.pdf_view import PdfView
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.words import tr
from lgc_core.store.changes import Changes

WHERE = "invitation"


class InvitationScreen(QWidget):
    """One sheet at a time, in memory; gone with the screen."""

    def __init__(self, desk: Desk, web: str, back: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._web = web
        self._back = back
        self.pdf = b""
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Invitation"))
        self.pages = PdfView(desk.look, tr("Feuille d’invitation"), desk.tasks, desk.cabinet.reading_room)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        heading = tr("Invitation")
        actions = (
            Action("invitation-back", tr("Retour au dossier"), "", WHERE, back, "back", heading, bar=True),
            Action(
                "invitation-save",
                tr("Enregistrer la feuille"),
                "Ctrl+Return",
                WHERE,
                self.save,
                "stored",
                heading,
                primary=True,
            ),
        )
        self.page = Screen(
            WHERE, tr("invitation"), self, actions, (self.pages,), "patients", banner=True, patient=True
        )

    def make(self, patient: str, then: Callable[[], None]) -> None:
        """Make an invitation, and show its sheet; its code is nowhere else."""
        cabinet, web, changed = self._desk.cabinet, self._web, self._desk.tasks.changed

        def call() -> tuple[bytes, Changes]:
            sheet, changes = cabinet.invitations.invite(patient)
            return invitation_pdf(cabinet.session, cabinet.patients.get(patient), sheet, web), changes

        def show(made: tuple[bytes, Changes]) -> None:
            self.pdf, changes = made
            self.pages.show_pdf(self.pdf)
            changed.emit(changes)
            then()

        self._desk.tasks.read(call, show, owner=self)

    def save(self) -> None:
        """Write the sheet where the person wants it."""
        name, _kind = QFileDialog.getSaveFileName(
            self, tr("Enregistrer la feuille"), "invitation.pdf", "PDF (*.pdf)"
        )
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        """Write the sheet to a file, off the GUI thread."""
        self._desk.tasks.fetch(partial(save_sheet, path, self.pdf), self._on_written, owner=self)

    def _on_written(self, _nothing: None) -> None:
        self._desk.navigator.say(tr("Feuille enregistrée. Imprimez-la, remettez-la, puis effacez le fichier."))

# SPDX-License-Identifier: EUPL-1.2
"""A sheet on screen before paper: Ctrl+P prints it, Ctrl+S saves it; it stays in memory."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from lgc_app.ui.actions import Action
from lgc_app.ui.navigation import Desk
from lgc_app.ui.papier.printing import print_on_paper, save_sheet
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.widgets.pdf_view import PdfView
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.words import tr

WHERE: Final = "papier"


class PaperScreen(QWidget):
    """`make` runs a service beside the vault's thread and shows its PDF; `back` returns where one came from."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._back: Callable[[], None] = lambda: desk.navigator.show("journee")
        self._file = ""
        self.pdf = b""
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Feuille à imprimer"))
        self.pages = PdfView(desk.look, tr("Feuille à imprimer"), desk.tasks, desk.cabinet.reading_room)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        heading = tr("Papier")
        rows = (
            ("paper-back", tr("Retour"), "", self._go_back, "back", False),
            ("paper-save", tr("Enregistrer la feuille"), "Ctrl+S", self.save, "stored", False),
            ("paper-print", tr("Imprimer"), "Ctrl+P", self.print_out, "print", True),
        )
        actions = [
            Action(name, words, key, WHERE, do, icon, heading, bar=True, primary=primary)
            for name, words, key, do, icon, primary in rows
        ]
        words = tr("Ctrl+P imprime sur l’imprimante du poste, sans autre question. Ctrl+S enregistre un PDF.")
        self.page = Screen(WHERE, tr("papier"), self, actions, (self.pages,), patient=True, help_words=words)

    def make(
        self,
        call: Callable[[], bytes],
        file: str,
        then: Callable[[], None],
        back: Callable[[], None] | None = None,
    ) -> None:
        """Make a sheet, show it, then call `then`; `file` is the name proposed, without a patient's name in it."""

        def show(pdf: bytes) -> None:
            self._file, self._back = file, back or self._back
            self._on_made(then, pdf)

        # sixty files take seconds: a save must not wait behind them
        self._desk.tasks.fetch(call, show, owner=self)

    def print_out(self) -> None:
        """Print, without a question."""
        if self.pdf:
            call = partial(print_on_paper, self._desk.cabinet.reading_room, self.pdf)
            self._desk.tasks.fetch(call, self._on_printed, owner=self)

    def save(self) -> None:
        """Write the sheet where the person wants it."""
        name, _kind = QFileDialog.getSaveFileName(
            self, tr("Enregistrer la feuille"), self._file, tr("PDF (*.pdf)")
        )
        if name:
            self._desk.tasks.fetch(partial(save_sheet, Path(name), self.pdf), self._on_saved, owner=self)

    def _on_made(self, then: Callable[[], None], pdf: bytes) -> None:
        self.pdf = pdf
        self.pages.show_pdf(pdf)
        then()

    def _go_back(self) -> None:
        self._back()

    def _on_printed(self, _nothing: None) -> None:
        self._desk.navigator.say(tr("Feuille envoyée à l’imprimante."))

    def _on_saved(self, _nothing: None) -> None:
        self._desk.navigator.say(tr("Feuille enregistrée, en clair. Imprimez-la, puis effacez le fichier."))

# SPDX-License-Identifier: EUPL-1.2
"""What a screen may ask of the window around it: go elsewhere, say something, note that a text is safe."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from lgc_app.services.cabinet import Cabinet
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.look import Look


class Navigator(Protocol):
    """The window, as screens see it."""

    def open_patient(self, patient: str) -> None:
        """Open a patient's file, or bring its tab to the front."""

    def open_document(self, document: str) -> None:
        """Show a document of the patient in front."""

    def open_biology(self, patient: str) -> None:
        """Show the results of a patient."""

    def open_part(self, where: str, patient: str) -> None:
        """Show one side of a patient's file: biologie, calculs, vaccins, croissance."""

    def show(self, where: str, *, item: str = "") -> None:
        """Show a screen by its id: journee, patients, reception, echanges, rapprocher, corriger.

        `item` is the task of journee, or the appointment of agenda, to come to.
        """

    def bring_together(self, entity: str) -> None:
        """Show both versions of something, to choose."""

    def close_patient(self, patient: str = "") -> None:
        """Close the file of a patient, the one in front unless said."""

    def show_paper(self, call: Callable[[], bytes], file: str) -> None:
        """Show a sheet before paper; `call` makes its PDF, `file` is the name proposed to save it."""

    def say(self, words: str, undo: Callable[[], None] | None = None) -> None:
        """Say something in a toast, for ten seconds."""

    def saved(self, at: str) -> None:
        """Say in the status line when the last key stroke was kept (RFC 3339)."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every screen is built with while the vault is open; dropped at the lock."""

    cabinet: Cabinet
    tasks: Tasks
    look: Look
    navigator: Navigator

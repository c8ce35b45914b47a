# SPDX-License-Identifier: EUPL-1.2
"""The screens of patients: their files side by side; one page of results, one of documents."""

from collections.abc import Callable
from functools import partial
from typing import Final, Protocol

from lgc_app.ui.biologie.view import BiologyScreen
from lgc_app.ui.calculs.view import CalculsScreen
from lgc_app.ui.courrier.view import CourrierScreen
from lgc_app.ui.croissance.view import GrowthScreen
from lgc_app.ui.documents.view import DocumentScreen
from lgc_app.ui.dossier.view import DossierScreen
from lgc_app.ui.effacement.screen import ErasureScreen
from lgc_app.ui.navigation import Desk
from lgc_app.ui.patients.invitation import InvitationScreen
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.shell.window import Window
from lgc_app.ui.start.open_files import Place
from lgc_app.ui.trace.view import TraceScreen
from lgc_app.ui.vaccins.view import VaccinsScreen
from lgc_app.ui.widgets.patient_banner import BannerContent
from lgc_core.model.patient import Patient
from lgc_core.store.changes import Changes

DOSSIER: Final = "dossier"
BIOLOGY: Final = "biologie"
DOCUMENT: Final = "document"
CALCULS: Final = "calculs"
VACCINS: Final = "vaccins"
GROWTH: Final = "croissance"
LETTERS: Final = "courrier"
TRACE: Final = "trace"
ERASURE: Final = "effacement"


class PatientPart(Protocol):
    """A screen that shows one side of whichever patient is in front."""

    page: Screen

    def show_patient(self, patient: Patient) -> None:
        """Show a patient."""

    def clear(self) -> None:
        """Forget the patient."""


class PatientFile:
    """Makes a file at its first showing, keeps it until its tab is closed."""

    PLACES: Final = frozenset({DOSSIER, BIOLOGY, DOCUMENT, CALCULS, VACCINS, GROWTH, LETTERS, TRACE, ERASURE})

    def __init__(self, desk: Desk, window: Window, web: str, copy: Callable[[], None]) -> None:
        self._copy = copy
        self._desk = desk
        self._window = window
        self._web = web
        self._files: dict[str, DossierScreen] = {}
        self._front = ""
        self._parts: dict[str, PatientPart] = {}
        self._document: DocumentScreen | None = None
        self._invitation: InvitationScreen | None = None
        window.frame.banner.identity_asked.connect(self._on_identity)

    def show(self, place: Place) -> str:
        """Make a place ready and return the id of its screen."""
        self._bring(place.patient)
        if place.where in self._makers():
            return self._show_part(place)
        if place.where == DOCUMENT:
            return self._show_document(place.item)
        return self._files[place.patient].screen.where

    def invite(self, patient: str, show_screen: Callable[[str], None]) -> None:
        """Make the invitation of a patient, and show it once it is there."""
        self._bring(patient)
        if self._invitation is None:
            self._invitation = InvitationScreen(self._desk, self._web, self._back)
            self._window.add_screen(self._invitation.page)
        self._invitation.make(patient, lambda: show_screen("invitation"))

    def keep(self) -> None:
        """Put on the disk what is typed in every open file."""
        for file in self._files.values():
            file.keep()
        letters = self._parts.get(LETTERS)
        if isinstance(letters, CourrierScreen):
            letters.keep()

    def refresh(self, changes: Changes) -> None:
        """Tell every open file what changed."""
        for file in self._files.values():
            file.refresh(changes)

    def drop(self, patient: str) -> None:
        """Destroy the file of a patient, kept beforehand."""
        file = self._files.pop(patient, None)
        if file is not None:
            self._window.remove_screen(file.screen.where)

    def forget(self) -> None:
        """Let go of every screen; the window destroys their widgets."""
        self._window.frame.banner.identity_asked.disconnect(self._on_identity)
        self._files.clear()
        self._parts.clear()
        self._document = self._invitation = None

    def _bring(self, patient: str) -> None:
        """Put a patient in front: the banner is this one's, or empty until it is known."""
        file = self._files.get(patient)
        if file is None:
            file = self._files[patient] = DossierScreen(self._desk, patient)
            file.banner_known.connect(lambda banner, one=patient: self._on_banner(one, banner))
            file.acts_changed.connect(self._window.frame.action_bar.say_again)
            self._window.add_screen(file.screen)
        self._front = patient
        self._show_banner(file.banner)

    def _on_banner(self, patient: str, banner: BannerContent) -> None:
        if patient == self._front and patient in self._files:
            self._show_banner(banner)

    def _show_banner(self, content: BannerContent | None) -> None:
        banner = self._window.frame.banner
        if content is None:
            banner.clear()
            banner.hide()
            return
        banner.show_patient(content)
        current = self._window.frame.current
        banner.setVisible(current is not None and current.banner)

    def _makers(self) -> dict[str, Callable[[], PatientPart]]:
        desk = self._desk
        return {
            BIOLOGY: lambda: BiologyScreen(
                desk.cabinet, desk.tasks, desk.look, desk.navigator.open_document, desk.navigator.say
            ),
            CALCULS: lambda: CalculsScreen(desk, self._back),
            GROWTH: lambda: GrowthScreen(desk, self._back),
            VACCINS: lambda: VaccinsScreen(desk, self._back),
            TRACE: lambda: TraceScreen(desk, self._back),
            ERASURE: lambda: ErasureScreen(desk, self._back, self._copy),
            LETTERS: lambda: CourrierScreen(desk, self._back),
        }

    def _show_part(self, place: Place) -> str:
        part = self._parts.get(place.where)
        if part is None:
            part = self._parts[place.where] = self._makers()[place.where]()
            self._window.add_screen(part.page)
        part.clear()
        read = partial(self._desk.cabinet.patients.get, place.patient)
        self._desk.tasks.read(read, partial(self._on_part_patient, place.where))
        return part.page.where

    def _on_part_patient(self, where: str, patient: Patient) -> None:
        part = self._parts.get(where)
        if part is not None and patient.id == self._front:
            part.show_patient(patient)

    def _show_document(self, document: str) -> str:
        if self._document is None:
            desk = self._desk
            self._document = DocumentScreen(desk.cabinet, desk.tasks, desk.look, self._back, desk.navigator.say)
            self._window.add_screen(self._document.page)
        self._document.clear()
        self._document.show_document(document)
        return self._document.page.where

    def _on_identity(self) -> None:
        if self._front:
            self._desk.navigator.open_part("patients", self._front)

    def _back(self) -> None:
        if self._front:
            self._desk.navigator.open_patient(self._front)

# SPDX-License-Identifier: EUPL-1.2
"""Every screen of the open practice that the person may use; what may not be used, or is not there, is absent."""

from collections.abc import Callable
from functools import partial

from lgc_app.services.exchanges import Situation
from lgc_app.ui.agenda.screen import AgendaScreen
from lgc_app.ui.corriger.screen import CorrigerScreen
from lgc_app.ui.echanges.screen import EchangesScreen
from lgc_app.ui.importation.screen import ImportScreen
from lgc_app.ui.journee.screen import JourneeScreen
from lgc_app.ui.modeles.screen import TemplateScreen
from lgc_app.ui.navigation import Desk
from lgc_app.ui.papier.screen import PaperScreen
from lgc_app.ui.patients.screen import PatientsScreen
from lgc_app.ui.personnes.screen import PeopleScreen
from lgc_app.ui.rapprocher.screen import RapprocherScreen
from lgc_app.ui.reception.view import ReceptionScreen
from lgc_app.ui.reglages.screen import SettingsScreen
from lgc_app.ui.remplacement.screen import ReplacementScreen
from lgc_app.ui.shell.rail import RailItem
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.shell.window import Window
from lgc_app.ui.start.open_files import Place
from lgc_app.ui.start.patient_file import PatientFile
from lgc_app.ui.start.schedule import ExchangeSchedule
from lgc_app.ui.tournee.screen import TourneeScreen
from lgc_app.ui.vaccins.recall import RecallScreen
from lgc_app.ui.words import tr
from lgc_core.model.rights import Right, may
from lgc_core.model.staff import Role
from lgc_core.store.changes import Changes

_RAIL = {
    "journee": RailItem("journee", tr("Journée"), "calendar"),
    "agenda": RailItem("agenda", tr("Agenda"), "week"),
    "tournee": RailItem("tournee", tr("Tournée"), "round"),
    "patients": RailItem("patients", tr("Patients"), "users"),
    "reception": RailItem("reception", tr("Réception"), "inbox"),
    "remplacement": RailItem("remplacement", tr("Remplacement"), "person"),
    "echanges": RailItem("echanges", tr("Échanges"), "exchange"),
    "reglages": RailItem("reglages", tr("Réglages"), "settings"),
}
LOW = (RailItem("help", tr("Aide"), "help", low=True), RailItem("lock", tr("Verrouiller"), "lock", low=True))


class Screens:
    """Makes the screens and hands them to the frame; patient's own screens live in `PatientFile`."""

    def __init__(
        self,
        desk: Desk,
        window: Window,
        schedule: ExchangeSchedule,
        *,
        enrolled: bool,
        web: str,
        copy: Callable[[], None],
    ) -> None:
        self._desk = desk
        self._window = window
        role = desk.cabinet.session.staff.role
        self.reads = may(role, Right.READ_RECORD)
        self.journee: JourneeScreen | None = None
        self.agenda: AgendaScreen | None = None
        self.tournee: TourneeScreen | None = None
        self.patients: PatientsScreen | None = None
        self.reception: ReceptionScreen | None = None
        self.importation: ImportScreen | None = None
        if may(role, Right.MANAGE_AGENDA) or self.reads:
            self.journee = JourneeScreen(desk, self._on_inbox_counted)
            self._add(self.journee.screen)
        if may(role, Right.KEEP_ROUND):
            self.tournee = TourneeScreen(desk)
            self._add(self.tournee.screen)
        if may(role, Right.MANAGE_AGENDA):
            self.agenda = AgendaScreen(desk)
            self._add(self.agenda.screen)
        if may(role, Right.EDIT_IDENTITY) or self.reads:
            self.patients = PatientsScreen(desk)
            self.patients.acts_changed.connect(window.frame.action_bar.say_again)
            self._add(self.patients.screen)
        if may(role, Right.FILE_DOCUMENT):
            self._add_reception(desk)
        self.replacement: ReplacementScreen | None = None
        if role is Role.REMPLACANT:
            self.replacement = ReplacementScreen(desk, self._print_replacement)
            self._add(self.replacement.page)
        self._add_exchanges(schedule, enrolled=enrolled)
        if self.reads:
            self._add(RecallScreen(desk).page)
        self.paper = PaperScreen(desk)
        self._add(self.paper.page)
        self._add_practice(desk, role)
        self.file = PatientFile(desk, window, web, copy)
        self._shown = ""

    def _add_reception(self, desk: Desk) -> None:
        """Add what arrives, one by one or as a whole folder."""
        self.reception = ReceptionScreen(desk)
        self.reception.counted.connect(self._on_reception_counted)
        self._add(self.reception.page)
        self.importation = ImportScreen(desk, self._open_arrival)
        self.reception.folder_asked.connect(partial(desk.navigator.show, "importer"))
        self.importation.acts_changed.connect(self._window.frame.action_bar.say_again)
        self._add(self.importation.page)

    def _add_exchanges(self, schedule: ExchangeSchedule, *, enrolled: bool) -> None:
        """Add what is on its way, and what waits for a person."""
        self.echanges = EchangesScreen(self._desk, schedule, enrolled=enrolled)
        self._add(self.echanges.screen)
        self.rapprocher, self.corriger = RapprocherScreen(self._desk), CorrigerScreen(self._desk)
        self._add(self.rapprocher.screen)
        self.rapprocher.acts_changed.connect(self._window.frame.action_bar.say_again)
        self._add(self.corriger.screen)

    def _add_practice(self, desk: Desk, role: Role) -> None:
        """Add what the practice writes for itself: its texts, its settings."""
        self.templates: TemplateScreen | None = None
        if may(role, Right.WRITE_NOTE):
            self.templates = TemplateScreen(desk)
            self._add(self.templates.screen)
        self.settings: SettingsScreen | None = None
        if self.reads or may(role, Right.MANAGE_PRACTICE):
            self.settings = SettingsScreen(desk)
            self._add(self.settings.screen)
        self.people: PeopleScreen | None = None
        if desk.cabinet.session.may(Right.MANAGE_PRACTICE):
            self.people = PeopleScreen(desk)
            self._add(self.people.screen)

    @property
    def home(self) -> str:
        """Give where one begins: a nurse by the round."""
        if self.tournee is not None and self._desk.cabinet.session.staff.role is Role.INFIRMIER:
            return "tournee"
        if self.replacement is not None:
            return "remplacement"
        return "journee" if self.journee is not None else "echanges"

    @property
    def file_where(self) -> str:
        """Give the screen that shows a patient to this person."""
        return "dossier" if self.reads else "patients"

    def rail_items(self) -> list[RailItem]:
        """List the places to go."""
        manages = self.people is not None  # the others have one setting to read, and find it by its name
        there = [item for where, item in _RAIL.items() if self.has(Place(where))]
        return [item for item in there if item.id != "reglages" or manages] + list(LOW)

    def has(self, place: Place) -> bool:
        """Say whether a place exists for this person."""
        there: dict[str, bool] = {
            "journee": self.journee is not None,
            "agenda": self.agenda is not None,
            "tournee": self.tournee is not None,
            "patients": self.patients is not None,
            "reception": self.reception is not None,
            "importer": self.importation is not None,
            "remplacement": self.replacement is not None,
            "echanges": True,
            "lots": self.reads,
            "rapprocher": True,
            "corriger": True,
            "modeles": self.templates is not None,
            "reglages": self.settings is not None,
            "personnes": self.people is not None,
        }
        if place.where in there:
            return there[place.where]
        return self.reads and bool(place.patient) and place.where in PatientFile.PLACES

    def show(self, place: Place) -> None:
        """Bring a place to the front, made if need be."""
        if place.where in PatientFile.PLACES:
            where = self.file.show(place)
        else:
            where = place.where
            self._make_ready(place)
        self._shown = where
        if self._window.is_locked:
            self._window.show_open(where)
        else:
            self._window.show_screen(where)

    def _make_ready(self, place: Place) -> None:
        """Let a screen read what it shows when one comes to it."""
        if place.where == "patients" and place.patient and self.patients is not None:
            self.patients.show_person(place.patient)
        if place.where == "reception" and self.reception is not None and self._shown != "reception":
            self.reception.refresh()
        if place.where == "importer" and self.importation is not None:
            self.importation.load()
        if place.where == "rapprocher":
            self.rapprocher.load(place.item)
        if place.where == "corriger":
            self.corriger.load()
        if place.where == "reglages" and self.settings is not None:
            self.settings.load()
        if place.where == "personnes" and self.people is not None:
            self.people.load()
        self._come_to(place)

    def _come_to(self, place: Place) -> None:
        if place.where == "journee" and place.item and self.journee is not None:
            self.journee.come_to(place.item)
        if place.where == "agenda" and place.item and self.agenda is not None:
            self.agenda.come_to(place.item)

    def keep(self) -> None:
        """Ask every screen to put on the disk what is typed."""
        self._desk.tasks.keeping.emit()
        self.file.keep()
        if self.tournee is not None:
            self.tournee.keep()
        self.rapprocher.keep()
        if self.templates is not None:
            self.templates.keep()
        if self.people is not None:
            self.people.keep()

    def end(self) -> None:
        """Keep what is typed, and begin nothing more: the post locks."""
        self.keep()
        if self.importation is not None:
            self.importation.stop()

    def refresh(self, changes: Changes) -> None:
        """Tell every screen what changed."""
        if self.journee is not None:
            self.journee.refresh(changes)
        if self.agenda is not None:
            self.agenda.refresh(changes)
        if self.tournee is not None:
            self.tournee.refresh(changes)
        if self.replacement is not None:
            self.replacement.refresh(changes)
        if self.patients is not None:
            self.patients.refresh(changes)
        if self.reception is not None and changes.touches("document"):
            self.reception.refresh()
        if self.templates is not None:
            self.templates.refresh(changes)
        if self.settings is not None:
            self.settings.refresh(changes)
        if self.people is not None:
            self.people.refresh(changes)
        self.file.refresh(changes)
        self.rapprocher.refresh(changes)
        self.corriger.refresh(changes)

    def show_situation(self, situation: Situation) -> None:
        """Tell the screens that speak of the network."""
        self.echanges.show_situation(situation)
        if self.journee is not None:
            self.journee.show_situation(situation)

    def drop_patient(self, patient: str) -> None:
        """Destroy the screens of a patient whose tab was closed."""
        self.file.drop(patient)

    def invite(self, patient: str) -> None:
        """Make the sheet of a patient and show it."""
        self.file.invite(patient, self._window.show_screen)

    def show_paper(self, call: Callable[[], bytes], file: str, back: Callable[[], None] | None = None) -> None:
        """Make a sheet and show it; `file` is the name proposed to save it."""
        self.paper.make(call, file, lambda: self._window.show_screen(self.paper.page.where), back)

    def _print_replacement(self) -> None:
        back = partial(self._desk.navigator.show, "remplacement")
        self.show_paper(self._desk.cabinet.replacements.note_of, "note-de-remplacement.pdf", back)

    def destroy(self) -> None:
        """Take every screen away; nothing of a patient stays in a widget."""
        self.file.forget()
        frame = self._window.frame
        for screen in frame.screens:
            self._window.remove_screen(screen.where)
        frame.banner.clear()
        frame.top_bar.show_patients((), "")
        frame.top_bar.show_user("", "")

    def _add(self, screen: Screen) -> None:
        self._window.add_screen(screen)

    def _open_arrival(self, document: str) -> None:
        if self.reception is not None:
            self._desk.navigator.show("reception")
            self.reception.come_to(document)

    def _on_inbox_counted(self, number: int, critical: int) -> None:
        self._window.frame.rail.set_badge("reception", number, urgent=critical > 0)

    def _on_reception_counted(self, number: int, critical: bool) -> None:
        self._window.frame.rail.set_badge("reception", number, urgent=critical)

# SPDX-License-Identifier: EUPL-1.2
"""The open practice: screens, open files, exchange; made at each unlock, dropped at each lock."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from lgc_app.services.cabinet import Cabinet
from lgc_app.services.exchanges import Outcome, Situation
from lgc_app.services.lease import LeaseState
from lgc_app.services.queue_export import Exported
from lgc_app.services.staffing import ROLE_WORDS
from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.patient_tab import OpenPatient
from lgc_app.ui.shell.window import Window
from lgc_app.ui.start.open_files import OpenFiles, Place
from lgc_app.ui.start.palette_search import PaletteSearch
from lgc_app.ui.start.paper_acts import PaperActs
from lgc_app.ui.start.queue_export import QueueExport
from lgc_app.ui.start.schedule import ExchangeSchedule
from lgc_app.ui.start.screens import Screens
from lgc_app.ui.start.status_words import lease_words, status_content
from lgc_app.ui.start.upkeep import Done, Upkeep, Upkept
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.widgets.status_line import StatusPart
from lgc_app.ui.words import tr
from lgc_core.errors import OutsideError, UserError
from lgc_core.model.patient import Patient
from lgc_core.store.changes import Changes


class AtWork(QObject):
    """What the window does between an unlock and the next lock. It is the Navigator of every screen."""

    revoked = Signal()
    left = Signal()

    def __init__(
        self,
        window: Window,
        tasks: Tasks,
        cabinet: Cabinet,
        files: OpenFiles,
        schedule: ExchangeSchedule,
        *,
        enrolled: bool,
        web: str,
    ) -> None:
        super().__init__()
        self._window = window
        self._tasks = tasks
        self.cabinet = cabinet
        self.files = files
        self.schedule = schedule
        self._enrolled = enrolled
        self._names: dict[str, str] = {}
        self._saved_at = ""
        self._ended = False
        self.situation: Situation | None = None
        self.desk = Desk(cabinet, tasks, window.look, self)
        self.screens = Screens(self.desk, window, schedule, enrolled=enrolled, web=web, copy=self._hand_over)
        self.papers = PaperActs(self.desk, self.screens, window, self._front, self.tell)
        self.search = PaletteSearch(cabinet, self)
        self.upkeep = Upkeep(tasks, cabinet)
        self._lease = LeaseState("sans")
        self._queue = QueueExport(window, lambda path: self.upkeep.export(path, self._done))
        self._listen()

    def begin(self) -> None:
        """Show where the person was, or the day."""
        frame = self._window.frame
        frame.rail.set_items(self.screens.rail_items())
        staff = self.cabinet.session.staff
        with_card = self.cabinet.session.sign is not None
        card = tr("carte CPS présente") if with_card else tr("sans carte")
        frame.top_bar.show_user(staff.name.shown, f"{tr(ROLE_WORDS[staff.role]).capitalize()} · {card}")
        for patient in (*self.files.patients, *self.files.last):
            self._learn_name(patient)
        place = self.files.place or Place(self.screens.home)
        self._show(place if self.screens.has(place) else Place(self.screens.home))
        while self.files.unsaid:
            self.say(self.files.unsaid.pop(0))
        self._ask_situation()
        self.schedule.begin()
        self.upkeep.begin()

    def end(self) -> None:
        """Keep what is typed, then hear and plan nothing more. The screens go once the vault is locked."""
        self.screens.end()
        self._ended = True
        self.schedule.stop()
        self.upkeep.stop()
        self._queue.close()
        self._tasks.changed.disconnect(self._on_changed)
        frame = self._window.frame
        frame.rail.chosen.disconnect(self._on_rail)
        frame.top_bar.patient_chosen.disconnect(self.open_patient)
        frame.top_bar.patient_closed.disconnect(self.close_patient)
        frame.top_bar.patients_asked.disconnect(self._on_patients_asked)
        frame.status_line.activated.disconnect(self._on_status)

    def destroy(self) -> None:
        """Destroy the screens, once the vault is locked."""
        self.screens.destroy()
        self._window.frame.rail.set_items(())
        self._names.clear()

    def open_patient(self, patient: str) -> None:
        """Open a patient's file, or bring its tab to the front."""
        place = Place(self.screens.file_where, patient)
        if self.screens.has(place):
            self._go(place)

    def open_document(self, document: str) -> None:
        """Show a document of the patient in front."""
        here = self.files.place
        if here is not None and here.patient and self.screens.reads:
            self._go(Place("document", here.patient, document))

    def open_biology(self, patient: str) -> None:
        """Show the results of a patient."""
        self.open_part("biologie", patient)

    def open_part(self, where: str, patient: str) -> None:
        """Show one side of a patient's file."""
        place = Place(where, patient)
        if self.screens.has(place):
            self._go(place)

    def show(self, where: str, *, item: str = "") -> None:
        """Show a screen by its id, at one of its lines."""
        if self.screens.has(Place(where)):
            self._go(Place(where, "", item))

    def bring_together(self, entity: str) -> None:
        """Show both versions of something, to choose."""
        self._go(Place("rapprocher", "", entity))

    def show_paper(self, call: Callable[[], bytes], file: str) -> None:
        """Show a sheet before paper, then come back here."""
        here = self.files.place or Place(self.screens.home)
        self.screens.show_paper(call, file, lambda: self._go(here))

    def say(self, words: str, undo: Callable[[], None] | None = None) -> None:
        """Say something in a toast."""
        if not self._ended:
            self._window.say(words, undo)

    def tell(self, words: str) -> None:
        """Say what a long work came to; after a lock, to the same person when they are back."""
        if self._ended:
            self.files.unsaid.append(words)
        else:
            self._window.say(words)

    def saved(self, at: str) -> None:
        """Note when the last key stroke was kept."""
        self._saved_at = at
        self._show_status()

    def admit(self, typed: str = "") -> None:
        """Open the form of a new patient, with what was typed in the palette."""
        if self.screens.patients is not None:
            self.show("patients")
            self.screens.patients.admit(typed)

    def invite(self) -> None:
        """Print the invitation of the patient in front, or ask whom."""
        place = self.files.place
        if place is not None and place.patient:
            self.screens.invite(place.patient)
        else:
            self.show("patients")
            self.say(tr("Choisissez d’abord le patient à inviter."))

    def next_patient(self) -> None:
        """Go to the tab after the one in front."""
        patient = self.files.next_patient()
        if patient:
            self.open_patient(patient)
        else:
            self.say(tr("Aucun dossier ouvert."))

    def close_patient(self, patient: str = "") -> None:
        """Close a tab; what is typed stays a draft."""
        place = self.files.place
        gone = patient or (place.patient if place else "")
        if gone not in self.files.patients:
            return
        self.screens.keep()
        after = self.files.close(gone)
        self.screens.drop_patient(gone)
        self._go(after if self.screens.has(after) else Place(self.screens.home))

    def back(self) -> None:
        """Go where one was before."""
        self._step(-1)

    def forward(self) -> None:
        """Go where one came back from."""
        self._step(1)

    def exchange_now(self) -> None:
        """Exchange because the person asked."""
        self.schedule.ask()

    def back_up_now(self) -> None:
        """Make a backup because the person asked."""
        self.upkeep.back_up_now(self._done)

    def export_queue(self) -> None:
        """Export the queue to a file that the person names."""
        self._queue.ask()

    def last_patients(self) -> Sequence[tuple[str, str]]:
        """Give (id, name) of the last patients, newest first."""
        return [(patient, self._names[patient]) for patient in self.files.last if patient in self._names]

    def _hand_over(self) -> None:
        self.papers.export_patient()

    def _front(self) -> str:
        place = self.files.place
        return place.patient if place is not None else ""

    def _step(self, by: int) -> None:
        place = self.files.step(by)
        if place is None:
            self.say(tr("Vous êtes au bout du chemin."))
        else:
            self.screens.keep()
            self._show(place)

    def _go(self, place: Place) -> None:
        before = self.files.place
        if before is not None and before.patient and before != place:
            self.screens.keep()
        self.files.go(place)
        self._show(place)

    def _show(self, place: Place) -> None:
        self._learn_name(place.patient)
        with self._window.keys.resting():
            self.screens.show(place)
        self._show_tabs()

    def _learn_name(self, patient: str) -> None:
        if patient and patient not in self._names:
            self._tasks.read(
                lambda: self.cabinet.patients.get(patient), self._on_patient, failed=self._on_no_patient
            )

    def _on_patient(self, patient: Patient) -> None:
        self._names[patient.id] = patient.shown
        self._show_tabs()

    def _on_no_patient(self, error: BaseException) -> None:
        if not self._ended:
            raise error

    def _show_tabs(self) -> None:
        if self._ended:
            return
        tabs = [OpenPatient(one, self._names[one]) for one in self.files.patients if one in self._names]
        place = self.files.place
        self._window.frame.top_bar.show_patients(tabs, place.patient if place else "")

    def _listen(self) -> None:
        frame = self._window.frame
        frame.rail.chosen.connect(self._on_rail)
        frame.top_bar.patient_chosen.connect(self.open_patient)
        frame.top_bar.patient_closed.connect(self.close_patient)
        frame.top_bar.patients_asked.connect(self._on_patients_asked)
        frame.status_line.activated.connect(self._on_status)
        self._tasks.changed.connect(self._on_changed)
        self.schedule.finished.connect(self._on_exchanged)
        self.upkeep.told.connect(self._on_upkept)
        self.screens.echanges.view.safety.backup_asked.connect(self.back_up_now)
        self.screens.echanges.view.safety.export_asked.connect(self.export_queue)

    def _on_rail(self, item: str) -> None:
        last = self.files.patients[-1] if self.files.patients else ""
        if item == "patients" and last and self.screens.reads:
            here = self.files.place
            self.open_patient(here.patient if here and here.patient else last)
        else:
            self.show(item)

    def _on_patients_asked(self) -> None:
        self.show("patients")

    def _on_status(self, part: str) -> None:
        self.show("rapprocher" if part == StatusPart.CONFLICTS else "echanges")

    def _on_changed(self, changes: object) -> None:
        if isinstance(changes, Changes):
            for patient in changes.patients & self._names.keys():
                if ("patient", patient) in changes.entities:
                    del self._names[patient]
                    self._learn_name(patient)
            self.screens.refresh(changes)
            if changes.touches("staff"):
                forget = self.cabinet.cards.forget_ended
                self._tasks.read(forget, self._on_cards_looked_at, failed=self._on_no_patient)
            self._ask_situation()

    def _on_cards_looked_at(self, may_stay: bool) -> None:
        """Lock when the person at the screen, or the card that opened, was taken off on another post."""
        if not may_stay and not self._ended:
            self.left.emit()

    def _on_exchanged(self, outcome: Outcome, asked: bool) -> None:
        if outcome.revoked:
            self.revoked.emit()
            return
        self._ask_situation()
        if outcome.online and self._lease.phase not in ("sans", "normal"):
            self.upkeep.look()
        if asked:
            self._say_of_network(tr(outcome.sentence))

    def _say_of_network(self, words: str) -> None:
        if not self._ended:
            self._window.say(words, about="exchange")

    def _ask_situation(self) -> None:
        self._tasks.read(self.cabinet.exchanges.situation, self._on_situation, failed=self._on_no_patient)

    @property
    def _done(self) -> Done:
        return Done(lambda: self.say(tr("Sauvegarde faite et vérifiée.")), self._on_exported, self._on_not_done)

    def _on_exported(self, exported: Exported) -> None:
        if not self._ended:
            self._queue.show(exported)

    def _on_not_done(self, error: BaseException) -> None:
        if not isinstance(error, UserError | OutsideError):
            raise error
        self.say(tr(error.sentence))

    def _on_upkept(self, upkept: Upkept) -> None:
        if self._ended:
            return
        before, self._lease = self._lease, upkept.lease
        words = lease_words(upkept.lease)
        if words and upkept.lease.phase != before.phase:
            self.say(words)
        if before.phase == "fini" and upkept.lease.phase != "fini":
            self._open_again()
        self._show_status()
        self.screens.echanges.show_safety(upkept.lease, words, upkept.backup)

    def _open_again(self) -> None:
        """Let open files be written in again: the lease is renewed."""
        self.screens.keep()
        for patient in self.files.patients:
            self.screens.drop_patient(patient)
        if self.files.place is not None:
            self._show(self.files.place)

    def _on_situation(self, situation: Situation) -> None:
        if self._ended:
            return
        clock_was_told = self.situation is not None and bool(self.situation.clock_words)
        back = self.situation is not None and not self.situation.online and situation.online
        was_waiting = self.situation.waiting if self.situation and self.situation.has_exchanged else 0
        self.situation = situation
        if back and was_waiting:
            self._say_of_network(tr("Réseau revenu. Tout part seul ; vous pouvez continuer."))
        if situation.clock_words and not clock_was_told:
            self.say(tr(situation.clock_words))
        self._show_status()
        self.screens.show_situation(situation)
        to_do = situation.refused + situation.to_mend
        badge = to_do + situation.conflicts
        self._window.frame.rail.set_badge("echanges", badge, urgent=to_do > 0)

    def _show_status(self) -> None:
        content = status_content(self.situation, self._saved_at, enrolled=self._enrolled, lease=self._lease)
        self._window.frame.status_line.show_content(content)

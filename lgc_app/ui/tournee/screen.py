# SPDX-License-Identifier: EUPL-1.2
"""The screen Tournée: the home of a nurse. A visit without change is its ticks, Ctrl+R, Ctrl+Entrée."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from lgc_app.services.cabinet import Cabinet
from lgc_app.services.measures import ImpossibleMeasureError, UnreadableMeasureError
from lgc_app.services.overview import Overview
from lgc_app.services.rounds import RoundStop, VisitKey
from lgc_app.services.transmissions import Words
from lgc_app.ui.actions import Action
from lgc_app.ui.dossier.banner import banner_of
from lgc_app.ui.dossier.strip import last_words
from lgc_app.ui.keeping import KeepTimer
from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.theme.typography import day_month
from lgc_app.ui.tournee.plan_panel import PlanPanel
from lgc_app.ui.tournee.stop_rows import care_rows, round_words, stop_key, stop_rows, transmission_rows
from lgc_app.ui.tournee.view import TourneeView
from lgc_app.ui.words import tr
from lgc_core.model.nursing import VisitStatus
from lgc_core.model.transmission import UNCHANGED, Transmission
from lgc_core.store.changes import NOTHING, Changes

WHERE: Final = "tournee"
SHEET_FILE: Final = "feuille-de-soins.pdf"
_CONCERNED: Final = ("visit", "care_schedule", "transmission", "observation", "patient", "allergy")
_BEFORE: Final = 4


@dataclass(frozen=True, slots=True)
class VisitRead:
    """What the right of the page shows."""

    key: VisitKey
    overview: Overview
    before: Sequence[Transmission]
    draft: Words
    previous: dict[str, str]


class TourneeScreen(QObject):
    """Owns the page. `keep` puts on the disk what is typed, before a lock or another visit."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._now = desk.cabinet.session.now
        self.day = self._now().date()
        self.stops: Sequence[RoundStop] = ()
        self._shown: VisitKey | None = None
        self._asked: VisitKey | None = None
        self._dirty = False
        self.view = TourneeView(desk.look)
        self.setParent(self.view)  # it goes when the window destroys the page
        self._panel = PlanPanel(desk, self.view)
        view = self.view
        self.screen = Screen(
            WHERE, tr("tournée"), view, self._actions(), (view.left, view.right), WHERE, patient=True,
            help_words=_HELP, first=view.stops,
        )  # fmt: skip
        self._pause = KeepTimer(self, self.keep)
        self._listen()
        self.load()

    def load(self) -> None:
        """Read the visits of the day."""
        rounds, day = self._desk.cabinet.rounds, self.day
        self._desk.tasks.read(lambda: rounds.day(day), self._on_stops)

    def refresh(self, changes: Changes) -> None:
        """Read again what changed."""
        if any(changes.touches(kind) for kind in _CONCERNED):
            self.load()

    def keep(self) -> None:
        """Write what is typed to the disk."""
        if self._shown is None or not self._dirty:
            return
        self._dirty = False
        key, words, transmissions = self._shown, self.view.words(), self._desk.cabinet.transmissions
        self._desk.tasks.read(lambda: transmissions.keep(key.id, key.patient, words), self._desk.navigator.saved)

    def _on_stops(self, stops: Sequence[RoundStop]) -> None:
        first = not self.stops
        self.stops, view = stops, self.view
        view.progress.set_words(" · ".join(part for part in (day_month(self.day), round_words(stops)) if part))
        view.stops.set_rows(stop_rows(stops))
        view.pages.setCurrentIndex(0 if stops else 1)
        if first or not view.stops.current_key():
            self._choose_next()
        elif (stop := self._stop()) is not None:
            self._show_cares(stop)
            self._read_visit(stop.key)

    def _choose_next(self) -> None:
        following = next((stop for stop in self.stops if not stop.is_over), None)
        if following is None or not self.view.stops.choose(stop_key(following)):
            self.view.stops.choose_first()

    def _stop(self) -> RoundStop | None:
        key = self.view.stops.current_key()
        return next((stop for stop in self.stops if stop_key(stop) == key), None)

    def _on_chosen(self, _key: str) -> None:
        stop = self._stop()
        if stop is not None:
            self._show_cares(stop)
            self._read_visit(stop.key)

    def _show_cares(self, stop: RoundStop) -> None:
        self.view.cares.set_rows(care_rows(stop.cares))
        if not self.view.cares.current_key():
            self.view.cares.choose_first()
        self.view.address.set_words(stop.place)
        self.view.settle()

    def _read_visit(self, key: VisitKey) -> None:
        if key != self._shown:
            self.keep()
        cabinet, today, self._asked = self._desk.cabinet, self._now().date(), key
        self._desk.tasks.read(lambda: _read(cabinet, key, today), self._on_visit)

    def _on_visit(self, read: VisitRead) -> None:
        if read.key != self._asked:
            return
        view = self.view
        view.banner.show_patient(banner_of(read.overview))
        view.before.set_rows(transmission_rows(read.before))
        for key, field in view.measures.items():
            field.set_previous(read.previous.get(key, ""))
        if read.key != self._shown:
            view.show_words(read.draft)
            self._shown, self._dirty = read.key, False
        view.settle()

    def _on_typed(self) -> None:
        self._dirty = True
        self._pause.touch()

    def tick(self) -> None:
        """Tick the chosen care, or take the tick back, and go to the next."""
        stop, schedule = self._stop(), self.view.cares.current_key()
        care = next((one for one in stop.cares if one.schedule == schedule), None) if stop else None
        if stop is None or care is None:
            return
        rounds = self._desk.cabinet.rounds
        self._desk.tasks.write(lambda: rounds.tick(stop.key, schedule, done=not care.ticked))
        place = self.view.cares.currentIndex().row() + 1
        if not care.ticked and place < len(stop.cares):
            self.view.cares.choose(stop.cares[place].schedule)

    def unchanged(self) -> None:
        """Write « Sans changement » in the data, unless something is there."""
        box = self.view.boxes["data"]
        if not box.text().strip():
            box.set_text(UNCHANGED)
            self._on_typed()

    def finish(self) -> None:
        """End the visit with what is ticked and typed, and go to the next."""
        stop = self._stop()
        if stop is None or self._shown != stop.key:
            return
        if stop.is_over:
            self._desk.navigator.say(tr("Cette visite est déjà terminée."))
            return
        words, cabinet = self.view.words(), self._desk.cabinet
        self._dirty = False
        self._pause.stop()
        self._desk.tasks.write(lambda: _finish(cabinet, stop, words), self._on_finished, failed=self._on_refused)

    def _on_finished(self, _changes: Changes) -> None:
        stop = self._stop()
        self._shown = None
        self.view.show_words(Words())
        if stop is not None:
            reopen = partial(self._desk.cabinet.rounds.reopen, stop.key)
            words = tr("{patient} : visite terminée.", patient=stop.patient.shown)
            self._desk.navigator.say(words, partial(self._desk.tasks.write, reopen))
        place = self.view.stops.currentIndex().row() + 1
        following = next((one for one in self.stops[place:] if not one.is_over), None)
        if following is not None:
            self.view.stops.choose(stop_key(following))

    def _on_refused(self, error: BaseException) -> None:
        self._dirty = True
        self.keep()
        if not isinstance(error, ImpossibleMeasureError | UnreadableMeasureError):
            raise error
        key = {"pas": "ta", "pad": "ta"}.get(error.measure.key, error.measure.key)
        self.view.measures[key].set_error(tr(error.sentence))
        self.view.measures[key].editor.setFocus()

    def end_without(self, status: VisitStatus, said: str) -> None:
        """Say that nobody was there, or that the patient refused."""
        stop = self._stop()
        if stop is None or stop.is_over:
            return
        rounds, tasks = self._desk.cabinet.rounds, self._desk.tasks
        tasks.write(lambda: rounds.end_without(stop.key, status))
        words = tr(said, patient=stop.patient.shown)
        self._desk.navigator.say(words, lambda: tasks.write(lambda: rounds.reopen(stop.key)))

    def _on_carried(self, key: str, place: int) -> None:
        keys = [stop.key for stop in self.stops]
        moved = next(one for one in keys if one.id == key)
        after = [one for one in keys if one != moved]
        after.insert(place, moved)
        rounds, tasks = self._desk.cabinet.rounds, self._desk.tasks
        tasks.write(lambda: rounds.reorder(after))
        self._desk.navigator.say(
            tr("Ordre de la tournée changé."), lambda: tasks.write(lambda: rounds.reorder(keys))
        )

    def whole_file(self) -> None:
        """Open the file of the patient of this visit."""
        stop = self._stop()
        if stop is not None:
            self._desk.navigator.open_patient(stop.key.patient)

    def print_round(self) -> None:
        """Show the care sheet of the whole round of this day, then Ctrl+P."""
        self.keep()
        sheets, day = self._desk.cabinet.care_sheets, self.day
        self._desk.navigator.show_paper(lambda: sheets.of_day(day), SHEET_FILE)

    def print_visit(self) -> None:
        """Show the care sheet of the chosen visit."""
        stop, sheets = self._stop(), self._desk.cabinet.care_sheets
        if stop is not None:
            self.keep()
            self._desk.navigator.show_paper(lambda: sheets.of_visit(stop.key), SHEET_FILE)

    def _go(self, step: int) -> None:
        self.keep()
        self._shown, self.stops = None, ()
        self.day = self.day + dt.timedelta(days=step) if step else self._now().date()
        self.load()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tick by Espace in the list of cares."""
        space = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self.view.cares and space and event.key() == Qt.Key.Key_Space:  # type: ignore[attr-defined]
            self.tick()
            return True
        return False

    def _on_stop_opened(self, _key: str) -> None:
        self.view.cares.setFocus()

    def _on_care_opened(self, _key: str) -> None:
        self.tick()

    def _on_add(self) -> None:
        self._panel.open()

    def _on_identity(self) -> None:
        if self._shown is not None:
            self._desk.navigator.open_part("patients", self._shown.patient)

    def take_out(self) -> None:
        """Take the chosen transmission, written in the wrong file, out of it."""
        transmissions, tasks = self._desk.cabinet.transmissions, self._desk.tasks
        chosen = self.view.before.current_key()
        if not chosen:
            self._desk.navigator.say(tr("Choisissez d’abord, dans les transmissions d’avant, celle à retirer."))
            return

        def done(_changes: Changes) -> None:
            again = partial(tasks.write, partial(transmissions.write_again, chosen), self._read_again)
            self._desk.navigator.say(tr("Transmission retirée. L’historique la garde."), again)
            self._read_again(_changes)

        tasks.write(partial(transmissions.withdraw, chosen), done, owner=self)

    def _read_again(self, _changes: Changes) -> None:
        if self._shown is not None:
            self._read_visit(self._shown)

    def _listen(self) -> None:
        view = self.view
        view.stops.chosen.connect(self._on_chosen)
        view.stops.opened.connect(self._on_stop_opened)
        view.stops.carried.connect(self._on_carried)
        view.cares.opened.connect(self._on_care_opened)
        view.cares.installEventFilter(self)
        view.unchanged.clicked.connect(self.unchanged)
        view.add.clicked.connect(self._on_add)
        view.typed.connect(self._on_typed)
        view.banner.identity_asked.connect(self._on_identity)

    def _actions(self) -> list[Action]:
        absent = partial(self.end_without, "absente", "{patient} : absent, visite notée.")
        refused = partial(self.end_without, "refusée", "{patient} : soins refusés, noté.")
        acts: tuple[tuple[str, str, str, Callable[[], None], str, bool], ...] = (
            ("round-absent", tr("Patient absent"), "", absent, "person", True),
            ("round-refused", tr("Soins refusés"), "", refused, "clear", False),
            ("round-unchanged", tr("Sans changement"), "Ctrl+R", self.unchanged, "check", False),
            ("round-add", tr("Ajouter une visite"), "Ctrl+N", self._on_add, "add", False),
            ("round-file", tr("Dossier complet"), "F9", self.whole_file, "folder", True),
            ("round-print", tr("Feuille de soins de la tournée"), "Ctrl+P", self.print_round, "print", True),
            ("round-sheet", tr("Feuille de soins de cette visite"), "", self.print_visit, "print", False),
            ("round-withdraw", tr("Retirer la transmission choisie"), "", self.take_out, "clear", False),
            ("round-before", tr("Tournée de la veille"), "", partial(self._go, -1), "back", False),
            ("round-after", tr("Tournée du lendemain"), "", partial(self._go, 1), "forward", False),
            ("round-today", tr("Tournée du jour"), "", partial(self._go, 0), "calendar", False),
        )
        made = [Action(name, words, key, WHERE, do, icon, bar=bar) for name, words, key, do, icon, bar in acts]
        last = tr("Terminer, visite suivante")
        return [*made, Action("round-finish", last, "Ctrl+Return", WHERE, self.finish, "check", primary=True)]


def _read(cabinet: Cabinet, key: VisitKey, today: dt.date) -> VisitRead:
    patient = cabinet.patients.get(key.patient)
    previous = last_words([cabinet.measures.series(patient.id, one) for one in _SERIES], today)
    return VisitRead(
        key, cabinet.overviews.of(patient), cabinet.transmissions.of_patient(patient.id, _BEFORE),
        cabinet.transmissions.draft(key.id), previous,
    )  # fmt: skip


def _finish(cabinet: Cabinet, stop: RoundStop, words: Words) -> Changes:
    """Write the measures, then the visit: a refused measure leaves the visit open and the words on the screen."""
    cabinet.rounds.must_be_open(stop.key)
    measured = cabinet.measures.record(stop.key.patient, words.measures) if words.measures else NOTHING
    return measured | cabinet.rounds.finish(stop, words)


_SERIES: Final = ("pas", "pad", "glycemie", "temperature", "douleur")
_HELP = tr(
    "Espace coche un soin. Ctrl+R : sans changement. Ctrl+Entrée : terminer et passer à la visite suivante. "
    "Ctrl+Maj et flèche : changer l’ordre."
)

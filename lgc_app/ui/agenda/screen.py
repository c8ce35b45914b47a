# SPDX-License-Identifier: EUPL-1.2
"""The screen Agenda: reads days of several people, moves appointments with undo, exports a calendar."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from lgc_app.services.agenda import DayLine
from lgc_app.services.agenda_ics import calendar_bytes
from lgc_app.services.agenda_rules import Closure
from lgc_app.services.cabinet import Cabinet
from lgc_app.ui.actions import Action
from lgc_app.ui.agenda.absence import AbsencePanel
from lgc_app.ui.agenda.agenda_rows import list_rows, wish_rows
from lgc_app.ui.agenda.plan import Block, Person, clock, people_of, plan_of
from lgc_app.ui.agenda.view import AgendaView
from lgc_app.ui.journee.booking import Booking
from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.theme.typography import day_month, long_date
from lgc_app.ui.words import tr
from lgc_core.errors import UserError
from lgc_core.model.rights import Right, may
from lgc_core.store.changes import Changes

WHERE = "agenda"
_CONCERNED = ("appointment", "agenda_rule", "patient", "staff")
_EXPORTED_DAYS = 92


class NotExportedError(UserError):
    """The file could not be written where the person wanted it."""

    def __init__(self) -> None:
        super().__init__("Le fichier n’a pas pu être enregistré là. Choisissez un autre dossier.")


@dataclass(frozen=True, slots=True)
class _Read:
    """What one reading of the record gives."""

    people: Sequence[Person]
    lines: Sequence[DayLine]
    closures: Sequence[Closure]
    wishes: Sequence[DayLine]


class AgendaScreen(QObject):
    """Owns the page. `screen` goes to the frame."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        session = desk.cabinet.session
        self._now = session.now
        self._me = session.staff.id
        self._reads = may(session.staff.role, Right.READ_RECORD)
        self.days = 7
        self.first = _monday(session.now().date())
        self._read = _Read((), (), (), ())
        self._asked_for: tuple[dt.date, int] | None = None
        self._wanted = ""
        self.view = AgendaView(desk.look)
        self.setParent(self.view)  # it goes when the window destroys the page
        self._booking = Booking(desk, self.view)
        self._absence = AbsencePanel(desk, self.view, lambda: self._read.people)
        view = self.view
        panes = (view.grid_card, view.day_card, view.wish_card)
        view.grid_card.setAccessibleName(tr("Agenda"))
        self.screen = Screen(
            WHERE,
            tr("agenda"),
            view,
            self._actions(),
            panes,
            WHERE,
            patient=True,
            help_words=_HELP,
            first=view.grid,
        )
        self._listen()
        self.load()

    def load(self) -> None:
        """Read the span that is shown."""
        cabinet, first, days = self._desk.cabinet, self.first, self.days
        self._asked_for = (first, days)
        self._desk.tasks.read(lambda: ((first, days), _read(cabinet, first, days)), self._on_read)

    def refresh(self, changes: Changes) -> None:
        """Read again what changed."""
        if any(changes.touches(kind) for kind in _CONCERNED):
            self.load()

    def _on_read(self, answer: tuple[tuple[dt.date, int], _Read]) -> None:
        asked, read = answer
        if asked != self._asked_for:
            return
        before = self._read.people
        self._read = read
        self.view.show_people(read.people)
        self._show()
        if self._wanted:
            self._point_at(self._wanted)
        elif not before:
            self._point_now()

    def _show(self) -> None:
        view = self.view
        view.show_span(self.days)
        view.title.setText(_span_words(self.first, self.days))
        people = view.shown_people(self._read.people)
        view.grid.show_plan(plan_of(self._dates(), people, self._read.lines, self._read.closures))
        view.wishes.set_rows(wish_rows(self._read.wishes))
        view.settle()
        self._show_list()

    def _dates(self) -> list[dt.date]:
        return [self.first + dt.timedelta(days=step) for step in range(self.days)]

    def _show_list(self) -> None:
        grid, view = self.view.grid, self.view
        if grid.plan.columns:
            day = grid.plan.columns[min(grid.sight.column, len(grid.plan.columns) - 1)].day
            view.day_card.title.setText(tr(long_date(day).rsplit("\u00a0", 1)[0].capitalize()))
            rows = list_rows(grid.plan, day)
            if [row.key for row in view.list.rows] != [row.key for row in rows] or view.list.rows != rows:
                view.list.set_rows(rows)

    def _point_now(self) -> None:
        now, plan = self._now(), self.view.grid.plan
        mine = [at for at, one in enumerate(plan.columns) if one.day == now.date() and one.person.id == self._me]
        here = [at for at, one in enumerate(plan.columns) if one.day == now.date()]
        self.view.grid.point((mine or here or [0])[0], (now.hour * 60 + now.minute) // 15 * 15)

    def come_to(self, appointment: str) -> None:
        """Show the day of an appointment, the cursor on it."""
        agenda = self._desk.cabinet.agenda
        self._desk.tasks.read(partial(agenda.line, appointment), self._on_found, owner=self, failed=_is_gone)

    def _on_found(self, line: DayLine) -> None:
        self._wanted = line.id
        self.go(dt.datetime.fromisoformat(line.start).date(), self.days)

    def _point_at(self, appointment: str) -> None:
        self._wanted = ""
        block = next((one for one in self.view.grid.plan.blocks if one.key == appointment), None)
        if block is not None:
            self.view.grid.sight.chosen = block.key
            self.view.grid.point(block.column, block.start)

    def go(self, first: dt.date, days: int) -> None:
        """Show other days."""
        self.first, self.days = (_monday(first) if days == 7 else first), days
        self.load()

    def _on_step(self, by: int) -> None:
        self.go(self.first + dt.timedelta(days=by * self.days), self.days)

    def _on_today(self) -> None:
        self.go(self._now().date(), self.days)

    def _on_span(self, days: int) -> None:
        columns = self.view.grid.plan.columns
        day = columns[self.view.grid.sight.column].day if columns else self.first
        self.go(day, days)

    def _on_asked(self, column: int, minute: int) -> None:
        place = self.view.grid.plan.columns[column]
        self._booking.open(place.day, hour=clock(minute), staff=place.person.id)

    def _on_book(self) -> None:
        grid = self.view.grid
        if grid.plan.columns:
            self._on_asked(grid.sight.column, grid.sight.minute)

    def _on_moved(self, key: str, column: int, minute: int) -> None:
        line = next((one for one in self._read.lines if one.id == key), None) or next(
            (one for one in self._read.wishes if one.id == key), None
        )
        if line is None:
            return
        place = self.view.grid.plan.columns[column]
        start = dt.datetime.combine(place.day, dt.time(minute // 60, minute % 60), self._now().tzinfo)
        agenda, tasks = self._desk.cabinet.agenda, self._desk.tasks
        tasks.write(lambda: agenda.shift(key, start, line.minutes, place.person.id))
        words = tr("{patient} : {day} à {hour}.", patient=line.shown, day=day_month(place.day), hour=clock(minute))

        def undo() -> None:
            before = dt.datetime.fromisoformat(line.start)
            tasks.write(lambda: agenda.shift(key, before, line.minutes, line.staff))
            if line.wish:
                tasks.write(lambda: agenda.wish(key, line.wish))

        self._desk.navigator.say(words, undo)

    def _set_status(self, status: str, words: str) -> None:
        block = self._chosen()
        if block is None:
            return
        agenda, tasks, key, before = self._desk.cabinet.agenda, self._desk.tasks, block.key, block.status
        tasks.write(lambda: agenda.move_on(key, status))
        said = tr(words, patient=block.shown)
        self._desk.navigator.say(said, lambda: tasks.write(lambda: agenda.move_on(key, before)))

    def _chosen(self) -> Block | None:
        view = self.view
        key = view.list.current_key() if view.list.hasFocus() else ""
        block = next((one for one in view.grid.plan.blocks if one.key == key), None) or view.grid.current()
        if block is None:
            self._desk.navigator.say(tr("Choisissez d’abord un rendez-vous."))
        return block

    def _on_dropped(self, _key: str) -> None:
        self._set_status("annulé", "{patient} : rendez-vous annulé.")

    def _on_arrived(self) -> None:
        self._set_status("arrivé", "{patient} : en salle d’attente.")

    def _on_wish(self) -> None:
        block = self._chosen()
        line = next((one for one in self._read.lines if block and one.id == block.key), None)
        if line is None:
            return
        agenda, tasks, words = (
            self._desk.cabinet.agenda,
            self._desk.tasks,
            "" if line.wish else tr("dès que possible"),
        )
        tasks.write(lambda: agenda.wish(line.id, words))
        said = "{patient} : sur la liste d’attente." if words else "{patient} : retiré de la liste d’attente."
        undo = partial(tasks.write, partial(agenda.wish, line.id, line.wish))
        self._desk.navigator.say(tr(said, patient=line.shown), undo)

    def _on_wish_opened(self, key: str) -> None:
        """Give the place under the cursor to somebody of the waiting list."""
        grid = self.view.grid
        if grid.current() is not None and grid.current().status not in {"annulé", "absent"}:  # type: ignore[union-attr]
            self._desk.navigator.say(tr("Pointez d’abord une place libre dans l’agenda."))
        elif grid.plan.columns:
            self._on_moved(key, grid.sight.column, grid.sight.minute)

    def _on_opened(self, key: str) -> None:
        block = next((one for one in self.view.grid.plan.blocks if one.key == key), None)
        if block is not None and block.patient:
            self._desk.navigator.open_patient(block.patient)

    def _on_away(self) -> None:
        grid = self.view.grid
        if grid.plan.columns:
            place = grid.plan.columns[grid.sight.column]
            self._absence.open(place.person, place.day)

    def _on_back(self) -> None:
        """Take the absence under the cursor back."""
        away = next(iter(self.view.grid.sight.aways_here()), None)
        if away is None:
            self._desk.navigator.say(tr("Pointez d’abord l’absence à retirer."))
            return
        rules, tasks, rule = self._desk.cabinet.agenda_rules, self._desk.tasks, away.rule
        kept = next(one for one in self._read.closures if one.rule == rule)
        tasks.write(lambda: rules.end(rule))
        undo = partial(tasks.write, partial(rules.write_again, rule))
        self._desk.navigator.say(tr("Absence retirée : {words}.", words=kept.words), undo)

    def _on_pointed(self, sentence: str) -> None:
        self.view.pointed.set_words(sentence)
        self._show_list()

    def _on_listed(self, key: str) -> None:
        if self.view.list.hasFocus():
            block = next(one for one in self.view.grid.plan.blocks if one.key == key)
            self.view.grid.sight.chosen = key
            self.view.grid.point(block.column, block.start)

    def export(self) -> None:
        """Ask where, then write one's own calendar of three months as .ics."""
        name, _kind = QFileDialog.getSaveFileName(
            self.view, tr("Exporter l’agenda"), "agenda.ics", tr("Calendrier (*.ics)")
        )
        if name:
            self.write_calendar(Path(name))

    def write_calendar(self, path: Path) -> None:
        """Write the calendar of the person under the cursor, from today on."""
        grid, cabinet, now = self.view.grid, self._desk.cabinet, self._now()
        if not grid.plan.columns:
            return
        person = grid.plan.columns[grid.sight.column].person

        def make() -> bytes:
            lines = [one for one in cabinet.agenda.span(now.date(), _EXPORTED_DAYS) if one.staff == person.id]
            rules = [one for one in cabinet.agenda_rules.all() if one.staff == person.id]
            return calendar_bytes(person.shown, lines, rules, now)

        def write(content: bytes) -> None:
            self._desk.tasks.fetch(partial(_write, path, content), self._on_exported, owner=self)

        self._desk.tasks.read(make, write, owner=self)

    def _on_exported(self, _nothing: None) -> None:
        self._desk.navigator.say(tr("Agenda exporté : heures et initiales, sans motif."))

    def _listen(self) -> None:
        view = self.view
        view.grid.opened.connect(self._on_opened)
        view.grid.asked.connect(self._on_asked)
        view.grid.moved.connect(self._on_moved)
        view.grid.dropped.connect(self._on_dropped)
        view.grid.paged.connect(self._on_step)
        view.grid.pointed.connect(self._on_pointed)
        view.list.opened.connect(self._on_opened)
        view.list.chosen.connect(self._on_listed)
        view.wishes.opened.connect(self._on_wish_opened)
        view.stepped.connect(self._on_step)
        view.today_asked.connect(self._on_today)
        view.span_asked.connect(self._on_span)
        view.people_chosen.connect(self._show)
        view.book.clicked.connect(self._on_book)

    def _on_open_chosen(self) -> None:
        block = self._chosen()
        if block is not None:
            self._on_opened(block.key)

    def _actions(self) -> list[Action]:
        acts: tuple[tuple[str, str, str, Callable[[], None], str], ...] = (
            ("agenda-book", tr("Ajouter un rendez-vous"), "Ctrl+N", self._on_book, "add"),
            ("agenda-open", tr("Ouvrir le dossier choisi"), "Ctrl+Return", self._on_open_chosen, "folder"),
            ("agenda-arrive", tr("Arrivée d’un patient"), "", self._on_arrived, "waiting"),
            ("agenda-wish", tr("Mettre sur la liste d’attente, ou retirer"), "", self._on_wish, "clock"),
            ("agenda-away", tr("Ajouter une absence"), "", self._on_away, "calendar"),
            ("agenda-back", tr("Retirer l’absence pointée"), "", self._on_back, "clear"),
            ("agenda-today", tr("Revenir à aujourd’hui"), "", self._on_today, "calendar"),
            ("agenda-day", tr("Agenda : un jour"), "", partial(self._on_span, 1), "calendar"),
            ("agenda-week", tr("Agenda : une semaine"), "", partial(self._on_span, 7), "calendar"),
            ("agenda-ics", tr("Exporter l’agenda (.ics)"), "", self.export, "carrier"),
        )
        return [Action(name, words, key, WHERE, do, icon) for name, words, key, do, icon in acts]


def _read(cabinet: Cabinet, first: dt.date, days: int) -> _Read:
    rules = cabinet.agenda_rules
    return _Read(
        people_of(rules.people()), cabinet.agenda.span(first, days), rules.closures(first, days),
        cabinet.agenda.wishes(),
    )  # fmt: skip


def _is_gone(error: BaseException) -> None:
    """Leave the agenda where it is: the appointment was taken off meanwhile."""
    if not isinstance(error, LookupError):
        raise error


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError:
        raise NotExportedError from None


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _span_words(first: dt.date, days: int) -> str:
    if days == 1:
        return tr(long_date(first).capitalize())
    last = first + dt.timedelta(days=days - 1)
    week = first.isocalendar().week
    begins = str(first.day) if first.month == last.month else day_month(first)
    return tr("Semaine {week} · du {first} au {last}", week=week, first=begins, last=day_month(last))


_HELP = tr(
    "Flèches : se déplacer. Entrée : ouvrir ou donner la place. Ctrl+X puis Ctrl+V, ou Ctrl+Maj et flèche : "
    "déplacer. Suppr : annuler."
)

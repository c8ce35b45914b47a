# SPDX-License-Identifier: EUPL-1.2
"""The screen of the day: reads the agenda, calls the next patient, keeps up with what changes."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer

from lgc_app.services.agenda import DayLine
from lgc_app.services.exchanges import Situation
from lgc_app.services.inbox import Arrival
from lgc_app.ui.actions import Action
from lgc_app.ui.echanges.item_rows import offline_since_words
from lgc_app.ui.journee import day_rows
from lgc_app.ui.journee.booking import Booking
from lgc_app.ui.journee.task_card import TaskCard
from lgc_app.ui.journee.view import JourneeView
from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.theme.typography import long_date
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.words import tr
from lgc_core.model.rights import Right, may
from lgc_core.store.changes import Changes

WHERE = "journee"
_CONCERNED = ("appointment", "patient")
_INBOX_SHOWN = 3
# the minutes of the waiting room move by themselves
_TICK_MILLISECONDS = 30_000


class JourneeScreen(QObject):
    """Owns the page of the day. `screen` goes to the frame."""

    def __init__(self, desk: Desk, inbox_counted: Callable[[int, int], None]) -> None:
        super().__init__()
        self._desk = desk
        self._inbox_counted = inbox_counted
        session = desk.cabinet.session
        role = session.staff.role
        self._staff = session.staff.id
        self._now = session.now
        self._reads = may(role, Right.READ_RECORD)
        self._files = may(role, Right.FILE_DOCUMENT)
        self._manages = may(role, Right.MANAGE_AGENDA)
        self._seeing = day_rows.Seeing(self._reads)
        self._day = session.now().date()
        self.lines: Sequence[DayLine] = ()
        self.task_card = TaskCard(desk) if may(role, Right.MANAGE_TASKS) else None
        self.view = JourneeView(desk.look, medical=self._reads, files=self._files, task_card=self.task_card)
        self.setParent(self.view)  # it goes when the window destroys the page
        self._booking = Booking(desk, self.view)
        panes = [self.view.agenda_card, self.view.waiting_card, *([self.view.inbox_card] if self._files else [])]
        panes += [self.task_card] if self.task_card else []
        self.screen = Screen(
            WHERE,
            tr("journée"),
            self.view,
            self._actions(),
            panes,
            WHERE,
            help_words=_HELP,
            first=self.view.agenda,
        )
        self._listen()
        self._timer = QTimer(self, interval=_TICK_MILLISECONDS)
        self._timer.timeout.connect(self._show_waiting)
        self._timer.start()
        self.load()

    def load(self) -> None:
        """Read the day, and what came in: that one on the pool, for a hundred documents take a while."""
        day = self._day
        self._desk.tasks.read(lambda: self._desk.cabinet.agenda.day(day), self._on_day)
        if self._files:
            self._desk.tasks.read(self._desk.cabinet.inbox.waiting, self._on_inbox)
        if self.task_card is not None:
            self.task_card.load()

    def come_to(self, task: str) -> None:
        """Choose a task in its card."""
        if self.task_card is not None:
            self.task_card.come_to(task)

    def refresh(self, changes: Changes) -> None:
        """Read again what changed."""
        if any(changes.touches(kind) for kind in _CONCERNED):
            day = self._day
            self._desk.tasks.read(lambda: self._desk.cabinet.agenda.day(day), self._on_day)
        if self.task_card is not None and self.task_card.concerned(changes):
            self.task_card.load()
        if self._files and changes.touches("document"):
            self._desk.tasks.read(self._desk.cabinet.inbox.waiting, self._on_inbox)

    def show_situation(self, situation: Situation) -> None:
        """Say the outage while it lasts, and only then."""
        if situation.online or situation.offline_since is None or not situation.has_exchanged:
            self.view.show_outage("", "")
            return
        since = offline_since_words(situation)
        strong = tr("Réseau coupé depuis {when} : vous travaillez normalement.", when=since)
        waits = tr(" Dossiers, notes, mesures et agenda sont sur ce poste. Ce qui attend partira seul.")
        if situation.waiting:
            number = situation.waiting
            plural = "s" if number > 1 else ""
            waits += tr(" {number} élément{plural} en attente.", number=number, plural=plural)
        self.view.show_outage(strong, waits)

    def _on_day(self, lines: Sequence[DayLine]) -> None:
        self.lines = lines
        view = self.view
        view.agenda_card.title.setText(tr(long_date(self._day).rsplit("\u00a0", 1)[0].capitalize()))
        view.agenda_card.aside.set_words(day_rows.day_words(lines))
        first = not view.agenda.rows
        view.agenda.set_rows(day_rows.agenda_rows(lines, self._seeing))
        view.show_empty(empty=not lines)
        if first or not view.agenda.current_key():
            self._choose_now()
        self._show_waiting()

    def _choose_now(self) -> None:
        current = day_rows.in_consultation(self.lines, self._staff)
        current = current or next((line for line in self.lines if line.status in ("arrivé", "prévu")), None)
        if current is None or not self.view.agenda.choose(current.id):
            self.view.agenda.choose_first()

    def _show_waiting(self) -> None:
        rows = day_rows.waiting_rows(self.lines, self._now(), self._seeing)
        self.view.waiting.set_rows(rows)
        pills = (PillContent(str(len(rows)), Tone.INFO),) if rows else ()
        self.view.waiting_card.show_pills(pills)
        self.view.show_call(shown=self._reads and bool(rows))
        self.view.settle()

    def _on_inbox(self, arrivals: Sequence[Arrival]) -> None:
        critical = sum(arrival.severity == "critique" for arrival in arrivals)
        others = len(arrivals) - critical
        pills = []
        if critical:
            words = tr("{number} critique{plural}", number=critical, plural="s" if critical > 1 else "")
            pills.append(PillContent(words, Tone.DANGER))
        if others:
            words = tr("{number} autre{plural}", number=others, plural="s" if others > 1 else "")
            words = words if critical else str(others)
            pills.append(PillContent(words, Tone.NEUTRAL))
        self.view.inbox_card.show_pills(tuple(pills))
        self.view.inbox.set_rows(day_rows.inbox_rows(arrivals[:_INBOX_SHOWN]))
        self.view.settle()
        self._inbox_counted(len(arrivals), critical)

    def call_next(self) -> None:
        """Call whoever waits first: in consultation from now on, the file opens."""
        line = day_rows.next_to_call(self.lines, self._staff)
        if line is None:
            self._desk.navigator.say(tr("Personne en salle d’attente."))
            return
        self._call(line)

    def _call(self, line: DayLine) -> None:
        before = day_rows.in_consultation(self.lines, self._staff)
        moves = [(line, "en cours"), *([(before, "vu")] if before and before.id != line.id else [])]
        self._move(moves, tr("{patient} : en consultation.", patient=line.shown))
        if line.patient:
            self._desk.navigator.open_patient(line.patient)

    def arrive(self) -> None:
        """Note that the person of the chosen line has come."""
        line = self._chosen()
        if line is None or line.status != "prévu":
            self._desk.navigator.say(tr("Choisissez d’abord un rendez-vous à venir dans l’agenda."))
            return
        self._move([(line, "arrivé")], tr("{patient} : en salle d’attente.", patient=line.shown))

    def arrive_and_open(self) -> None:
        """From the door to the chart in one act: the chosen person is in consultation, the file opens."""
        line = self._chosen()
        if line is None or line.status not in ("prévu", "arrivé"):
            self._desk.navigator.say(tr("Choisissez d’abord un rendez-vous à venir dans l’agenda."))
            return
        self._call(line)

    def mark_seen(self) -> None:
        """Say that the chosen person was seen."""
        self._mark("vu", "{patient} : vu.")

    def mark_absent(self) -> None:
        """Say that the chosen person did not come."""
        self._mark("absent", "{patient} : absent.")

    def _mark(self, status: str, words: str) -> None:
        line = self._chosen()
        if line is not None and line.status != status:
            self._move([(line, status)], tr(words, patient=line.shown))

    def open_chosen(self) -> None:
        """Open the file of the chosen line."""
        line = self._chosen()
        if line is not None:
            self._open(line.id)

    def _move(self, moves: list[tuple[DayLine, str]], words: str) -> None:
        agenda, tasks = self._desk.cabinet.agenda, self._desk.tasks
        for line, status in moves:
            tasks.write(partial(agenda.move_on, line.id, status))

        def undo() -> None:
            for line, _status in moves:
                tasks.write(partial(agenda.move_on, line.id, line.status))

        self._desk.navigator.say(words, undo)

    def _open(self, appointment: str) -> None:
        line = next((one for one in self.lines if one.id == appointment), None)
        if line is not None and line.patient:
            self._desk.navigator.open_patient(line.patient)

    def _chosen(self) -> DayLine | None:
        key = self.view.agenda.current_key()
        return next((line for line in self.lines if line.id == key), None)

    def _on_day_asked(self, step: int) -> None:
        self._go(self._day + dt.timedelta(days=step))

    def _on_today(self) -> None:
        self._go(self._now().date())

    def _go(self, day: dt.date) -> None:
        self._day = day
        self.view.agenda.set_rows(())
        self.load()

    def _on_waiting_opened(self, appointment: str) -> None:
        line = next((one for one in self.lines if one.id == appointment), None)
        if line is not None and self._reads:
            self._call(line)

    def _on_inbox_opened(self, _document: str) -> None:
        self._desk.navigator.show("reception")

    def _listen(self) -> None:
        view = self.view
        view.agenda.opened.connect(self._open)
        view.waiting.opened.connect(self._on_waiting_opened)
        view.inbox.opened.connect(self._on_inbox_opened)
        view.file_all.clicked.connect(self._on_file_all)
        view.call.clicked.connect(self.call_next)
        view.arrived.clicked.connect(self.arrive)
        view.book.clicked.connect(self._on_book)
        view.waits.clicked.connect(self._on_waits)
        view.day_asked.connect(self._on_day_asked)
        view.today_asked.connect(self._on_today)

    def _on_file_all(self) -> None:
        self._desk.navigator.show("reception")

    def _on_waits(self) -> None:
        self._desk.navigator.show("echanges")

    def _on_book(self) -> None:
        self._booking.open(self._day)

    def _actions(self) -> list[Action]:
        made = [
            Action("open-chosen", tr("Ouvrir le dossier choisi"), "Ctrl+Return", WHERE, self.open_chosen, "folder")
        ]
        made.append(Action("today", tr("Revenir à aujourd’hui"), "", WHERE, self._on_today, "calendar"))
        if self._reads and self._manages:
            made.append(Action("call-next", tr("Appeler le suivant"), "F8", WHERE, self.call_next, "waiting"))
        if self._manages:
            made.append(Action("book", tr("Ajouter un rendez-vous"), "Ctrl+N", WHERE, self._on_book, "add"))
            made.append(Action("arrive", tr("Arrivée d’un patient"), "", WHERE, self.arrive, "waiting"))
            made.append(Action("seen", tr("Consultation terminée : vu"), "", WHERE, self.mark_seen, "check"))
            made.append(Action("absent", tr("Patient absent"), "", WHERE, self.mark_absent, "person"))
        if self.task_card is not None:
            made.append(Action("task", tr("Ajouter une tâche"), "Ctrl+T", WHERE, self.task_card.begin, "tasks"))
        if self._reads and self._manages:
            made.append(
                Action("arrive-open", tr("Arrivée et dossier"), "Shift+F8", WHERE, self.arrive_and_open, "")
            )
        return made


_HELP = tr(
    "Entrée ouvre le dossier de la ligne choisie. F8 appelle le suivant de la salle d’attente et ouvre le sien."
)

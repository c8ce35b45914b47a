# SPDX-License-Identifier: EUPL-1.2
"""From the lock screen to the open practice and back: who opens, what locks, in which order.

A lock hides everything in the event that caused it. Then, in the order of the vault's thread: what is typed is
kept, the drafts become operations, the key is dropped; and the widgets that showed patients are destroyed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from lgc_app.bootstrap import certificate_file
from lgc_app.context import AppContext
from lgc_app.services.cabinet import Cabinet
from lgc_app.services.rhythm import EVERY_SECONDS
from lgc_app.ui.actions import EVERYWHERE, Action
from lgc_app.ui.card_turn.view import CardTurnView
from lgc_app.ui.shell.palette_row import PaletteRow
from lgc_app.ui.shell.window import Window
from lgc_app.ui.start.allowed import may_do, refusal
from lgc_app.ui.start.at_work import AtWork
from lgc_app.ui.start.card_turn import LIMIT_SECONDS, CardTurn
from lgc_app.ui.start.card_watch import CardWatch
from lgc_app.ui.start.door import Door, LeftBehind
from lgc_app.ui.start.idle import IdleWatch
from lgc_app.ui.start.lock_words import lock_words, waiting_boxes
from lgc_app.ui.start.open_files import OpenFiles
from lgc_app.ui.start.os_lock import OsLockWatch
from lgc_app.ui.start.schedule import ExchangeSchedule
from lgc_app.ui.start.unlocking import Unlocking
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.unlock.presenter import UnlockPresenter
from lgc_app.ui.words import tr
from lgc_app.vault.session import LockReason

IDLE_MINUTES = 10.0

_Line = tuple[str, str, str, str, str, Callable[[AtWork], None]]


@dataclass(frozen=True, slots=True)
class Pace:
    """The delays of a post; tests make them short."""

    idle_minutes: float = IDLE_MINUTES
    exchange_seconds: float = EVERY_SECONDS
    card_turn_seconds: float = LIMIT_SECONDS


class Flow(QObject):
    """One for the life of the window. `opened(staff id)` and `locked` tell what happened, once it has."""

    opened = Signal(str)
    locked = Signal()

    def __init__(
        self,
        window: Window,
        tasks: Tasks,
        context: AppContext,
        pace: Pace,
        report: Callable[[BaseException], None],
    ) -> None:
        super().__init__()
        self._window = window
        self._tasks = tasks
        self._context = context
        self._pace = pace
        self._report = report
        self.work: AtWork | None = None
        self._files: OpenFiles | None = None
        self._reader = ""
        self._closing = False
        self._turn: CardTurn | None = None
        self.door = Door(context)
        self.cards = CardWatch(context.readers)
        self.unlocking = Unlocking(window.unlock, UnlockPresenter(), self.door, tasks)
        self.idle = IdleWatch(pace.idle_minutes, window.keys.touched)
        self.os_lock = OsLockWatch()
        self._listen()
        window.actions_known.add(self._actions())

    def begin(self) -> None:
        """Watch the readers, and hold the vault's folder."""
        self.unlocking.follow(self.cards)
        self.cards.start()
        self.os_lock.start()

    def find(self, typed: str) -> list[PaletteRow]:
        """Search for the palette; on the thread of the vault."""
        work = self.work
        return list(work.search.find(typed)) if work is not None else []

    def lock(self, reason: LockReason) -> None:
        """Hide everything now; the rest follows in order."""
        if self.work is None:
            return
        if self._turn is not None:
            self._turn.stop()
        work, self.work = self.work, None
        now = self._context.now()
        words = lock_words(reason, now, max(round(self._pace.idle_minutes), 1))
        self.unlocking.note_lock(words.sentence)
        self._window.show_locked(words.line)
        self.idle.stop()
        work.end()
        done = partial(self._on_locked, work)
        failed = partial(self._on_lock_trouble, work)
        self._tasks.read(partial(self.door.lock, reason), done, failed=failed)

    def close(self) -> None:
        """Keep, lock, stop watching: the last thing before the threads end."""
        self._closing = True
        self.lock(LockReason.USER)
        self.os_lock.stop()
        self.cards.stop()
        self._tasks.read(self.door.close, lambda _closed: None, failed=self._report)

    def _on_opened(self, cabinet: Cabinet) -> None:
        if self._closing:
            return
        staff = cabinet.session.staff.id
        if self._files is None or self._files.staff != staff:
            self._files = OpenFiles(staff)  # somebody else begins with the day, not with a colleague's patients
        self._reader = self.cards.reader if cabinet.session.sign is not None else ""
        enrolled = bool(self._context.region) and certificate_file(self._context.folder).exists()
        schedule = ExchangeSchedule(self._tasks, cabinet.exchanges, self._pace.exchange_seconds)
        self.work = AtWork(
            self._window,
            self._tasks,
            cabinet,
            self._files,
            schedule,
            enrolled=enrolled,
            web=self._context.enrolment,
        )
        self.work.revoked.connect(partial(self.lock, LockReason.REVOKED))
        self.work.left.connect(partial(self.lock, LockReason.ENDED))
        people = self.work.screens.people
        if people is not None:
            people.card_asked.connect(self._on_card_asked)
        self.opened.emit(staff)
        self.work.begin()
        self._propose_stranger(self.work)
        self.idle.start()

    def _propose_stranger(self, work: AtWork) -> None:
        """Lead who may add it to the card that has just not opened this post, as the lock screen said."""
        stranger = self.door.take_stranger(self._context.now())
        if stranger is not None and work.screens.people is not None:
            work.show("personnes")
            work.screens.people.propose(stranger.surname.title(), stranger.given.title(), stranger.id_nat)

    def _on_card_asked(self, staff: str, name: str) -> None:
        """Cover the window, then take somebody else's card."""
        if self.work is None:
            return
        if self._turn is None:
            view = CardTurnView(self._window.look)
            self._turn = CardTurn(view, self._tasks, self._context.readers, self._pace.card_turn_seconds)
            self._turn.ended.connect(self._on_turn_ended)
            self._turn.unforeseen.connect(self._report)
        self.work.screens.keep()
        self._window.show_cover(self._turn.view)
        self._turn.begin(self.work.cabinet, staff, name, self._reader, self.cards.with_card)

    def _on_turn_ended(self, words: str) -> None:
        work, turn = self.work, self._turn
        if work is None or turn is None:
            return
        if turn.owner_left:
            self.lock(LockReason.CARD_REMOVED)
        else:
            self._window.show_open("personnes")
        if words:
            work.tell(words)

    def _on_locked(self, work: AtWork, left: LeftBehind | None) -> None:
        work.destroy()
        self.unlocking.presenter.show_waiting(waiting_boxes(left))
        self.unlocking.view.panel.show_waiting(self.unlocking.presenter.content.waiting)
        self.unlocking.look_again_unless_seen()
        self.locked.emit()

    def _on_lock_trouble(self, work: AtWork, error: BaseException) -> None:
        self._report(error)
        self._on_locked(work, None)

    def _listen(self) -> None:
        self.cards.inserted.connect(self._on_inserted)
        self.cards.removed.connect(self._on_removed)
        self.cards.reader_lost.connect(self._on_reader_lost)
        self.unlocking.opened.connect(self._on_opened)
        self.unlocking.unforeseen.connect(self._report)
        self.idle.gone.connect(partial(self.lock, LockReason.IDLE))
        self.os_lock.locked.connect(partial(self.lock, LockReason.OS_LOCK))
        self._window.frame.rail.chosen.connect(self._on_rail)

    def _on_inserted(self, reader: str) -> None:
        if self.work is None:
            self.unlocking.card_came(reader)
        elif self._turn is not None and self._turn.is_on:
            self._turn.card_came(reader)

    def _on_removed(self, reader: str) -> None:
        if self._turn is not None and self._turn.is_on:
            self._turn.card_left(reader)
        elif self.work is not None:
            if reader == self._reader:
                self.lock(LockReason.CARD_REMOVED)
        else:
            self.unlocking.card_left()

    def _on_reader_lost(self, reader: str) -> None:
        if self.work is None and reader == self._reader:
            now = self._context.now()
            self.unlocking.note_lock(lock_words(LockReason.READER_LOST, now, 0).sentence)

    def _on_rail(self, item: str) -> None:
        if item == "lock":
            self.lock(LockReason.USER)

    def _actions(self) -> list[Action]:
        everywhere, going, files = tr("Partout"), tr("Aller à"), tr("Dossiers ouverts")
        invite = tr("Inviter le patient à consulter son dossier en ligne")
        close = tr("Fermer le dossier (le texte est gardé)")
        bring = tr("Importer un dossier de comptes rendus")
        eve = tr("Dossier de secours des patients de demain")
        rows: tuple[_Line, ...] = (
            ("exchange-now", tr("Échanger maintenant"), "F5", "exchange", everywhere, AtWork.exchange_now),
            ("go-exchanges", tr("Ce qui attend (Échanges)"), "Ctrl+J", "exchange", going, _show("echanges")),
            ("go-day", tr("Journée"), "", "calendar", going, _show("journee")),
            ("go-patients", tr("Rechercher un patient"), "", "users", going, _show("patients")),
            ("go-inbox", tr("Réception"), "", "inbox", going, _show("reception")),
            ("go-import", bring, "", "folder-open", going, _show("importer")),
            ("go-lots", tr("Qui a reçu un lot de vaccin"), "", "vaccine", going, _show("lots")),
            ("go-agenda", tr("Agenda"), "", "week", going, _show("agenda")),
            ("go-round", tr("Tournée"), "", "round", going, _show("tournee")),
            ("go-templates", tr("Modèles et abréviations"), "", "draft", going, _show("modeles")),
            ("go-settings", tr("Réglages du cabinet (formule du DFG)"), "", "settings", going, _show("reglages")),
            ("go-people", tr("Personnes et cartes du cabinet"), "", "users", going, _show("personnes")),
            ("new-patient", tr("Créer un patient"), "", "add", going, AtWork.admit),
            ("invite", invite, "", "letter", files, AtWork.invite),
            ("failsafe", tr("Dossier de secours"), "Ctrl+Shift+P", "print", files, _failsafe),
            ("failsafe-day", eve, "F12", "print", going, _failsafe_day),
            ("print-day", tr("Imprimer la journée (accueil)"), "", "print", going, _print_day),
            ("export-patient", tr("Copie du dossier (export)"), "", "stored", files, _export_patient),
            ("export-practice", tr("Exporter tout le cabinet"), "", "stored", everywhere, _export_practice),
            ("next-patient", tr("Dossier ouvert suivant"), "Ctrl+Tab", "folder", files, AtWork.next_patient),
            ("close-patient", close, "Ctrl+W", "clear", files, AtWork.close_patient),
            ("backup-now", tr("Sauvegarder maintenant"), "", "stored", everywhere, AtWork.back_up_now),
            ("export-queue", tr("Exporter la file"), "", "stored", everywhere, AtWork.export_queue),
            ("back", tr("Revenir"), "Alt+Left", "back", everywhere, AtWork.back),
            ("forward", tr("Avancer"), "Alt+Right", "forward", everywhere, AtWork.forward),
        )
        made = [
            Action(
                name,
                words,
                key,
                EVERYWHERE,
                partial(self._if_open, act, name),
                icon,
                heading,
                offered=partial(self._may, name),
            )
            for name, words, key, icon, heading, act in rows
        ]
        lock = partial(self.lock, LockReason.USER)
        return [*made, Action("lock", tr("Verrouiller"), "Ctrl+Shift+L", EVERYWHERE, lock, "lock", everywhere)]

    def _may(self, name: str) -> bool:
        return self.work is not None and may_do(self.work.cabinet.session, name)

    def _if_open(self, act: Callable[[AtWork], None], name: str) -> None:
        if self.work is None:
            return
        refused = refusal(self.work.cabinet.session, name)
        if refused:
            self.work.say(tr("{why}", why=refused))
        else:
            act(self.work)


def _failsafe(work: AtWork) -> None:
    work.papers.failsafe()


def _failsafe_day(work: AtWork) -> None:
    work.papers.failsafe_day()


def _print_day(work: AtWork) -> None:
    work.papers.day()


def _export_patient(work: AtWork) -> None:
    work.papers.export_patient()


def _export_practice(work: AtWork) -> None:
    work.papers.export_practice()


def _show(where: str) -> Callable[[AtWork], None]:
    def go(work: AtWork) -> None:
        work.show(where)

    return go

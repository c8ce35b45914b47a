# SPDX-License-Identifier: EUPL-1.2
"""The screen Échanges: what waits, what was answered, and « Essayer maintenant »."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from lgc_app.services.backups import BackupState
from lgc_app.services.exchanges import Situation
from lgc_app.services.files import Moving
from lgc_app.services.lease import LeaseState
from lgc_app.services.sendings import Item
from lgc_app.ui.actions import Action
from lgc_app.ui.echanges.file_facts import file_facts
from lgc_app.ui.echanges.item_rows import ALL, chosen, counts, exchange_words, headline, rows
from lgc_app.ui.echanges.view import EchangesView
from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.words import tr
from lgc_core.model.rights import Right, may

WHERE = "echanges"
_TICK_MILLISECONDS = 1000


class Schedules(Protocol):
    """What this screen asks of the schedule."""

    @property
    def is_running(self) -> bool:
        """Say whether an exchange is under way."""

    @property
    def seconds_to_next(self) -> int:
        """Give the wait before the next try."""

    def ask(self) -> None:
        """Exchange now."""


class EchangesScreen(QObject):
    """Owns the page of the exchanges. `screen` goes to the frame."""

    def __init__(self, desk: Desk, schedule: Schedules, *, enrolled: bool) -> None:
        super().__init__()
        self._desk = desk
        self._schedule = schedule
        self._enrolled = enrolled
        # who may not open files sees what was sent and where, never for whom
        self._with_patients = may(desk.cabinet.session.staff.role, Right.READ_RECORD)
        self._items: Sequence[Item] = ()
        self._files: Sequence[Moving] = ()
        self._filter = (ALL, "")
        self.situation: Situation | None = None
        self._lease = LeaseState("sans")
        self._backup: BackupState | None = None
        self.view = EchangesView(desk.look)
        self.setParent(self.view)  # it goes when the window destroys the page
        panes = (self.view.main, self.view.side)
        self.screen = Screen(
            WHERE,
            tr("échanges"),
            self.view,
            (*self._actions(), *self._file_actions()),
            panes,
            WHERE,
            patient=True,
            help_words=tr("F5 essaie maintenant. Ce qui est enregistré ici part seul au retour du réseau."),
            first=self.view.try_now,
        )
        self.view.tried.connect(schedule.ask)
        self.view.to_decide.clicked.connect(self._on_conflicts)
        self.view.to_mend.clicked.connect(self._on_mend)
        self.view.filtered.connect(self._on_filter)
        self._timer = QTimer(self, interval=_TICK_MILLISECONDS)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()
        self._show_rows()

    def _file_actions(self) -> tuple[Action, ...]:
        """Return the choices of what this post receives by itself."""
        choices = (
            ("toujours", tr("Grands fichiers : recevoir tout de suite")),
            ("20", tr("Grands fichiers : au-delà de 20 Mo, à l’ouverture")),
            ("demande", tr("Grands fichiers : recevoir à l’ouverture")),
        )
        return tuple(
            Action(f"files-{name}", words, "", WHERE, partial(self._choose, name), "received", tr("Échanges"))
            for name, words in choices
        )

    def _choose(self, policy: str) -> None:
        receiving = self._desk.cabinet.exchanges.receiving
        self._desk.tasks.read(
            lambda: receiving.choose(policy), lambda chosen: self._desk.navigator.say(chosen.words), owner=self
        )

    def load(self) -> None:
        """Read the queue."""
        self._desk.tasks.read(self._desk.cabinet.exchanges.items, self._on_items)
        self._look_at_files()

    def _look_at_files(self) -> None:
        self._desk.tasks.read(self._desk.cabinet.exchanges.files_on_the_way, self._on_files, owner=self)

    def _on_files(self, files: Sequence[Moving]) -> None:
        if files != self._files:
            self._files = files
            if self.situation is not None:
                self._say()

    def show_situation(self, situation: Situation) -> None:
        """Say the state of the network; the queue may have moved with it."""
        self.situation = situation
        self._say()
        self.load()

    def show_safety(self, lease: LeaseState, words: str, backup: BackupState | None) -> None:
        """Say what the lease (its sentence in `words`) and the backups of this post ask of the person."""
        self._lease, self._backup = lease, backup
        self.view.safety.say(words, tr(backup.alert) if backup else "", over=lease.phase == "fini")
        if self.situation is not None:
            self._say()

    def _own_facts(self) -> list[tuple[str, str]]:
        """Say when this post was last backed up, and how long it may write without the region."""
        facts = []
        if self._backup is not None:
            last = self._backup.last
            facts.append((tr("Sauvegarde vérifiée"), f"{last.astimezone():%d/%m %H:%M}" if last else tr("aucune")))
        if self._lease.phase != "sans":
            facts.append((tr("Écriture possible sans réseau"), tr("{days} j", days=self._lease.left_days)))
        return facts

    def _actions(self) -> tuple[Action, ...]:
        decide, mend, heading = tr("Rapprocher deux versions"), tr("Corriger ce qui est de côté"), tr("À faire")
        return (
            Action("echanges-conflicts", decide, "F8", WHERE, self._on_conflicts, "conflict", heading),
            Action("echanges-mend", mend, "F9", WHERE, self._on_mend, "to-mend", heading),
        )

    def _on_conflicts(self) -> None:
        self._desk.navigator.show("rapprocher")

    def _on_mend(self) -> None:
        self._desk.navigator.show("corriger")

    def _on_items(self, items: Sequence[Item]) -> None:
        self._items = items
        self._show_rows()

    def _on_filter(self, group: str, words: str) -> None:
        self._filter = (group, words)
        self._show_rows()

    def _show_rows(self) -> None:
        shown = chosen(self._items, *self._filter, with_patients=self._with_patients)
        self.view.list.set_rows(rows(shown, with_patients=self._with_patients))
        self.view.show_counts(counts(self._items))
        situation = self.situation
        waiting = situation is None or situation.waiting + situation.files_leaving > 0 or not self._enrolled
        self.view.show_empty(empty=not shown and self._filter == (ALL, ""), waiting=waiting)

    def _on_tick(self) -> None:
        if self.view.isVisible():
            self._say_headline()
            if self._files:
                self._look_at_files()

    def _say(self) -> None:
        self._say_headline()
        situation = self.situation
        assert situation is not None
        self.view.show_troubles(situation.to_mend, situation.conflicts)
        self.view.show_held(situation.held)
        last = exchange_words(situation) or tr("pas depuis l’ouverture")
        facts = [(tr("Dernier échange avec la région"), last)]
        if situation.waiting:
            facts.append((tr("Modifications pas encore reçues"), str(situation.waiting)))
        if situation.clock_words:
            facts.append((tr(situation.clock_words), ""))
        facts += file_facts(self._files)
        facts += self._own_facts()
        if not self._enrolled:
            self.view.show_facts(tr("Sans inscription"), _ALONE, tuple(facts))
        elif self._lease.phase == "fini":
            self.view.show_facts(tr("Lecture seule"), _READING, tuple(facts))
        elif situation.online and situation.must_update:
            self.view.show_facts(tr("Mise à jour requise"), _TO_UPDATE, tuple(facts))
        elif situation.online:
            self.view.show_facts(tr("En ligne"), _ONLINE, tuple(facts))
        else:
            self.view.show_facts(tr("Pendant la coupure"), _OFFLINE, tuple(facts))

    def _say_headline(self) -> None:
        said = headline(
            self.situation,
            enrolled=self._enrolled,
            to_next=self._schedule.seconds_to_next,
            running=self._schedule.is_running,
        )
        self.view.show_headline(said)


_ONLINE = (
    ("check", tr("Autres postes du cabinet : à jour à chaque échange")),
    ("check", tr("DMP (bac à sable régional) : dépôt dès la réception par la région")),
)
_TO_UPDATE = (
    ("check", tr("Dossiers, notes, mesures, agenda : normal")),
    ("check", tr("Ce que vous écrivez : envoyé à chaque échange")),
    ("clock", tr("Travail des autres postes, nouveaux documents : après la mise à jour")),
)
_ALONE = (
    ("check", tr("Dossiers, notes, mesures, agenda : normal")),
    ("clock", tr("Région, DMP, autres postes : après l’inscription de ce poste")),
)
_READING = (
    ("check", tr("Dossiers, documents, agenda : lecture normale")),
    ("stored", tr("Ce qui est enregistré ici : gardé, à exporter ou à envoyer")),
    ("clock", tr("Écrire, signer : dès le prochain échange")),
)
_OFFLINE = (
    ("check", tr("Dossiers, notes, mesures, agenda : normal")),
    ("clock", tr("DMP et autres postes du cabinet : envoi différé")),
    ("clear", tr("Nouveaux documents de la région : au retour du réseau")),
)

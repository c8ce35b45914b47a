# SPDX-License-Identifier: EUPL-1.2
"""The lock screen at work: the card comes, the code is typed, the practice opens; or a sentence says why not."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from cps_card.errors import LastTryNotAcceptedError, PinBlockedError
from lgc_app.services.cabinet import Cabinet
from lgc_app.ui.start.card_watch import CardWatch
from lgc_app.ui.start.door import Door, SeenCard
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.unlock.presenter import CardOwner, Entry, UnlockPresenter
from lgc_app.ui.unlock.view import UnlockView
from lgc_app.ui.unlock.ways import Way
from lgc_app.ui.words import count, tr
from lgc_app.vault.faults import (
    AlreadyOpenError,
    CardNotAcceptedError,
    CardRefusedByVaultError,
    PostRevokedError,
    UnknownCredentialError,
    VaultMissingError,
)
from lgc_app.vault.session import LockReason
from lgc_core.errors import OutsideError, UserError

_UNFORESEEN = "Ce poste n’a pas pu ouvrir. Recommencez ; si cela dure, appelez le support."


class Unlocking(QObject):
    """Joins view, presenter and door. `opened(cabinet)` once the practice is open, never after the card left."""

    opened = Signal(object)
    unforeseen = Signal(object)

    def __init__(self, view: UnlockView, presenter: UnlockPresenter, door: Door, tasks: Tasks) -> None:
        super().__init__()
        self.view = view
        self.presenter = presenter
        self._door = door
        self._tasks = tasks
        self._watch: CardWatch | None = None
        self._seen: SeenCard | None = None
        self._turn = 0
        self._lock_note = ""
        view.pin_given.connect(self._on_pin)
        view.secret_given.connect(self._on_secret)
        view.way_chosen.connect(self._on_way)

    def follow(self, watch: CardWatch) -> None:
        """Hear of readers; cards are told by whoever decides first whether to lock."""
        self._watch = watch
        watch.readers_changed.connect(self._on_readers)
        self._tasks.fetch(self._door.hold, lambda _held: None, failed=self._on_no_vault)

    def note_lock(self, sentence: str) -> None:
        """Say why the post has just locked; kept until a card comes."""
        self._turn += 1
        self._lock_note = sentence
        self._drop_card()
        self.rest()

    def card_came(self, reader: str) -> None:
        """Read the owner of the card that is in a reader."""
        self._turn += 1
        self._drop_card()
        self.presenter.reading_card()
        self._show()
        turn = self._turn
        self._tasks.fetch(
            partial(self._door.look, reader), partial(self._on_seen, turn), failed=partial(self._on_refused, turn)
        )

    def card_left(self) -> None:
        """Forget the card; what was typed is gone with it."""
        self._turn += 1
        self._drop_card()
        self.rest()

    def rest(self) -> None:
        """Show what one sees without a card."""
        if self._lock_note:
            self.presenter.locked(self._lock_note)
        elif self._watch is not None and not self._watch.names:
            self.presenter.no_reader()
        else:
            self.presenter.no_card()
        self._show()

    def look_again_unless_seen(self) -> None:
        """Read the card that stayed in its reader; one read since the lock keeps what is being typed for it."""
        if self._seen is None:
            self.look_again()

    def look_again(self) -> None:
        """Read the card that is in the reader, whatever was known of it."""
        if self._watch is not None and self._watch.reader:
            self.card_came(self._watch.reader)

    def _on_readers(self) -> None:
        assert self._watch is not None
        if not self._watch.with_card and self.presenter.content.entry is Entry.NOTHING:
            self.rest()

    def _on_seen(self, turn: int, seen: SeenCard) -> None:
        if turn != self._turn:
            seen.session.close()
            return
        self._seen = seen
        self._lock_note = ""
        owner = CardOwner(seen.name, seen.profession, seen.valid_until)
        if seen.opens_until is not None and seen.tries_left > 1:
            self.presenter.card_expired(owner, seen.opens_until)
        else:
            self.presenter.card_seen(owner, seen.tries_left)
        self._show()

    def _on_refused(self, turn: int, error: BaseException) -> None:
        if turn != self._turn:
            return
        if isinstance(error, VaultMissingError | AlreadyOpenError | PostRevokedError):
            self.presenter.closed(error.sentence)
        elif isinstance(error, UnknownCredentialError):
            self.presenter.unknown_card()
        elif isinstance(error, CardNotAcceptedError | CardRefusedByVaultError):
            self.presenter.card_refused(error.sentence)
        elif isinstance(error, UserError | OutsideError):
            self.presenter.trouble(error.sentence)
        else:
            self.unforeseen.emit(error)
            self.presenter.unreadable_card()
        self._show()

    def _on_no_vault(self, error: BaseException) -> None:
        if isinstance(error, UserError | OutsideError):
            self.presenter.closed(error.sentence)
            self._show()
        else:
            self.unforeseen.emit(error)

    def _on_pin(self, pin: bytearray) -> None:
        seen = self._seen
        if seen is None:
            pin[:] = bytes(len(pin))
            return
        accepted = self.presenter.content.must_tick
        self._open(lambda: self._door.open_with_card(seen.session, pin, accept_last_try=accepted))

    def _on_secret(self, entry: Entry, typed: str) -> None:
        by_code = entry is Entry.RECOVERY_CODE
        way = self._door.open_with_code if by_code else self._door.open_with_phrase
        self._open(lambda: way(typed))

    def _open(self, way: Callable[[], Cabinet]) -> None:
        self.presenter.opening()
        self._show()
        turn = self._turn
        self._tasks.read(way, partial(self._on_opened, turn), failed=partial(self._on_not_opened, turn))

    def _on_opened(self, turn: int, cabinet: Cabinet) -> None:
        if turn != self._turn:  # the card left while the code was with it
            self._tasks.read(partial(self._door.lock, LockReason.CARD_REMOVED), lambda _left: None)
            return
        self._seen = None  # the vault owns the card from now on
        self._lock_note = ""
        self.opened.emit(cabinet)

    def _on_not_opened(self, turn: int, error: BaseException) -> None:
        if turn != self._turn:
            return
        if isinstance(error, CardRefusedByVaultError):
            self._say_refusal(error)
        elif isinstance(error, UnknownCredentialError) and self.presenter.content.entry is Entry.RECOVERY_CODE:
            self.presenter.wrong_recovery_code()
        elif isinstance(error, UserError | OutsideError):
            self.presenter.trouble(error.sentence)
        else:
            self.unforeseen.emit(error)
            self.presenter.trouble(tr(_UNFORESEEN))
        self._show()

    def _say_refusal(self, error: CardRefusedByVaultError) -> None:
        if error.tries_left is not None:
            self.presenter.wrong_pin(error.tries_left)
        elif isinstance(error.cause, PinBlockedError):
            self.presenter.card_blocked()
        elif isinstance(error.cause, LastTryNotAcceptedError):
            self.presenter.wrong_pin(1)
        else:
            self.presenter.trouble(error.sentence)

    def _on_way(self, way: str) -> None:
        if way == Way.RECOVERY_CODE:
            self.presenter.ask_recovery_code()
        elif way == Way.PASS_PHRASE:
            self.presenter.ask_pass_phrase()
        elif way == Way.CARD:
            self._lock_note = ""
            self.look_again() if self._watch and self._watch.reader else self.rest()
            return
        else:
            self._tasks.fetch(self._door.context.readers.names, self._on_reader_names)
            return
        self._turn += 1
        self._drop_card()
        self._show()

    def _on_reader_names(self, names: list[str]) -> None:
        if not names:
            self.presenter.no_reader()
        elif self._watch is not None and self._watch.reader:
            self.look_again()
            return
        else:
            found = count(len(names), tr("lecteur branché"), tr("lecteurs branchés"))
            sentence = tr("Aucune carte vue. {found} : insérez la carte à fond, puce vers l’avant.", found=found)
            self.presenter.no_card()
            self.presenter.trouble(sentence)
        self._show()

    def _drop_card(self) -> None:
        seen, self._seen = self._seen, None
        if seen is not None:
            self._tasks.fetch(seen.session.close, lambda _closed: None)

    def _show(self) -> None:
        self.view.show_content(self.presenter.content)

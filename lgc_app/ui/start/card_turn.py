# SPDX-License-Identifier: EUPL-1.2
"""A colleague's card is added to this post: in a second reader, or in turn in the only one.

In turn, the card of whoever is open leaves the reader and the post does not lock at once: its key is needed for
two minutes at most, under a page that covers everything. Then it locks, whatever came of it: the card that opened
it is not there any more.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from cps_card.errors import CardError
from cps_card.prompt import LAST_TRY
from cps_card.readers import CardReaders
from cps_card.session import CardSession
from lgc_app.services.cabinet import Cabinet
from lgc_app.ui.card_turn.view import CardTurnView, TurnContent
from lgc_app.ui.start.opened_card import opened_card
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.theme.typography import hour
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.words import count, tr
from lgc_app.ui.words.messages import Message
from lgc_app.ui.words.people import of, the
from lgc_app.ui.words.sentences import strong_and_plain
from lgc_app.vault.faults import CardRefusedByVaultError
from lgc_core.errors import OutsideError, UserError
from lgc_core.store.changes import Changes

LIMIT_SECONDS: Final = 120
"""How long the key may stay in memory while no card of the practice is in the reader."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A card in a reader, identified; its code was not asked yet."""

    card: CardSession
    name: str
    about: str
    tries_left: int


class CardTurn(QObject):
    """`ended(words)` once it is over, whatever came of it; `owner_left` says whether the post must lock then."""

    ended = Signal(str)
    unforeseen = Signal(object)

    def __init__(
        self, view: CardTurnView, tasks: Tasks, readers: CardReaders, limit: float = LIMIT_SECONDS
    ) -> None:
        super().__init__()
        self.view = view
        self._tasks = tasks
        self._readers = readers
        self._limit = dt.timedelta(seconds=limit)
        self._cabinet: Cabinet | None = None
        self._staff = self._name = self._owner = ""
        self.owner_left = False
        self._seen: _Seen | None = None
        self._turn = 0
        self._timer = QTimer(self, singleShot=True, interval=round(limit * 1000))
        self._timer.timeout.connect(partial(self._end, tr("Aucune carte ajoutée : deux minutes sont passées.")))
        view.pin_given.connect(self._on_pin)
        view.given_up.connect(self._on_given_up)

    @property
    def is_on(self) -> bool:
        """Tell whether the page is there."""
        return self._cabinet is not None

    def begin(self, cabinet: Cabinet, staff: str, name: str, owner: str, with_card: Sequence[str]) -> None:
        """Wait for the card of a person; `owner` is the reader of the card that opened, "" for none."""
        self._cabinet, self._staff, self._name, self._owner = cabinet, staff, name, owner
        self.owner_left = False
        until = hour(cabinet.session.now() + self._limit)
        self.view.steps.setText(_steps(name, one_reader=bool(owner)))
        self.view.until.setText(tr("Sans carte ajoutée à {until}, cette page se ferme.", until=until))
        self._timer.start()
        self._wait()
        for reader in with_card:
            if reader != owner:
                self.card_came(reader)

    def card_came(self, reader: str) -> None:
        """Read the card that is in a reader."""
        if self.view.content.busy:
            return
        self._turn += 1
        self._drop()
        self.view.show_content(TurnContent(title=tr("Lecture de la carte")))
        turn, staff, cabinet = self._turn, self._staff, self._cabinet
        assert cabinet is not None

        def check(seen: _Seen) -> None:
            self._tasks.read(
                partial(cabinet.cards.check, staff, seen.card),
                lambda _good: self._on_seen(turn, seen),
                owner=self,
                failed=partial(self._on_refused, turn, seen.card),
            )

        self._tasks.fetch(
            partial(_identify, self._readers, reader),
            check,
            owner=self,
            failed=partial(self._on_refused, turn, None),
        )

    def card_left(self, reader: str) -> None:
        """Wait again; the card of whoever is open may leave, once."""
        if reader == self._owner and not self.owner_left:
            self.owner_left = True
            self.view.until.setText(f"{self.view.until.text()} {tr('Le poste se verrouillera ensuite.')}")
        if not self.view.content.busy:
            self._turn += 1
            self._drop()
            self._wait()

    def stop(self) -> None:
        """Be over without a word: the post locks."""
        self._turn += 1
        self._timer.stop()
        self._drop()
        self.view.wipe()
        self._cabinet = None

    def _wait(self) -> None:
        self.view.show_content(TurnContent(title=tr("Insérez la carte {of}.", of=of(self._name))))

    def _on_seen(self, turn: int, seen: _Seen) -> None:
        if turn != self._turn:
            self._let_go(seen.card)
            return
        self._seen = seen
        known = PillContent(tr("Carte reconnue"), Tone.OK, "check")
        asked = TurnContent(seen.name, seen.about, known, asks=True)
        if seen.tries_left == 1:
            asked = replace(asked, must_tick=True, tone=Tone.DANGER, strong=tr(LAST_TRY))
        self.view.show_content(asked)

    def _on_refused(self, turn: int, card: CardSession | None, error: BaseException) -> None:
        if card is not None:
            self._let_go(card)
        if turn != self._turn:
            return
        self.view.show_content(replace(_refusal(self._words_of(error)), title=tr("Carte non ajoutée")))

    def _on_pin(self, pin: bytearray) -> None:
        seen, cabinet = self._seen, self._cabinet
        if seen is None or cabinet is None:
            pin[:] = bytes(len(pin))
            return
        accepted = self.view.content.must_tick
        self.view.show_content(replace(self.view.content, busy=True, must_tick=False, strong="", words=""))
        add, staff = cabinet.cards.add, self._staff

        def write() -> Changes:
            try:
                added = add(staff, seen.card, pin, accept_last_try=accepted)
            finally:
                pin[:] = bytes(len(pin))
            _close(seen.card)  # here, before the lock that may follow: the lock screen reads the card next
            return added

        self._tasks.write(write, self._on_added, owner=self, failed=partial(self._on_not_added, self._turn))

    def _on_added(self, _changes: Changes) -> None:
        self._seen = None
        if self.is_on:
            self._end(tr("La carte de {name} ouvre ce poste.", name=self._name))

    def _on_not_added(self, turn: int, error: BaseException) -> None:
        words = self._words_of(error)
        if turn != self._turn or not self.is_on:
            return
        asked = replace(self.view.content, busy=False)
        tries = error.tries_left if isinstance(error, CardRefusedByVaultError) else None
        if tries is not None and tries > 0:
            sentence = tr(Message.WRONG_PIN, tries=count(tries, tr("essai"), tr("essais")))
            asked = replace(asked, must_tick=tries == 1)
            words = tr(Message.LAST_TRY) if tries == 1 else sentence
        else:  # blocked, refused, or gone: the next card that comes begins again
            asked = replace(asked, asks=False)
            self._drop()
        self.view.show_content(_refusal(words, asked))

    def _on_given_up(self) -> None:
        if self.is_on and not self.view.content.busy:
            self._end("")

    def _end(self, words: str) -> None:
        if self.is_on:
            self.stop()
            self.ended.emit(words)

    def _words_of(self, error: BaseException) -> str:
        if isinstance(error, UserError | OutsideError):
            return tr("{why}", why=error.sentence)
        self.unforeseen.emit(error)
        return tr("La carte n’a pas pu être ajoutée. Recommencez ; si cela dure, appelez le support.")

    def _drop(self) -> None:
        seen, self._seen = self._seen, None
        if seen is not None:
            self._let_go(seen.card)

    def _let_go(self, card: CardSession) -> None:
        """Make the card forget its code, on the pool: one that left already says nothing."""
        self._tasks.fetch(partial(_close, card), lambda _closed: None)


def _identify(readers: CardReaders, reader: str) -> _Seen:
    with opened_card(readers, reader) as card:
        until = card.auth_certificate.not_valid_after_utc
        about = tr("{title} · valable jusqu’en {until}", title=card.holder.title, until=f"{until:%m/%Y}")
        return _Seen(card, card.holder.full_name.title(), about, card.tries_left())


def _close(card: CardSession) -> None:
    try:
        card.reset()
    except CardError:
        return
    finally:
        card.close()


def _steps(name: str, *, one_reader: bool) -> str:
    if not one_reader:
        return tr("Avec {name} : sa carte dans le lecteur, puis son code.", name=the(name))
    return tr(
        "Un seul lecteur ? Retirez votre carte ; {name} insère la sienne, puis tape son code. Le poste se "
        "verrouille ensuite et chacun ouvre avec sa carte. Deux lecteurs ? Laissez la vôtre.",
        name=the(name),
    )


def _refusal(sentence: str, content: TurnContent | None = None) -> TurnContent:
    strong, words = strong_and_plain(sentence)
    return replace(content or TurnContent(), tone=Tone.DANGER, strong=strong, words=words)

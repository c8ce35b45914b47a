# SPDX-License-Identifier: EUPL-1.2
"""What the unlock screen says for each situation of the card; no Qt, no card, no vault here."""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto

from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.theme.typography import short_date
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.words import count, tr
from lgc_app.ui.words.messages import Message
from lgc_app.ui.words.sentences import strong_and_plain


class Entry(Enum):
    """What the person can type now."""

    NOTHING = auto()
    PIN = auto()
    RECOVERY_CODE = auto()
    PASS_PHRASE = auto()


@dataclass(frozen=True, slots=True)
class CardOwner:
    """The person whose card is in the reader, as read from its certificate and our own staff table."""

    name: str
    profession: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """A box of the left panel: what waits for the person, never about a patient."""

    icon: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class UnlockContent:
    """Everything the view draws: `strong` and `words` are the note under the code, `must_tick` the box."""

    entry: Entry = Entry.NOTHING
    title: str = ""
    subtitle: str = ""
    card: PillContent | None = None
    note_tone: Tone = Tone.NEUTRAL
    strong: str = ""
    words: str = ""
    must_tick: bool = False
    busy: bool = False
    hint: str = ""
    waiting: tuple[Waiting, ...] = ()


class UnlockPresenter:
    """Turns what the card monitor and the vault report into `content`; the view shows it after each call."""

    def __init__(self) -> None:
        self._owner: CardOwner | None = None
        self.content = UnlockContent()
        self.no_card()

    def no_reader(self) -> None:
        """The reader is not plugged in, or its service is gone."""
        self._owner = None
        self._say(Entry.NOTHING, title=tr("Aucun lecteur"), tone=Tone.WARN, sentence=tr(Message.NO_READER))

    def no_card(self) -> None:
        """The reader waits for a card."""
        self._owner = None
        self._say(Entry.NOTHING, title=tr("Insérez votre carte."), subtitle=tr("Lecteur prêt"))

    def card_seen(self, owner: CardOwner, tries_left: int | None = None) -> None:
        """A card of this practice is in the reader; `tries_left` when the card tells it before any code."""
        self._owner = owner
        if tries_left == 0:
            self.card_blocked()
        elif tries_left == 1:
            self._last_try(tr(Message.LAST_TRY))
        else:
            self._ask_pin()

    def card_expired(self, owner: CardOwner, opens_until: date) -> None:
        """The card is expired but still opens this post for a while (smartcard.md §7)."""
        self._owner = owner
        since, until = short_date(owner.valid_until), short_date(opens_until)
        self._ask_pin(tone=Tone.WARN, sentence=tr(Message.EXPIRED_CARD, since=since, until=until))
        card = PillContent(tr("Carte expirée"), Tone.WARN, "alert")
        self.content = replace(self.content, card=card)

    def unknown_card(self) -> None:
        """A card that opens no slot of this practice."""
        self._owner = None
        todo = tr("Ouvrez avec la vôtre : Personnes s’affichera")
        sentence = tr(Message.UNKNOWN_CARD)
        self._say(Entry.NOTHING, title=tr("Carte inconnue"), subtitle=todo, tone=Tone.WARN, sentence=sentence)

    def card_refused(self, sentence: str) -> None:
        """A card that cannot open, and the sentence says why: revoked, expired for good, not a CPS."""
        self._owner = None
        self._say(Entry.NOTHING, title=tr("Carte non acceptée"), tone=Tone.WARN, sentence=sentence)

    def locked(self, sentence: str) -> None:
        """The post has just locked: say why, and that the text is kept."""
        self._owner = None
        title, subtitle = tr("Insérez votre carte."), tr("Lecteur prêt")
        self._say(Entry.NOTHING, title=title, subtitle=subtitle, tone=Tone.INFO, sentence=sentence)

    def closed(self, sentence: str) -> None:
        """The vault of this post cannot be held: nothing can be typed until the sentence is followed."""
        self._owner = None
        self._say(Entry.NOTHING, title=tr("Ce poste ne peut pas ouvrir"), tone=Tone.DANGER, sentence=sentence)

    def reading_card(self) -> None:
        """A card has just come in: it takes a moment to answer."""
        self._owner = None
        self._say(Entry.NOTHING, title=tr("Lecture de la carte"))

    def unreadable_card(self) -> None:
        """Something is in the reader that does not answer like a CPS card."""
        self._owner = None
        sentence = tr("Carte illisible. Retirez-la, essuyez la puce, remettez-la.")
        self._say(Entry.NOTHING, title=tr("Carte illisible"), tone=Tone.WARN, sentence=sentence)

    def wrong_pin(self, tries_left: int) -> None:
        """The card refused the code."""
        if tries_left <= 0:
            self.card_blocked()
        elif tries_left == 1:
            self._last_try(tr(Message.LAST_TRY))
        else:
            tries = count(tries_left, tr("essai"), tr("essais"))
            self._ask_pin(tone=Tone.DANGER, sentence=tr(Message.WRONG_PIN, tries=tries))

    def card_blocked(self) -> None:
        """No try is left on this card."""
        self._say(Entry.NOTHING, tone=Tone.DANGER, sentence=tr(Message.CARD_BLOCKED))
        self._name_owner(PillContent(tr("Carte bloquée"), Tone.DANGER, "danger"))

    def trouble(self, sentence: str) -> None:
        """The card or the vault could not answer; what is typed next is a new try."""
        entry = Entry.PIN if self._owner else self.content.entry
        self._say(entry, tone=Tone.WARN, sentence=sentence)
        self._name_owner(PillContent(tr("Carte reconnue"), Tone.OK, "check"))

    def ask_recovery_code(self) -> None:
        """The person opens with the printed code."""
        title, subtitle = tr("Code de secours imprimé"), tr("Carte perdue ou bloquée")
        self._say(Entry.RECOVERY_CODE, title=title, subtitle=subtitle)

    def wrong_recovery_code(self) -> None:
        """The printed code does not open this practice."""
        sentence = tr("Code de secours non reconnu. Vérifiez chaque groupe, puis ouvrez de nouveau.")
        self.ask_recovery_code()
        self.content = replace(self.content, note_tone=Tone.DANGER, strong=sentence)

    def ask_pass_phrase(self) -> None:
        """The person opens with a phrase, for reception and agenda only."""
        title, subtitle = tr("Phrase de passe"), tr("Accueil et agenda seulement")
        self._say(Entry.PASS_PHRASE, title=title, subtitle=subtitle)

    def opening(self) -> None:
        """The code is with the card: wait without a second try."""
        self.content = replace(self.content, busy=True, strong="", words="", must_tick=False)

    def show_waiting(self, waiting: tuple[Waiting, ...]) -> None:
        """Say at the left what waits: network, drafts; no patient's name, no count per patient."""
        self.content = replace(self.content, waiting=waiting)

    def _ask_pin(self, tone: Tone = Tone.NEUTRAL, sentence: str = "") -> None:
        self._say(Entry.PIN, tone=tone, sentence=sentence)
        self._name_owner(PillContent(tr("Carte reconnue"), Tone.OK, "check"))

    def _last_try(self, sentence: str) -> None:
        self._ask_pin()
        strong, words = strong_and_plain(sentence, ". Il reste 1\u00a0essai.")
        self.content = replace(self.content, note_tone=Tone.DANGER, strong=strong, words=words, must_tick=True)

    def _name_owner(self, card: PillContent) -> None:
        if self._owner:
            until = f"{self._owner.valid_until:%m/%Y}"
            subtitle = tr(
                "{profession} · valable jusqu’en {until}", profession=self._owner.profession, until=until
            )
            self.content = replace(self.content, title=self._owner.name, subtitle=subtitle, card=card)

    def _say(
        self, entry: Entry, *, title: str = "", subtitle: str = "", tone: Tone = Tone.NEUTRAL, sentence: str = ""
    ) -> None:
        strong, words = strong_and_plain(sentence)
        self.content = UnlockContent(
            entry=entry,
            title=title or self.content.title,
            subtitle=subtitle,
            note_tone=tone,
            strong=strong,
            words=words,
            hint=_HINTS[entry],
            waiting=self.content.waiting,
        )


_HINTS = {
    Entry.NOTHING: "",
    Entry.PIN: tr("Le code n’est ni gardé, ni écrit. Rien n’est envoyé à la carte avant Entrée."),
    Entry.RECOVERY_CODE: tr("Les espaces et les tirets ne comptent pas. Majuscules et minuscules non plus."),
    Entry.PASS_PHRASE: tr("Cette phrase n’ouvre pas les dossiers médicaux."),
}

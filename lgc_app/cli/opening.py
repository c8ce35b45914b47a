# SPDX-License-Identifier: EUPL-1.2
"""Open the post for one command: the card in the reader and its code, the printed code, or a phrase."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from cps_card.errors import CardError
from cps_card.prompt import must_confirm
from cps_card.session import CardSession
from lgc_app.access_log import AccessLog
from lgc_app.bootstrap import open_cabinet
from lgc_app.cli.console import Console
from lgc_app.context import AppContext
from lgc_app.services.cabinet import Cabinet
from lgc_app.vault.faults import from_card
from lgc_app.vault.session import VaultSession
from lgc_core.errors import OutsideError, UserError

Way = Literal["carte", "secours", "phrase"]


class NoCardError(OutsideError):
    """No reader holds a card."""

    def __init__(self) -> None:
        super().__init__("Aucune carte dans un lecteur. Insérez-la, ou ouvrez avec --secours.")


class StoppedError(UserError):
    """The person preferred not to spend the last try."""

    def __init__(self) -> None:
        super().__init__("Arrêté : aucun essai n’a été utilisé. Ouvrez avec --secours.")


@dataclass(frozen=True, slots=True)
class OpenPost:
    """The open vault, and the practice inside."""

    context: AppContext
    vault: VaultSession
    cabinet: Cabinet


def find_card(context: AppContext) -> CardSession:
    """Give the first card that answers.

    Raises:
        NoCardError: every reader is empty, or there is none. CardGoneError, CardRefusedByVaultError: in words.
    """
    trouble: CardError | None = None
    try:
        names = context.readers.names()
    except CardError as error:
        raise from_card(error) from error
    for name in names:
        try:
            return context.readers.open(name)
        except CardError as error:
            trouble = error
    if trouble is None or len(names) == 0:
        raise NoCardError
    raise from_card(trouble) from trouble


def ask_pin(console: Console, card: CardSession) -> tuple[bytearray, bool]:
    """Ask the code of a card; give it with the person's word that a last try may be spent.

    Raises:
        StoppedError: one try is left and the person stops there.
    """
    try:
        left = card.tries_left()
    except CardError as error:
        raise from_card(error) from error
    accepted = False
    if must_confirm(left):
        console.say("Il reste 1 essai. Après un échec de plus, la carte se bloque.")
        accepted = console.ask("Tapez OUI pour continuer : ").strip() == "OUI"
        if not accepted:
            raise StoppedError
    question = f"Code de la carte de {card.holder.full_name} (4 chiffres) : "
    return bytearray(console.ask_secret(question).encode("ascii", "replace")), accepted


def unlock(console: Console, vault: VaultSession, context: AppContext, way: Way) -> None:
    """Unlock by a way.

    Raises:
        LgcError: see VaultSession.
    """
    if way == "secours":
        vault.unlock_with_recovery(console.ask_secret("Code de secours : "))
        return
    if way == "phrase":
        person = console.ask("Votre identifiant (RPPS, ou numéro interne) : ").strip()
        vault.unlock_with_passphrase(person, console.ask_secret("Phrase de passe : "))
        return
    card = find_card(context)
    pin, accepted = ask_pin(console, card)
    try:
        vault.unlock_with_card(card, pin, accept_last_try=accepted)
    finally:
        pin[:] = bytes(len(pin))
        if not vault.is_unlocked:
            card.close()


@contextmanager
def open_vault(console: Console, way: Way) -> Iterator[tuple[AppContext, VaultSession]]:
    """Open the vault for a block; locked and let go at its end whatever happens."""
    context = console.make_context()
    vault = VaultSession(context.folder, context.trust, AccessLog(context.folder).write)
    try:
        unlock(console, vault, context, way)
        yield context, vault
    finally:
        vault.close()


@contextmanager
def open_post(console: Console, way: Way) -> Iterator[OpenPost]:
    """Open the practice for a block."""
    with open_vault(console, way) as (context, vault):
        yield OpenPost(context, vault, open_cabinet(context, vault))

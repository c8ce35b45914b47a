# SPDX-License-Identifier: EUPL-1.2
"""The words that go with a card, in French (ui.md, section 8, cases 1 to 8): what happened, what to do."""

from datetime import date, datetime

from cps_card.errors import (
    CardBusyError,
    CardError,
    CardMissingError,
    CardRemovedError,
    CardResetError,
    CardServiceLostError,
    ContactlessRefusedError,
    KeyUnusableError,
    LastTryNotAcceptedError,
    MiddlewareMissingError,
    PinBlockedError,
    PinMalformedError,
    PinRequiredError,
    ReaderMissingError,
    UnknownCardError,
    WrongPinError,
)
from cps_card.trust import GRACE_AFTER_EXPIRY, TrustState, TrustVerdict

_NBSP = "\u00a0"

LAST_TRY = (
    f"Il reste 1{_NBSP}essai. Après un troisième échec, la carte se bloque. "
    "Si vous avez un doute, arrêtez-vous et utilisez le code de secours imprimé."
)
BLOCKED = (
    "Carte bloquée. Débloquez-la avec CPS Gestion et votre code de déblocage. "
    "En attendant, ouvrez avec le code de secours."
)
CARD_OF_ANOTHER_PRACTICE = (
    f"Cette carte n’ouvre pas ce cabinet. Une personne déjà inscrite peut l’ajouter{_NBSP}: Réglages, Personnes."
)
NO_READER = "Lecteur absent. Branchez-le, ou ouvrez avec la phrase de passe."

_SENTENCES: dict[type[CardError], str] = {
    ReaderMissingError: NO_READER,
    CardMissingError: "Aucune carte dans le lecteur. Insérez la carte, puce vers l’avant.",
    CardRemovedError: "Carte retirée. Remettez la carte pour continuer.",
    CardResetError: "Un autre logiciel a repris la carte. Saisissez de nouveau le code.",
    CardBusyError: "Un autre logiciel occupe la carte. Attendez quelques secondes, puis recommencez.",
    CardServiceLostError: (
        "Le service des cartes de ce poste est arrêté. Débranchez puis rebranchez le lecteur, "
        "ou ouvrez avec le code de secours."
    ),
    MiddlewareMissingError: (
        "La Cryptolib CPS est introuvable. Installez-la, ou corrigez son chemin dans Réglages, Lecteur."
    ),
    UnknownCardError: "Cette carte n’est pas une carte CPS. Insérez votre carte CPS, puce vers l’avant.",
    ContactlessRefusedError: "Le sans contact n’ouvre pas le cabinet. Insérez la carte dans le lecteur.",
    PinMalformedError: f"Le code compte 4{_NBSP}chiffres. Aucun essai n’a été utilisé.",
    LastTryNotAcceptedError: LAST_TRY,
    PinBlockedError: BLOCKED,
    PinRequiredError: "La carte attend votre code. Saisissez-le de nouveau.",
    KeyUnusableError: (
        "Cette carte ne permet pas cette opération avec le pilote présent. Installez la Cryptolib CPS."
    ),
}
_FAULT = "La carte répond mal. Retirez-la, remettez-la, puis recommencez. Si cela dure, essayez une autre carte."


def sentence_for(error: CardError) -> str:
    """Say in French what happened and what to do."""
    if isinstance(error, WrongPinError) and error.tries_left > 0:
        return wrong_pin(error.tries_left)
    for kind in type(error).__mro__:
        if kind in _SENTENCES:
            return _SENTENCES[kind]
    return _FAULT


def wrong_pin(tries_left: int) -> str:
    """Say how many tries are left after a wrong code; the last one comes with its warning."""
    if tries_left == 1:
        return f"Code incorrect. {LAST_TRY}"
    return f"Code incorrect. Il reste {tries_left}{_NBSP}essais."


def must_confirm(tries_left: int) -> bool:
    """Tell whether the next code may block the card, so that the person accepts it first."""
    return tries_left == 1


def card_pulled(at: datetime) -> str:
    """Say that the card left at a local time, on the lock screen."""
    return f"Carte retirée à {at:%H:%M}. Votre texte est gardé. Remettez la carte pour continuer."


def trust_banner(verdict: TrustVerdict) -> str:
    """Say what is to know about the card; empty when all is well."""
    match verdict.state:
        case TrustState.GOOD:
            return ""
        case TrustState.EXPIRED_GRACE:
            until = (verdict.not_after + GRACE_AFTER_EXPIRY).date()
            return (
                f"Carte expirée depuis le {_day(verdict.not_after.date())}. Elle ouvre encore ce poste "
                f"jusqu’au {_day(until)}, mais ne se connecte plus aux services. Renouvelez-la."
            )
        case TrustState.EXPIRED:
            return (
                f"Carte expirée depuis le {_day(verdict.not_after.date())}. Elle n’ouvre plus ce poste. "
                "Renouvelez-la, et ouvrez avec le code de secours."
            )
        case _:
            return _BANNERS[verdict.state]


_BANNERS = {
    TrustState.REVOKED: (
        "Carte révoquée. Elle n’ouvre plus ce poste. Ouvrez avec une autre carte ou le code de secours."
    ),
    TrustState.NOT_YET_VALID: "Carte pas encore valable. Vérifiez la date et l’heure de ce poste.",
    TrustState.UNTRUSTED: (
        "Carte émise par une autorité inconnue de ce poste. Mettez à jour les autorités dans Réglages, Lecteur."
    ),
    TrustState.CRL_MISSING: (
        "La liste des cartes révoquées manque. La carte fonctionne\u00a0; la liste arrivera au retour du réseau."
    ),
    TrustState.CRL_STALE: (
        "La liste des cartes révoquées date. La carte fonctionne\u00a0; la liste arrivera au retour du réseau."
    ),
}


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"

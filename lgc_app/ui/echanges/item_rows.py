# SPDX-License-Identifier: EUPL-1.2
"""The sendings as rows, in the exact words of ui.md §5; no Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lgc_app.services.exchanges import Situation
from lgc_app.services.sendings import Item
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.theme.typography import moment_words
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.row_recipe import Cell, Column, Recipe, Row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import tr
from lgc_core.model.words import fold

RECIPE: Final = Recipe((Column(240), Column(84), Column(184), Column(60), Column()), 50)
ALL, TO_DO, STORED, SENT, RECEIVED = "all", "to-do", "stored", "sent", "received"
_GROUPS: Final = {TO_DO: ("refusé",), STORED: ("enregistré",), SENT: ("envoyé",), RECEIVED: ("reçu",)}

PILLS: Final = {
    "enregistré": PillContent(tr("Enregistré ici"), Tone.NEUTRAL, "stored"),
    "envoyé": PillContent(tr("Envoyé"), Tone.INFO, "sent"),
    "reçu": PillContent(tr("Reçu par la région"), Tone.OK, "received"),
    "refusé": PillContent(tr("Refusé"), Tone.DANGER, "refused"),
    "annulé": PillContent(tr("Annulé"), Tone.NEUTRAL, "clear"),
}
CONFLICT: Final = PillContent(tr("À rapprocher"), Tone.CONFLICT, "conflict")
TO_MEND: Final = PillContent(tr("À corriger"), Tone.DANGER, "to-mend")


@dataclass(frozen=True, slots=True)
class Headline:
    """The sentence on top and the one under it."""

    title: str
    words: str
    icon: str


def exchange_words(situation: Situation) -> str:
    """Say when this post last exchanged, with the day when it is not today; "" when it never did."""
    last, now = situation.last_exchange, situation.asked_at
    return moment_words(last, (now or last).date()) if last else ""


def network_words(situation: Situation) -> str:
    """Say the state of the network, and since when, as the network pill does."""
    if situation.online:
        return tr("Mise à jour requise") if situation.must_update else tr("En ligne")
    since = offline_since_words(situation)
    return tr("Hors ligne depuis {when}", when=since) if since else tr("Hors ligne")


def offline_since_words(situation: Situation) -> str:
    """Say since when, with the day when it is not today: an outage lasts for days; "" when that is not known."""
    since, now = situation.offline_since, situation.asked_at
    return moment_words(since, (now or since).date()) if since else ""


def headline(situation: Situation | None, *, enrolled: bool, to_next: int, running: bool) -> Headline:
    """Say first that nothing is lost, then what happens next."""
    if not enrolled:
        words = tr("Tout fonctionne sur ce poste. Demandez son inscription : commande « serenite enrol ».")
        return Headline(tr("Ce poste n’est pas inscrit à la région. Rien n’est perdu."), words, "offline")
    if situation is None:
        return Headline(tr("Lecture de l’état des échanges"), "", "exchange")
    when = exchange_words(situation)
    last = tr("Dernier échange : {when}.", when=when) if when else ""
    after = tr("Échange en cours.") if running else tr("Prochain essai dans {seconds} s.", seconds=max(to_next, 1))
    if situation.online and situation.must_update:
        return Headline(tr("Mise à jour requise pour recevoir. Ce que vous écrivez part toujours."), "", "online")
    if situation.online:
        all_sent = not situation.waiting and not situation.files_leaving
        title = tr("En ligne. Tout est reçu par la région.") if all_sent else tr("En ligne.")
        leaving = _leaving(situation.waiting + situation.files_leaving)
        return Headline(title, _join(leaving, last), "online")
    title = tr("{network}. Rien n’est perdu.", network=network_words(situation))
    return Headline(title, _join(_will_leave(situation.waiting), last, after), "offline")


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _leaving(waiting: int) -> str:
    if not waiting:
        return ""
    return tr("1 élément part.") if waiting == 1 else tr("{number} éléments partent.", number=waiting)


def _will_leave(waiting: int) -> str:
    if not waiting:
        return tr("Rien n’attend.")
    if waiting == 1:
        return tr("1 élément partira seul au retour du réseau.")
    return tr("{number} éléments partiront seuls au retour du réseau.", number=waiting)


def counts(items: Sequence[Item]) -> dict[str, int]:
    """Count the sendings of each filter."""
    told = {name: sum(item.state in states for item in items) for name, states in _GROUPS.items()}
    return told | {ALL: len(items)}


def chosen(items: Sequence[Item], group: str, words: str, *, with_patients: bool) -> list[Item]:
    """Keep the sendings of a filter that hold every word."""
    asked = fold(words).split()
    states = _GROUPS.get(group)
    return [
        item
        for item in items
        if (states is None or item.state in states) and _holds(item, asked, with_patients=with_patients)
    ]


def _holds(item: Item, asked: Sequence[str], *, with_patients: bool) -> bool:
    text = fold(f"{item.title} {item.to} {item.patient if with_patients else ''}")
    return all(word in text for word in asked)


def rows(items: Sequence[Item], *, with_patients: bool) -> list[Row]:
    """Make the rows of the sendings."""
    return [_row(item, with_patients=with_patients) for item in items]


def _row(item: Item, *, with_patients: bool) -> Row:
    pill = PILLS[item.state]
    patient = item.patient if with_patients else ""
    second = (Run(patient, TextRole.CAPTION, "text2"),) if patient else ()
    ink = "danger" if item.state == "refusé" else "text"
    cells = (
        Cell((Run(tr(item.title), TextRole.BODY_MEDIUM),), second),
        Cell((Run(item.to, TextRole.DENSE),)),
        Cell(icon="", pills=(pill,)),
        Cell((Run(item.since, TextRole.DENSE, "text2"),)),
        Cell((Run(tr(item.what_happens), TextRole.DENSE, ink),)),
    )
    sentence = (item.title, patient, item.to, pill.words, item.since, item.what_happens)
    return Row(item.id, cells, ", ".join(words for words in sentence if words))

# SPDX-License-Identifier: EUPL-1.2
"""Deletions in number that wait for an administrator: list them, let them fold, or let them be."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from lgc_core.errors import UserError
from lgc_core.oplog.fuse import Verdict, decision
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.holding import batches, held_ops
from lgc_core.sync.protocol import MAX_OPS
from sync_server.db import reading, writing
from sync_server.services import devices, journal
from sync_server.services.french import ms_of

_JOURNAL: Final[dict[Verdict, str]] = {
    "confirmé": "suppressions en nombre confirmées",
    "refusé": "suppressions en nombre refusées",
}


@dataclass(frozen=True)
class HeldBatch:
    """What one post had held in one partition, as the console shows it; no name of a patient.

    Attributes:
        id: names the batch to `decide`.
        since_ms: when the region received the first of them.
        upto: place of the last deletion shown: what came later is not decided with it.
    """

    id: str
    practice_name: str
    label: str
    since_ms: int
    upto: int
    count: int
    words: str


def waiting(connection: sa.Connection) -> list[HeldBatch]:
    """Return what waits, by practice and post."""
    posts = {one.id: one for one in devices.all_posts(connection)}
    return [
        HeldBatch(
            id=one.id,
            practice_name=posts[one.device].practice_name,
            label=posts[one.device].label,
            since_ms=ms_of(one.since) or 0,
            upto=one.upto,
            count=one.count,
            words=_words(one.kinds),
        )
        for one in batches(connection)
        if one.device in posts
    ]


def decide(engine: sa.Engine, untrusted_id: str, upto: int, verdict: Verdict, actor: str) -> str:
    """Settle a batch up to a place; return the practice of its post. Doing it again changes nothing.

    Raises:
        UserError: nothing of this batch waits.
    """
    with reading(engine) as connection:
        posts = {one.id: one for one in devices.all_posts(connection)}
        batch = next((one for one in batches(connection) if one.id == untrusted_id and one.device in posts), None)
        found = held_ops(connection, batch.partition, batch.device, upto) if batch else []
    if batch is None or not found:
        raise UserError("Aucune suppression de ce poste n’attend. Rechargez la page.")
    practice = posts[batch.device].practice
    with writing(engine) as connection:
        journal.write(connection, _JOURNAL[verdict], actor=actor, practice=practice, device=batch.device)
    arbiter = Arbiter(engine)
    for start in range(0, len(found), MAX_OPS):
        some = found[start : start + MAX_OPS]
        arbiter.write(batch.partition, [decision(op, verdict) for op in some])
    return practice


_KINDS: Final = {
    "appointment": ("rendez-vous", "rendez-vous"),
    "patient": ("patient", "patients"),
    "document": ("document", "documents"),
    "observation": ("mesure ou résultat", "mesures ou résultats"),
    "encounter": ("consultation", "consultations"),
    "note_section": ("partie de note", "parties de notes"),
    "form_answer": ("réponse de formulaire", "réponses de formulaires"),
    "problem": ("problème", "problèmes"),
    "allergy": ("allergie", "allergies"),
    "treatment": ("traitement", "traitements"),
    "vaccination": ("vaccin", "vaccins"),
    "task": ("tâche", "tâches"),
    "dispatch": ("envoi", "envois"),
}


def _words(kinds: dict[str, int]) -> str:
    known = {kind: number for kind, number in kinds.items() if kind in _KINDS}
    parts = [f"{number} {_KINDS[kind][number > 1]}" for kind, number in sorted(known.items())]
    others = sum(kinds.values()) - sum(known.values())
    if others:
        parts.append(f"{others} autre{'s' if others > 1 else ''} élément{'s' if others > 1 else ''}")
    return ", ".join(parts)

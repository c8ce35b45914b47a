# SPDX-License-Identifier: EUPL-1.2
"""The journal line of what a post of ours was refused: forged, foreign, unreadable, of another life of the region.

At most one an hour for each post and kind: a post that asks every minute must not fill the journal. What counts is
kept in memory, bounded by the posts that we approved; a restart writes the line once more.
"""

import threading
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa

from sync_server.db import writing
from sync_server.services import journal
from sync_server.services.clock import Clock, now_ms
from sync_server.services.devices import Post

EVENTS: Final = {
    "signature": "envoi refusé, signature du poste fausse",
    "unreadable": "demande refusée, illisible",
    "too-large": "demande refusée, trop volumineuse",
    "encoding": "demande refusée, encodage inconnu",
    "partition": "lecture refusée, partition étrangère",
    "blob": "fichier refusé, mal annoncé ou abîmé",
    "epoch": "poste d’une vie antérieure de la région",
    "update": "poste trop ancien pour recevoir",
    "foreign": "opérations mises de côté, partition ou poste étranger",
}
"""By the code of the refusal. Not here: a queue or a disk that is full, which are nobody's fault."""

FOREIGN: Final = frozenset({"partition étrangère", "poste étranger", "droit retiré"})
"""Reasons of operations set aside that are `foreign`."""

EVERY_MS: Final = 3600 * 1000


@dataclass(frozen=True)
class RefusalTrail:
    """Writes the lines."""

    engine: sa.Engine
    now: Clock = now_ms
    _told: dict[tuple[str, str], int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, post: Post, code: str) -> None:
        """Write down that a post was refused something, unless that was said within the hour."""
        event = EVENTS.get(code)
        if event is None:
            return
        with self._lock:
            at, key = self.now(), (post.id, code)
            if at - self._told.get(key, -EVERY_MS) < EVERY_MS:
                return
            self._told[key] = at
        with writing(self.engine) as connection:
            journal.write(connection, event, practice=post.practice, device=post.id)

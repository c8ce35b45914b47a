# SPDX-License-Identifier: EUPL-1.2
"""What the region gave a practice to show that it is in a circle of care, for the day when the region forgets it.

The seal is in the `cause` of the operation that opens the request: in the practice's own log, which no post lets
go. A post shows it when the region says nothing of a dossier that it holds, and never after the region closed the
request.
"""

from collections.abc import Iterable
from typing import Final

import msgspec
import sqlalchemy as sa

from lgc_core.oplog.merge import SERVER
from lgc_core.oplog.operation import decode
from lgc_core.store.identity import DOSSIER, dossier, kind_of
from lgc_core.store.local_tables import cursor
from lgc_core.store.tables import op as op_table
from lgc_core.sync.partitions import Allowed

MAX_SEALS: Final = 64
"""Seals in one handshake; the others wait for the next."""

_PREFIX: Final = "circle/1"


class CircleSeal(msgspec.Struct, frozen=True, kw_only=True):
    """« This practice is in the circle of this dossier, founded then », under a key that only the region has.

    Attributes:
        opened_at: when the circle was founded: of two for one person, the elder stands.
        mac: HMAC-SHA-256, hexadecimal, over `statement`.
    """

    dossier: str
    opened_at: str
    mac: str

    @property
    def text(self) -> str:
        """Return the seal as one text."""
        return f"{_PREFIX}|{self.dossier}|{self.opened_at}|{self.mac}"


def statement(practice: str, dossier_id: str, opened_at: str) -> bytes:
    """Return the bytes that the region seals: good for one practice only."""
    return f"LGC-CIRCLE/1\0{practice}\0{dossier_id}\0{opened_at}".encode()


def read_seal(text: str) -> CircleSeal | None:
    """Read a seal back, None for any other text."""
    parts = text.split("|")
    if len(parts) != 4 or parts[0] != _PREFIX:
        return None
    return CircleSeal(dossier=parts[1], opened_at=parts[2], mac=parts[3])


def seals_to_show(connection: sa.Connection, home: str, allowed: Allowed) -> tuple[CircleSeal, ...]:
    """Return the seals of dossiers that this post holds and of which the region said nothing."""
    spoken = {*allowed.open, *allowed.ended}
    kept = connection.execute(sa.select(cursor.c.partition)).scalars()
    silent = {one for one in kept if kind_of(one) == DOSSIER and one not in spoken}
    if not silent:
        return ()
    written = sa.select(op_table.c.body).where(op_table.c.device == SERVER, op_table.c.partition == home)
    bodies = connection.execute(written.order_by(op_table.c.hlc)).scalars()
    return tuple(one for one in _standing(bodies) if dossier(one.dossier) in silent)[:MAX_SEALS]


def _standing(bodies: Iterable[str]) -> list[CircleSeal]:
    """Return the seals of requests whose last word of the region is that they are open."""
    found: dict[str, CircleSeal | None] = {}
    for body in bodies:
        if '"dossier_request"' not in body:
            continue
        op = decode(body)
        if op.entity_type == "dossier_request" and "state" in op.fields:
            found[op.entity_id] = read_seal(op.cause)
    return [one for one in found.values() if one is not None]

# SPDX-License-Identifier: EUPL-1.2
"""Which partitions a post holds: what the region says, the proof of who works here, and how a post lets go.

The region says three things of a partition: it may be pulled, the right to it has ended, or nothing at all. Only
the second makes a post forget: a region that was restored and does not remember a right must cost nobody a word.
"""

from collections.abc import Iterable
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from lgc_core.store import outbox
from lgc_core.store.local_tables import cursor, setting
from lgc_core.store.local_tables import outbox as outbox_table
from lgc_core.store.tables import ENTITY_TABLES, conflict, field_version, merged_text, quarantine
from lgc_core.store.tables import op as op_table

MAX_CLAIMS: Final = 16
"""People who show their card in one handshake."""

ALLOWED: Final = "partitions"
"""Setting of a post: what the region said last, as JSON."""


class PersonClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A card says « I work on this post »: the right to the person's own partition comes from it.

    Attributes:
        certificate: authentication certificate, DER.
        signature: RSASSA-PKCS1-v1_5 with SHA-256 over `claim_statement`.
    """

    certificate: bytes
    signature: bytes


def claim_statement(practice: str, device: str, certificate: bytes) -> bytes:
    """Return the bytes that a card signs: good for this post of this practice only."""
    return b"\n".join((b"LGC-PERSON/1", practice.encode(), device.encode(), certificate))


class Allowed(msgspec.Struct, frozen=True, kw_only=True):
    """What the region says of the partitions beside the practice's own record and trail.

    Attributes:
        open: those that this post pulls and pushes (`ref:` ones are only pulled).
        ended: those whose right was taken back: what waits is offered once more, then they are forgotten here.
    """

    open: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()


def keep_allowed(connection: sa.Connection, allowed: Allowed) -> None:
    """Remember what the region said."""
    value = msgspec.json.encode(allowed).decode()
    insert = sqlite.insert(setting).values(key=ALLOWED, value=value)
    connection.execute(insert.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


def read_allowed(connection: sa.Connection) -> Allowed:
    """Return what the region said last; nothing before the first exchange."""
    text = connection.execute(sa.select(setting.c.value).where(setting.c.key == ALLOWED)).scalar()
    return msgspec.json.decode(text, type=Allowed) if text else Allowed()


def held(connection: sa.Connection, partitions: Iterable[str]) -> list[str]:
    """Return those of some partitions of which anything is on this post."""
    return [one for one in partitions if _has_any(connection, one)]


def _has_any(connection: sa.Connection, partition: str) -> bool:
    known = sa.select(cursor.c.partition).where(cursor.c.partition == partition)
    written = sa.select(op_table.c.op_id).where(op_table.c.partition == partition)
    return any(connection.execute(query.limit(1)).first() is not None for query in (known, written))


def let_go(connection: sa.Connection, partition: str) -> bool:
    """Forget everything of a partition, only once the region has all that was written here; tell whether it was.

    Operations that the region set aside in the practice's own order have left the partition by then; those that it
    took and did not show in the order, because the right ended in between, are answered: that is enough.
    """
    own = sa.select(op_table.c.op_id).where(op_table.c.partition == partition)
    if outbox.unanswered(connection, partition, 1, 1):
        return False
    connection.execute(sa.delete(outbox_table).where(outbox_table.c.op_id.in_(own)))  # answered: enough
    for table in ENTITY_TABLES.values():
        ids = sa.select(table.c.id).where(table.c.partition == partition)
        connection.execute(sa.delete(field_version).where(field_version.c.entity_id.in_(ids)))
        connection.execute(sa.delete(table).where(table.c.partition == partition))
    for table in (conflict, merged_text, quarantine, op_table, cursor):
        connection.execute(sa.delete(table).where(table.c.partition == partition))
    return True


def waiting_partitions(connection: sa.Connection) -> list[str]:
    """Return the partitions of which something is in the queue, in the order of their names."""
    query = sa.select(op_table.c.partition).join(outbox_table, outbox_table.c.op_id == op_table.c.op_id)
    return list(connection.execute(query.distinct().order_by(op_table.c.partition)).scalars())

# SPDX-License-Identifier: EUPL-1.2
"""Where a post is in the order of each partition, and whether an answer goes on from there."""

from itertools import pairwise

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from lgc_core.store.local_tables import cursor
from lgc_core.sync import chain
from lgc_core.sync.protocol import PulledOp, PullResponse


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """Where this post is in the order of one partition."""

    epoch: str = ""
    seq: int = 0
    chain: bytes = chain.START


def read_cursor(connection: sa.Connection, partition: str) -> Cursor:
    """Return where this post is in the order of a partition."""
    row = connection.execute(sa.select(cursor).where(cursor.c.partition == partition)).first()
    return Cursor() if row is None else Cursor(epoch=row.epoch, seq=row.seq, chain=row.chain)


def continues(at: Cursor, response: PullResponse, links: list[bytes]) -> bool:
    """Tell whether an answer goes on from what this post holds."""
    places = [at.seq, *(one.seq for one in response.ops)]
    if any(after <= before for before, after in pairwise(places)):
        return False
    if not links:
        return response.head == at.seq and response.chain in ("", at.chain.hex())
    return links[-1].hex() == response.chain


def links_of(start: bytes, ops: tuple[PulledOp, ...]) -> list[bytes]:
    """Return the chain after each operation."""
    links = []
    link = start
    for one in ops:
        link = chain.extend(link, one.seq, one.body, chain.verdict(one.quarantine, one.hlc))
        links.append(link)
    return links


def write_cursor(connection: sa.Connection, partition: str, at: Cursor) -> None:
    """Remember where this post is in the order of a partition."""
    values = {"partition": partition, "epoch": at.epoch, "seq": at.seq, "chain": at.chain}
    insert = sqlite.insert(cursor).values(values)
    connection.execute(insert.on_conflict_do_update(index_elements=["partition"], set_=values))

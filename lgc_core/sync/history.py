# SPDX-License-Identifier: EUPL-1.2
"""The operations of entities in the order that counts: those with a place first, then this post's in flight."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import sqlalchemy as sa

from lgc_core.oplog.merge import SERVER
from lgc_core.oplog.operation import Op, at
from lgc_core.store import rendered
from lgc_core.store.tables import op as op_table

_COLUMNS: Final = ("entity_id", "body", "seq", "hlc", "dev_seq", "result", "device")

History = list[tuple[Op, int | None]]
"""Operations of one entity with their places; None is in flight."""


class _Line(NamedTuple):
    """One operation on disk; lines sort by what is asked first: has it a place, which, else by its clock."""

    is_in_flight: bool
    seq: int
    hlc: str
    dev_seq: int
    body: str


def histories(
    connection: sa.Connection, entity_ids: Sequence[str], read: Callable[[str], Op]
) -> dict[str, History]:
    """Return the history of each entity, without what was set aside.

    What the region itself wrote and has no place for, it forgot: nobody will offer that again.
    """
    found: dict[str, list[_Line]] = {entity_id: [] for entity_id in entity_ids}
    rows = rendered.by_ids(connection, op_table, _COLUMNS, "entity_id", entity_ids)
    for entity_id, body, seq, hlc, dev_seq, result, device in rows:
        if result != "quarantined" and (seq is not None or device != SERVER):
            found[entity_id].append(_Line(seq is None, seq or 0, hlc, dev_seq, body))
    return {entity_id: _in_order(lines, read) for entity_id, lines in found.items()}


def _in_order(lines: list[_Line], read: Callable[[str], Op]) -> History:
    return [(at(read(one.body), one.hlc), None if one.is_in_flight else one.seq) for one in sorted(lines)]

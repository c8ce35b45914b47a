# SPDX-License-Identifier: EUPL-1.2
"""Rows of the operation log, conflicts and quarantine."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import sqlalchemy as sa

from lgc_core.model.encounter import Encounter
from lgc_core.oplog.clock import FIRST_HLC
from lgc_core.oplog.fuse import HELD, verdict_of
from lgc_core.oplog.merge import Applied, ConflictFound, Surroundings
from lgc_core.oplog.operation import Op, encode
from lgc_core.oplog.upcast import CURRENT
from lgc_core.store import rendered
from lgc_core.store.tables import ENTITY_TABLES, conflict, merged_text, op, quarantine

OPEN: Final = "ouvert"
RESOLVED: Final = "résolu"
TO_MEND: Final = "à corriger"
TO_CONFIRM: Final = "à confirmer"
"""States of what was set aside: somebody of the practice mends it, or the region has the word (oplog/fuse.py)."""


_COLUMNS: Final = (
    "op_id", "partition", "device", "dev_seq", "entity_id", "hlc",
    "body", "seq", "result", "received_at", "chain",
)  # fmt: skip


def op_line(
    operation: Op,
    body: str = "",
    seq: int | None = None,
    result: str = "",
    received_at: str | None = None,
    chain: bytes | None = None,
    partition: str = "",
) -> rendered.Line:
    """Return the values of the row of an operation; what the server decided comes after its body.

    `partition` is the one in whose order it has a place, where it is not its own: it was set aside there.
    """
    return (
        operation.op_id,
        partition or operation.partition,
        operation.device,
        operation.dev_seq,
        operation.entity_id,
        operation.hlc,
        body or encode(operation).decode(),
        seq,
        result,
        received_at,
        chain,
    )


def insert_ops(connection: sa.Connection, lines: Sequence[rendered.Line]) -> None:
    """Append operations to the log, each as `op_line` gives it."""
    rendered.insert_lines(connection, op, _COLUMNS, lines)


def insert_conflicts(connection: sa.Connection, operation: Op, found: Iterable[ConflictFound]) -> None:
    """Keep both values of each conflict; the same conflict found twice is one row."""
    for one in found:
        known = connection.execute(sa.select(conflict.c.id).where(conflict.c.id == one.id)).first()
        if known is None:
            connection.execute(
                sa.insert(conflict).values(
                    id=one.id,
                    partition=operation.partition,
                    entity_type=operation.entity_type,
                    entity_id=operation.entity_id,
                    field=one.field,
                    merge=one.merge,
                    winner_op=one.winner_op,
                    loser_op=one.loser_op,
                    winner_value=one.winner_value,
                    loser_value=one.loser_value,
                )
            )


def keep(connection: sa.Connection, operation: Op, applied: Applied) -> None:
    """Write what an operation did beside its entity; nearly always nothing."""
    if applied.conflicts or applied.merged or applied.closed or applied.reopened:
        insert_conflicts(connection, operation, applied.conflicts)
        insert_merged(connection, operation, applied)
        decide(connection, operation, applied)


def insert_merged(connection: sa.Connection, operation: Op, applied: Applied) -> None:
    """Keep the narratives that a merge made: the next writer names them as base."""
    for one in applied.merged:
        row = {
            "id": one.id,
            "partition": operation.partition,
            "entity_id": operation.entity_id,
            "field": one.field,
            "op_id": operation.op_id,
            "over": one.over,
            "value": one.value,
        }
        rendered.upsert(connection, merged_text, [row], ("id",))


def decide(connection: sa.Connection, operation: Op, applied: Applied) -> None:
    """Close the conflicts that a decision cites, or open them again; both values stay in their rows."""
    for ids, state, by in ((applied.closed, RESOLVED, operation.op_id), (applied.reopened, OPEN, None)):
        if ids:
            update = sa.update(conflict).where(conflict.c.id.in_(ids))
            connection.execute(update.values(state=state, resolved_by=by))


def merged_value(connection: sa.Connection, version: str, field: str) -> str | None:
    """Return the text of a merged version of a field, None when it is not one."""
    found = sa.select(merged_text.c.value).where(merged_text.c.id == version, merged_text.c.field == field)
    return connection.execute(found).scalar()


def forget_findings(connection: sa.Connection, entity_ids: Sequence[str]) -> None:
    """Drop what folding entities again from their operations will find again: merged texts and conflicts."""
    for table in (conflict, merged_text):
        connection.execute(sa.delete(table).where(table.c.entity_id.in_(entity_ids)))


def insert_quarantine(
    connection: sa.Connection, operation: Op, reason: str, seq: int | None, partition: str = ""
) -> None:
    """Set an operation aside, whole, in the partition whose order it has a place in (its own by default).

    One that was aside already, in an older life of the region, has the new place; what a person noted of it stays
    as long as the reason is the same. What the region decided then it may have forgotten: it is asked again.
    """
    place: dict[str, object] = {"partition": partition or operation.partition, "seq": seq}
    fresh: dict[str, object] = {"reason": reason, "state": TO_CONFIRM if reason == HELD else TO_MEND, "note": None}
    mine = quarantine.c.op_id == operation.op_id
    known = connection.execute(sa.select(quarantine.c.reason).where(mine)).scalar()
    if known is None:
        connection.execute(sa.insert(quarantine).values(op_id=operation.op_id, **place, **fresh))
    else:
        changed = place if known == reason != HELD else place | fresh
        connection.execute(sa.update(quarantine).where(mine).values(**changed))


def settle_held(connection: sa.Connection, operation: Op) -> None:
    """Note what the region decided about an operation that its fuse held, if this operation is that decision."""
    settled = verdict_of(operation)
    if settled is not None:
        held, verdict = settled
        waits = (quarantine.c.op_id == held, quarantine.c.state == TO_CONFIRM)
        connection.execute(sa.update(quarantine).where(*waits).values(state=verdict))


def find_op(connection: sa.Connection, op_id: str, read: Callable[[str], Op] = CURRENT.read) -> Op | None:
    """Return one operation of the log."""
    body = connection.execute(sa.select(op.c.body).where(op.c.op_id == op_id)).scalar()
    return None if body is None else read(body)


class BatchLog:
    """What the merge asks of the log: rows on disk, and the operations of the batch under way."""

    def __init__(
        self,
        connection: sa.Connection,
        is_sealed: Callable[[str], bool],
        read: Callable[[str], Op] = CURRENT.read,
    ) -> None:
        self._connection = connection
        self._read = read
        self._under_way: dict[str, Op] = {}
        self.surroundings = Surroundings(hlc_of=self._hlc_of, value_of=self._value_of, is_sealed=is_sealed)

    def add(self, operation: Op) -> None:
        """Make an operation of the batch known before its row is written."""
        self._under_way[operation.op_id] = operation

    def _hlc_of(self, op_id: str) -> str:
        if op_id in self._under_way:
            return self._under_way[op_id].hlc
        found = self._connection.execute(sa.select(op.c.hlc).where(op.c.op_id == op_id)).scalar()
        return found or FIRST_HLC

    def _value_of(self, op_id: str, field: str) -> str | None:
        found = self._under_way.get(op_id) or find_op(self._connection, op_id, self._read)
        if found is None:
            return merged_value(self._connection, op_id, field)
        change = found.fields.get(field)
        return None if change is None else change.text


def sealed_on_disk(connection: sa.Connection, encounter: str) -> bool:
    """Tell whether an encounter, the only aggregate with children today, was sealed."""
    table = ENTITY_TABLES[Encounter]
    query = sa.select(table.c.sealed_id).where(table.c.id == encounter)
    return connection.execute(query).scalar() is not None

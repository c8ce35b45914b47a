# SPDX-License-Identifier: EUPL-1.2
"""Fold pulled operations into the record of one post, under its own operations in flight.

The log on disk holds every operation, so the truth about an entity is always: the operations that the server
ordered, folded in that order, then this post's own ones still in flight (docs/protocol.md, Rebase).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import msgspec
import sqlalchemy as sa

from lgc_core.model.catalogue import BY_NAME
from lgc_core.oplog.merge import SERVER, Applied, apply
from lgc_core.oplog.operation import Op, at, decode
from lgc_core.oplog.state import EntityState
from lgc_core.oplog.upcast import CURRENT
from lgc_core.store import log, outbox, rendered, search, states
from lgc_core.store.changes import Changes
from lgc_core.store.local_tables import outbox as outbox_table
from lgc_core.store.states import Key
from lgc_core.store.tables import field_version
from lgc_core.store.tables import op as op_table
from lgc_core.store.tables import quarantine as quarantine_table
from lgc_core.store.unit_of_work import patient_of
from lgc_core.sync.history import History, histories
from lgc_core.sync.protocol import PulledOp
from lgc_core.sync.seals import Seals

_AT_ONCE: Final = 200
"""Entities whose histories are in memory at a time."""


class _Known(NamedTuple):
    """What this post holds of an operation that came back: its place and the verdict."""

    seq: int | None
    result: str


class Fold:
    """One batch of pulled operations in one local transaction."""

    def __init__(
        self,
        connection: sa.Connection,
        partition: str = "",
        *,
        read: Callable[[str], Op] = CURRENT.read,
        is_searched: bool = True,
    ) -> None:
        self._connection = connection
        self._partition = partition
        self._read = read
        self._is_searched = is_searched
        self._states: dict[Key, EntityState] = {}
        self._touched: set[Key] = set()
        self._refold: set[Key] = set()
        self._log = log.BatchLog(connection, self._is_sealed, read)
        self._around = msgspec.structs.replace(self._log.surroundings, value_of=self._value_of)
        self._places: dict[str, int] = {}
        self._seals = Seals(connection, ())
        self._place: tuple[Op, int | None] | None = None

    def run(self, pulled: Sequence[PulledOp]) -> Changes:
        """Apply the batch and return what looks different now."""
        ops = [(one, at(self._read(one.body), one.hlc)) for one in pulled]
        self._seals = Seals(self._connection, ops)
        self._places = {op.op_id: one.seq for one, op in ops}
        keys = {(op.entity_type, op.entity_id) for _, op in ops}
        self._states = states.load(self._connection, keys)
        self._seals.look_up(self._drafted_in(op for _, op in ops))
        known = self._known([op.op_id for _, op in ops])
        in_flight = outbox.in_flight(self._connection, {entity_id for _, entity_id in keys})
        rows = []
        received = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
        for one, op in ops:
            if op.op_id in known:
                self._reorder(one, op, known[op.op_id])
            else:
                rows.append(log.op_line(op, one.body, one.seq, _result(one), received, None, self._place_of(op)))
                self._apply(one, op, in_flight)
        log.insert_ops(self._connection, rows)
        outbox.settle(self._connection, [op.op_id for _, op in ops if op.op_id in known])
        self._refold_all()
        return self._save()

    def _drafted_in(self, ops: Iterable[Op]) -> Iterator[str]:
        """Name the encounters that the merge will ask about: those of drafts changed after they were made."""
        for op in ops:
            kind = BY_NAME.get(op.entity_type)
            state = self._states.get((op.entity_type, op.entity_id))
            if kind is None or not kind.aggregate:
                continue
            given = op.fields.get(kind.aggregate)
            parent = given.text if given is not None else state.value(kind.aggregate) if state else None
            if parent:
                yield parent.strip('"')

    def refold_in_flight(self) -> Changes:
        """Fold again, from the whole log, every entity that this post wrote and did not see in the order."""
        query = sa.select(outbox_table.c.entity_id, op_table.c.body).join(
            op_table, op_table.c.op_id == outbox_table.c.op_id
        )
        ops = {row.entity_id: decode(row.body) for row in self._connection.execute(query)}
        return self.refold(
            (op.entity_type, entity_id) for entity_id, op in ops.items() if op.entity_type in BY_NAME
        )

    def refold(self, keys: Iterable[Key]) -> Changes:
        """Fold entities again from the whole log."""
        self._refold = set(keys)
        self._states = states.load(self._connection, self._refold)
        self._refold_all()
        return self._save()

    def refold_forgotten(self) -> Changes:
        """Fold again what the region itself wrote and then forgot, once everything that it knows was pulled."""
        lost = sa.select(op_table.c.body).where(op_table.c.device == SERVER, op_table.c.seq.is_(None))
        bodies = self._connection.execute(lost.where(op_table.c.partition == self._partition)).scalars()
        ops = [self._read(body) for body in bodies]
        return self.refold((op.entity_type, op.entity_id) for op in ops if op.entity_type in BY_NAME)

    def _place_of(self, op: Op) -> str:
        """Return the partition whose order an operation has a place in: the one pulled, whatever it says."""
        return self._partition or op.partition

    def _known(self, op_ids: list[str]) -> dict[str, _Known]:
        columns = ("op_id", "seq", "result")
        rows = rendered.by_ids(self._connection, op_table, columns, "op_id", op_ids)
        return {row[0]: _Known(*row[1:]) for row in rows}

    def _reorder(self, one: PulledOp, op: Op, known: _Known) -> None:
        """Give a known operation its place, and fold its entity again.

        Always: what lay on top while it was in flight kept no conflict, and what it met there (others' words, an
        earlier word that was refused, held, taken after all or overtaken, a seal) is not what the region met.
        """
        seq, result = known
        if seq == one.seq:
            return
        values = {"seq": one.seq, "result": _result(one), "hlc": op.hlc, "partition": self._place_of(op)}
        if op.device == SERVER:  # its id tells the state, not the words: after a restore it may say others
            values |= {"body": one.body, "dev_seq": op.dev_seq}
        self._connection.execute(sa.update(op_table).where(op_table.c.op_id == op.op_id).values(values))
        if one.quarantine:
            log.insert_quarantine(self._connection, op, one.quarantine, one.seq, self._place_of(op))
        else:
            log.settle_held(self._connection, op)
        if result == "quarantined" and not one.quarantine:
            gone = quarantine_table.c.op_id == op.op_id
            self._connection.execute(sa.delete(quarantine_table).where(gone))
        self._refold.add((op.entity_type, op.entity_id))

    def _apply(self, one: PulledOp, op: Op, in_flight: set[str]) -> None:
        self._log.add(op)
        key = (op.entity_type, op.entity_id)
        if not one.quarantine:
            log.settle_held(self._connection, op)
        if one.quarantine:
            log.insert_quarantine(self._connection, op, one.quarantine, one.seq, self._place_of(op))
        elif op.entity_id in in_flight or key in self._refold:
            self._refold.add(key)
        else:
            self._fold_one(key, op, one.seq)

    def _fold_one(self, key: Key, op: Op, seq: int) -> None:
        applied = self._applied(key, op, seq)
        if applied.quarantine:
            log.insert_quarantine(self._connection, op, applied.quarantine.value, seq)
        elif applied.state is not None:
            log.insert_conflicts(self._connection, op, applied.conflicts)
            self._keep(op, applied)
            self._states[key] = applied.state
            self._touched.add(key)

    def _keep(self, op: Op, applied: Applied) -> None:
        if applied.merged or applied.closed or applied.reopened:
            log.insert_merged(self._connection, op, applied)
            log.decide(self._connection, op, applied)

    def _refold_all(self) -> None:
        asked: dict[str, set[Key]] = defaultdict(set)
        for key in self._refold:
            asked[key[1]].add(key)
        ids = sorted(asked)
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            self._forget(some)
            for entity_id, told in histories(self._connection, some, self._read).items():
                self._refold_one(asked[entity_id], told)

    def _refold_one(self, asked: set[Key], told: History) -> None:
        """Fold a whole history once, each operation into the kind that it names: two kinds may share an id."""
        keys = asked | {(op.entity_type, op.entity_id) for op, _ in told}
        before = {key: self._states.pop(key, None) for key in keys}
        self._touched -= keys
        for op, seq in told:
            key = (op.entity_type, op.entity_id)
            if seq is None:
                self._lay_on_top(key, op)
            else:
                self._fold_one(key, op, seq)
        for key, state in before.items():
            if key in self._states:
                self._touched.add(key)
            elif state is not None:
                states.remove(self._connection, state)
                if self._is_searched:
                    search.forget(self._connection, state)

    def _forget(self, entity_ids: Sequence[str]) -> None:
        """Drop what the folding will find again: versions, merged texts, conflicts and what was decided."""
        log.forget_findings(self._connection, entity_ids)
        self._connection.execute(sa.delete(field_version).where(field_version.c.entity_id.in_(entity_ids)))

    def _lay_on_top(self, key: Key, op: Op) -> None:
        applied = self._applied(key, op, None)
        if applied.state is not None and not applied.quarantine:
            self._keep(op, applied)
            self._states[key] = applied.state

    def _applied(self, key: Key, op: Op, seq: int | None) -> Applied:
        self._place = (op, seq)
        return apply(self._states.get(key), op, self._around)

    def _value_of(self, op_id: str, field: str) -> str | None:
        """Return what an operation gave, if it came before the one being folded: the server knew no more."""
        assert self._place is not None
        _, seq = self._place
        if seq is not None and not self._came_before(op_id, seq):
            return log.merged_value(self._connection, op_id, field)  # merged in this order, or never
        return self._log.surroundings.value_of(op_id, field)

    def _came_before(self, op_id: str, seq: int) -> bool:
        place = self._places.get(op_id)
        if place is None:
            query = sa.select(op_table.c.seq).where(op_table.c.op_id == op_id)
            place = self._connection.execute(query).scalar()
        return place is not None and place < seq

    def _is_sealed(self, entity_id: str) -> bool:
        assert self._place is not None
        op, seq = self._place
        return self._seals.is_before(entity_id, op, seq)

    def _save(self) -> Changes:
        changed = [self._states[key] for key in self._touched]
        states.save(self._connection, changed)
        if self._is_searched:
            search.index(self._connection, changed)
        entities = frozenset(self._touched | self._refold)
        return Changes(entities=entities, patients=frozenset(map(patient_of, changed)) - {""})


def _result(one: PulledOp) -> str:
    return "quarantined" if one.quarantine else "applied"

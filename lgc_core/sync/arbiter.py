# SPDX-License-Identifier: EUPL-1.2
"""The server's side of the log: order, merge, conflicts, quarantine, in one transaction per push.

Sequence numbers are taken under a row lock of the partition inside the push transaction, so that the order of
commits is the order of numbers and no puller can skip a late one (sync-protocol.md, Sequence).
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import sqlalchemy as sa

from lgc_core.model.ids import made_ms, new_id
from lgc_core.oplog.clock import Clamp, wall_ms
from lgc_core.oplog.fuse import HELD, Fuse
from lgc_core.oplog.merge import SERVER, Applied, apply
from lgc_core.oplog.operation import Op, at, clock_moved, decode, encode
from lgc_core.oplog.state import EntityState
from lgc_core.oplog.upcast import CURRENT, Schema
from lgc_core.store import log, rendered, states
from lgc_core.store.tables import op as op_table
from lgc_core.store.tables import partition as partition_table
from lgc_core.store.tables import quarantine as quarantine_table
from lgc_core.sync import chain
from lgc_core.sync.errors import EpochChangedError, ForeignPartitionError, UpdateRequiredError
from lgc_core.sync.holding import held_back
from lgc_core.sync.protocol import (
    MAX_OPS,
    HandshakeRequest,
    HandshakeResponse,
    OpResult,
    Outcome,
    PulledOp,
    PullRequest,
    PullResponse,
    PushRequest,
    PushResponse,
)

_ID: Final = partition_table.c.id == sa.bindparam("partition")
_LOCK: Final = sa.update(partition_table).where(_ID).values(seq=partition_table.c.seq).returning(partition_table)
_ADVANCE: Final = (
    sa.update(partition_table).where(_ID).values(seq=sa.bindparam("last"), chain=sa.bindparam("link"))
)
_FIND: Final = sa.select(partition_table).where(_ID)
"""Statements made once: making them at each push took longer than running them."""

_REASON = sa.func.coalesce(quarantine_table.c.reason, "")

_FUSE: Final = Fuse()
Refuse = Callable[[Op], str]
"""Rights of the region: a reason to set an operation aside, or an empty text."""

Judge = Callable[[Op, EntityState | None], str]
"""Right of the author of an operation, asked once for each in the order of the push; the entity as it was."""

Note = Callable[[sa.Connection, PushResponse], None]


class Order(NamedTuple):
    """Where the order of a partition stands when a push begins.

    Attributes:
        since_ms: when the present life of the region began: its epoch is a UUIDv7.
    """

    partition: str
    seq: int
    since_ms: int


OpenJudge = Callable[[sa.Connection, Order], Judge]


def _anybody(_connection: sa.Connection, _order: Order) -> Judge:
    return lambda _op, _state: ""


class Arbiter:
    """Accepts and serves the operations of every partition in one database."""

    def __init__(
        self,
        engine: sa.Engine,
        refuse: Refuse = lambda _: "",
        fuse: Fuse = _FUSE,
        now: Callable[[], int] = wall_ms,
        schema: Schema = CURRENT,
        judge: OpenJudge = _anybody,
    ) -> None:
        self._engine = engine
        self._refuse = refuse
        self._judge = judge
        self._fuse = fuse
        self._now = now
        self._schema = schema

    def handshake(self, request: HandshakeRequest) -> HandshakeResponse:
        """Say which versions this region reads, and how far off the clock of a post is."""
        schema = self._schema
        skew_ms = request.now_ms - self._now()
        return HandshakeResponse(sv=schema.version, min_sv=schema.oldest, skew_ms=skew_ms)

    def open_partition(self, partition: str) -> None:
        """Create a partition if it does not exist; the epoch is random."""
        with self._engine.connect().execution_options(write=True) as connection, connection.begin():
            known = sa.select(partition_table.c.id).where(partition_table.c.id == partition)
            if connection.execute(known).first() is None:
                row = {"id": partition, "epoch": new_id(), "seq": 0, "chain": chain.START}
                connection.execute(sa.insert(partition_table).values(row))

    def new_epoch(self) -> None:
        """Say that this database was restored: posts will offer their own operations again."""
        with self._engine.connect().execution_options(write=True) as connection, connection.begin():
            connection.execute(sa.update(partition_table).values(epoch=new_id()))

    def push(
        self, request: PushRequest, device: str, ops: Sequence[Op] | None = None, note: Note | None = None
    ) -> PushResponse:
        """Order and merge operations of one device; `ops` are those of the request, where they were read already.

        `note` writes more in the same transaction, last: a commit of its own would cost a small push as much.

        Raises:
            EpochChangedError: when the device knows an older life of the server.
            ForeignPartitionError: when the partition does not exist.
        """
        with self._engine.connect().execution_options(write=True) as connection, connection.begin():
            response = self._begun(connection, request, device, self._judge).run(ops)
            if note is not None:
                note(connection, response)
            return response

    def write(self, partition: str, ops: Sequence[Op]) -> tuple[OpResult, ...]:
        """Append operations of the server itself."""
        bodies = tuple(encode(op).decode() for op in ops)
        with self._engine.connect().execution_options(write=True) as connection, connection.begin():
            request = PushRequest(partition=partition, epoch="", sv=0, ops=bodies)
            return self._begun(connection, request, SERVER, _anybody).run().results

    def _begun(self, connection: sa.Connection, request: PushRequest, device: str, judge: OpenJudge) -> "_Push":
        return _Push(connection, request, device, self._refuse, judge, self._fuse, self._now(), self._schema)

    def pull(self, request: PullRequest) -> PullResponse:
        """Serve operations after a place.

        Raises:
            EpochChangedError: when the cursor belongs to another life of the server.
            ForeignPartitionError: when the partition does not exist.
            UpdateRequiredError: the post is too old to read what would come.
        """
        if request.sv < self._schema.oldest:
            raise UpdateRequiredError
        with self._engine.connect() as connection, connection.begin():
            head = _partition_row(connection, request.partition, request.epoch)
            rows = connection.execute(
                sa.select(op_table.c.seq, op_table.c.body, op_table.c.chain, _REASON, op_table.c.hlc)
                .outerjoin(quarantine_table, quarantine_table.c.op_id == op_table.c.op_id)
                .where(op_table.c.partition == request.partition, op_table.c.seq > request.after)
                .order_by(op_table.c.seq)
                .limit(min(request.limit, MAX_OPS))
            ).all()
        ops = tuple(
            PulledOp(seq=row[0], body=row[1], quarantine=row[3], hlc=clock_moved(row[1], row[4])) for row in rows
        )
        last = rows[-1][2].hex() if rows else head.chain.hex() if head.seq == request.after else ""
        return PullResponse(epoch=head.epoch, ops=ops, head=head.seq, chain=last)


def _partition_row(
    connection: sa.Connection, partition: str, epoch: str, asked: sa.Executable = _FIND
) -> sa.Row[tuple[str, str, int, bytes]]:
    row = connection.execute(asked, {"partition": partition}).first()
    if row is None:
        raise ForeignPartitionError
    if epoch and row.epoch != epoch:
        raise EpochChangedError(row.epoch)
    return row


class _Push:
    """One push transaction."""

    def __init__(
        self,
        connection: sa.Connection,
        request: PushRequest,
        device: str,
        refuse: Refuse,
        judge: OpenJudge,
        fuse: Fuse,
        now_ms: int,
        schema: Schema,
    ) -> None:
        self._connection = connection
        self._request = request
        self._device = device
        self._refuse = refuse
        self._open_judge = judge
        self._fuse = fuse
        self._reasons: dict[str, str] = {}
        self._states: dict[states.Key, EntityState] = {}
        self._dirty: dict[states.Key, EntityState] = {}
        self._stored: frozenset[states.Key] = frozenset()
        self._lines: list[rendered.Line] = []
        self._log = log.BatchLog(connection, self._is_sealed, schema.read)
        self._clamp = Clamp(now_ms)
        self._schema = schema
        self._at = dt.datetime.fromtimestamp(now_ms / 1000, dt.UTC)
        self._now = self._at.isoformat(timespec="milliseconds")

    def run(self, read: Sequence[Op] | None = None) -> PushResponse:
        row = self._lock()
        bodies = self._request.ops
        ops = list(zip(bodies, [decode(body) for body in bodies] if read is None else read, strict=True))
        known = self._known([op.op_id for _, op in ops])
        self._states = states.load(self._connection, {(op.entity_type, op.entity_id) for _, op in ops})
        self._look_at([op for _, op in ops if op.op_id not in known], Order(row.id, row.seq, made_ms(row.epoch)))
        self._stored = frozenset(self._states)
        seq, link = row.seq, row.chain
        results = []
        for body, op in ops:
            if op.op_id in known:
                results.append(OpResult(op_id=op.op_id, outcome="duplicate", seq=known[op.op_id]))
                continue
            seq += 1
            result, link = self._one(body, op, seq, link)
            known[op.op_id] = seq
            results.append(result)
        self._flush(seq, link)
        return PushResponse(epoch=row.epoch, results=tuple(results))

    def _lock(self) -> sa.Row[tuple[str, str, int, bytes]]:
        return _partition_row(self._connection, self._request.partition, self._request.epoch, _LOCK)

    def _known(self, op_ids: list[str]) -> dict[str, int]:
        rows = rendered.by_ids(self._connection, op_table, ("op_id", "seq"), "op_id", op_ids)
        return dict(map(tuple, rows))

    def _one(self, body: str, untimed: Op, seq: int, link: bytes) -> tuple[OpResult, bytes]:
        op = at(untimed, self._clamp.of(untimed.hlc))
        reason = self._reasons[op.op_id]
        op = self._schema.up(op)
        key = (op.entity_type, op.entity_id)
        self._log.add(op)
        if not reason:
            log.settle_held(self._connection, op)
        applied = Applied(state=None) if reason else apply(self._states.get(key), op, self._log.surroundings)
        reason = reason or (applied.quarantine.value if applied.quarantine else "")
        outcome: Outcome = "quarantined" if reason else "conflict" if applied.conflicts else "applied"
        moved = op.hlc if op.hlc != untimed.hlc else ""
        link = chain.extend(link, seq, body, chain.verdict(reason, moved))
        place = self._request.partition  # an operation of another partition is set aside in this one's order
        self._lines.append(log.op_line(op, body, seq, outcome, self._now, link, place))
        if reason:
            log.insert_quarantine(self._connection, op, reason, seq, place)
        elif applied.state is not None:
            self._states[key] = self._dirty[key] = applied.state
            log.keep(self._connection, op, applied)
        return OpResult(op_id=op.op_id, outcome=outcome, seq=seq, reason=reason), link

    def _look_at(self, ops: list[Op], order: Order) -> None:
        """Find what is set aside before anything is folded: by right, by author, then what the fuse holds."""
        judge = self._open_judge(self._connection, order)
        for op in ops:
            if op.op_id not in self._reasons:
                state = self._states.get((op.entity_type, op.entity_id))
                self._reasons[op.op_id] = self._reason(op) or judge(op, state)
        annuls = [op for op in ops if op.kind == "annul" and not self._reasons[op.op_id]]
        held = held_back(self._connection, self._fuse, annuls, self._states, self._at)
        self._reasons |= dict.fromkeys(held, HELD)

    def _reason(self, op: Op) -> str:
        if op.partition != self._request.partition:
            return "partition étrangère"
        if op.device != self._device:
            return "poste étranger"
        return self._refuse(op)

    def _flush(self, seq: int, link: bytes) -> None:
        states.add(self._connection, [one for key, one in self._dirty.items() if key not in self._stored])
        states.save(self._connection, [one for key, one in self._dirty.items() if key in self._stored])
        log.insert_ops(self._connection, self._lines)
        place = {"partition": self._request.partition, "last": seq, "link": link}
        self._connection.execute(_ADVANCE, place)

    def _is_sealed(self, entity_id: str) -> bool:
        state = self._states.get(("encounter", entity_id))
        if state is not None:
            return state.sealed_id is not None
        return log.sealed_on_disk(self._connection, entity_id)

# SPDX-License-Identifier: EUPL-1.2
"""The one way to write: rows and operations in one transaction, and what changed as the answer.

Promise 1: when `with store.unit_of_work(author) as uow:` ends, the words are on the disk with their operation,
their place in the outbox and their search entry, or nothing of it is.
"""

import datetime as dt
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeVar, cast

import msgspec
import sqlalchemy as sa

from lgc_core.model.canonical import canonical
from lgc_core.model.entity import Entity, entity_name, field_rules
from lgc_core.model.ids import new_id
from lgc_core.model.values import Author, Provenance
from lgc_core.oplog.merge import apply
from lgc_core.oplog.operation import (
    ANNUL_FIELD,
    RESOLVED_FIELD,
    SEAL_FIELD,
    Change,
    Kind,
    Op,
    change,
)
from lgc_core.oplog.resolution import Resolution, cite
from lgc_core.oplog.state import DECODER, EntityState
from lgc_core.oplog.upcast import CURRENT, Schema
from lgc_core.store import log, outbox, search, states
from lgc_core.store.changes import Changes
from lgc_core.store.identity import Post

E = TypeVar("E", bound=Entity)


class OwnOperationRefusedError(RuntimeError):
    """An operation of this post would be set aside or conflict with what it has just read."""


class UnitOfWork:
    """One transaction of one person's gesture; see Store.unit_of_work."""

    def __init__(
        self,
        connection: sa.Connection,
        post: Post,
        author: Author,
        now: Callable[[], dt.datetime],
        schema: Schema = CURRENT,
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        self.connection = connection
        self.author = author
        self.post = post
        self.at = now().isoformat(timespec="milliseconds")
        self.changes = Changes()
        self._ended = ended
        self._cause = new_id()
        self._transaction = connection.begin()
        self._states: dict[states.Key, EntityState | None] = {}
        self._dirty: dict[states.Key, EntityState] = {}
        self._ops: list[Op] = []
        self._sv = schema.version
        self._around = log.BatchLog(connection, self._aggregate_sealed, schema.read).surroundings

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            with self._transaction:  # rolls back, too, when the commit itself fails: a full disk, most often
                if kind is None:
                    self._flush()
                else:
                    self._transaction.rollback()
        finally:
            self.connection.close()
            self._ended()
        if kind is None:
            self.changes = self._changes()

    def provenance(self) -> Provenance:
        """Return the origin of a row written now."""
        return Provenance(by=self.author, at=self.at, device=self.post.device)

    def get(self, kind: type[E], entity_id: str) -> E | None:
        """Return an entity as this transaction sees it, None when absent or annulled."""
        state = self._state((entity_name(kind), entity_id))
        if state is None or state.annulled_op is not None:
            return None
        return cast(E, DECODER.decode(kind, entity_id, state.fields))

    def version(self, kind: type[Entity], entity_id: str, field: str) -> str:
        """Return the operation whose value a field shows in this transaction, empty when there is none."""
        state = self._state((entity_name(kind), entity_id))
        return (state.version(field) if state else None) or ""

    def is_annulled(self, kind: type[Entity], entity_id: str) -> bool:
        """Tell whether an entity exists and was annulled."""
        state = self._state((entity_name(kind), entity_id))
        return state is not None and state.annulled_op is not None

    def is_sealed(self, kind: type[Entity], entity_id: str) -> bool:
        """Tell whether an entity was sealed."""
        state = self._state((entity_name(kind), entity_id))
        return state is not None and state.sealed_id is not None

    def create(self, entity: Entity, partition: str = "") -> None:
        """Write a new entity, stamped with its provenance; it is born in the practice's partition or another."""
        if entity.created is None:
            entity = msgspec.structs.replace(entity, created=self.provenance())
        given = {rule.name: getattr(entity, rule.name) for rule in field_rules(type(entity))}
        fields = {name: change(value) for name, value in given.items() if value is not None}
        self._write("create", type(entity), entity.id, fields, partition)

    def set(self, kind: type[Entity], entity_id: str, /, **values: Any) -> None:
        """Change fields of a living entity; equal values are left alone.

        Raises:
            LookupError: when the entity does not exist or was annulled.
        """
        state = self._known(kind, entity_id)
        changed = {
            name: Change(v=msgspec.Raw(text.encode()), base=state.version(name))
            for name, value in values.items()
            if (text := canonical(value)) != state.value(name)
        }
        if changed:
            self._write("set", kind, entity_id, changed)

    def annul(self, kind: type[Entity], entity_id: str, reason: str) -> None:
        """Hide an entity with a reason; the row and its history stay."""
        state = self._known(kind, entity_id)
        self._write("annul", kind, entity_id, {ANNUL_FIELD: change(reason, base=state.last_op)})

    def sign(self, kind: type[Entity], entity_id: str, sealed_id: str, **values: Any) -> None:
        """Close a draft under a sealed record."""
        state = self._known(kind, entity_id)
        fields = {name: change(value, base=state.version(name)) for name, value in values.items()}
        self._write("sign", kind, entity_id, fields | {SEAL_FIELD: change(sealed_id)})

    def resolve(self, kind: type[Entity], entity_id: str, resolution: Resolution, **values: Any) -> None:
        """Decide conflicts over one field: the value chosen, if one is to be shown, over the one shown now.

        Raises:
            LookupError: when the entity does not exist.
        """
        state = self._state((entity_name(kind), entity_id))
        if state is None:
            raise LookupError(f"{entity_name(kind)} {entity_id}")
        fields = {name: change(value, base=state.version(name)) for name, value in values.items()}
        self._write("resolve", kind, entity_id, fields | {RESOLVED_FIELD: cite(resolution)})

    def _known(self, kind: type[Entity], entity_id: str) -> EntityState:
        state = self._state((entity_name(kind), entity_id))
        if state is None or state.annulled_op is not None:
            raise LookupError(f"{entity_name(kind)} {entity_id}")
        return state

    def _state(self, key: states.Key) -> EntityState | None:
        if key not in self._states:
            self._states[key] = states.load(self.connection, [key]).get(key)
        return self._states[key]

    def _write(
        self, op_kind: Kind, kind: type[Entity], entity_id: str, fields: dict[str, Change], partition: str = ""
    ) -> None:
        key = (entity_name(kind), entity_id)
        state = self._state(key)
        home = state.partition if state else partition or f"{kind.partition_kind}:{self.post.practice}"
        op = self._op(op_kind, kind, entity_id, fields, home)
        applied = apply(state, op, self._around)
        if applied.state is None or applied.quarantine or applied.conflicts:
            raise OwnOperationRefusedError(
                f"own operation refused: {applied.quarantine or 'conflict'} on {key[0]}"
            )
        self._states[key] = self._dirty[key] = applied.state
        self._ops.append(op)
        log.decide(self.connection, op, applied)

    def _aggregate_sealed(self, entity_id: str) -> bool:
        state = self._state(("encounter", entity_id))
        return state is not None and state.sealed_id is not None

    def _op(
        self, op_kind: Kind, kind: type[Entity], entity_id: str, fields: dict[str, Change], partition: str
    ) -> Op:
        return Op(
            op_id=new_id(),
            partition=partition,
            device=self.post.device,
            dev_seq=self.post.next_dev_seq(),
            hlc=self.post.clock.tick(),
            sv=self._sv,
            actor=self.author.staff,
            kind=op_kind,
            entity_type=entity_name(kind),
            entity_id=entity_id,
            fields=fields,
            cause=self._cause,
        )

    def _flush(self) -> None:
        states.save(self.connection, self._dirty.values())
        log.insert_ops(self.connection, [log.op_line(op) for op in self._ops])
        outbox.enqueue(self.connection, self._ops, self.at)
        search.index(self.connection, self._dirty.values())

    def _changes(self) -> Changes:
        return Changes(
            entities=frozenset(self._dirty), patients=frozenset(map(patient_of, self._dirty.values())) - {""}
        )


def patient_of(state: EntityState) -> str:
    """Return the patient that a state belongs to, empty for the practice's own things."""
    if state.entity_type == "patient":
        return state.entity_id
    return (state.value("patient") or "").strip('"')

# SPDX-License-Identifier: EUPL-1.2
"""Typed reads: entities by id, by patient, by any derived column."""

from collections.abc import Iterable
from typing import Any, Final, TypeVar, cast

import sqlalchemy as sa

from lgc_core.model.entity import Entity, entity_name, field_rules
from lgc_core.model.set_aside_mark import SetAsideMark
from lgc_core.oplog.state import DECODER
from lgc_core.store import links, log, states
from lgc_core.store.tables import ENTITY_TABLES, conflict, quarantine

_MARK: Final = ENTITY_TABLES[SetAsideMark].c
SET_ASIDE: Final = quarantine.outerjoin(ENTITY_TABLES[SetAsideMark], _MARK.ix_op == quarantine.c.op_id)
"""What was set aside, with what a person decided about it."""

STILL_ASIDE: Final = sa.and_(
    quarantine.c.state == "à corriger", sa.or_(_MARK.ix_state.is_(None), _MARK.ix_state == "à corriger")
)
"""Nobody has mended it nor let it go; `quarantine.state` keeps the marks of before they were shared."""

E = TypeVar("E", bound=Entity)
_BATCH: Final = 400


def get(connection: sa.Connection, kind: type[E], entity_id: str) -> E | None:
    """Return one living entity."""
    found = find(connection, kind, ENTITY_TABLES[kind].c.id == entity_id)
    return found[0] if found else None


def by_ids(connection: sa.Connection, kind: type[E], ids: Iterable[str]) -> dict[str, E]:
    """Return the living entities of some ids, by id."""
    wanted = sorted(set(ids) - {""})
    column = ENTITY_TABLES[kind].c.id
    parts = (wanted[start : start + _BATCH] for start in range(0, len(wanted), _BATCH))
    return {one.id: one for part in parts for one in find(connection, kind, column.in_(part))}


def find(
    connection: sa.Connection,
    kind: type[E],
    *where: sa.ColumnElement[bool],
    order: sa.ColumnElement[Any] | None = None,
    limit: int | None = None,
) -> list[E]:
    """Return living entities that fulfil conditions over the table of their kind."""
    return _read(connection, kind, ENTITY_TABLES[kind].c.annulled_op.is_(None), *where, order=order, limit=limit)


def get_annulled(connection: sa.Connection, kind: type[E], entity_id: str) -> E | None:
    """Return one entity that was annulled, for the undo of it."""
    table = ENTITY_TABLES[kind].c
    found = _read(connection, kind, table.annulled_op.is_not(None), table.id == entity_id)
    return found[0] if found else None


def _read(
    connection: sa.Connection,
    kind: type[E],
    *where: sa.ColumnElement[bool],
    order: sa.ColumnElement[Any] | None = None,
    limit: int | None = None,
) -> list[E]:
    table = ENTITY_TABLES[kind]
    names = [rule.name for rule in field_rules(kind)]
    query = sa.select(table.c.id, *(table.c[name] for name in names)).where(*where)
    if order is not None:
        query = query.order_by(order)
    rows = connection.execute(query.limit(limit)).all()
    return [cast(E, decode_row(kind, names, row)) for row in rows]


def decode_row(kind: type[Entity], names: list[str], row: sa.Row[Any]) -> Entity:
    """Rebuild an entity from its id and the texts of its fields, in the order of the names."""
    texts: tuple[str | None, ...] = tuple(row[1:])
    fields = {name: text for name, text in zip(names, texts, strict=True) if text is not None}
    return DECODER.read(kind, row[0], fields)


def of_patient(connection: sa.Connection, kind: type[E], patient: str) -> list[E]:
    """Return the living entities of one patient, linked files included, oldest first."""
    table = ENTITY_TABLES[kind]
    return find(connection, kind, links.is_of(connection, table.c.ix_patient, patient), order=table.c.id)


def count_conflicts(connection: sa.Connection, partition: str) -> int:
    """Return how many values wait for a person, whatever the number of their versions."""
    fields = sa.select(conflict.c.entity_id, conflict.c.field).distinct()
    waiting = fields.where(conflict.c.partition == partition, conflict.c.state == "ouvert").subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(waiting)).scalar_one()


def count_quarantine(connection: sa.Connection, partition: str) -> int:
    """Return how many operations were set aside and not mended."""
    query = (
        sa.select(sa.func.count()).select_from(SET_ASIDE).where(quarantine.c.partition == partition, STILL_ASIDE)
    )
    return connection.execute(query).scalar_one()


def count_held(connection: sa.Connection) -> int:
    """Return how many deletions wait for the word of the region, whatever the partition (oplog/fuse.py)."""
    query = sa.select(sa.func.count()).select_from(quarantine).where(quarantine.c.state == log.TO_CONFIRM)
    return connection.execute(query).scalar_one()


def is_sealed(connection: sa.Connection, kind: type[Entity], entity_id: str) -> bool:
    """Tell whether an entity was sealed."""
    found = states.load(connection, [(entity_name(kind), entity_id)])
    return any(state.sealed_id for state in found.values())

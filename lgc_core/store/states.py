# SPDX-License-Identifier: EUPL-1.2
"""Load and save the states of entities: the one bridge between operations and rows.

Works in batches with SQLAlchemy Core on SQLite and PostgreSQL alike; the ORM costs nine times a raw read.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from lgc_core.model.canonical import canonical
from lgc_core.model.catalogue import BY_NAME
from lgc_core.model.entity import Entity, field_rules
from lgc_core.oplog.state import DECODER, EntityState
from lgc_core.store import rendered
from lgc_core.store.indexes import indexing
from lgc_core.store.tables import ENTITY_TABLES, field_version

_BATCH: Final = 500
"""Ids in one IN list: below the variable limits of both engines."""

_COMMON: Final = ("id", "partition", "created_op", "last_op", "annulled_op", "sealed_id", "extra")

_VERSION: Final = ("entity_id", "field", "op_id")

Key = tuple[str, str]
"""Entity type and id."""


def load(connection: sa.Connection, keys: Iterable[Key]) -> dict[Key, EntityState]:
    """Return the states of the entities that exist among the keys."""
    by_type: defaultdict[str, list[str]] = defaultdict(list)
    for entity_type, entity_id in keys:
        if entity_type in BY_NAME:
            by_type[entity_type].append(entity_id)
    found: dict[Key, EntityState] = {}
    for entity_type, ids in by_type.items():
        for start in range(0, len(ids), _BATCH):
            found.update(_load_some(connection, entity_type, ids[start : start + _BATCH]))
    return found


def _load_some(connection: sa.Connection, entity_type: str, ids: list[str]) -> dict[Key, EntityState]:
    kind = BY_NAME[entity_type]
    columns = _columns(kind)
    rows = rendered.by_ids(connection, ENTITY_TABLES[kind], columns, "id", ids)
    versions = _versions(connection, [row[0] for row in rows])
    return {(entity_type, row[0]): _state(entity_type, columns, row, versions[row[0]]) for row in rows}


@cache
def _columns(kind: type[Entity]) -> tuple[str, ...]:
    return (*_COMMON, *_fields(kind))


def _versions(connection: sa.Connection, ids: list[str]) -> defaultdict[str, dict[str, str]]:
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for entity_id, field, op_id in rendered.by_ids(connection, field_version, _VERSION, "entity_id", ids):
        found[entity_id][field] = op_id
    return found


def _state(
    entity_type: str, columns: tuple[str, ...], row: Sequence[Any], versions: dict[str, str]
) -> EntityState:
    values = dict(zip(columns, row, strict=True))
    common = {name: values.pop(name) for name in _COMMON}
    return EntityState(
        entity_type=entity_type,
        entity_id=common["id"],
        partition=common["partition"],
        created_op=common["created_op"],
        last_op=common["last_op"],
        annulled_op=common["annulled_op"],
        sealed_id=common["sealed_id"],
        fields={name: text for name, text in values.items() if text is not None},
        extra=msgspec.json.decode(common["extra"]) if common["extra"] else {},
        versions=versions,
    )


def save(connection: sa.Connection, states: Iterable[EntityState]) -> None:
    """Write states over what the rows hold."""
    given = list(states)
    for kind, lines in _by_kind(given):
        rendered.upsert_lines(connection, ENTITY_TABLES[kind], _written(kind), lines, ("id",))
    rendered.upsert_lines(connection, field_version, _VERSION, _version_lines(given), ("entity_id", "field"))


def add(connection: sa.Connection, states: Iterable[EntityState]) -> None:
    """Write the states of entities that have no row yet.

    Raises:
        sa.exc.IntegrityError, psycopg.errors.UniqueViolation: one of them has a row.
    """
    given = list(states)
    for kind, lines in _by_kind(given):
        rendered.insert_lines(connection, ENTITY_TABLES[kind], _written(kind), lines)
    rendered.insert_lines(connection, field_version, _VERSION, _version_lines(given))


def _by_kind(states: list[EntityState]) -> Iterator[tuple[type[Entity], list[rendered.Line]]]:
    by_type: defaultdict[str, list[EntityState]] = defaultdict(list)
    for state in states:
        by_type[state.entity_type].append(state)
    for entity_type, some in by_type.items():
        kind = BY_NAME[entity_type]
        yield kind, [_line(kind, state) for state in some]


def _version_lines(states: list[EntityState]) -> list[rendered.Line]:
    return [
        (state.entity_id, field, op_id)
        for state in states
        if state.versions
        for field, op_id in state.versions.items()
    ]


def remove(connection: sa.Connection, state: EntityState) -> None:
    """Take back a row that no accepted operation made (a rebase found the creation refused)."""
    table = ENTITY_TABLES[BY_NAME[state.entity_type]]
    connection.execute(sa.delete(table).where(table.c.id == state.entity_id))
    connection.execute(sa.delete(field_version).where(field_version.c.entity_id == state.entity_id))


@cache
def _written(kind: type[Entity]) -> tuple[str, ...]:
    return (*_columns(kind), *(column.name for column in indexing(kind).columns))


@cache
def _fields(kind: type[Entity]) -> tuple[str, ...]:
    return tuple(rule.name for rule in field_rules(kind))


def _line(kind: type[Entity], state: EntityState) -> rendered.Line:
    entity = DECODER.decode(kind, state.entity_id, state.fields)
    return (
        state.entity_id,
        state.partition,
        state.created_op,
        state.last_op,
        state.annulled_op,
        state.sealed_id,
        canonical(state.extra) if state.extra else None,
        *map(state.fields.get, _fields(kind)),
        *[column.extract(entity) for column in indexing(kind).columns],
    )

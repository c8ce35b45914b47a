# SPDX-License-Identifier: EUPL-1.2
"""Statements rendered once per table and engine: building them again costs more than running them.

Names of tables and columns come from our own metadata; every value is a bound parameter.
"""

import json
from collections.abc import Sequence
from functools import cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

Row = dict[str, Any]


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert rows that all have the same columns."""
    if rows:
        _run(connection, _insert(table, tuple(rows[0]), connection.dialect.name), rows)


def upsert(connection: sa.Connection, table: sa.Table, rows: Sequence[Row], keys: tuple[str, ...]) -> None:
    """Insert rows, or write over those with the same keys."""
    if rows:
        _run(connection, _upsert(table, tuple(rows[0]), keys, connection.dialect.name), rows)


def by_ids(
    connection: sa.Connection, table: sa.Table, columns: tuple[str, ...], key: str, ids: Sequence[str]
) -> Sequence[Any]:
    """Return some columns of the rows whose key is among the ids."""
    if not ids:
        return []
    postgres = connection.dialect.name == "postgresql"
    sql = _select(table, columns, key, postgres=postgres, single=len(ids) == 1)
    if len(ids) == 1:
        parameter: Any = ids[0]
    else:
        parameter = list(ids) if postgres else json.dumps(ids)
    return connection.exec_driver_sql(sql, (parameter,)).all()


@cache
def _select(table: sa.Table, columns: tuple[str, ...], key: str, *, postgres: bool, single: bool) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    if postgres:
        where = "= %s" if single else "= ANY(%s)"
    else:
        where = "= ?" if single else "IN (SELECT value FROM json_each(?))"
    return f'SELECT {names} FROM "{table.name}" WHERE "{key}" {where}'  # noqa: S608  names are our own


@cache
def _insert(table: sa.Table, columns: tuple[str, ...], dialect: str) -> tuple[str, tuple[str, ...]]:
    statement = sa.insert(table)
    return _rendered(statement, columns, dialect)


@cache
def _upsert(
    table: sa.Table, columns: tuple[str, ...], keys: tuple[str, ...], dialect: str
) -> tuple[str, tuple[str, ...]]:
    statement = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    changed = {name: statement.excluded[name] for name in columns if name not in keys}
    if changed:
        done = statement.on_conflict_do_update(index_elements=list(keys), set_=changed)
    else:
        done = statement.on_conflict_do_nothing()
    return _rendered(done, columns, dialect)


def _rendered(statement: sa.Insert, columns: tuple[str, ...], dialect: str) -> tuple[str, tuple[str, ...]]:
    module = postgresql if dialect == "postgresql" else sqlite
    style = "format" if dialect == "postgresql" else "qmark"
    compiled = statement.compile(dialect=module.dialect(paramstyle=style), column_keys=list(columns))
    return str(compiled), tuple(compiled.positiontup or ())


def _run(connection: sa.Connection, rendered: tuple[str, tuple[str, ...]], rows: Sequence[Row]) -> None:
    sql, order = rendered
    pick = itemgetter(*order)  # a third of the time of a tuple made name by name
    values = list(map(pick, rows)) if len(order) > 1 else [(pick(row),) for row in rows]
    connection.exec_driver_sql(sql, values[0] if len(values) == 1 else values)

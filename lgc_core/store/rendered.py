# SPDX-License-Identifier: EUPL-1.2
"""Statements rendered once per table and engine: building them again costs more than running them.

Names of tables and columns come from our own metadata; every value is a bound parameter.
"""

import json
from collections.abc import Sequence
from functools import cache
from operator import itemgetter
from typing import Any, Final, Literal, NamedTuple

import msgspec
import sqlalchemy as sa

Row = dict[str, Any]


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert rows that all have the same columns."""
    if rows:
        _run(connection, _written(table, tuple(rows[0]), None, _way(connection, rows)), rows)


def upsert(connection: sa.Connection, table: sa.Table, rows: Sequence[Row], keys: tuple[str, ...]) -> None:
    """Insert rows, or write over those with the same keys; no two rows have the same keys."""
    if rows:
        _run(connection, _written(table, tuple(rows[0]), keys, _way(connection, rows)), rows)


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


Way = Literal["sqlite", "one row", "document"]
"""PostgreSQL takes many rows as one JSON document: the driver handles one value instead of thousands."""


class _Written(NamedTuple):
    sql: str
    order: tuple[str, ...]
    way: Way


def _way(connection: sa.Connection, rows: Sequence[Row]) -> Way:
    if connection.dialect.name != "postgresql":
        return "sqlite"
    return "one row" if len(rows) == 1 else "document"


@cache
def _written(table: sa.Table, columns: tuple[str, ...], keys: tuple[str, ...] | None, way: Way) -> _Written:
    names = ", ".join(f'"{name}"' for name in columns)
    if way == "document":
        types = ", ".join(f'"{name}" {_TYPES[type(table.c[name].type)]}' for name in columns)
        picked = ", ".join(_from_document(table, name) for name in columns)
        values = f"SELECT {picked} FROM json_to_recordset(%s::json) AS row({types})"  # noqa: S608  names are our own
    else:
        mark = "?" if way == "sqlite" else "%s"
        values = f"VALUES ({', '.join([mark] * len(columns))})"
    tail = "" if keys is None else _on_conflict(columns, keys)
    return _Written(f'INSERT INTO "{table.name}" ({names}) {values}{tail}', columns, way)


_TYPES: Final[dict[type[Any], str]] = {
    sa.Text: "text", sa.BigInteger: "bigint", sa.Integer: "integer", sa.LargeBinary: "text",
}  # fmt: skip
"""The types that the tables of the record have, as a document holds them: bytes travel in base64."""


def _from_document(table: sa.Table, name: str) -> str:
    is_bytes = isinstance(table.c[name].type, sa.LargeBinary)
    return f"decode(\"{name}\", 'base64')" if is_bytes else f'"{name}"'


def _on_conflict(columns: tuple[str, ...], keys: tuple[str, ...]) -> str:
    over = ", ".join(f'"{name}"' for name in keys)
    changed = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name not in keys)
    return f" ON CONFLICT ({over}) DO UPDATE SET {changed}" if changed else " ON CONFLICT DO NOTHING"


def _run(connection: sa.Connection, written: _Written, rows: Sequence[Row]) -> None:
    if written.way == "document":
        connection.exec_driver_sql(written.sql, (msgspec.json.encode(rows).decode(),))
        return
    pick = itemgetter(*written.order)  # a third of the time of a tuple made name by name
    values = list(map(pick, rows)) if len(written.order) > 1 else [(pick(row),) for row in rows]
    connection.exec_driver_sql(written.sql, values[0] if len(values) == 1 else values)

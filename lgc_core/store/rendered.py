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
Line = tuple[Any, ...]


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert rows that all have the same columns."""
    if rows:
        insert_lines(connection, table, tuple(rows[0]), _lines(rows))


def upsert(connection: sa.Connection, table: sa.Table, rows: Sequence[Row], keys: tuple[str, ...]) -> None:
    """Insert rows, or write over those with the same keys; no two rows have the same keys."""
    if rows:
        upsert_lines(connection, table, tuple(rows[0]), _lines(rows), keys)


def insert_lines(
    connection: sa.Connection, table: sa.Table, columns: tuple[str, ...], lines: Sequence[Line]
) -> None:
    """Insert lines of values, in the order of the columns."""
    if len(lines) > 1 and connection.dialect.name == "postgresql":
        _copy(connection, _copied(table, columns), lines)
    elif lines:
        _run(connection, _written(table, columns, None, _way(connection, lines)), columns, lines)


def upsert_lines(
    connection: sa.Connection,
    table: sa.Table,
    columns: tuple[str, ...],
    lines: Sequence[Line],
    keys: tuple[str, ...],
) -> None:
    """Insert lines of values, or write over those with the same keys; no two lines have the same keys."""
    if lines:
        _run(connection, _written(table, columns, keys, _way(connection, lines)), columns, lines)


def _lines(rows: Sequence[Row]) -> list[Line]:
    """Return the values of rows; the order of the keys is that of the first row."""
    columns = tuple(rows[0])
    if len(columns) == 1:
        return [(row[columns[0]],) for row in rows]
    return list(map(itemgetter(*columns), rows))  # a third of the time of a tuple made name by name


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
"""PostgreSQL takes many rows to merge as one JSON document: the driver handles one value instead of thousands."""


class _Written(NamedTuple):
    sql: str
    way: Way


def _way(connection: sa.Connection, lines: Sequence[Line]) -> Way:
    if connection.dialect.name != "postgresql":
        return "sqlite"
    return "document" if len(lines) > 1 else "one row"


@cache
def _copied(table: sa.Table, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f'COPY "{table.name}" ({names}) FROM STDIN'


def _copy(connection: sa.Connection, sql: str, lines: Sequence[Line]) -> None:
    """Send many new rows to PostgreSQL: half the time of an INSERT, which must read its document first."""
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(sql) as copy:
        for line in lines:
            copy.write_row(line)


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
    return _Written(f'INSERT INTO "{table.name}" ({names}) {values}{tail}', way)


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


def _run(connection: sa.Connection, written: _Written, columns: tuple[str, ...], lines: Sequence[Line]) -> None:
    if written.way == "document":
        rows = [dict(zip(columns, line, strict=True)) for line in lines]
        connection.exec_driver_sql(written.sql, (msgspec.json.encode(rows).decode(),))
    else:
        connection.exec_driver_sql(written.sql, lines[0] if len(lines) == 1 else list(lines))

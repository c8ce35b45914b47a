# SPDX-License-Identifier: EUPL-1.2
"""Fill a new post from a snapshot of its practice; an interrupted one goes on where it stopped.

The post is usable while it fills: what a person writes meanwhile stays above what arrives, and the entities so
touched are folded again once the log is complete. Only then does the post have a place in the region's order.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from lgc_core.oplog.operation import clock_moved
from lgc_core.store import outbox, rendered, search, states
from lgc_core.store.changes import Changes
from lgc_core.store.local_tables import cursor, setting
from lgc_core.store.store import Store
from lgc_core.store.tables import field_version, metadata, quarantine
from lgc_core.store.tables import op as op_table
from lgc_core.sync import chain
from lgc_core.sync.cursors import Cursor, write_cursor
from lgc_core.sync.errors import NoNetworkError
from lgc_core.sync.exchange import ChainMismatchError
from lgc_core.sync.fold import Fold
from lgc_core.sync.snapshot import Part, SnapshotHead, columns_here, unpack

STATE: Final = "bootstrap"
AT_WORK_ROWS: Final = 200
"""Rows in one local transaction while people work: a save waits for one of them at most."""

IDLE_ROWS: Final = 5_000
_POLL_S: Final = 1.0
_POLLS: Final = 900
_ENTITIES: Final = frozenset(columns_here()) - {"op", "conflict", "quarantine", "merged_text", "field_version"}


class SnapshotRegion(Protocol):
    """What a new post asks of the region."""

    def snapshot(self) -> SnapshotHead:
        """Return the snapshot of the practice, or one without id while it is being built."""
        ...

    def snapshot_chunk(self, identifier: str, number: int) -> bytes | None:
        """Return a chunk, None when the region no longer has this snapshot."""
        ...


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """Where a bootstrap is, kept on the post between two chunks."""

    head: SnapshotHead
    done: int = 0
    seq: int = 0
    chain: bytes = chain.START


class Bootstrap:
    """Fills one store over one transport."""

    def __init__(
        self,
        store: Store,
        region: SnapshotRegion,
        pause: Callable[[], None] = lambda: None,
        rows: int = IDLE_ROWS,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._store = store
        self._region = region
        self._pause = pause
        self._rows = rows
        self._wait = wait
        self._types: set[str] = set()
        self._patients: set[str] = set()

    def is_begun(self) -> bool:
        """Tell whether a filling stopped half-way."""
        return self._progress() is not None

    def is_due(self) -> bool:
        """Tell whether this post has no place in the region's order and holds nothing yet, or stopped half-way."""
        if self.is_begun():
            return True
        with self._store.reading() as connection:
            if connection.execute(sa.select(cursor.c.partition).limit(1)).first() is not None:
                return False
            return connection.execute(sa.select(op_table.c.op_id).limit(1)).first() is None

    def run(self, told: Callable[[Progress], bool | None] = lambda _progress: None) -> Changes:
        """Receive what is missing; `told` hears of each chunk, and stops there for now when it says True.

        The changes name the types that came, and each patient.

        Raises:
            NoNetworkError: cut; run again, it goes on. ChainMismatchError: what came does not hold together.
        """
        progress = self._progress() or self._begin()
        self._types, self._patients = set(), set()
        while progress is not None and progress.done < progress.head.chunks:
            content = self._region.snapshot_chunk(progress.head.id, progress.done)
            if content is None:  # the region keeps a snapshot for a day: begin another, over what is here
                progress = self._begin()
                continue
            self._take(progress, _read(content))
            progress = self._progress()
            if progress is not None and told(progress):
                return self._changes()
        if progress is not None:
            self._finish(progress)
        return self._changes()

    def _changes(self) -> Changes:
        people = frozenset(("patient", one) for one in self._patients)
        kinds = frozenset((name, "") for name in self._types)
        return Changes(entities=people | kinds, patients=frozenset(self._patients))

    def _begin(self) -> Progress | None:
        for _ in range(_POLLS):
            head = self._region.snapshot()
            if head.id:
                break
            self._wait(_POLL_S)
        else:
            raise NoNetworkError
        if head.sv != self._store.schema.version or head.columns != columns_here():
            self._forget()
            return None  # another version of the tables: an ordinary pull brings the same
        progress = Progress(head=head)
        with self._store.writing() as connection:
            _keep(connection, progress)
        return progress

    def _take(self, progress: Progress, parts: Sequence[Part]) -> None:
        at_seq, link = progress.seq, progress.chain
        for part in parts:
            columns = progress.head.columns.get(part.table)
            if columns is None or any(len(row) != len(columns) for row in part.rows):
                raise ChainMismatchError
            rows = [dict(zip(columns, row, strict=True)) for row in part.rows]
            if part.table == op_table.name:
                at_seq, link = _follow(at_seq, link, rows, self._reasons(rows))
            for start in range(0, len(rows), self._rows):
                with self._store.writing() as connection:
                    self._insert(connection, part.table, rows[start : start + self._rows])
                self._pause()
        done = msgspec.structs.replace(progress, done=progress.done + 1, seq=at_seq, chain=link)
        with self._store.writing() as connection:
            _keep(connection, done)

    def _reasons(self, rows: list[dict[str, Any]]) -> dict[str, str]:
        """Return why operations of the log were set aside: those rows came before it."""
        aside = [row["op_id"] for row in rows if row["result"] == "quarantined"]
        with self._store.reading() as connection:
            return dict(rendered.by_ids(connection, quarantine, ("op_id", "reason"), "op_id", aside))

    def _insert(self, connection: sa.Connection, table: str, rows: list[dict[str, Any]]) -> None:
        """Write rows over older ones, never over an entity that this post has written and not yet sent."""
        if table == op_table.name:
            known = _ids_known(connection, [row["op_id"] for row in rows])
            _update_places(connection, [row for row in rows if row["op_id"] in known])
            fresh = [row | _LOCAL for row in rows if row["op_id"] not in known]
            rendered.insert(connection, op_table, fresh)
            return
        if table in _ENTITIES or table == field_version.name:
            column = "id" if table in _ENTITIES else "entity_id"
            busy = outbox.in_flight(connection, {row[column] for row in rows})
            rows = [row for row in rows if row[column] not in busy]
        keys = tuple(column.name for column in metadata.tables[table].primary_key.columns)
        rendered.upsert(connection, metadata.tables[table], rows, keys)
        if table in _ENTITIES and rows:
            self._types.add(table)
        if table == "patient":
            found = states.load(connection, [(table, row["id"]) for row in rows])
            search.index(connection, found.values())
            self._patients.update(row["id"] for row in rows)

    def _finish(self, progress: Progress) -> None:
        """Take the place in the order, once the chain holds; fold again what was written here meanwhile."""
        head = progress.head
        if (progress.seq, progress.chain.hex()) != (head.seq, head.chain):
            self._forget()
            raise ChainMismatchError
        cabinet = self._store.post.cabinet
        with self._store.writing() as connection:
            Fold(connection, read=self._store.schema.read).refold_in_flight()
            write_cursor(connection, cabinet, Cursor(epoch=head.epoch, seq=head.seq, chain=progress.chain))
            connection.execute(sa.delete(setting).where(setting.c.key == STATE))

    def _forget(self) -> None:
        with self._store.writing() as connection:
            connection.execute(sa.delete(setting).where(setting.c.key == STATE))

    def _progress(self) -> Progress | None:
        with self._store.reading() as connection:
            text = connection.execute(sa.select(setting.c.value).where(setting.c.key == STATE)).scalar()
        return msgspec.json.decode(text, type=Progress) if text else None


_LOCAL: Final = {"received_at": None, "chain": None}


def _read(content: bytes) -> list[Part]:
    try:
        return unpack(content)
    except (ValueError, msgspec.MsgspecError) as error:
        raise NoNetworkError from error  # cut on the way: asked for again


def _follow(seq: int, link: bytes, rows: list[dict[str, Any]], reasons: dict[str, str]) -> tuple[int, bytes]:
    """Recompute the chain over the log: a hole or a changed byte stops the bootstrap."""
    for row in rows:
        if row["seq"] != seq + 1:
            raise ChainMismatchError
        seq += 1
        verdict = chain.verdict(reasons.get(row["op_id"], ""), clock_moved(row["body"], row["hlc"]))
        link = chain.extend(link, seq, row["body"], verdict)
    return seq, link


def _ids_known(connection: sa.Connection, ids: list[str]) -> set[str]:
    return {row[0] for row in rendered.by_ids(connection, op_table, ("op_id",), "op_id", ids)}


def _update_places(connection: sa.Connection, rows: list[dict[str, Any]]) -> None:
    """Give its place to an operation that is here already: one's own, or of a first try."""
    for row in rows:
        known = op_table.c.op_id == row["op_id"]
        connection.execute(sa.update(op_table).where(known).values(seq=row["seq"], result=row["result"]))
    outbox.settle(connection, [row["op_id"] for row in rows])


def _keep(connection: sa.Connection, progress: Progress) -> None:
    value = msgspec.json.encode(progress).decode()
    insert = sqlite.insert(setting).values(key=STATE, value=value)
    connection.execute(insert.on_conflict_do_update(index_elements=["key"], set_={"value": value}))

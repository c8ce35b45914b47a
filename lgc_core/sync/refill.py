# SPDX-License-Identifier: EUPL-1.2
"""Fill an empty record from the lines of an open export: the log first, then every entity folded again from it."""

from collections.abc import Iterable
from typing import Final

import msgspec
import sqlalchemy as sa

from lgc_core.model.catalogue import BY_NAME
from lgc_core.oplog.clock import is_well_formed
from lgc_core.oplog.operation import Op, at, decode
from lgc_core.store import log, rendered
from lgc_core.store.identity import CABINET, USER, kind_of
from lgc_core.store.record_lines import SIDE_TABLES, LogLine
from lgc_core.store.states import Key
from lgc_core.store.tables import op as op_table
from lgc_core.sync.fold import Fold

_LINE: Final = msgspec.json.Decoder(LogLine)
_SIDE_LINE: Final = msgspec.json.Decoder(dict[str, str | int])
_TABLES: Final = {str(table.name): table for table in SIDE_TABLES}
_BATCH: Final = 500


class RefillError(ValueError):
    """A line is no line of ours, or belongs to another practice; the sentence is for engineers."""


class Refill:
    """One filling, in one transaction of the caller's: nothing of it stays when it fails."""

    def __init__(self, connection: sa.Connection, device: str, partitions: frozenset[str]) -> None:
        self._connection = connection
        self._device = device
        self._partitions = partitions
        self.homes = set(partitions)
        """Partitions of the lines: the practice's, and that of the person who exported."""
        self._keys: dict[Key, None] = {}

    def is_empty(self) -> bool:
        """Tell whether the record has no operation yet."""
        return self._connection.execute(sa.select(op_table.c.op_id).limit(1)).first() is None

    def take_log(self, untrusted_lines: Iterable[bytes]) -> int:
        """Write the operations and return how many.

        Raises:
            RefillError: a line is not an operation of this practice.
        """
        rows: list[rendered.Line] = []
        count = 0
        for untrusted in untrusted_lines:
            rows.append(self._row(untrusted))
            count += 1
            if len(rows) == _BATCH:
                log.insert_ops(self._connection, rows)
                rows = []
        log.insert_ops(self._connection, rows)
        return count

    def take_side(self, name: str, untrusted_lines: Iterable[bytes]) -> None:
        """Write conflicts or quarantine, decisions of people included.

        Raises:
            RefillError: another table, or a line that does not fit.
        """
        table = _TABLES.get(name)
        if table is None:
            raise RefillError(f"unknown table {name!r}")
        columns = {column.name for column in table.columns}
        for untrusted in untrusted_lines:
            try:
                row = _SIDE_LINE.decode(untrusted)
            except msgspec.MsgspecError as error:
                raise RefillError("side line") from error
            if not set(row) <= columns or not self._is_welcome(str(row.get("partition"))):
                raise RefillError("side line")
            self._connection.execute(sa.insert(table).values(row))

    def fold(self) -> int:
        """Make every entity from its operations, and return how many there are."""
        keys = list(self._keys)
        for start in range(0, len(keys), _BATCH):
            Fold(self._connection).refold(keys[start : start + _BATCH])
        return len(keys)

    def _row(self, untrusted: bytes) -> rendered.Line:
        try:
            line = _LINE.decode(untrusted)
            body = bytes(line.body)
            op = at(decode(body), _clock(line.hlc))
            chain = bytes.fromhex(line.chain) if line.chain else None
        except (msgspec.MsgspecError, ValueError) as error:
            raise RefillError("log line") from error
        home = self._home(op, line)
        if op.entity_type in BY_NAME:
            self._keys[op.entity_type, op.entity_id] = None
        return log.op_line(op, body.decode(), line.seq, line.result, line.received_at, chain, home)

    def _home(self, op: Op, line: LogLine) -> str:
        """Return the partition whose order a line has a place in: what was set aside may name another."""
        if op.device == self._device:
            raise RefillError("an operation of this very post")
        if self._is_welcome(op.partition):
            return op.partition
        if line.result != "quarantined":
            raise RefillError("another practice")
        return next(one for one in sorted(self._partitions) if kind_of(one) == CABINET)

    def _is_welcome(self, partition: str) -> bool:
        """Take a person's own words, too: only their card shows them here, and sends them."""
        if kind_of(partition) == USER:
            self.homes.add(partition)
        return partition in self.homes


def _clock(untrusted: str) -> str:
    """Return the clock of a line.

    Raises:
        ValueError: it is none.
    """
    if untrusted and not is_well_formed(untrusted):
        raise ValueError("not a clock")
    return untrusted

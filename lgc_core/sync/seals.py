# SPDX-License-Identifier: EUPL-1.2
"""When each consultation was sealed, in the server's order: a late word is late by its place in it.

Folding an old edit again after the signature must give what it gave before it; folding a colleague's edit while
this post's own signature is still in flight must give what the server will find.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
import sqlalchemy as sa

from lgc_core.oplog.operation import Op, decode
from lgc_core.store import rendered
from lgc_core.store.tables import op as op_table
from lgc_core.sync.protocol import PulledOp

_SIGN: Final = '"kind":"sign"'
"""In the text of every signature, and of few other operations."""


class _Sign(msgspec.Struct, frozen=True):
    device: str
    dev_seq: int
    seq: int | None


class Seals:
    """The signatures on disk and in the batch under way."""

    def __init__(self, connection: sa.Connection, batch: Sequence[tuple[PulledOp, Op]]) -> None:
        self._connection = connection
        self._batch = [(one, op) for one, op in batch if op.kind == "sign" and not one.quarantine]
        self._known: dict[str, dict[str, _Sign]] = {}

    def look_up(self, encounters: Iterable[str]) -> None:
        """Read the signatures of many encounters at once: one by one they take longer than the folding."""
        unknown = [encounter for encounter in dict.fromkeys(encounters) if encounter not in self._known]
        found: dict[str, dict[str, _Sign]] = {encounter: {} for encounter in unknown}
        for op, seq in self._on_disk(unknown):
            found[op.entity_id][op.op_id] = _Sign(op.device, op.dev_seq, seq)
        for one, op in self._batch:
            if op.entity_id in found:
                found[op.entity_id][op.op_id] = _Sign(op.device, op.dev_seq, one.seq)
        self._known |= found

    def is_before(self, encounter: str, op: Op, seq: int | None) -> bool:
        """Tell whether an encounter was sealed before the place of an operation; None is a place in flight."""
        return any(_is_before(sign, op, seq) for sign in self._of(encounter).values())

    def _of(self, encounter: str) -> dict[str, _Sign]:
        if encounter not in self._known:
            self.look_up([encounter])
        return self._known[encounter]

    def _on_disk(self, encounters: Sequence[str]) -> list[tuple[Op, int | None]]:
        lines = rendered.by_ids(self._connection, op_table, ("body", "seq", "result"), "entity_id", encounters)
        rows = [(decode(body), seq) for body, seq, result in lines if _SIGN in body and result != "quarantined"]
        return [(op, seq) for op, seq in rows if op.kind == "sign"]


def _is_before(sign: _Sign, op: Op, seq: int | None) -> bool:
    if seq is not None:
        return sign.seq is not None and sign.seq < seq
    return sign.seq is not None or (sign.device == op.device and sign.dev_seq < op.dev_seq)

# SPDX-License-Identifier: EUPL-1.2
"""Who wrote each version of a disputed value, when and on which post; which versions stand on others."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from lgc_app.services.staffing import ROLE_WORDS
from lgc_core.model.device import Device
from lgc_core.model.staff import Staff
from lgc_core.model.values.when import REUNION
from lgc_core.oplog.clock import milliseconds
from lgc_core.oplog.merge import SERVER
from lgc_core.oplog.operation import ANNUL_FIELD, Op
from lgc_core.store import log, queries
from lgc_core.store.tables import merged_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version: words to read, value to write, and its origin in words."""

    text: str
    value: str | None
    who: str
    role: str
    post: str
    at: str

    @property
    def origin(self) -> str:
        """Return who, in what role, on which post and when."""
        return " · ".join(part for part in (self.who, self.role, self.post, self.at) if part)


class Versions:
    """Reads the origin of versions from the log."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def made(self, version: str, words: str, value: str | None) -> Version:
        """Return a version with the hand that wrote it; a merged text names the last of both hands."""
        op = self._op(version)
        if op is None:
            return Version(text=words, value=value, who="", role="", post="", at="")
        who, role = self._author(op)
        device = queries.get(self._connection, Device, op.device)
        at = dt.datetime.fromtimestamp(milliseconds(op.hlc) / 1000, REUNION)
        label = device.label if device else ""
        return Version(text=words, value=value, who=who, role=role, post=label, at=f"{at:%d/%m à %H:%M}")

    def annulment(self, op_id: str) -> str:
        """Return the reason why a line was taken out."""
        op = log.find_op(self._connection, op_id)
        change = op.fields.get(ANNUL_FIELD) if op else None
        return change.text.strip('"') if change else "sans motif"

    def newest(self, rows: Sequence[sa.Row[Any]]) -> tuple[sa.Row[Any], list[sa.Row[Any]], int]:
        """Return the newest losing version, the conflicts it stands on, and how many versions stand alone.

        Somebody who typed on over an own losing version lost each time: it is one version, the last.
        """
        by_loser = {row.loser_op: row for row in rows}
        below = {loser: self._base(loser, row.field) for loser, row in by_loser.items()}
        leaves = [loser for loser in by_loser if loser not in below.values()]
        leaf = max(leaves or by_loser)
        chain, at = [by_loser[leaf]], below[leaf]
        while at in by_loser and by_loser[at] not in chain:
            chain.append(by_loser[at])
            at = below[at]
        return by_loser[leaf], chain, max(len(leaves), 1)

    def _base(self, op_id: str, field: str) -> str:
        op = log.find_op(self._connection, op_id)
        change = op.fields.get(field) if op else None
        return (change.base or "") if change else ""

    def _op(self, version: str) -> Op | None:
        found = log.find_op(self._connection, version)
        if found is None:
            laid = sa.select(merged_text.c.op_id).where(merged_text.c.id == version)
            op_id = self._connection.execute(laid).scalar()
            found = log.find_op(self._connection, op_id) if op_id else None
        return found

    def _author(self, op: Op) -> tuple[str, str]:
        if op.actor == SERVER:
            return "La région", ""
        staff = queries.get(self._connection, Staff, op.actor)
        return (staff.name.shown, ROLE_WORDS[staff.role]) if staff else ("Auteur inconnu de ce poste", "")

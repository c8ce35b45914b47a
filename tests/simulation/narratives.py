# SPDX-License-Identifier: EUPL-1.2
"""Narratives that were merged: every line of both hands is in the merged text, and its parents count as kept."""

from collections import Counter

import sqlalchemy as sa

from lgc_core.model.canonical import read
from lgc_core.oplog.operation import Op
from lgc_core.store.tables import merged_text

Kept = set[tuple[str, ...]]


def merged_versions(connection: sa.Connection) -> dict[str, sa.Row[tuple[str, ...]]]:
    """Return every merged narrative by its version."""
    return {row.id: row for row in connection.execute(sa.select(merged_text))}


def parents_of(merged: dict[str, sa.Row[tuple[str, ...]]]) -> Kept:
    """Return the versions that live on inside a merged text: the operation laid, and what it was laid over."""
    return {(parent, row.field) for row in merged.values() for parent in (row.op_id, row.over)}


def lost_lines(merged: dict[str, sa.Row[tuple[str, ...]]], ops: dict[str, Op]) -> list[str]:
    """Return the merges in which a line that one hand added, and the other did not drop, is missing."""
    found = []
    for row in merged.values():
        laid = ops[row.op_id].fields[row.field]
        base, theirs = (_lines(one, row.field, merged, ops) for one in (laid.base or "", row.over))
        mine, result = Counter(read(laid.text, str).split("\n")), Counter(read(row.value, str).split("\n"))
        if any(line not in result for side in (theirs, mine) for line in side - base):
            found.append(f"merge {row.id} lost a line")
        if any(line not in result for line in theirs & mine):
            found.append(f"merge {row.id} dropped a line that both hands kept")
    return found


def _lines(
    version: str, field: str, merged: dict[str, sa.Row[tuple[str, ...]]], ops: dict[str, Op]
) -> Counter[str]:
    text = merged[version].value if version in merged else ops[version].fields[field].text
    return Counter(read(text, str).split("\n"))

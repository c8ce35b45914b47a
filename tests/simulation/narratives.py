# SPDX-License-Identifier: EUPL-1.2
"""Narratives that were merged: every line of both hands is in the merged text, and its parents count as kept."""

from collections import Counter, defaultdict
from collections.abc import Iterable

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


def lines_in_sight(
    shown: dict[tuple[str, str], str],
    lost: Iterable[sa.Row[tuple[str, ...]]],
    merged: dict[str, sa.Row[tuple[str, ...]]],
) -> dict[str, set[str]]:
    """Return every line of a section that is shown, or kept in a conflict or in a merged text, by entity."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    kept = [(row.entity_id, row.field, value) for row in lost for value in (row.winner_value, row.loser_value)]
    kept += [(row.entity_id, row.field, row.value) for row in merged.values()]
    kept += [(entity_id, field, value) for (entity_id, field), value in shown.items()]
    for entity_id, field, value in kept:
        if field == "text" and value:
            found[entity_id] |= set(read(value, str).split("\n"))
    return found


def adds_only(
    op: Op, field: str, seen: set[str], ops: dict[str, Op], merged: dict[str, sa.Row[tuple[str, ...]]]
) -> bool:
    """Tell whether every line that a hand added to what it saw is in sight: it was merged, and brought no more."""
    change = op.fields[field]
    if op.entity_type != "note_section" or field != "text" or not change.base:
        return False
    if change.base not in merged and change.base not in ops:
        return False
    added = Counter(read(change.text, str).split("\n")) - _lines(change.base, field, merged, ops)
    return set(added) <= seen


def _lines(
    version: str, field: str, merged: dict[str, sa.Row[tuple[str, ...]]], ops: dict[str, Op]
) -> Counter[str]:
    text = merged[version].value if version in merged else ops[version].fields[field].text
    return Counter(read(text, str).split("\n"))

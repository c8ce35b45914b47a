# SPDX-License-Identifier: EUPL-1.2
"""Three-way merge of a narrative by lines: silent when the two hands touched other lines, else two versions.

Pure, and bounded: time grows with the number of lines, never with its square, and the bound is counted in steps,
not in seconds, so that the server and every post find the same text (sync-protocol.md, class C).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Final

import msgspec

MAX_MERGED: Final = 256 * 1024
"""Bytes of a merged text: what a section may hold (model.md §4.C); a longer one is two versions."""

MAX_CELLS: Final = 40_000
"""Comparisons of lines without an anchor in one text, all gaps together; beyond, the gap counts as rewritten."""


class Edit(msgspec.Struct, frozen=True, order=True):
    """Lines `start` to `end` (excluded) of the base, replaced by others."""

    start: int
    end: int
    lines: tuple[str, ...]


def line_merge(base: str, theirs: str, mine: str) -> str | None:
    """Return the text that holds both changes of a base, None when a person must decide.

    Changes that touch the same line, or lines next to each other, are for a person: beside each other they may
    speak of one thing. The same change made twice is made once.
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    lines = base.split("\n")
    others, ours = edits(lines, theirs.split("\n")), edits(lines, mine.split("\n"))
    if _meet(others, ours):
        return None
    merged = "\n".join(_applied(lines, sorted({*others, *ours})))
    return merged if len(merged.encode()) <= MAX_MERGED else None


def _applied(lines: list[str], changes: list[Edit]) -> Iterator[str]:
    at = 0
    for edit in changes:
        yield from lines[at : edit.start]
        yield from edit.lines
        at = edit.end
    yield from lines[at:]


def _meet(others: list[Edit], ours: list[Edit]) -> bool:
    """Tell whether two different edits touch; each list is in order and apart from itself."""
    one = two = 0
    while one < len(others) and two < len(ours):
        first, second = others[one], ours[two]
        if first == second:
            one, two = one + 1, two + 1
        elif first.start <= second.end and second.start <= first.end:
            return True
        elif first.end < second.start:
            one += 1
        else:
            two += 1
    return False


def edits(before: list[str], after: list[str]) -> list[Edit]:
    """Return what leads from one list of lines to another, in order; neighbours are one edit."""
    found: list[Edit] = []
    budget = [MAX_CELLS]
    for start, end, new_start, new_end in _gaps(before, after):
        found += _inside(before, after, (start, end, new_start, new_end), budget)
    return found


_Gap = tuple[int, int, int, int]


def _gaps(before: list[str], after: list[str]) -> Iterator[_Gap]:
    """Yield the stretches between lines that both texts have once, in the same order (patience)."""
    start, end, new_start, new_end = _trimmed(before, after, (0, len(before), 0, len(after)))
    at, new_at = start, new_start
    for line, new_line in _anchors(before, after, (start, end, new_start, new_end)):
        yield at, line, new_at, new_line
        at, new_at = line + 1, new_line + 1
    yield at, end, new_at, new_end


def _trimmed(before: list[str], after: list[str], gap: _Gap) -> _Gap:
    start, end, new_start, new_end = gap
    while start < end and new_start < new_end and before[start] == after[new_start]:
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and before[end - 1] == after[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    return start, end, new_start, new_end


def _anchors(before: list[str], after: list[str], gap: _Gap) -> list[tuple[int, int]]:
    start, end, new_start, new_end = gap
    times, new_times = Counter(before[start:end]), Counter(after[new_start:new_end])
    places = {after[at]: at for at in range(new_start, new_end) if new_times[after[at]] == 1}
    once = [
        (at, places[before[at]]) for at in range(start, end) if times[before[at]] == 1 and before[at] in places
    ]
    return _rising(once)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs in which both places rise (patience sorting, n log n)."""
    tops: list[int] = []
    top_of: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        before.append(top_of[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            top_of.append(index)
        else:
            tops[pile], top_of[pile] = place, index
    run = []
    index = top_of[-1] if top_of else -1
    while index >= 0:
        run.append(pairs[index])
        index = before[index]
    return run[::-1]


def _inside(before: list[str], after: list[str], gap: _Gap, budget: list[int]) -> list[Edit]:
    start, end, new_start, new_end = gap = _trimmed(before, after, gap)
    cells = (end - start) * (new_end - new_start)
    if start == end and new_start == new_end:
        return []
    if cells == 0 or cells > budget[0]:
        return [Edit(start, end, tuple(after[new_start:new_end]))]
    budget[0] -= cells
    return _aligned(before, after, gap)


def _aligned(before: list[str], after: list[str], gap: _Gap) -> list[Edit]:
    """Align a short stretch by its longest common subsequence."""
    start, end, new_start, new_end = gap
    lengths = _lengths(before[start:end], after[new_start:new_end])
    found: list[Edit] = []
    at, new_at, from_, new_from = start, new_start, start, new_start
    while at < end or new_at < new_end:
        if at < end and new_at < new_end and before[at] == after[new_at]:
            if (from_, new_from) != (at, new_at):
                found.append(Edit(from_, at, tuple(after[new_from:new_at])))
            at, new_at = at + 1, new_at + 1
            from_, new_from = at, new_at
        elif new_at == new_end or (
            at < end and lengths[at - start + 1][new_at - new_start] >= lengths[at - start][new_at - new_start + 1]
        ):
            at += 1
        else:
            new_at += 1
    if (from_, new_from) != (at, new_at):
        found.append(Edit(from_, at, tuple(after[new_from:new_at])))
    return found


def _lengths(before: list[str], after: list[str]) -> list[list[int]]:
    """Return the length of the longest common subsequence of every pair of tails."""
    rows = [[0] * (len(after) + 1)]
    for line in reversed(before):
        below, row = rows[-1], [0]
        for place in range(len(after) - 1, -1, -1):
            row.append(below[place + 1] + 1 if line == after[place] else max(below[place], row[-1]))
        rows.append(row[::-1])
    return rows[::-1]

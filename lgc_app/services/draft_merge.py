# SPDX-License-Identifier: EUPL-1.2
"""Bring together what two hands wrote in one section: by lines if they did not touch, else one after another."""

from difflib import SequenceMatcher
from typing import Final

OTHER_VERSION: Final = "— Autre version, écrite en même temps —"
"""Line between two versions that a person has to bring together; both stay in the note."""

_Edit = tuple[int, int, list[str]]


def merged(base: str, theirs: str, mine: str) -> str:
    """Return one text in which no line of either side is lost (sync-protocol.md, class C)."""
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    lines = base.split("\n")
    ours, others = _edits(lines, mine.split("\n")), _edits(lines, theirs.split("\n"))
    if any(_touch(one, other) for one in ours for other in others):
        return f"{theirs}\n\n{OTHER_VERSION}\n{mine}"
    for start, end, new in sorted([*ours, *others], reverse=True):
        lines[start:end] = new
    return "\n".join(lines)


def _edits(before: list[str], after: list[str]) -> list[_Edit]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [(i1, i2, after[j1:j2]) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"]


def _touch(one: _Edit, other: _Edit) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]

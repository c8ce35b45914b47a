# SPDX-License-Identifier: EUPL-1.2
"""Word differences between two versions: the passages that are equal, and those to choose between."""

import re
from dataclasses import dataclass
from typing import Final

from lgc_core.oplog.line_merge import edits

_WORDS: Final = re.compile(
    r"\n|\d+(?:[.,/]\d+)*(?:[ \u00a0]?[^\W\d_%/]+|[ \u00a0]?%)?|[^\S\n]+|\w+(?:[’'.,-]\w+)*|[^\w\s]"
)
"""Line ends, numbers with their unit (7,5 mg), blanks, words (l’eau), signs."""

_STOPS: Final = tuple(".!?")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of both versions: the same words twice, or the words of each."""

    first: str
    second: str

    @property
    def differs(self) -> bool:
        """Tell whether a person has to choose."""
        return self.first != self.second


def passages(first: str, second: str) -> tuple[Passage, ...]:
    """Cut two versions in passages; together they are every word of both, in order."""
    one, two = _WORDS.findall(first), _WORDS.findall(second)
    found: list[Passage] = []
    at = new_at = 0
    for edit in edits(one, two):
        same = one[at : edit.start]
        new_at += len(same)
        found.append(_passage(same, same))
        found.append(_passage(one[edit.start : edit.end], list(edit.lines)))
        at, new_at = edit.end, new_at + len(edit.lines)
    found.append(_passage(one[at:], two[new_at:]))
    return tuple(_joined([passage for passage in found if passage.first or passage.second]))


def _passage(first: list[str], second: list[str]) -> Passage:
    return Passage("".join(first), "".join(second))


def _joined(found: list[Passage]) -> list[Passage]:
    """Join what only few equal words part: a choice is a group of words that makes sense, not every other word."""
    done: list[Passage] = []
    for passage in found:
        done.append(passage)
        while len(done) > 2 and _is_thin(*done[-3:]):
            last = [done.pop() for _ in range(3)][::-1]
            done.append(Passage("".join(one.first for one in last), "".join(one.second for one in last)))
    return _with_stops(done)


def _is_thin(before: Passage, same: Passage, after: Passage) -> bool:
    if same.differs or not (before.differs and after.differs) or "\n" in same.first:
        return False
    return len(same.first) <= min(max(len(one.first), len(one.second)) for one in (before, after))


def _with_stops(found: list[Passage]) -> list[Passage]:
    """Give the full stop after a passage to both of its sentences, so that they can stand one after the other."""
    for place in range(1, len(found)):
        before, same = found[place - 1], found[place]
        if before.differs and before.first and before.second and not same.differs and same.first[:1] in _STOPS:
            stop, rest = same.first[0], same.first[1:]
            found[place - 1] = Passage(before.first + stop, before.second + stop)
            found[place] = Passage(rest, rest)
    return [passage for passage in found if passage.first or passage.second]


def both(passage: Passage) -> str:
    """Return the words of both versions, one after the other: nothing is lost by not choosing."""
    if not passage.differs:
        return passage.first
    first, second = passage.first.rstrip(), passage.second.lstrip()
    if not (first and second):
        return passage.first + passage.second
    end = passage.second[len(passage.second.rstrip()) :]
    between = "\n" if "\n" in passage.first or "\n" in passage.second else " "
    return f"{first}{between}{second.rstrip()}{end}"


def reunited(found: tuple[Passage, ...]) -> str:
    """Return the text that keeps both sides of every passage."""
    return "".join(both(passage) for passage in found)

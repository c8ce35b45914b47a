# SPDX-License-Identifier: EUPL-1.2
"""Names one slip of the finger away, or that sound alike in French: found by a table of spellings.

A word is kept under itself, under itself less one letter (symmetric deletion: a letter too many, too few, changed
or swapped meets in the middle) and under how it sounds. A search asks a handful of keys, never the whole list.
"""

import re
from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa

from lgc_core.model.words import fold
from lgc_core.store.local_tables import near_name

_SHORTEST: Final = 4
"""Letters below which one slip makes another name."""

_LONG: Final = 8
"""Letters from which two slips are still the same name."""

_MOST_WORDS: Final = 16
"""Names that one typed word may stand for."""

_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"),
        ("ill(?=[aeiouy])", "i"),
        ("e?au", "o"),
        ("[ae]i|ay|ey", "e"),
        ("ou", "u"),
        ("oo", "u"),
        ("qu|q|ck|ch(?=r)", "k"),
        ("c(?=[eiy])", "s"),
        ("ch|sh|sch", "8"),
        ("c", "k"),
        ("y", "i"),
        ("gu(?=[ei])", "g"),
        ("g(?=[ei])|dj", "j"),
        ("w", "v"),
        ("z", "s"),
        ("h", ""),
        ("(.)\\1+", "\\1"),
        ("(?<=.{2})(?:s|x|t|d|e)+$", ""),
    )
)
"""French sounds as letters, in this order; a coarse key, so the typed spelling still decides the order."""


def sound(word: str) -> str:
    """Return how a folded word sounds, marked so that it never meets a spelling: `hoarau` -> `~oaro`."""
    for pattern, letters in _SOUNDS:
        word = pattern.sub(letters, word)
    return f"~{word}"


def near_rows(texts: Iterable[str]) -> list[dict[str, str]]:
    """Return the rows that make the words of some names findable with a slip."""
    words = {word for text in texts for word in fold(text).split() if len(word) > 1 and word.isalpha()}
    return [{"spelling": spelling, "word": word} for word in sorted(words) for spelling in _spellings(word)]


def learn(connection: sa.Connection, texts: Iterable[str]) -> None:
    """Keep the words of names that were never met before."""
    words = {word for text in texts for word in fold(text).split()}
    known: set[str] = set()
    for some in _parts(sorted(words)):
        query = sa.select(near_name.c.word).where(near_name.c.spelling.in_(some), near_name.c.word.in_(some))
        known.update(connection.execute(query).scalars())
    rows = near_rows(words - known)
    if rows:
        connection.execute(sa.insert(near_name).prefix_with("OR IGNORE"), rows)


def near_words(connection: sa.Connection, typed: str) -> list[str]:
    """Return the known words near one folded word, nearest first, the word itself left out."""
    if len(typed) < _SHORTEST or not typed.isalpha():
        return []
    query = sa.select(near_name.c.word).where(near_name.c.spelling.in_(_spellings(typed))).distinct()
    spoken, allowed = sound(typed), 2 if len(typed) >= _LONG else 1
    found: list[tuple[int, str]] = []
    for word in connection.execute(query).scalars():
        slips = distance(typed, word, allowed)
        if word != typed and (slips <= allowed or sound(word) == spoken):
            found.append((slips, word))
    return [word for _slips, word in sorted(found)[:_MOST_WORDS]]


def distance(first: str, second: str, most: int) -> int:
    """Return how many slips part two words (letter added, left out, changed, two swapped); `most` + 1 if more."""
    if abs(len(first) - len(second)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        last, before, row = before, row, [i]
        for j, other in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)


def _spellings(word: str) -> list[str]:
    shorter = [word[:at] + word[at + 1 :] for at in range(len(word))] if len(word) >= _SHORTEST else []
    return list(dict.fromkeys([word, *shorter, sound(word)]))


def _parts(words: list[str], size: int = 400) -> Iterable[list[str]]:
    for start in range(0, len(words), size):
        yield words[start : start + size]

# SPDX-License-Identifier: EUPL-1.2
"""Fold French words for search and comparison: accents, ligatures, case and punctuation."""

import unicodedata
from typing import Final

_LIGATURES: Final = (("œ", "oe"), ("Œ", "oe"), ("æ", "ae"), ("Æ", "ae"), ("ß", "ss"))
_KNOWN: Final = 0x530
"""Code points whose folding is found once: Latin, Greek and Cyrillic, and the combining marks among them."""


class _Folded(dict[int, int | str | None]):
    """What `str.translate` makes of a character: itself, a space, or nothing for a combining mark."""

    def __missing__(self, code: int) -> int | str | None:
        letter = chr(code)
        if unicodedata.combining(letter):
            return None
        return code if letter.isalnum() else " "


_FOLDED: Final = _Folded()
_FOLDED.update({code: _FOLDED[code] for code in range(_KNOWN)})


def fold(text: str) -> str:
    """Return lower-case words without accents, joined by one space: `Bègue-Hélène` -> `begue helene`."""
    plain = unicodedata.normalize("NFKD", _spelt(text)).casefold()
    return " ".join(plain.translate(_FOLDED).split())


def _spelt(text: str) -> str:
    """Write ligatures as two letters; `str.translate` would look for every other letter and not find it."""
    for ligature, letters in _LIGATURES:
        text = text.replace(ligature, letters)
    return text


def _letter(code: int) -> str:
    letter = unicodedata.normalize("NFKD", chr(code))[0].lower()
    return letter if len(letter) == 1 else chr(code)


_LETTERS: Final = {code: _letter(code) if code >= 0xC0 else chr(code) for code in range(0x250)}
"""Latin letters with an accent (Unicode, Latin-1 Supplement to Latin Extended-B), one for one.

The others are there as they are: a letter that is not found costs several times as much.
"""


def plain(text: str) -> str:
    """Return a text in lower case without accents, its ligatures as two letters: `Cœur ÉLARGI` -> `coeur elargi`.

    Several times faster than `fold`, for whole texts; punctuation stays.
    """
    return _spelt(same_length(text))


def same_length(text: str) -> str:
    """Return a text in lower case without accents, each character in its place."""
    lower = text.lower()
    return (lower if len(lower) == len(text) else text).translate(_LETTERS)

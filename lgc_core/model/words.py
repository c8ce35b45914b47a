# SPDX-License-Identifier: EUPL-1.2
"""Fold French words for search and comparison: accents, ligatures, case and punctuation."""

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_KNOWN = 0x530
"""Code points whose folding is found once: Latin, Greek and Cyrillic, and the combining marks among them."""


class _Letters(dict[int, int | str | None]):
    """What `str.translate` makes of a character: itself, a space, or nothing for a combining mark."""

    def __missing__(self, code: int) -> int | str | None:
        letter = chr(code)
        if unicodedata.combining(letter):
            return None
        return code if letter.isalnum() else " "


_LETTERS = _Letters()
_LETTERS.update({code: _LETTERS[code] for code in range(_KNOWN)})


def fold(text: str) -> str:
    """Return lower-case words without accents, joined by one space: `Bègue-Hélène` -> `begue helene`."""
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).casefold()
    return " ".join(plain.translate(_LETTERS).split())

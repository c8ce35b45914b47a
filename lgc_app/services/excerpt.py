# SPDX-License-Identifier: EUPL-1.2
"""The few words around what was searched, as they stand in the text."""

import re
from collections.abc import Sequence
from typing import Final

_BEFORE, _AFTER = 24, 110
_LETTERS: Final = {
    "a": "[aàâäáãå]", "c": "[cç]", "e": "[eéèêë]", "i": "[iîïíì]", "n": "[nñ]", "o": "[oôöóò]", "u": "[uùûüú]",
    "y": "[yÿ]",
}  # fmt: skip
_LIGATURES: Final = (("[oôöóò][eéèêë]", "(?:[oôöóò][eéèêë]|œ)"), ("[aàâäáãå][eéèêë]", "(?:[aàâäáãå][eéèêë]|æ)"))


def excerpt(text: str, words: Sequence[str]) -> str:
    """Return one line of the text around the first searched word that stands in it; its beginning else.

    `words` are folded; only the part that is shown is looked at twice, a report has thousands of letters.
    """
    found = _sought(words).search(text) if words else None
    at = found.start() if found else 0
    start = 0 if at <= _BEFORE else text.rfind(" ", 0, at - _BEFORE) + 1
    start = max(start, at - 2 * _BEFORE)
    end = text.find(" ", at + _AFTER)
    end = len(text) if end < 0 else min(end, at + 2 * _AFTER)
    shown = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{shown}{' …' if end < len(text) else ''}"


def _sought(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_spelt, words))})", re.IGNORECASE)


def _spelt(word: str) -> str:
    pattern = "".join(_LETTERS.get(letter, re.escape(letter)) for letter in word)
    for plain, either in _LIGATURES:
        pattern = pattern.replace(plain, either)
    return pattern

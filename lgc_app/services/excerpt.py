# SPDX-License-Identifier: EUPL-1.2
"""The few words around what was searched, as they stand in the text."""

import re
from collections.abc import Sequence

from lgc_core.model.words import same_length

_BEFORE, _AFTER = 40, 110


def excerpt(text: str, words: Sequence[str]) -> str:
    """Return one line of the text around the first searched word that stands in it; its beginning else."""
    flat = " ".join(text.split())
    at = _first(same_length(flat), words)
    start = 0 if at <= _BEFORE else flat.rfind(" ", 0, at - _BEFORE) + 1
    end = len(flat) if at + _AFTER >= len(flat) else flat.find(" ", at + _AFTER)
    end = len(flat) if end < 0 or end > at + 2 * _AFTER else end
    end = min(end, start + _BEFORE + 3 * _AFTER)
    return f"{'… ' if start else ''}{flat[start:end]}{' …' if end < len(flat) else ''}"


def _first(plain: str, words: Sequence[str]) -> int:
    places = [found.start() for word in words if (found := re.search(rf"\b{re.escape(word)}", plain))]
    return min(places, default=0)

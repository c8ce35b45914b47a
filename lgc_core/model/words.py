# SPDX-License-Identifier: EUPL-1.2
"""Fold French words for search and comparison: accents, ligatures, case and punctuation."""

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})


def fold(text: str) -> str:
    """Return lower-case words without accents, joined by one space: `Bègue-Hélène` -> `begue helene`."""
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).casefold()
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


def unfold_ligatures(text: str) -> str:
    """Return a text whose ligatures are two letters, as they are typed in a search: `cœur` -> `coeur`."""
    return text.translate(_LIGATURES)

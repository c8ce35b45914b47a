# SPDX-License-Identifier: EUPL-1.2
"""What a person types to find a patient: names, a birth date in any form, a phone, an INS or a record number."""

import re
from typing import Final

from lgc_core.model.words import fold

_MONTHS: Final = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
    "decembre",
)  # fmt: skip
_ISO: Final = re.compile(r"\b([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\b")
_DATE: Final = re.compile(r"\b([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})\b")
_SHORT_DATE: Final = re.compile(r"\b([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{2})\b(?![/.\-0-9])")
_WORD_DATE: Final = re.compile(rf"\b([0-9]{{1,2}})(?:er)? ({'|'.join(_MONTHS)}) ([0-9]{{4}})\b")
_DIGIT_GAP: Final = re.compile(r"(?<=[0-9])[\s.\-](?=[0-9])")
_ABROAD: Final = re.compile(r"(?:\+|\b00)(?:262|33)\s*(?:\(0\))?\s*(?=[0-9])")


def query_words(typed: str) -> list[tuple[str, ...]]:
    """Return the words to be found, each as the forms it may have: a year of two digits has two centuries."""
    dated = _ISO.sub(lambda m: _day(m[3], m[2], m[1]), national(typed))
    dated = _DATE.sub(lambda m: _day(m[1], m[2], m[3]), dated)
    centuries = _SHORT_DATE.sub(lambda m: f"{_day(m[1], m[2], '19' + m[3])}x{'20' + m[3]}", dated)
    joined = fold(_DIGIT_GAP.sub("", centuries))
    named = _WORD_DATE.sub(lambda m: _day(m[1], str(_MONTHS.index(m[2]) + 1), m[3]), joined)
    return [_forms(word) for word in named.split()]


def phone_digits(value: str) -> str:
    """Return the digits of a phone as dialled in France: `+262 692 12` -> `069212`."""
    return re.sub(r"[^0-9]", "", national(value))


def national(typed: str) -> str:
    """Return a text with the international prefix of a phone of France or La Réunion as its leading zero."""
    return _ABROAD.sub("0", typed)


def _day(day: str, month: str, year: str) -> str:
    return f"{int(day):02d}{int(month):02d}{year}"


def _forms(word: str) -> tuple[str, ...]:
    both = re.fullmatch(r"([0-9]{4})([0-9]{4})x([0-9]{4})", word)
    return (both[1] + both[2], both[1] + both[3]) if both else (word,)

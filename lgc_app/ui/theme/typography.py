# SPDX-License-Identifier: EUPL-1.2
"""French typography: no-break spaces, numbers, dates and hours as a French reader expects them (design ui.md §2).

U+00A0 everywhere, not U+202F: in IBM Plex Sans the narrow one makes "1 000 mg" read as "1000 mg".
"""

import re
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

NO_BREAK = "\u00a0"

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_UNITS = (
    "mL/min/1,73|mL/min|mmol/L|µmol/L|mg/L|mg/g|g/L|g/dL|G/L|kg/m²|mmHg|UI|mg|µg|kg|mL|cm|mm|Mo|Go|Ko|"
    "min|ans|an|mois|jours|jour|semaines|semaine|essais|essai|°C|g|h|j|s|L|m²|m"
)
_BEFORE_HIGH = re.compile(r" (?=[;:?!%»])")
_AFTER_DIGIT = re.compile(r"\d ")
_BEFORE_UNIT = re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?![\w]))")
_IN_NUMBER = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")


def french(text: str) -> str:
    """Put the no-break spaces of French where ordinary ones were typed, so that no dose breaks over two lines."""
    text = _BEFORE_HIGH.sub(NO_BREAK, text)
    text = text.replace("« ", f"«{NO_BREAK}")
    if _AFTER_DIGIT.search(text) is None:  # thousands of lines have none, and what follows costs ten times that
        return text
    text = _BEFORE_UNIT.sub(NO_BREAK, text)
    return _IN_NUMBER.sub(NO_BREAK, text)


def number(value: "float | Decimal", decimals: int | None = None) -> str:
    """Write a number with a comma and groups of three: 1234.5 -> "1 234,5"; `decimals` fixes their count."""
    if decimals is not None:
        written = f"{value:,.{decimals}f}"
    elif isinstance(value, float):
        from decimal import Decimal  # noqa: PLC0415 -- the lock screen has no number

        written = f"{Decimal(repr(value)).normalize():,f}"
    else:
        written = f"{value:,}"
    sign = "−" if written.startswith("-") else ""
    return sign + written.lstrip("-").replace(",", NO_BREAK).replace(".", ",")


def short_date(day: date) -> str:
    """Write 23/11/2026."""
    return f"{day:%d/%m/%Y}"


def day_month(day: date) -> str:
    """Write "23 novembre", and "1ᵉʳ novembre" on the first, for running text."""
    return f"{_ordinal(day.day)}{NO_BREAK}{_MONTHS[day.month - 1]}"


def month_year(day: date) -> str:
    """Write "Novembre 2026", the header of a month in a timeline."""
    return f"{_MONTHS[day.month - 1].capitalize()}{NO_BREAK}{day.year}"


def long_date(day: date) -> str:
    """Write "lundi 23 novembre 2026"."""
    return f"{_DAYS[day.weekday()]} {day_month(day)}{NO_BREAK}{day.year}"


def hour(moment: datetime) -> str:
    """Write 10:42."""
    return f"{moment:%H:%M}"


def moment_words(moment: datetime, today: date) -> str:
    """Write "08:11" of today, "hier à 17:42", "le 20/11/2026 à 17:42"."""
    days = (today - moment.date()).days
    if days <= 0:
        return hour(moment)
    day = "hier" if days == 1 else f"le{NO_BREAK}{short_date(moment.date())}"
    return f"{day} à{NO_BREAK}{hour(moment)}"


def hour_second(moment: datetime) -> str:
    """Write 10:42:07, for "Saisie enregistrée ici à"."""
    return f"{moment:%H:%M:%S}"


def _ordinal(day: int) -> str:
    return "1ᵉʳ" if day == 1 else str(day)


def spaced_phone(digits: str) -> str:
    """Write ten digits by pairs (06 92 41 25 12); anything else as it was typed."""
    if not (digits.isdigit() and len(digits) == 10):
        return digits
    return NO_BREAK.join(digits[at : at + 2] for at in range(0, 10, 2))


def spaced_matricule(ins: str) -> str:
    """Write a matricule in the groups of the carte Vitale (2 52 03 97 413 001 44); anything else as it is."""
    if len(ins) != 15:
        return ins
    return NO_BREAK.join(ins[low:high] for low, high in pairwise((0, 1, 3, 5, 7, 10, 13, 15)))

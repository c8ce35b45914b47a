# SPDX-License-Identifier: EUPL-1.2
"""Dates and numbers as the pages print them: La Réunion time, French words, no-break spaces."""

import datetime as dt
from typing import Final

from lgc_core.model.values.when import REUNION

_MONTHS: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_DAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def local(ms: int) -> dt.datetime:
    """Return the local moment of UTC milliseconds."""
    return dt.datetime.fromtimestamp(ms / 1000, REUNION)


def local_day(ms: int) -> str:
    """Return the ISO date in La Réunion."""
    return local(ms).date().isoformat()


def day_words(day: dt.date) -> str:
    """Return `1ᵉʳ mai` or `23 novembre`, with a no-break space."""
    return f"{'1ᵉʳ' if day.day == 1 else day.day}\u00a0{_MONTHS[day.month - 1]}"


def long_day(day: dt.date) -> str:
    """Return `mercredi 25 novembre`."""
    return f"{_DAYS[day.weekday()]} {day_words(day)}"


def month_words(day: dt.date) -> str:
    """Return `Novembre 2026`."""
    return f"{_MONTHS[day.month - 1].capitalize()} {day.year}"


def moment_words(ms: int, now: int) -> str:
    """Return `aujourd’hui à 10:20`, `17 novembre à 11:32`, with the year when it is another one."""
    moment, present = local(ms), local(now)
    clock = f"{moment:%H:%M}"
    if moment.date() == present.date():
        return f"aujourd’hui à {clock}"
    year = "" if moment.year == present.year else f"\u00a0{moment.year}"
    return f"{day_words(moment.date())}{year} à {clock}"


def short_moment(ms: int, now: int) -> str:
    """Return `11:02` today, `02/11` this year, `02/11/2025` before."""
    moment, present = local(ms), local(now)
    if moment.date() == present.date():
        return f"{moment:%H:%M}"
    return f"{moment:%d/%m}" if moment.year == present.year else f"{moment:%d/%m/%Y}"


def number_words(number: int) -> str:
    """Return 1 284 with a no-break space."""
    return f"{number:,}".replace(",", "\u00a0")


def ms_of(text: str) -> int | None:
    """Return UTC milliseconds of an RFC 3339 text or of a date, None when it is neither."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=REUNION)
    return int(aware.timestamp() * 1000)


def decimal_words(text: str) -> str:
    """Return a decimal as French writes it: 71.4 -> 71,4."""
    return text.replace(".", ",")

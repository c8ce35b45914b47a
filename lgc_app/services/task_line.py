# SPDX-License-Identifier: EUPL-1.2
"""A task typed in one line: « Rappeler Mme Lebon demain @secretaire ! » into words, day, person and urgency."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from lgc_core.model.words import fold

_DAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_WORDS: Final = {"aujourdhui": 0, "demain": 1, "apresdemain": 2}
_DATE: Final = re.compile(r"(?:^|\s)(?:le |avant le )?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?=\s|$)")
_IN: Final = re.compile(r"(?:^|\s)dans (\d{1,3}) (jours?|semaines?|mois)(?=\s|$)", re.IGNORECASE)
_NAMED: Final = re.compile(
    rf"(?:^|\s)(aujourd[’']?hui|demain|après[- ]demain|apres[- ]demain|{'|'.join(_DAYS)})(?=\s|$)", re.IGNORECASE
)
_TO: Final = re.compile(r"(?:^|\s)@([\w\-’']+)")
_SPAN: Final = {"jour": 1, "semaine": 7, "mois": 30}


@dataclass(frozen=True, slots=True)
class TypedTask:
    """What was understood; `to` is the folded word after @, `due` None when no day was said."""

    title: str
    due: dt.date | None = None
    to: str = ""
    urgent: bool = False


def read_task(typed: str, today: dt.date) -> TypedTask:
    """Read one line; what is not understood stays in the title, so that nothing typed is lost."""
    rest, to = typed.strip(), ""
    if found := _TO.search(rest):
        to, rest = fold(found[1]).replace(" ", ""), _without(rest, found)
    urgent = rest.endswith("!")
    rest = rest.rstrip("! \u00a0")
    for pattern, read in ((_IN, _in), (_DATE, _date), (_NAMED, _named)):
        found = pattern.search(rest)
        due = read(found, today) if found else None
        if found and due is not None:
            return TypedTask(_without(rest, found) or typed.strip(), due, to, urgent)
    return TypedTask(rest or typed.strip(), None, to, urgent)


def _without(text: str, found: re.Match[str]) -> str:
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())


def _in(found: re.Match[str], today: dt.date) -> dt.date:
    unit = found[2].lower().removesuffix("s") if found[2].lower() != "mois" else "mois"
    return today + dt.timedelta(days=int(found[1]) * _SPAN[unit])


def _date(found: re.Match[str], today: dt.date) -> dt.date | None:
    try:
        day = dt.date(int(found[3] or today.year), int(found[2]), int(found[1]))
        far_past = not found[3] and (today - day).days > 180  # « 05/01 » typed in December is next year
        return day.replace(year=day.year + 1) if far_past else day
    except ValueError:
        return None


def _named(found: re.Match[str], today: dt.date) -> dt.date:
    word = fold(found[1]).replace(" ", "")
    if word in _WORDS:
        return today + dt.timedelta(days=_WORDS[word])
    ahead = (_DAYS.index(word) - today.weekday()) % 7
    return today + dt.timedelta(days=ahead or 7)

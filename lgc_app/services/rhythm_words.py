# SPDX-License-Identifier: EUPL-1.2
"""How often an absence comes back, as it is said: « chaque mercredi », « un vendredi sur deux »."""

import re
from typing import Final

from lgc_core.model.agenda_rule import Rhythm
from lgc_core.model.words import fold

_DAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_NUMBERS: Final = {"deux": 2, "trois": 3, "quatre": 4, "2": 2, "3": 3, "4": 4}
_ONE_IN: Final = re.compile(r"\b(?:sur|toutes les|tous les) (deux|trois|quatre|2|3|4)\b")
EVERY_DAY: Final = frozenset({"", "tous les jours", "chaque jour"})


class UnreadableRhythmError(ValueError):
    """The words name no day."""


def read_rhythm(typed: str) -> Rhythm | None:
    """Read the words; None is every day between the two dates.

    Raises:
        UnreadableRhythmError: no day of the week is named.
    """
    words = fold(typed)
    if words in EVERY_DAY:
        return None
    days = tuple(
        place for place, day in enumerate(_DAYS, 1) if re.search(rf"\b{day[:3]}(?:{day[3:]}s?)?\b", words)
    )
    if not days:
        raise UnreadableRhythmError
    found = _ONE_IN.search(words)
    return Rhythm(unit="semaine", every=_NUMBERS[found[1]] if found else 1, weekdays=days)


def rhythm_words(rhythm: Rhythm | None) -> str:
    """Say how often, from what is kept."""
    if rhythm is None or (rhythm.unit == "jour" and rhythm.every == 1):
        return "tous les jours"
    if rhythm.unit == "jour":
        return f"tous les {rhythm.every} jours"
    days = ", ".join(_DAYS[day - 1] for day in sorted(rhythm.weekdays)) or "semaine"
    return f"chaque {days}" if rhythm.every == 1 else f"{days}, une semaine sur {rhythm.every}"

# SPDX-License-Identifier: EUPL-1.2
"""When somebody is open, away or kept for something: wall-clock hours that come back by a simple rhythm."""

import datetime as dt
from typing import Annotated, Final, Literal

import msgspec

from lgc_core.model.entity import A, E, Entity

RuleKind = Literal["ouverture", "absence", "réservé"]
REUNION_ZONE: Final = "Indian/Reunion"
"""IANA zone of the walls; kept beside the hours, which stay what was said whatever an offset becomes."""


class Rhythm(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which days: every `every` days, or on weekdays (1 Monday … 7 Sunday) of every `every`-th week.

    Raises:
        ValueError: when `every` is not positive or a weekday is none.
    """

    unit: Literal["jour", "semaine"] = "jour"
    every: int = 1
    weekdays: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.every < 1 or any(not 1 <= day <= 7 for day in self.weekdays):
            raise ValueError("a rhythm comes back after one day or more, on days 1 to 7")

    def falls_on(self, day: dt.date, first: dt.date) -> bool:
        """Tell whether a day belongs to the rhythm that begins on `first`."""
        if day < first:
            return False
        if self.unit == "jour":
            return (day - first).days % self.every == 0
        monday, first_monday = _monday(day), _monday(first)
        in_step = ((monday - first_monday).days // 7) % self.every == 0
        return in_step and day.isoweekday() in (self.weekdays or (first.isoweekday(),))


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.isoweekday() - 1)


class AgendaRule(Entity, frozen=True, kw_only=True):
    """Hours of one person; `rhythm` None means every day from `first` to `last` (holidays, a training).

    Attributes:
        first, last: ISO dates; an empty `last` never ends.
        opens, closes: wall hours `HH:MM`; both empty: the whole day.
    """

    staff: Annotated[str, E]
    kind: Annotated[RuleKind, E]
    label: Annotated[str, A] = ""
    first: Annotated[str, A]
    last: Annotated[str, A] = ""
    opens: Annotated[str, A] = ""
    closes: Annotated[str, A] = ""
    rhythm: Annotated[Rhythm | None, A] = None
    zone: Annotated[str, A] = REUNION_ZONE

    def covers(self, day: dt.date) -> bool:
        """Tell whether the rule speaks of a day."""
        first = dt.date.fromisoformat(self.first)
        if day < first or (self.last and day > dt.date.fromisoformat(self.last)):
            return False
        return self.rhythm is None or self.rhythm.falls_on(day, first)

    def hours(self, day: dt.date, zone: dt.tzinfo) -> tuple[dt.datetime, dt.datetime]:
        """Return the moments from and to which it speaks of a day."""
        begin = dt.time.fromisoformat(self.opens) if self.opens else dt.time()
        start = dt.datetime.combine(day, begin, zone)
        if not self.closes:
            return start, dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)
        return start, dt.datetime.combine(day, dt.time.fromisoformat(self.closes), zone)

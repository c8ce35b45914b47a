# SPDX-License-Identifier: EUPL-1.2
"""The season of a vaccine that is given in campaigns: the one under way, or the next."""

import datetime as dt
from collections.abc import Iterable

import msgspec


class Campaign(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a vaccine is offered, each year: a row to change when the health agency announces the dates.

    Attributes:
        start, end: first and last day, « 04-15 » (month and day); an end before its start is of the next year.
        where: the place, for people.
        source: where the dates come from, and which year they were read of.
    """

    valence: str
    start: str
    end: str
    where: str
    source: str

    def around(self, today: dt.date) -> tuple[dt.date, dt.date]:
        """Return the campaign under way, else the next one.

        Raises:
            ValueError: its days are none of a calendar.
        """
        for year in (today.year - 1, today.year, today.year + 1):
            first = dt.date.fromisoformat(f"{year}-{self.start}")
            last = dt.date.fromisoformat(f"{year + (self.end < self.start)}-{self.end}")
            if today <= last:
                return first, last
        raise ValueError(self.start)


def season_of(
    campaigns: Iterable[Campaign], valences: Iterable[str], today: dt.date
) -> tuple[dt.date, dt.date] | None:
    """Return the season of a vaccine, under way or next; None when it has no campaign."""
    wanted = frozenset(valences)
    found = [one.around(today) for one in campaigns if one.valence in wanted]
    return min(found, default=None)

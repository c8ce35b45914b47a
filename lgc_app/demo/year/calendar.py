# SPDX-License-Identifier: EUPL-1.2
"""The hours of the practice: each visit finds a free quarter of an hour, as a secretary would place it."""

import datetime as dt
import random
from collections import defaultdict
from typing import Final

from lgc_app.demo.year.seasons import is_worked
from lgc_core.model.values.when import REUNION

MINUTES: Final = 15
_MORNING: Final = tuple(range(8 * 60, 12 * 60, MINUTES))
_AFTERNOON: Final = tuple(range(14 * 60, 18 * 60, MINUTES))
_THURSDAY, _SATURDAY = 3, 5


class Hours:
    """Free and taken quarters of one practitioner; Thursday afternoon is for home visits."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._taken: defaultdict[dt.date, set[int]] = defaultdict(set)

    def taken_on(self, day: dt.date) -> int:
        """Return how many quarters of a day are taken."""
        return len(self._taken[day])

    def place(self, wished: dt.date, before: dt.date) -> dt.datetime | None:
        """Take a free quarter on a day or soon after, None when there is none before the end."""
        day = wished
        while day < before:
            free = [] if not is_worked(day) else [one for one in _open(day) if one not in self._taken[day]]
            if free:
                minute = self._dice.choice(free[:6])  # the morning fills first
                self._taken[day].add(minute)
                return dt.datetime.combine(day, dt.time(minute // 60, minute % 60), REUNION)
            day += dt.timedelta(days=1)
        return None


def _open(day: dt.date) -> tuple[int, ...]:
    return _MORNING if day.weekday() in (_THURSDAY, _SATURDAY) else (*_MORNING, *_AFTERNOON)

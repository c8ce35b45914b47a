# SPDX-License-Identifier: EUPL-1.2
"""What makes one week of the practice unlike another: epidemics of the island, holidays, the cyclone.

Austral seasons as general practice meets them: dengue and bronchiolitis at the end of the hot season, influenza in
the cool one, gastro-enteritis when schools open again (shapes of our own, after the bulletins of Santé publique
France for La Réunion; not counts).
"""

import datetime as dt
from typing import Final

_SHAPES: Final[dict[str, tuple[float, ...]]] = {
    "toujours": (1,) * 12,
    "cyclone": (0,) * 12,
    "dengue": (1.2, 2.2, 4, 5, 3.5, 1.5, 0.6, 0.2, 0.1, 0.1, 0.2, 0.5),
    "bronchiolite": (0.8, 2.5, 4.5, 3.5, 2, 1, 0.6, 0.4, 0.3, 0.3, 0.3, 0.4),
    "grippe": (0.2, 0.3, 0.4, 0.6, 1, 2.5, 3.5, 3, 1.5, 0.6, 0.3, 0.2),
    "gastro": (1.2, 1.4, 1, 0.8, 0.7, 0.7, 0.8, 1.4, 2.4, 1.8, 1, 0.9),
    "chaleur": (2.2, 2.2, 1.6, 1, 0.6, 0.4, 0.4, 0.4, 0.6, 1, 1.6, 2),
    "rentrée": (0.8, 2.6, 0.8, 0.5, 0.5, 0.5, 0.5, 2.4, 2, 0.8, 0.4, 0.3),
    "asthme": (1.6, 1.8, 1.6, 1.2, 1, 0.9, 0.8, 0.8, 0.8, 0.9, 1, 1.2),
}
"""Weight of each month, January first."""

CYCLONE_MONTH, CYCLONE_DAY = 2, 9
"""First day of the week of the cyclone, every year of this fiction."""


def weight(shape: str, day: dt.date) -> float:
    """Return how much more often than usual something happens on a day."""
    return _SHAPES[shape][day.month - 1] * (0.2 if is_cyclone(day) else 1)


def cyclone_of(year: int) -> dt.date:
    """Return the Monday of the week of the cyclone."""
    day = dt.date(year, CYCLONE_MONTH, CYCLONE_DAY)
    return day - dt.timedelta(days=day.weekday())


def is_cyclone(day: dt.date) -> bool:
    """Tell whether a red alert keeps everybody at home."""
    return 0 <= (day - cyclone_of(day.year)).days < 3


def is_worked(day: dt.date) -> bool:
    """Tell whether the practice is open: not on Sunday, a public holiday, a Christmas week or the red alert."""
    closed = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 20), (12, 25)}
    return day.weekday() < 6 and (day.month, day.day) not in closed and not is_cyclone(day) and not _rests(day)


def _rests(day: dt.date) -> bool:
    return (day.month == 12 and day.day > 25) or (day.month == 8 and 3 <= day.day <= 9)

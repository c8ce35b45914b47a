# SPDX-License-Identifier: EUPL-1.2
"""Z-scores by the LMS method (Cole TJ, Green PJ, Stat Med 1992;11:1305-19) over the WHO tables.

Beyond 3 Z, weight and mass index follow the restricted method of the WHO (Child Growth Standards, 2006, ch. 7):
the distance between 2 and 3 Z is carried on, since the tails of a skewed measure are not known so far.
"""

from bisect import bisect_right
from functools import cache
from math import erf, exp, log, sqrt
from typing import Final, Literal

import msgspec

from lgc_core.clinical.growth import head_table, mass_index_table, stature_table, weight_table

Indicator = Literal["poids", "taille", "imc", "perimetre_cranien"]
DAYS_PER_MONTH: Final = 30.4375
"""WHO: 365.25 / 12."""

LYING_UNTIL: Final = 730
"""Length is measured lying to two years, height standing after; the tables step down by 0.7 cm there."""

LAST_DAY_2006: Final = 1826
LEVELS: Final = (-3, -2, -1, 0, 1, 2, 3)
_RESTRICTED: Final = frozenset({"poids", "imc"})
_MOST: Final = 15.0
"""A score beyond is no child: the value or the date is wrong."""

Anchor = tuple[float, float, float, float]


class Indication(msgspec.Struct, frozen=True, kw_only=True):
    """One measure to chart: its words, unit, and the pieces of table that cover its ages, in order."""

    key: Indicator
    words: str
    unit: str
    boys: tuple[str, ...]
    girls: tuple[str, ...]


INDICATIONS: Final[tuple[Indication, ...]] = (
    Indication(
        key="poids",
        words="Poids",
        unit="kg",
        boys=(weight_table.BOYS, weight_table.BOYS_2007),
        girls=(weight_table.GIRLS, weight_table.GIRLS_2007),
    ),
    Indication(
        key="taille",
        words="Taille",
        unit="cm",
        boys=(stature_table.BOYS_LYING, stature_table.BOYS, stature_table.BOYS_2007),
        girls=(stature_table.GIRLS_LYING, stature_table.GIRLS, stature_table.GIRLS_2007),
    ),
    Indication(
        key="imc",
        words="IMC",
        unit="kg/m²",
        boys=(mass_index_table.BOYS_LYING, mass_index_table.BOYS, mass_index_table.BOYS_2007),
        girls=(mass_index_table.GIRLS_LYING, mass_index_table.GIRLS, mass_index_table.GIRLS_2007),
    ),
    Indication(
        key="perimetre_cranien",
        words="Périmètre crânien",
        unit="cm",
        boys=(head_table.BOYS,),
        girls=(head_table.GIRLS,),
    ),
)
BY_KEY: Final = {one.key: one for one in INDICATIONS}


def last_day(key: Indicator) -> int:
    """Return the last day of age that a chart covers."""
    return int(_piece(BY_KEY[key].boys[-1])[-1][0])


def z_score(key: Indicator, sex: Literal["F", "M"], age_days: int, value: float) -> float | None:
    """Return the Z-score of a value, None outside the ages of the table or for a value that no child has."""
    found = _lms(key, sex, age_days)
    if found is None or value <= 0:
        return None
    skew, median, spread = found
    score = _score(value, skew, median, spread)
    if abs(score) > 3 and key in _RESTRICTED:
        score = _restricted(value, score, found)
    return score if abs(score) <= _MOST else None


def value_at(key: Indicator, sex: Literal["F", "M"], age_days: int, score: float) -> float | None:
    """Return the value of a Z-score, the line of a chart; None outside the ages of the table."""
    found = _lms(key, sex, age_days)
    return None if found is None else _value(score, *found)


def percentile(score: float) -> float:
    """Return the percentile of a Z-score, 0 to 100."""
    return 50 * (1 + erf(score / sqrt(2)))


def _score(value: float, skew: float, median: float, spread: float) -> float:
    if abs(skew) < 1e-9:
        return log(value / median) / spread
    return float(((value / median) ** skew - 1) / (skew * spread))


def _value(score: float, skew: float, median: float, spread: float) -> float:
    if abs(skew) < 1e-9:
        return median * exp(spread * score)
    return float(median * (1 + skew * spread * score) ** (1 / skew))


def _restricted(value: float, score: float, lms: tuple[float, float, float]) -> float:
    side = 1 if score > 0 else -1
    third, second = _value(3 * side, *lms), _value(2 * side, *lms)
    return 3 * side + (value - third) / abs(third - second)


def _lms(key: Indicator, sex: Literal["F", "M"], age_days: int) -> tuple[float, float, float] | None:
    """Return L, M and S at an age, on the straight line between two anchors."""
    indication = BY_KEY[key]
    pieces = [_piece(text) for text in (indication.boys if sex == "M" else indication.girls)]
    piece = next((one for one in pieces if age_days <= one[-1][0]), None)
    if piece is None or age_days < 0:
        return None
    at = bisect_right([anchor[0] for anchor in piece], age_days)
    if at == 0:  # between the end of a table and the start of the next, hours apart
        return piece[0][1:]
    if at == len(piece):
        return piece[-1][1:]
    before, after = piece[at - 1], piece[at]
    share = (age_days - before[0]) / (after[0] - before[0])
    skew, median, spread = (low + (high - low) * share for low, high in zip(before[1:], after[1:], strict=True))
    return skew, median, spread


@cache
def _piece(text: str) -> tuple[Anchor, ...]:
    rows = (tuple(float(number) for number in row.split()) for row in text.split(", "))
    return tuple((day, skew, median, spread) for day, skew, median, spread in rows)

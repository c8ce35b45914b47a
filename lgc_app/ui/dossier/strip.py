# SPDX-License-Identifier: EUPL-1.2
"""The strip of measures in words: the value of today, or nothing, and the one before with its day. No Qt here."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from lgc_app.services.measures import Point, Series
from lgc_app.ui.theme.typography import NO_BREAK, number
from lgc_core.clinical.vitals import body_mass_index
from lgc_core.model.values.when import REUNION

Flag = Literal["", "high", "low"]
NOT_MEASURED: Final = "–"
_ALWAYS: Final = ("pouls", "temperature", "spo2", "poids")
_SOMETIMES: Final = ("taille", "perimetre_cranien", "glycemie", "frequence_respiratoire", "douleur")
_LABELS: Final = {
    "perimetre_cranien": "Pér. crânien",
    "frequence_respiratoire": "Fréq. resp.",
    "douleur": "Douleur",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureCell:
    """One measure of the strip; a value is always of today, `previous` carries its own day."""

    key: str
    label: str
    value: str
    unit: str
    previous: str = ""
    flag: Flag = ""

    @property
    def sentence(self) -> str:
        """Return what a screen reader says."""
        said = (
            f"{self.label}, {self.value} {self.unit}"
            if self.value != NOT_MEASURED
            else f"{self.label}, non mesuré"
        )
        out = {"high": ", au-dessus de l’habituel", "low": ", sous l’habituel", "": ""}[self.flag]
        return said + out + (f", avant {self.previous}" if self.previous else "")


def cells_of(series: Iterable[Series], today: dt.date) -> list[MeasureCell]:
    """Return the cells in the order of the strip; rarer measures come only when taken today."""
    known = {one.measure.key: one for one in series}
    cells = [_pressure(known["pas"], known["pad"], today)]
    cells += [_cell(known[key], today) for key in _ALWAYS]
    cells.append(_index(known["poids"], known["taille"], today))
    rare = (_cell(known[key], today) for key in _SOMETIMES)
    return cells + [cell for cell in rare if cell.value != NOT_MEASURED]


def last_words(series: Iterable[Series], today: dt.date) -> dict[str, str]:
    """Return the last value of each field of the entry, whenever it was taken."""
    known = {one.measure.key: one for one in series}
    words = {key: _dated(one.points[-1], today) for key, one in known.items() if one.points}
    pairs = list(_pairs(known["pas"], known["pad"]))
    if pairs:
        high, low = pairs[-1]
        words["ta"] = f"{number(high.value)}/{number(low.value)} {_when(high, today)}".strip()
    return words


def _cell(one: Series, today: dt.date) -> MeasureCell:
    now, before = _now_and_before(one.points, today)
    measure = one.measure
    return MeasureCell(
        key=measure.key,
        label=_LABELS.get(measure.key, measure.words),
        value=number(now.value) if now else NOT_MEASURED,
        unit=measure.unit_text,
        previous=_dated(before, today) if before else "",
        flag=_flag(one, now),
    )


def _pressure(systolic: Series, diastolic: Series, today: dt.date) -> MeasureCell:
    pairs = list(_pairs(systolic, diastolic))
    now, before = None, pairs[-1] if pairs else None
    if before and _day(before[0]) == today:
        now, before = before, pairs[-2] if len(pairs) > 1 else None
    flags = [_flag(one, point) for one, point in zip((systolic, diastolic), now, strict=True)] if now else []
    return MeasureCell(
        key="ta",
        label="Tension",
        value=f"{number(now[0].value)}/{number(now[1].value)}" if now else NOT_MEASURED,
        unit=systolic.measure.unit_text,
        previous=f"{number(before[0].value)}/{number(before[1].value)} {_when(before[0], today)}"
        if before
        else "",
        flag="high" if "high" in flags else "low" if "low" in flags else "",
    )


def _pairs(systolic: Series, diastolic: Series) -> Iterator[tuple[Point, Point]]:
    lows = {point.at_ms: point for point in diastolic.points}
    for high in systolic.points:
        if high.at_ms in lows:
            yield high, lows[high.at_ms]


def _index(weight: Series, height: Series, today: dt.date) -> MeasureCell:
    now, before = _now_and_before(weight.points, today)
    past = _bmi(before, height)
    return MeasureCell(
        key="imc",
        label="IMC",
        value=_bmi(now, height) or NOT_MEASURED,
        unit="kg/m²",
        previous=f"{past} {_when(before, today)}" if before and past else "",
    )


def _bmi(weight: Point | None, height: Series) -> str:
    """Return the index of a weight with the height of its day: the last taken by then, else the first known."""
    if weight is None or not height.points:
        return ""
    by_then = [point for point in height.points if point.at_ms <= weight.at_ms]
    tall = by_then[-1] if by_then else height.points[0]
    return number(body_mass_index(weight.value, tall.value)) if tall.value > Decimal(0) else ""


def _now_and_before(points: Sequence[Point], today: dt.date) -> tuple[Point | None, Point | None]:
    if not points or _day(points[-1]) != today:
        return None, points[-1] if points else None
    return points[-1], points[-2] if len(points) > 1 else None


def _flag(one: Series, point: Point | None) -> Flag:
    if point is None or not point.is_unusual:
        return ""
    return "low" if point.value < one.measure.usual[0] else "high"


def _dated(point: Point, today: dt.date) -> str:
    return f"{number(point.value)} {_when(point, today)}".strip()


def _when(point: Point, today: dt.date) -> str:
    moment = dt.datetime.fromtimestamp(point.at_ms / 1000, REUNION)
    if moment.date() == today:
        return f"à{NO_BREAK}{moment:%H:%M}"
    return f"le{NO_BREAK}{moment:%d/%m}" if moment.year == today.year else f"le{NO_BREAK}{moment:%d/%m/%Y}"


def _day(point: Point) -> dt.date:
    return dt.datetime.fromtimestamp(point.at_ms / 1000, REUNION).date()

# SPDX-License-Identifier: EUPL-1.2
"""Growth of a child: each measure of the file with its age and Z-score, and the lines of its chart."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from lgc_app.services.measures import Measures, Series
from lgc_app.services.session import Session
from lgc_core.clinical.growth.standard import (
    INDICATIONS,
    LEVELS,
    Indication,
    Indicator,
    last_day,
    percentile,
    value_at,
    z_score,
)
from lgc_core.clinical.vitals import body_mass_index
from lgc_core.model.patient import Patient
from lgc_core.model.rights import Right
from lgc_core.model.values.when import REUNION

SOURCE: Final = (
    "Courbes de l’OMS (2006 jusqu’à 5\u00a0ans, 2007 ensuite). "
    "Ce ne sont pas celles du carnet de santé français (AFPA, 2018)\u00a0: les repères diffèrent un peu."
)
_STEPS: Final = 48
"""Points of a drawn line; the tables are nearly straight between them."""

_FROM_RECORD: Final[tuple[Indicator, ...]] = ("poids", "taille", "perimetre_cranien")


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthPoint:
    """One measure of a child; `score` is None when the value is no child's."""

    day: dt.date
    age_days: int
    value: float
    words: str
    score: float | None

    @property
    def percentile(self) -> float | None:
        """Return the percentile of the score."""
        return None if self.score is None else percentile(self.score)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthChart:
    """One measure over age: the points oldest first, and each line as (age in days, value) pairs by Z level."""

    indication: Indication
    points: tuple[GrowthPoint, ...]
    lines: tuple[tuple[int, tuple[tuple[int, float], ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """Every chart of a child; `why_none` says why there is none."""

    charts: tuple[GrowthChart, ...] = ()
    why_none: str = ""


class Growths:
    """Builds charts."""

    def __init__(self, session: Session, measures: Measures) -> None:
        self._session = session
        self._measures = measures

    def of(self, patient: Patient) -> Growth:
        """Return the charts of a patient, up to the age of today."""
        self._session.require(Right.READ_RECORD)
        birth, sex = _birth(patient), patient.traits.sex
        if birth is None or sex == "UN":
            return Growth(
                why_none="Il faut le sexe et la date de naissance entière pour les courbes de croissance."
            )
        today = (self._session.now().date() - birth).days
        series = {key: self._measures.series(patient.id, key) for key in _FROM_RECORD}
        values = {key: _values(one) for key, one in series.items()}
        values["imc"] = _mass_indexes(values["poids"], values["taille"])
        charts = [_chart(one, sex, birth, values[one.key], today) for one in INDICATIONS]
        kept = tuple(one for one in charts if one.points or today <= last_day(one.indication.key))
        if not kept:
            return Growth(
                why_none="Courbes de croissance\u00a0: de la naissance à 19\u00a0ans. Aucune mesure à ces âges."
            )
        return Growth(charts=kept)


_Values = dict[dt.date, Decimal]


def _birth(patient: Patient) -> dt.date | None:
    try:
        return dt.date.fromisoformat(patient.traits.birth_date)
    except ValueError:
        return None


def _values(series: Series) -> _Values:
    """Return the last value of each day."""
    return {dt.datetime.fromtimestamp(one.at_ms / 1000, REUNION).date(): one.value for one in series.points}


def _mass_indexes(weights: _Values, heights: _Values) -> _Values:
    """Return the index of the days when both were measured: a child's height of last month is not today's."""
    return {day: body_mass_index(weights[day], heights[day]) for day in weights.keys() & heights.keys()}


def _chart(one: Indication, sex: Literal["F", "M"], birth: dt.date, values: _Values, today: int) -> GrowthChart:
    points = tuple(
        _point(one.key, sex, birth, day, values[day])
        for day in sorted(values)
        if 0 <= (day - birth).days <= last_day(one.key)
    )
    oldest = max([today if today <= last_day(one.key) else 0, *(point.age_days for point in points)])
    return GrowthChart(indication=one, points=points, lines=_lines(one.key, sex, oldest))


def _point(key: Indicator, sex: Literal["F", "M"], birth: dt.date, day: dt.date, value: Decimal) -> GrowthPoint:
    age = (day - birth).days
    words = f"{value:f}".replace(".", ",")
    return GrowthPoint(
        day=day, age_days=age, value=float(value), words=words, score=z_score(key, sex, age, float(value))
    )


def _lines(
    key: Indicator, sex: Literal["F", "M"], oldest: int
) -> tuple[tuple[int, tuple[tuple[int, float], ...]], ...]:
    """Return the lines to a little after the oldest age, so that the chart fits the child."""
    end = min(last_day(key), max(round(oldest * 1.15), 180))
    days = sorted({round(end * step / _STEPS) for step in range(_STEPS + 1)})
    return tuple(
        (level, tuple((day, value) for day in days if (value := value_at(key, sex, day, level)) is not None))
        for level in LEVELS
    )


def age_words(days: int) -> str:
    """Return the age of a child as clinicians say it: « 12 jours », « 8 mois », « 4 ans 3 mois »."""
    if days == 0:
        return "naissance"
    if days < 61:
        return f"{days}\u00a0jour{'s' if days > 1 else ''}"
    months = int(days / 30.4375)
    if months < 24:
        return f"{months}\u00a0mois"
    rest = months % 12
    return f"{months // 12}\u00a0ans" + (f" {rest}\u00a0mois" if rest else "")

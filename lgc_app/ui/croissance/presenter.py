# SPDX-License-Identifier: EUPL-1.2
"""A growth chart in words and places. No Qt here."""

from typing import Final

from lgc_app.services.growth import GrowthChart, GrowthPoint, age_words
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.typography import number, short_date
from lgc_app.ui.widgets.growth_plot import PlotContent, PlotLine, PlotPoint
from lgc_app.ui.widgets.row_recipe import Cell, Row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import tr
from lgc_core.clinical.growth.standard import DAYS_PER_MONTH

_NOTABLE: Final = 2
"""Beyond 2 Z the WHO names a departure from the standard (2006, chapter 7; 2007)."""

_STEPS: Final = ((180, 1), (730, 3), (1826, 12), (99999, 24))
"""Longest age in days, and the months between two ticks of the axis."""


def plot_of(chart: GrowthChart) -> PlotContent:
    """Return what is drawn of a chart."""
    lines = tuple(
        PlotLine(_level(level), 2 if level == 0 else 1, tuple((float(day), value) for day, value in places))
        for level, places in chart.lines
    )
    levels = [level for level, _places in chart.lines]
    points = tuple(PlotPoint(one.age_days, one.value, sentence(chart, one)) for one in chart.points)
    return PlotContent(
        points, lines, (levels.index(-_NOTABLE), levels.index(_NOTABLE)), _ticks(chart), chart.indication.unit
    )


def score_words(score: float | None) -> str:
    """Return « −0,4 Z », or that it cannot be."""
    if score is None:
        return tr("hors des courbes")
    shown = number(abs(round(score, 1)), 1)
    sign = "−" if round(score, 1) < 0 else "+" if round(score, 1) > 0 else ""
    return f"{sign}{shown}\u00a0Z"


def percentile_words(point: GrowthPoint) -> str:
    """Return « 34ᵉ percentile »; the ends are not given a false precision."""
    share = point.percentile
    if share is None:
        return ""
    if share < 1:
        return tr("sous le 1ᵉʳ percentile")
    return tr("au-dessus du 99ᵉ percentile") if share > 99 else tr("{share}ᵉ percentile", share=round(share))


def is_notable(point: GrowthPoint) -> bool:
    """Tell whether a measure is beyond 2 Z, or off the chart."""
    return point.score is None or abs(point.score) > _NOTABLE


def sentence(chart: GrowthChart, point: GrowthPoint) -> str:
    """Return what a screen reader says of a measure."""
    parts = (
        f"{point.words}\u00a0{chart.indication.unit}",
        tr("à {age}", age=age_words(point.age_days)),
        short_date(point.day),
        score_words(point.score),
        percentile_words(point),
    )
    return ", ".join(part for part in parts if part)


def point_rows(chart: GrowthChart) -> list[Row]:
    """Return the measures as rows, newest first; the key is the place in the chart."""
    return [_row(chart, place, point) for place, point in reversed(list(enumerate(chart.points)))]


def _row(chart: GrowthChart, place: int, point: GrowthPoint) -> Row:
    colour = "warn" if is_notable(point) else "text2"
    value = f"{point.words}\u00a0{chart.indication.unit}"
    second = f"{short_date(point.day)} · {percentile_words(point)}".rstrip(" ·")
    cells = (
        Cell(
            (Run(value, TextRole.DENSE_MEDIUM), Run(f"   {age_words(point.age_days)}", TextRole.DENSE, "text2")),
            (Run(second, TextRole.CAPTION, "text2"),),
        ),
        Cell((Run(score_words(point.score), TextRole.DENSE_MEDIUM, colour),)),
    )
    return Row(str(place), cells, sentence(chart, point))


def _level(level: int) -> str:
    return f"−{-level}" if level < 0 else f"+{level}" if level else "0"


def _ticks(chart: GrowthChart) -> tuple[tuple[float, str], ...]:
    end = chart.lines[0][1][-1][0]
    step = next(months for longest, months in _STEPS if end <= longest)
    months = range(0, int(end / DAYS_PER_MONTH) + 1, step)
    unit = "mois" if step < 12 else "ans"
    return tuple(
        (month * DAYS_PER_MONTH, f"{month if step < 12 else month // 12}\u00a0{unit}") for month in months
    )

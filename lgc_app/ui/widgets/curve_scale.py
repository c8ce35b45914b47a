# SPDX-License-Identifier: EUPL-1.2
"""Where a value and a day fall on the plot of a curve."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

from PySide6.QtCore import QPointF, QRectF

from lgc_app.ui.theme.typography import number


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A value on a day, with the words to show it ("37") and to say it ("17/11/2026")."""

    day: date
    value: float
    words: str
    day_words: str
    axis_words: str


@dataclass(frozen=True, slots=True)
class Band:
    """A stage between two values; `ground` is a colour role ("warnsoft"), infinite ends are allowed."""

    low: float
    high: float
    words: str
    ground: str


@dataclass(frozen=True, slots=True)
class CurveContent:
    """Points in order of time, bands from any side, unit ready to show."""

    points: Sequence[CurvePoint]
    bands: Sequence[Band] = ()
    unit: str = ""


class CurveScale:
    """Turns values and days into places inside `plot`, with one tenth of air above and below."""

    def __init__(self, content: CurveContent, plot: QRectF, inset: float, *, whole_stages: bool) -> None:
        self.plot = plot
        self._content = content
        self._inset = inset
        values = [point.value for point in content.points]
        air = (max(values) - min(values)) * 0.1 or abs(values[0]) * 0.1 or 1.0
        self._low, self._high = min(values) - air, max(values) + air
        if whole_stages:
            self._take_in_bands(max(values), min(values))
        days = [point.day.toordinal() for point in content.points]
        self._first, self._days = days[0], max(days[-1] - days[0], 1)

    def height(self, value: float) -> float:
        """Give the vertical place of a value; infinite ones fall outside the plot."""
        if value in (inf, -inf):
            return self.plot.top() if value > 0 else self.plot.bottom()
        return self.plot.bottom() - (value - self._low) / (self._high - self._low) * self.plot.height()

    def place(self, at: int) -> QPointF:
        """Give the place of the point `at`."""
        point = self._content.points[at]
        if len(self._content.points) == 1:
            return QPointF(self.plot.center().x(), self.height(point.value))
        share = (point.day.toordinal() - self._first) / self._days
        width = self.plot.width() - 2 * self._inset
        return QPointF(self.plot.left() + self._inset + share * width, self.height(point.value))

    def ticks(self) -> list[tuple[float, str]]:
        """List the values to write on the axis: the ends of the bands, else the two extremes."""
        inside = {
            end for band in self._content.bands for end in (band.low, band.high) if self._low <= end <= self._high
        }
        marks = sorted(inside) or [point.value for point in self._content.points]
        return [(value, number(value)) for value in sorted({min(marks), max(marks), *inside})]

    def _take_in_bands(self, top: float, bottom: float) -> None:
        """Widen to the limits of the stages that hold the extreme values, so that a stage is seen whole."""
        for band in self._content.bands:
            if band.low <= top < band.high and band.high != inf:
                self._high = max(self._high, band.high)
            if band.low <= bottom < band.high and band.low != -inf:
                self._low = min(self._low, band.low - (self._high - band.low) * 0.15)

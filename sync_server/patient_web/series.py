# SPDX-License-Identifier: EUPL-1.2
"""One measure over time, as a page draws it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """A point of the curve, in the units of the drawing."""

    x: int
    y: int


@dataclass(frozen=True)
class Series:
    """One measure over time; `rows` newest first."""

    name: str
    value: str
    unit: str
    when: str
    rows: tuple[tuple[str, str], ...]
    points: tuple[Point, ...]

    @property
    def polyline(self) -> str:
        """Return the points as SVG writes them."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)

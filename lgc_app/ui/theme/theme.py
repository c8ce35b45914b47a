# SPDX-License-Identifier: EUPL-1.2
"""A theme as a value: colours and text scale, handed down and never global."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QColor

from lgc_app.ui.theme.tokens import PALETTES, ThemeName

TEXT_SCALES = (100, 115, 125, 150)


class Tone(StrEnum):
    """What a pill or a note says by its colour, always beside an icon and a word."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    INFO = "info"
    OK = "ok"
    WARN = "warn"
    DANGER = "danger"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class ToneColours:
    """How a tone is drawn; `dashed` says "not checked" without colour."""

    text: QColor
    fill: QColor
    line: QColor | None
    dashed: bool


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours and text scale of one person.

    Raises:
        ValueError: when the scale is not one of TEXT_SCALES.
    """

    name: ThemeName = ThemeName.LIGHT
    scale: int = 100

    def __post_init__(self) -> None:
        if self.scale not in TEXT_SCALES:
            raise ValueError(f"text scale {self.scale} is not one of {TEXT_SCALES}")

    @property
    def palette(self) -> Mapping[str, str]:
        """Give the colour of each role as "#RRGGBB"."""
        return PALETTES[self.name]

    @property
    def high_contrast(self) -> bool:
        """Say whether borders take over from soft backgrounds."""
        return self.name is ThemeName.HIGH_CONTRAST

    def px(self, pixels: float) -> int:
        """Scale a length of the design (pixels at 100 %) to the person's text size."""
        return round(pixels * self.scale / 100)

    def colour(self, role: str) -> QColor:
        """Give the colour of a role; an unknown role is a bug and raises KeyError."""
        return QColor(self.palette[role])

    def tone(self, tone: Tone) -> ToneColours:
        """Give the text, fill and border of a tone; only the high contrast theme frames every pill."""
        if tone is Tone.ALARM:
            return ToneColours(
                self.colour("onalarm"), self.colour("alarm"), self._frame("dangerline"), dashed=False
            )
        if tone is Tone.ACCENT:
            return ToneColours(
                self.colour("accent"), self.colour("accentsoft"), self._frame("accent"), dashed=False
            )
        dashed = tone is Tone.UNKNOWN
        line = self.colour(f"{tone}line") if dashed else self._frame(f"{tone}line")
        return ToneColours(self.colour(tone), self.colour(f"{tone}soft"), line, dashed)

    def _frame(self, role: str) -> QColor | None:
        return self.colour(role) if self.high_contrast else None

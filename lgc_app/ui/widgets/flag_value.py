# SPDX-License-Identifier: EUPL-1.2
"""A measured value with its place against the reference, in words and in an arrow, never by colour alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Flag(Enum):
    """(arrow, spoken words) of a result against its reference."""

    NONE = ("", "")
    HIGH = ("↑", "au-dessus du repère")
    LOW = ("↓", "en dessous du repère")
    CRITICAL_HIGH = ("↑↑", "critique, très au-dessus")
    CRITICAL_LOW = ("↓↓", "critique, très en dessous")

    @property
    def arrow(self) -> str:
        """Give the arrow drawn after the digits."""
        return self.value[0]

    @property
    def spoken(self) -> str:
        """Give the words of a screen reader."""
        return self.value[1]

    @property
    def critical(self) -> bool:
        """Say whether someone must act on it."""
        return len(self.arrow) > 1


@dataclass(frozen=True, slots=True)
class FlagValue:
    """A value ready to show ("5,2", "en cours") and its flag."""

    words: str
    flag: Flag = Flag.NONE


@dataclass(frozen=True, slots=True)
class FlagRow:
    """One analysis over time, None where it was not measured; `group` makes it a title."""

    key: str
    name: str
    unit: str = ""
    reference: str = ""
    values: Sequence[FlagValue | None] = ()
    group: bool = False

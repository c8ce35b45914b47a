# SPDX-License-Identifier: EUPL-1.2
"""Quantities keep the digits received: 1.950 is not 1.95, and no float exists anywhere."""

import re
from decimal import Decimal
from typing import Literal

import msgspec

_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?\Z")

Comparator = Literal["", "<", "<=", ">", ">="]
UnitSystem = Literal["ucum", "edqm", "libre"]


class Quantity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A number as received, its comparator and its unit as one sync field.

    Raises:
        ValueError: when `value` is not a plain decimal number with a point.
    """

    value: str
    unit: str = ""
    comparator: Comparator = ""
    unit_text: str = ""
    unit_system: UnitSystem = "ucum"

    def __post_init__(self) -> None:
        if not _NUMBER.match(self.value):
            raise ValueError("a quantity is a plain decimal number")

    @property
    def decimal(self) -> Decimal:
        """Return the exact value."""
        return Decimal(self.value)

    @property
    def printed_unit(self) -> str:
        """Return the unit as it was printed, else the UCUM code."""
        return self.unit_text or self.unit


class Range(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An interval of quantities; either bound may be missing."""

    low: Quantity | None = None
    high: Quantity | None = None
    low_inclusive: bool = True
    high_inclusive: bool = True


class Ratio(msgspec.Struct, frozen=True, kw_only=True):
    """A quantity per another, as 2 tablets per 1 day."""

    numerator: Quantity
    denominator: Quantity


def quantity(typed: str, unit: str, unit_text: str = "") -> Quantity:
    """Read a number typed by a French hand (decimal comma, spaces) into an exact quantity.

    Raises:
        ValueError: when it is not a number.
    """
    cleaned = re.sub(r"[\s\u00a0\u202f]", "", typed).replace(",", ".")
    return Quantity(value=cleaned, unit=unit, unit_text=unit_text)

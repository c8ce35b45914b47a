# SPDX-License-Identifier: EUPL-1.2
"""What a result is against its reference: as its laboratory flagged it, else as its own range says."""

from decimal import Decimal
from typing import Final, Literal

from lgc_core.clinical.units import convert, printed
from lgc_core.model.observation import Observation
from lgc_core.model.values import Quantity, Range

ResultFlag = Literal["", "haut", "bas", "critique haut", "critique bas", "critique", "anormal"]
URGENT: Final[frozenset[ResultFlag]] = frozenset({"critique haut", "critique bas", "critique"})

_SIGNS: Final[tuple[tuple[str, ResultFlag], ...]] = (
    ("HH", "critique haut"),
    ("LL", "critique bas"),
    ("H", "haut"),
    ("L", "bas"),
)
"""HL7 ObservationInterpretation; the graver one wins when several are given."""

_GRAVER: Final[dict[str, ResultFlag]] = {"": "critique", "haut": "critique haut", "bas": "critique bas"}


def flag_of(result: Observation) -> ResultFlag:
    """Return the flag of a result; « critique » or « anormal » alone when no side is known."""
    for sign, flag in _SIGNS:
        if sign in result.flags:
            return flag
    side = _side(result)
    if "AA" in result.flags:
        return _GRAVER[side]
    if "A" in result.flags:
        return side or "anormal"
    return "" if "N" in result.flags else side


def _side(result: Observation) -> Literal["", "haut", "bas"]:
    bounds = result.ref_range.range if result.ref_range else None
    value = result.value.quantity if result.value else None
    if bounds is None or value is None:
        return ""
    low, high = (_bound(bound, value) for bound in (bounds.low, bounds.high))
    if high is not None and value.comparator in ("", ">", ">=") and value.decimal > high:
        return "haut"
    if low is not None and value.comparator in ("", "<", "<=") and value.decimal < low:
        return "bas"
    return ""


def _bound(bound: Quantity | None, value: Quantity) -> Decimal | None:
    return None if bound is None else convert(bound.decimal, bound.unit or value.unit, value.unit)


def range_words(bounds: Range | None) -> str:
    """Return `45 à 84`, `< 5` or `> 60`, empty without a bound."""
    low = bounds.low if bounds else None
    high = bounds.high if bounds else None
    if low and high:
        return f"{digits(low.value)} à {digits(high.value)}"
    if high:
        return f"<\u00a0{digits(high.value)}"
    return f">\u00a0{digits(low.value)}" if low else ""


_COMPARATORS: Final = {"": "", "<": "<\u00a0", "<=": "≤\u00a0", ">": ">\u00a0", ">=": "≥\u00a0"}


def digits(value: str) -> str:
    """Return the digits as received, with a decimal comma."""
    return value.replace(".", ",")


def quantity_words(quantity: Quantity) -> str:
    """Return `≤ 1,0`: comparator and digits as received, without the unit."""
    return f"{_COMPARATORS[quantity.comparator]}{digits(quantity.value)}"


def unit_words(quantity: Quantity) -> str:
    """Return the unit as printed by the sender, else its UCUM code in French."""
    return quantity.unit_text or printed(quantity.unit)

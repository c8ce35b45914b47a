# SPDX-License-Identifier: EUPL-1.2
"""Say a value in French: decimal comma, unit as printed, comparator in front."""

from typing import Final

from lgc_core.model.observation import Value
from lgc_core.model.values import Quantity, Range

_UNITS: Final = {
    "{pack}/a": "paquets/an", "{pack}/d": "paquets/jour", "{drink}/d": "verres/jour", "{tablet}": "comprimé",
    "/min": "/min", "mm[Hg]": "mmHg", "Cel": "°C", "ug/L": "µg/L", "m[IU]/L": "mUI/L",
}  # fmt: skip
"""Printed form of UCUM units whose code is not for readers."""

_MISSING: Final = "non renseigné"


def quantity_words(amount: Quantity) -> str:
    """Return `< 1,0 mg/L`, with a no-break space before the unit."""
    comparator = {"<=": "≤", ">=": "≥"}.get(amount.comparator, amount.comparator)
    number = f"{comparator} {amount.value}".strip().replace(".", ",")
    unit = amount.unit_text or _UNITS.get(amount.unit, amount.unit)
    return f"{number}\u00a0{unit}" if unit else number


def range_words(limits: Range) -> str:
    """Return `0,27 – 4,20 mUI/L`, or one bound."""
    if limits.low and limits.high:
        return f"{limits.low.value.replace('.', ',')} – {quantity_words(limits.high)}"
    if limits.low:
        return f"≥ {quantity_words(limits.low)}"
    return f"≤ {quantity_words(limits.high)}" if limits.high else ""


def value_words(found: Value) -> str:
    """Return any value as a person reads it."""
    if found.quantity:
        return quantity_words(found.quantity)
    if found.range:
        return range_words(found.range)
    if found.ratio:
        return f"{quantity_words(found.ratio.numerator)} / {quantity_words(found.ratio.denominator)}"
    if found.boolean is not None:
        return "oui" if found.boolean else "non"
    return _plain(found)


def _plain(found: Value) -> str:
    if found.concept:
        return found.concept.text
    if found.when:
        return found.when.display()
    if found.integer is not None:
        return str(found.integer)
    return found.text or _MISSING

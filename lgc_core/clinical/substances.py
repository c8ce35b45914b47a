# SPDX-License-Identifier: EUPL-1.2
"""Conversions that need to know the substance: mass to amount of substance, and the two units of HbA1c.

`units.convert` changes metric prefixes only; here the analysis is named, so its molar mass is known.
"""

from decimal import Decimal
from typing import Final

from lgc_core.clinical.units import convert, dimension

MOLAR_MASS: Final[dict[str, Decimal]] = {
    "creatinine": Decimal("113.12"),
    "uree": Decimal("60.06"),
    "glycemie": Decimal("180.16"),
    "glycemie-jeun": Decimal("180.16"),
    "cholesterol": Decimal("386.65"),
    "ldl": Decimal("386.65"),
    "hdl": Decimal("386.65"),
    "triglycerides": Decimal("885.4"),
    "acide-urique": Decimal("168.11"),
    "calcium": Decimal("40.08"),
    "bilirubine": Decimal("584.66"),
    "fer": Decimal("55.85"),
    "t4l": Decimal("776.87"),
    "vitamine-d": Decimal("400.64"),
    "b12": Decimal("1355.4"),
    "folates": Decimal("441.4"),
    "acr": Decimal("113.12"),
}
"""g/mol by key of `analytes` (IUPAC atomic weights; cholesterol stands for its esters, triolein for triglycerides,
25-hydroxyvitamin D3 for vitamin D). For `acr` it is the creatinine of the denominator."""

_IFCC_SLOPE, _IFCC_OFFSET = Decimal("10.929"), Decimal("2.15")
"""HbA1c: mmol/mol = 10.929 × (% − 2.15), IFCC to NGSP (Hoelzel W et al., Clin Chem 2004;50:166-74)."""


def convert_of(key: str, value: Decimal, unit: str, target: str) -> Decimal | None:
    """Return a value of an analysis (its key) in another UCUM unit, None when the conversion is not certain."""
    plain = convert(value, unit, target)
    if plain is not None:
        return plain
    if key == "hba1c":
        return _hba1c(value, unit, target)
    mass = MOLAR_MASS.get(key)
    return None if mass is None else _by_amount(mass, value, unit, target)


def _hba1c(value: Decimal, unit: str, target: str) -> Decimal | None:
    if (unit, target) == ("%", "mmol/mol"):
        return _IFCC_SLOPE * (value - _IFCC_OFFSET)
    if (unit, target) == ("mmol/mol", "%"):
        return value / _IFCC_SLOPE + _IFCC_OFFSET
    return None


def _by_amount(mass: Decimal, value: Decimal, unit: str, target: str) -> Decimal | None:
    """Pass by the plain units: g/L and mol/L for a concentration, g/g and g/mol for a ratio to creatinine."""
    crossings = {
        ("g/L", "mol/L"): ("g/L", "mol/L", 1 / mass),
        ("mol/L", "g/L"): ("mol/L", "g/L", mass),
        ("g/g", "g/mol"): ("g/g", "g/mol", mass),
        ("g/mol", "g/g"): ("g/mol", "g/g", 1 / mass),
    }
    crossing = crossings.get((dimension(unit), dimension(target)))
    if crossing is None:
        return None
    here, there, factor = crossing
    plain = convert(value, unit, here)
    return None if plain is None else convert(plain * factor, there, target)

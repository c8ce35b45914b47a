# SPDX-License-Identifier: EUPL-1.2
"""Units of laboratory results: the conversions that are certain, and how a UCUM code is printed in French.

Only a change of metric prefix is certain (UCUM §4.2); mass to amount of substance needs the molar mass of the
substance and is never guessed from the size of a number.
"""

import re
from decimal import Decimal
from typing import Final

_PREFIXES: Final = {"k": 3, "": 0, "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15}
_UNIT: Final = re.compile(r"(k|d|c|m|u|n|p|f|)(mol|g|m|L|l|\[IU\]|\[iU\]|eq|kat|U)\Z")
_POWER: Final = re.compile(r"10[*^](\d{1,2})\Z")
_SAME: Final = {"l": "L", "[iU]": "[IU]"}
_PRINTED: Final = {
    "mm[Hg]": "mmHg",
    "Cel": "°C",
    "10*9/L": "G/L",
    "10*12/L": "T/L",
    "10*3/uL": "G/L",
    "10*6/uL": "T/L",
    "{score}": "/10",
    "mL/min/{1.73_m2}": "mL/min/1,73\u00a0m²",
    "mL/min/{1.73m2}": "mL/min/1,73\u00a0m²",
}
_ANNOTATION: Final = re.compile(r"\{[^}]*\}")


def convert(value: Decimal, unit: str, target: str) -> Decimal | None:
    """Return a value in another UCUM unit of the same dimension, None when the conversion is not certain."""
    if unit == target:
        return value
    here, there = _scale(unit), _scale(target)
    if here is None or there is None or here[0] != there[0]:
        return None
    return value.scaleb(here[1] - there[1])


def printed(unit: str) -> str:
    """Return a UCUM code as a French laboratory prints it: `umol/L` -> `µmol/L`."""
    if unit in _PRINTED:
        return _PRINTED[unit]
    plain = _ANNOTATION.sub("", unit).replace("[IU]", "UI").replace("[iU]", "UI")
    return re.sub(r"(?<![A-Za-z])u(?=[A-Za-z])", "µ", plain)


def dimension(unit: str) -> str:
    """Return the dimension of a UCUM unit in plain units, `g/L` or `mol/L`; empty when it is not known."""
    found = _scale(unit)
    return found[0] if found else ""


def _scale(unit: str) -> tuple[str, int] | None:
    """Return the dimension and the power of ten of a unit, None when it is not one of a laboratory."""
    over, _, under = unit.partition("/")
    top, bottom = _part(over), _part(under)
    if top is None or bottom is None:
        return None
    return f"{top[0]}/{bottom[0]}", top[1] - bottom[1]


def _part(text: str) -> tuple[str, int] | None:
    text = text.replace("µ", "u").replace("μ", "u")  # printed in a place that wants UCUM
    if text in ("", "1"):
        return "1", 0
    if power := _POWER.match(text):
        return "1", int(power[1])
    if found := _UNIT.match(text):
        return _SAME.get(found[2], found[2]), _PREFIXES[found[1]]
    return None

# SPDX-License-Identifier: EUPL-1.2
"""Only certain conversions are made."""

from decimal import Decimal

import pytest

from lgc_core.clinical.units import convert, printed


@pytest.mark.parametrize(
    ("value", "unit", "target", "expected"),
    [
        ("1.52", "g/L", "mg/dL", "152"),
        ("11.4", "g/dL", "g/L", "114"),
        ("231", "10*9/L", "10*3/uL", "231"),
        ("0.124", "mmol/L", "umol/L", "124"),
        ("2.5", "m[IU]/L", "u[IU]/mL", "2.5"),
    ],
)
def test_a_metric_prefix_is_converted_exactly(value, unit, target, expected):
    assert convert(Decimal(value), unit, target) == Decimal(expected)


@pytest.mark.parametrize(
    ("unit", "target"),
    [("mg/L", "umol/L"), ("%", "mmol/mol"), ("", "g/L"), ("mm[Hg]", "kPa"), ("mg/g", "mg/mmol"), ("UI", "U")],
)
def test_what_is_not_certain_is_not_converted(unit, target):
    assert convert(Decimal(1), unit, target) is None


def test_the_same_unit_is_itself_even_when_unknown():
    assert convert(Decimal("3.50"), "bidule", "bidule") == Decimal("3.50")


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("umol/L", "µmol/L"),
        ("10*9/L", "G/L"),
        ("mm[Hg]", "mmHg"),
        ("m[IU]/L", "mUI/L"),
        ("mU/L", "mU/L"),
        ("Cel", "°C"),
        ("mL/min/{1.73_m2}", "mL/min/1,73\u00a0m²"),
        ("g/L", "g/L"),
    ],
)
def test_a_unit_is_printed_as_a_french_laboratory_does(unit, words):
    assert printed(unit) == words

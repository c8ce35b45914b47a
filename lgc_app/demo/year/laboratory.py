# SPDX-License-Identifier: EUPL-1.2
"""Results of a year, with the slopes of real files: kidneys that decline, an HbA1c that follows its treatment."""

import datetime as dt
import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from lgc_app.demo.year.people import made_id
from lgc_core.clinical.analytes import BY_KEY
from lgc_core.codes import LOINC
from lgc_core.model.observation import Flag, Observation, ReferenceRange, Value
from lgc_core.model.patient import Patient
from lgc_core.model.values import Concept, Quantity, Range, coded, on_day


class _Test(NamedTuple):
    loinc: str
    words: str
    unit: str
    unit_text: str
    low: str
    high: str
    digits: int


_TESTS: Final = {
    "creatinine": _Test("14682-9", "Créatinine", "umol/L", "µmol/L", "45", "104", 0),
    "potassium": _Test("2823-3", "Potassium", "mmol/L", "mmol/L", "3.5", "5.1", 1),
    "sodium": _Test("2951-2", "Sodium", "mmol/L", "mmol/L", "136", "145", 0),
    "hba1c": _Test("4548-4", "HbA1c", "%", "%", "4.0", "6.0", 1),
    "glycemie-jeun": _Test("1558-6", "Glycémie à jeun", "g/L", "g/L", "0.70", "1.10", 2),
    "ldl": _Test("13457-7", "LDL-cholestérol", "g/L", "g/L", "", "1.60", 2),
    "hdl": _Test("2085-9", "HDL-cholestérol", "g/L", "g/L", "0.40", "", 2),
    "triglycerides": _Test("2571-8", "Triglycérides", "g/L", "g/L", "", "1.50", 2),
    "tsh": _Test("3016-3", "TSH", "m[IU]/L", "mUI/L", "0.40", "4.00", 2),
    "nt-probnp": _Test("33762-6", "NT-proBNP", "ng/L", "ng/L", "", "300", 0),
    "hemoglobine": _Test("718-7", "Hémoglobine", "g/dL", "g/dL", "12.0", "16.5", 1),
    "leucocytes": _Test("6690-2", "Leucocytes", "10*9/L", "G/L", "4.0", "10.0", 1),
    "plaquettes": _Test("777-3", "Plaquettes", "10*9/L", "G/L", "150", "400", 0),
    "crp": _Test("1988-5", "CRP", "mg/L", "mg/L", "", "5", 0),
    "alat": _Test("1742-6", "ALAT", "U/L", "UI/L", "", "45", 0),
}
PANELS: Final = {
    "rein": ("creatinine", "potassium", "sodium"),
    "hba1c": ("hba1c", "glycemie-jeun"),
    "lipides": ("ldl", "hdl", "triglycerides"),
    "tsh": ("tsh",),
    "coeur": ("nt-probnp",),
    "nfs": ("hemoglobine", "leucocytes", "plaquettes"),
    "dengue": ("hemoglobine", "leucocytes", "plaquettes", "crp", "alat"),
}
assert all(key in BY_KEY for key in _TESTS)


class Body:
    """What the laboratory would find in somebody: levels of today and how they move in a year."""

    def __init__(self, patient: Patient, labels: frozenset[str], age: int, dice: random.Random) -> None:
        self._patient = patient
        self._dice = dice
        woman = patient.traits.sex == "F"
        kidneys = "Maladie rénale chronique" in labels
        sugar = "Diabète de type 2" in labels
        heart = "Insuffisance cardiaque" in labels
        base = dice.gauss(64 if woman else 82, 7) + max(age - 50, 0) * 0.35
        self._level = {
            "creatinine": (dice.gauss(1.75, 0.25) * base if kidneys else base, 0.09 if kidneys else 0.01),
            "potassium": (dice.gauss(4.7 if kidneys else 4.2, 0.3), 0.01),
            "sodium": (dice.gauss(140, 1.6), 0.0),
            "hba1c": (dice.gauss(7.5, 0.8) if sugar else dice.gauss(5.4, 0.2), -0.04 if sugar else 0.0),
            "glycemie-jeun": (dice.gauss(1.45, 0.2) if sugar else dice.gauss(0.92, 0.06), -0.03 if sugar else 0.0),
            "ldl": (dice.gauss(1.25, 0.3), -0.05),
            "hdl": (dice.gauss(0.52, 0.1), 0.0),
            "triglycerides": (dice.gauss(1.45, 0.4), 0.02),
            "tsh": (dice.gauss(2.6, 1.1), 0.0),
            "nt-probnp": (dice.gauss(1400, 500) if heart else 120.0, 0.05),
            "hemoglobine": (dice.gauss(12.9 if woman else 14.3, 0.9) - (1 if kidneys else 0), -0.01),
            "leucocytes": (dice.gauss(6.6, 1.4), 0.0),
            "plaquettes": (dice.gauss(245, 45), 0.0),
            "crp": (abs(dice.gauss(2, 2)), 0.0),
            "alat": (abs(dice.gauss(24, 8)), 0.0),
        }

    def report(self, panels: tuple[str, ...], day: dt.date, years_ago: float) -> Iterator[Observation]:
        """Give the results of one blood sample; those out of range are flagged as the laboratory does."""
        keys = dict.fromkeys(key for panel in panels for key in PANELS[panel])
        for rank, key in enumerate(keys):
            level, slope = self._level[key]
            value = level * (1 - slope * years_ago) * self._dice.gauss(1, 0.03)
            yield self._result(key, value, day, rank)

    def dengue(self, day: dt.date, after: int) -> Iterator[Observation]:
        """Give a blood count in dengue, `after` days of fever: platelets and white cells fall, then come back."""
        fall = {2: 0.75, 3: 0.6, 4: 0.45, 5: 0.4}.get(after, 0.7)
        for rank, key in enumerate(PANELS["dengue"]):
            level = self._level[key][0]
            factor = {"plaquettes": fall, "leucocytes": fall, "crp": 4.0, "alat": 2.2}.get(key, 1.03)
            yield self._result(key, level * factor * self._dice.gauss(1, 0.05), day, rank)

    def _result(self, key: str, value: float, day: dt.date, rank: int) -> Observation:
        test = _TESTS[key]
        shown = f"{max(value, 0.01):.{test.digits}f}"
        return Observation(
            id=made_id(self._dice),
            patient=self._patient.id,
            category="bio",
            code=_concept(key),
            value=Value(quantity=_quantity(shown, test)),
            at=on_day(day),
            rank=rank,
            ref_range=ReferenceRange(
                range=Range(
                    low=_quantity(test.low, test) if test.low else None,
                    high=_quantity(test.high, test) if test.high else None,
                )
            ),
            flags=_flags(Decimal(shown), test),
            entry="import",
        )


def _concept(key: str) -> Concept:
    return coded(_TESTS[key].words, LOINC, _TESTS[key].loinc)


def _quantity(value: str, test: _Test) -> Quantity:
    return Quantity(value=value, unit=test.unit, unit_text=test.unit_text)


def _flags(value: Decimal, test: _Test) -> tuple[Flag, ...]:
    if test.high and value > Decimal(test.high):
        return ("HH",) if value > Decimal(test.high) * 3 else ("H",)
    if test.low and value < Decimal(test.low):
        return ("LL",) if value < Decimal(test.low) / 3 else ("L",)
    return ()

# SPDX-License-Identifier: EUPL-1.2
"""Renal function: filtration estimated by the CKD-EPI of the practice, its KDIGO stage, its age and its trend.

French laboratories report CKD-EPI 2009 without the ethnic coefficient (HAS 2012); a practice may choose 2021.
Cockcroft-Gault is for doses, whatever the choice.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

import msgspec

from lgc_core.clinical.substances import convert_of
from lgc_core.model.practice import DEFAULT_EQUATION, FiltrationEquation
from lgc_core.model.values import Quantity

UMOL_PER_MG_DL: Final = Decimal("88.4")
"""Creatinine: 1 mg/dL = 88.4 µmol/L (molar mass 113.12 g/mol)."""

_KAPPA: Final = {"F": 0.7, "M": 0.9}
_ALPHA: Final = {"F": -0.329, "M": -0.411}
"""CKD-EPI 2009: Levey AS et al., Ann Intern Med 2009;150:604-12."""

_ALPHA_2021: Final = {"F": -0.241, "M": -0.302}

MDRD_IDMS: Final = 175
"""For creatinines traceable to IDMS, as every French one since 2010; 186 was for the older ones."""

STALE_AFTER: Final = dt.timedelta(days=183)
"""A filtration older than six months is to be checked before a dose is adapted (features.md N12)."""

_STAGES: Final = ((90, "1"), (60, "2"), (45, "3a"), (30, "3b"), (15, "4"), (0, "5"))
"""KDIGO 2012, GFR categories G1 to G5, mL/min/1.73 m²."""

RAPID_DROP: Final = 5
"""mL/min/1.73 m² lost in a year: rapid decline (KDIGO 2012, 2.1.3)."""

_UMOL_PER_MG: Final = {"mg/dL": UMOL_PER_MG_DL, "mg/L": UMOL_PER_MG_DL / 10}
"""The rounded factor of the equations' authors, so that a published vector gives its published figure."""

TOMORROW: Final = dt.timedelta(days=1)
"""How far ahead of ours the clock of a laboratory may be."""


class Filtration(msgspec.Struct, frozen=True, kw_only=True):
    """An estimated filtration and what it was computed from."""

    ml_min: int
    on: dt.date
    creatinine_umol: Decimal
    equation: FiltrationEquation = DEFAULT_EQUATION

    @property
    def formula(self) -> str:
        """Return the name of the equation, shown wherever the value is: `CKD-EPI 2009`."""
        return formula_name(self.equation)

    @property
    def stage(self) -> str:
        """Return the KDIGO stage without its letter G: `3b`."""
        return stage_of(self.ml_min)

    def is_stale(self, today: dt.date) -> bool:
        """Tell whether it is too old to adapt a dose."""
        return today - self.on > STALE_AFTER


def creatinine_umol(value: Quantity) -> Decimal | None:
    """Convert a creatinine by its UCUM unit, never by the size of the number; None for another unit."""
    if value.comparator or value.unit_system != "ucum":
        return None
    if factor := _UMOL_PER_MG.get(value.unit):
        return value.decimal * factor
    return convert_of("creatinine", value.decimal, value.unit, "umol/L")


def parted_by_date(
    series: Sequence[Filtration], today: dt.date
) -> tuple[tuple[Filtration, ...], tuple[Filtration, ...]]:
    """Return the filtrations of the past, then those dated in the future: the newest of all is no wrong date."""
    past = tuple(one for one in series if one.on <= today + TOMORROW)
    return past, tuple(one for one in series if one.on > today + TOMORROW)


def formula_name(equation: FiltrationEquation) -> str:
    """Return the name of an equation: `CKD-EPI 2021`."""
    return f"CKD-EPI\u00a0{equation}"


def ckd_epi(equation: FiltrationEquation, creatinine: Decimal, age: float, sex: Literal["F", "M"]) -> int:
    """Return the filtration in mL/min/1.73 m² by one of the two equations; arguments as below."""
    return (ckd_epi_2021 if equation == "2021" else ckd_epi_2009)(creatinine, age, sex)


def stage_of(ml_min: Decimal | int) -> str:
    """Return the KDIGO stage without its letter G; one below zero is stage 5."""
    return next((name for floor, name in _STAGES if ml_min >= floor), "5")


def ckd_epi_2009(creatinine: Decimal, age: float, sex: Literal["F", "M"]) -> int:
    """Return the filtration in mL/min/1.73 m², rounded as laboratories do.

    Args:
        creatinine: µmol/L, above zero.
        age: years, 18 or more.
        sex: of the birth record.
    """
    ratio = float(creatinine / UMOL_PER_MG_DL) / _KAPPA[sex]
    rate = 141 * min(ratio, 1.0) ** _ALPHA[sex] * max(ratio, 1.0) ** -1.209 * 0.993**age
    return _rounded(rate * (1.018 if sex == "F" else 1.0))


def ckd_epi_2021(creatinine: Decimal, age: float, sex: Literal["F", "M"]) -> int:
    """Return the filtration by the 2021 equation without race (Inker LA et al., N Engl J Med 2021;385:1737-49)."""
    ratio = float(creatinine / UMOL_PER_MG_DL) / _KAPPA[sex]
    rate = 142 * min(ratio, 1.0) ** _ALPHA_2021[sex] * max(ratio, 1.0) ** -1.200 * 0.9938**age
    return _rounded(rate * (1.012 if sex == "F" else 1.0))


def mdrd(creatinine: Decimal, age: float, sex: Literal["F", "M"], factor: int = MDRD_IDMS) -> int:
    """Return the filtration by the four-variable MDRD (Levey AS et al., Ann Intern Med 2006;145:247-54)."""
    rate = factor * float(creatinine / UMOL_PER_MG_DL) ** -1.154 * age**-0.203
    return _rounded(rate * (0.742 if sex == "F" else 1.0))


def cockcroft_gault(creatinine: Decimal, age: float, weight_kg: Decimal, sex: Literal["F", "M"]) -> int:
    """Return the clearance in mL/min (Cockcroft and Gault, Nephron 1976;16:31-41; 1.23 M or 1.04 F in µmol/L)."""
    factor = 1.23 if sex == "M" else 1.04
    return _rounded((140 - age) * float(weight_kg) * factor / float(creatinine))


def yearly_change(series: Sequence[Filtration]) -> int | None:
    """Return the change over about twelve months (oldest first), None without a value 9 to 15 months old."""
    if not series:
        return None
    last = series[-1]
    for earlier in reversed(series[:-1]):
        if dt.timedelta(days=270) <= last.on - earlier.on <= dt.timedelta(days=460):
            return last.ml_min - earlier.ml_min
    return None


def _rounded(value: float) -> int:
    return int(Decimal(str(value)).quantize(Decimal(1), ROUND_HALF_UP))

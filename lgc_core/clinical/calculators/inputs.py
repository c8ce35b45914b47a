# SPDX-License-Identifier: EUPL-1.2
"""Inputs that several formulas share, with the ranges that a living patient can have."""

from decimal import Decimal
from typing import Final

from msgspec import structs

from lgc_core.clinical.calculators.formula import Input

SEX: Final = Input(key="sex", words="Sexe", options=(("F", "Femme"), ("M", "Homme")), source="sex")
SMOKER: Final = Input(key="smoker", words="Fume actuellement", options=(("0", "Non"), ("1", "Oui")))
CREATININE: Final = Input(
    key="creatinine",
    words="Créatinine",
    unit="umol/L",
    bounds=(Decimal(10), Decimal(3000)),
    units=("mg/L", "mg/dL"),
    substance="creatinine",
    source="analyte:creatinine",
)
WEIGHT: Final = Input(
    key="weight", words="Poids", unit="kg", bounds=(Decimal("0.5"), Decimal(400)), source="measure:poids"
)
ADULT_WEIGHT: Final = structs.replace(WEIGHT, bounds=(Decimal(25), Decimal(400)))
HEIGHT: Final = Input(
    key="height", words="Taille", unit="cm", bounds=(Decimal(30), Decimal(260)), source="measure:taille"
)
SYSTOLIC: Final = Input(
    key="sbp",
    words="Tension systolique",
    unit="mm[Hg]",
    bounds=(Decimal(70), Decimal(250)),
    source="measure:pas",
)
TOTAL_CHOLESTEROL: Final = Input(
    key="tc",
    words="Cholestérol total",
    unit="mmol/L",
    bounds=(Decimal(2), Decimal(15)),
    units=("g/L", "mg/dL"),
    substance="cholesterol",
    source="analyte:cholesterol",
)
HDL: Final = Input(
    key="hdl",
    words="HDL-cholestérol",
    unit="mmol/L",
    bounds=(Decimal("0.3"), Decimal(5)),
    units=("g/L", "mg/dL"),
    substance="hdl",
    source="analyte:hdl",
)


def years(low: int, high: int = 120) -> Input:
    """Return the input of an age in whole years, from the birth date."""
    return Input(key="age", words="Âge", unit="a", bounds=(Decimal(low), Decimal(high)), source="age")

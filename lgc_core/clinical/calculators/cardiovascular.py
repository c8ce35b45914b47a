# SPDX-License-Identifier: EUPL-1.2
"""Ten-year cardiovascular risk: SCORE2 and SCORE2-Diabetes, France being of the low-risk region.

The coefficients are the published ones (supplements of both papers). Whether the scales may be distributed in a
product without an agreement of the ESC is not settled: docs/user/guide.md says so, and the lead decides.
"""

from decimal import Decimal
from math import exp, log
from typing import Final, Literal

import msgspec

from lgc_core.clinical.calculators.formula import Answers, Formula, Input, Outcome, rounded
from lgc_core.clinical.calculators.inputs import HDL, SEX, SMOKER, SYSTOLIC, TOTAL_CHOLESTEROL, years

Region = Literal["low", "moderate", "high", "very high"]

_BASELINE: Final = {"M": 0.9605, "F": 0.9776}
_SCALES: Final[dict[str, dict[str, tuple[float, float]]]] = {
    "low": {"M": (-0.5699, 0.7476), "F": (-0.7380, 0.7019)},
    "moderate": {"M": (-0.1565, 0.8009), "F": (-0.3143, 0.7701)},
    "high": {"M": (0.3207, 0.9360), "F": (0.5710, 0.9369)},
    "very high": {"M": (0.5836, 0.8294), "F": (0.9412, 0.8329)},
}
"""Recalibration by region and sex (SCORE2, supplementary table 4)."""

_SCORE2: Final[dict[str, tuple[float, ...]]] = {
    "M": (0.3742, 0.6012, 0.2777, 0.1458, -0.2698, -0.0755, -0.0255, -0.0281, 0.0426),
    "F": (0.4648, 0.7744, 0.3131, 0.1002, -0.2606, -0.1088, -0.0277, -0.0226, 0.0613),
}
"""age, smoking, pressure, total cholesterol, HDL, then the last four each by age."""

_DIABETES: Final[dict[str, tuple[float, ...]]] = {
    "M": (
        0.5368, 0.4774, 0.1322, 0.6457, 0.1102, -0.1087, -0.0672, -0.0268, -0.0983, -0.0181, 0.0095,
        -0.0998, 0.0955, -0.0591, 0.0058, -0.0134, 0.0115,
    ),
    "F": (
        0.6624, 0.6139, 0.1421, 0.8096, 0.1127, -0.1568, -0.1122, -0.0167, -0.1272, -0.0200, 0.0186,
        -0.1180, 0.1173, -0.0640, 0.0062, -0.0196, 0.0169,
    ),
}  # fmt: skip
"""age, smoking, pressure, diabetes, total cholesterol, HDL, the last five by age, age at diagnosis, HbA1c,
ln(DFG), its square, HbA1c by age, ln(DFG) by age."""


class Risk(msgspec.Struct, frozen=True, kw_only=True):
    """What both scores need; mmol/L, mmHg, years."""

    sex: Literal["F", "M"]
    age: float
    smoker: bool
    sbp: float
    tc: float
    hdl: float
    region: Region = "low"


def score2(risk: Risk) -> Decimal:
    """Return the ten-year risk in %, one decimal (SCORE2 working group, Eur Heart J 2021;42:2439-54)."""
    age, smoker, sbp, tc, hdl = _centred(risk)
    terms = (age, smoker, sbp, tc, hdl, smoker * age, sbp * age, tc * age, hdl * age)
    return _calibrated(sum(map(float.__mul__, _SCORE2[risk.sex], terms)), risk)


def score2_diabetes(risk: Risk, *, diagnosed_at: float, hba1c: float, filtration: float) -> Decimal:
    """Return the ten-year risk in % of a person with type 2 diabetes (Eur Heart J 2023;44:2544-56).

    Args:
        risk: as SCORE2.
        diagnosed_at: age at the diagnosis of diabetes, years.
        hba1c: mmol/mol.
        filtration: mL/min/1.73 m².
    """
    age, smoker, sbp, tc, hdl = _centred(risk)
    a1c, rate = (hba1c - 31) / 9.34, (log(filtration) - 4.5) / 0.15
    terms = (
        age, smoker, sbp, 1.0, tc, hdl, smoker * age, sbp * age, age, tc * age, hdl * age,
        (diagnosed_at - 50) / 5, a1c, rate, rate * rate, a1c * age, rate * age,
    )  # fmt: skip
    return _calibrated(sum(map(float.__mul__, _DIABETES[risk.sex], terms)), risk)


def _centred(risk: Risk) -> tuple[float, float, float, float, float]:
    return (
        (risk.age - 60) / 5,
        1.0 if risk.smoker else 0.0,
        (risk.sbp - 120) / 20,
        risk.tc - 6,
        (risk.hdl - 1.3) / 0.5,
    )


def _calibrated(predictor: float, risk: Risk) -> Decimal:
    survival = _BASELINE[risk.sex] ** exp(predictor)
    shift, slope = _SCALES[risk.region][risk.sex]
    return rounded(100 * (1 - exp(-exp(shift + slope * log(-log(survival))))), 1)


def _risk(given: Answers) -> Risk:
    return Risk(
        sex=given.sex,
        age=float(given.number("age")),
        smoker=given.choice("smoker") == "1",
        sbp=float(given.number("sbp")),
        tc=float(given.number("tc")),
        hdl=float(given.number("hdl")),
        region=given.choice("region"),  # type: ignore[arg-type]  # the options of the input are the regions
    )


_LIMITS_BEFORE_50: Final = (Decimal("2.5"), Decimal("7.5"))
_LIMITS_FROM_50: Final = (Decimal(5), Decimal(10))
"""ESC 2021 (Visseren FLJ et al., Eur Heart J 2021;42:3227-337), table 5."""


def _score2(given: Answers) -> Outcome:
    found = score2(_risk(given))
    high, very_high = _LIMITS_BEFORE_50 if given.number("age") < 50 else _LIMITS_FROM_50
    level = "faible à modéré" if found < high else "élevé" if found < very_high else "très élevé"
    return Outcome(
        value=found,
        unit_text="%",
        reading=f"risque {level}, infarctus, AVC ou décès cardiovasculaire à 10\u00a0ans",
        cautions=(
            "Ni en prévention secondaire, ni si diabète, maladie rénale ou hypercholestérolémie familiale.",
        ),
        is_notable=found >= high,
    )


def _score2_diabetes(given: Answers) -> Outcome:
    found = score2_diabetes(
        _risk(given),
        diagnosed_at=float(given.number("diagnosed_at")),
        hba1c=float(given.number("hba1c")),
        filtration=float(given.number("filtration")),
    )
    limits = ((Decimal(5), "faible"), (Decimal(10), "modéré"), (Decimal(20), "élevé"))
    level = next((words for limit, words in limits if found < limit), "très élevé")
    return Outcome(
        value=found,
        unit_text="%",
        reading=f"risque {level} à 10\u00a0ans",
        cautions=("Ni en prévention secondaire, ni si atteinte grave d’un organe cible (ESC 2023).",),
        is_notable=found >= 10,
    )


_REGION: Final = Input(
    key="region",
    words="Région de risque",
    options=(
        ("low", "Faible (France)"),
        ("moderate", "Modéré"),
        ("high", "Élevé"),
        ("very high", "Très élevé"),
    ),
    default="low",
)
_SHARED: Final = (years(40, 69), SEX, SMOKER, SYSTOLIC, TOTAL_CHOLESTEROL, HDL)

CARDIOVASCULAR: Final[tuple[Formula, ...]] = (
    Formula(
        key="score2",
        words="SCORE2",
        group="Cœur et vaisseaux",
        about="Risque cardiovasculaire à 10 ans, de 40 à 69 ans, sans diabète.",
        reference="SCORE2 working group, Eur Heart J 2021;42:2439-54.",
        inputs=(*_SHARED, _REGION),
        compute=_score2,
    ),
    Formula(
        key="score2-diabete",
        words="SCORE2-Diabetes",
        group="Cœur et vaisseaux",
        about="Risque cardiovasculaire à 10 ans d’un diabète de type 2, de 40 à 69 ans.",
        reference="SCORE2-Diabetes working group, Eur Heart J 2023;44:2544-56.",
        inputs=(
            *_SHARED,
            Input(
                key="diagnosed_at",
                words="Âge au diagnostic du diabète",
                unit="a",
                bounds=(Decimal(10), Decimal(69)),
                source="diabetes",
            ),
            Input(
                key="hba1c",
                words="HbA1c",
                unit="mmol/mol",
                bounds=(Decimal(15), Decimal(200)),
                units=("%",),
                substance="hba1c",
                source="analyte:hba1c",
            ),
            Input(
                key="filtration",
                words="DFG",
                unit="mL/min/{1.73_m2}",
                bounds=(Decimal(5), Decimal(200)),
                source="filtration",
            ),
            _REGION,
        ),
        compute=_score2_diabetes,
    ),
)

# SPDX-License-Identifier: EUPL-1.2
"""Kidney: filtration by three equations, clearance for doses, KDIGO stage and risk."""

from decimal import Decimal
from typing import Final

from lgc_core.clinical.calculators.formula import Answers, Formula, Input, Outcome, french_digits
from lgc_core.clinical.calculators.inputs import ADULT_WEIGHT, CREATININE, SEX, years
from lgc_core.clinical.renal import ckd_epi_2009, ckd_epi_2021, cockcroft_gault, mdrd, stage_of
from lgc_core.clinical.units import printed

_RATE: Final = printed("mL/min/{1.73_m2}")
_LOW_RATE: Final = 60
_CHRONIC: Final = "Maladie rénale chronique seulement si l’anomalie dure plus de 3\u00a0mois (KDIGO 2012)."

_ALBUMIN_FLOORS: Final = ((Decimal(30), "A3", False), (Decimal(3), "A2", True), (Decimal(0), "A1", True))
"""KDIGO 2012 §1.4.4, albumin to creatinine in mg/mmol: A1 below 3, A2 3 to 30, A3 above 30."""

_RISK: Final[dict[str, tuple[str, str, str]]] = {
    "1": ("faible", "modéré", "élevé"),
    "2": ("faible", "modéré", "élevé"),
    "3a": ("modéré", "élevé", "très élevé"),
    "3b": ("élevé", "très élevé", "très élevé"),
    "4": ("très élevé", "très élevé", "très élevé"),
    "5": ("très élevé", "très élevé", "très élevé"),
}
"""KDIGO 2012, figure 9: prognosis by G (rows) and A1, A2, A3."""

_FILTRATION: Final = Input(
    key="filtration",
    words="DFG",
    unit="mL/min/{1.73_m2}",
    bounds=(Decimal(1), Decimal(250)),
    source="filtration",
)
_ACR: Final = Input(
    key="acr",
    words="Albuminurie / créatininurie",
    unit="mg/mmol",
    bounds=(Decimal(0), Decimal(2000)),
    units=("mg/g",),
    substance="acr",
    source="analyte:acr",
)


def albuminuria(mg_per_mmol: Decimal) -> str:
    """Return the KDIGO albuminuria category, A1 to A3; 3.0 is A2, 30.0 is A2."""
    return next(
        name
        for floor, name, included in _ALBUMIN_FLOORS
        if mg_per_mmol > floor or (included and mg_per_mmol == floor)
    )


def kdigo_risk(stage: str, category: str) -> str:
    """Return the prognosis of a stage (`3b`) and a category (`A2`)."""
    return _RISK[stage][["A1", "A2", "A3"].index(category)]


def _filtration(ml_min: int) -> Outcome:
    return Outcome(
        value=Decimal(ml_min),
        unit_text=_RATE,
        reading=f"stade\u00a0{stage_of(ml_min)} (KDIGO)",
        cautions=(_CHRONIC,) if ml_min < _LOW_RATE else (),
        is_notable=ml_min < _LOW_RATE,
    )


def _ckd_2009(given: Answers) -> Outcome:
    return _filtration(ckd_epi_2009(given.number("creatinine"), float(given.number("age")), given.sex))


def _ckd_2021(given: Answers) -> Outcome:
    return _filtration(ckd_epi_2021(given.number("creatinine"), float(given.number("age")), given.sex))


def _mdrd(given: Answers) -> Outcome:
    return _filtration(mdrd(given.number("creatinine"), float(given.number("age")), given.sex))


def _cockcroft(given: Answers) -> Outcome:
    age, weight = float(given.number("age")), given.number("weight")
    found = cockcroft_gault(given.number("creatinine"), age, weight, given.sex)
    return Outcome(
        value=Decimal(found),
        unit_text="mL/min",
        reading="clairance, non rapportée à la surface corporelle",
        cautions=("Pour adapter une dose, quand le RCP du médicament donne ses seuils en clairance.",),
        is_notable=found < _LOW_RATE,
    )


def _kdigo(given: Answers) -> Outcome:
    rate, ratio = given.number("filtration"), given.number("acr")
    stage, category = stage_of(rate), albuminuria(ratio)
    risk = kdigo_risk(stage, category)
    return Outcome(
        value=rate,
        unit_text=_RATE,
        reading=f"G{stage} {category} ({french_digits(ratio)}\u00a0mg/mmol)\u00a0: risque {risk}",
        cautions=(_CHRONIC,),
        is_notable=risk != "faible",
    )


_ADULT: Final = years(18)

KIDNEY: Final[tuple[Formula, ...]] = (
    Formula(
        key="dfg",
        words="DFG, CKD-EPI 2009",
        group="Rein",
        about="La formule des laboratoires français, sans coefficient ethnique.",
        reference="Levey AS et al., Ann Intern Med 2009;150:604-12. HAS 2012.",
        inputs=(CREATININE, _ADULT, SEX),
        compute=_ckd_2009,
    ),
    Formula(
        key="cockcroft",
        words="Clairance, Cockcroft et Gault",
        group="Rein",
        about="Pour les doses des médicaments.",
        reference="Cockcroft DW, Gault MH, Nephron 1976;16:31-41.",
        inputs=(CREATININE, _ADULT, ADULT_WEIGHT, SEX),
        compute=_cockcroft,
    ),
    Formula(
        key="kdigo",
        words="Stade et risque KDIGO",
        group="Rein",
        about="DFG et albuminurie, ensemble.",
        reference="KDIGO 2012, Kidney Int Suppl 2013;3:1-150.",
        inputs=(_FILTRATION, _ACR),
        compute=_kdigo,
    ),
    Formula(
        key="dfg2021",
        words="DFG, CKD-EPI 2021",
        group="Rein",
        about="Sans origine ethnique. Les laboratoires français rendent encore la formule de 2009.",
        reference="Inker LA et al., N Engl J Med 2021;385:1737-49.",
        inputs=(CREATININE, _ADULT, SEX),
        compute=_ckd_2021,
    ),
    Formula(
        key="mdrd",
        words="DFG, MDRD",
        group="Rein",
        about="Ancienne formule (IDMS, facteur 175), pour comparer à d’anciens comptes rendus.",
        reference="Levey AS et al., Ann Intern Med 2006;145:247-54.",
        inputs=(CREATININE, _ADULT, SEX),
        compute=_mdrd,
    ),
)

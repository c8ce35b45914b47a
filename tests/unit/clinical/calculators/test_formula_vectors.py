# SPDX-License-Identifier: EUPL-1.2
"""Formulas against the given vectors, and against figures of the cited papers worked out here."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from lgc_core.clinical.calculators.cardiovascular import Risk, score2, score2_diabetes
from lgc_core.clinical.calculators.diabetes import PROFILES
from lgc_core.clinical.calculators.kidney import albuminuria, kdigo_risk
from lgc_core.clinical.renal import ckd_epi_2009, ckd_epi_2021, cockcroft_gault, mdrd, stage_of
from lgc_core.clinical.substances import convert_of

GIVEN = Path(__file__).parents[5] / "shared" / "refdata"


@pytest.fixture(scope="module")
def vectors():
    return json.loads((GIVEN / "clinical" / "formulas_and_vectors.json").read_text(encoding="utf-8"))


def risk_of(one):
    keys = ("sex", "age", "sbp", "tc", "hdl", "region")
    return Risk(smoker=bool(one["smoker"]), **{key: one[key] for key in keys})


@pytest.mark.given
def test_score2_gives_every_published_figure(vectors):
    assert len(vectors["score2"]["vectors"]) == 4
    for one in vectors["score2"]["vectors"]:
        assert abs(score2(risk_of(one)) - Decimal(str(one["expected_pct"]))) <= Decimal("0.1")


@pytest.mark.given
def test_score2_diabetes_gives_every_published_figure(vectors):
    assert len(vectors["score2_diabetes"]["vectors"]) == 18
    for one in vectors["score2_diabetes"]["vectors"]:
        found = score2_diabetes(
            risk_of(one), diagnosed_at=one["age_dx"], hba1c=one["hba1c_mmol_mol"], filtration=one["egfr"]
        )
        assert abs(found - Decimal(str(one["expected_pct"]))) <= Decimal("0.1")


@pytest.mark.given
def test_every_given_renal_vector_holds(vectors):
    found = {
        "ckd_epi_2009": lambda one: ckd_epi_2009(Decimal(one["creat_umol"]), one["age"], one["sex"]),
        "mdrd_186": lambda one: mdrd(Decimal(one["creat_umol"]), one["age"], one["sex"], 186),
        "cockcroft_gault_umol": lambda one: cockcroft_gault(
            Decimal(str(one["creat_umol"])), one["age"], Decimal(one["weight"]), one["sex"]
        ),
        # the form in mg/dL has 0.85/72 in place of 1.04: 0.3 % above
        "cockcroft_gault_mgdl": lambda one: cockcroft_gault(
            Decimal(str(one["creat_umol"])), one["age"], Decimal(one["weight"]), one["sex"]
        ),
    }
    for one in vectors["renal"]["vectors"]:
        assert abs(found[one["formula"]](one) - one["expected"]) <= 0.51, one["formula"]


@pytest.mark.given
def test_the_targets_of_the_has_are_those_given(vectors):
    given = {
        (str(target), "≤" if sign == "<=" else sign) for _words, target, sign in vectors["hba1c_targets_has_2013"]
    }
    assert {(str(target), sign) for _key, _words, target, sign in PROFILES} == given
    assert len(PROFILES) == len(vectors["hba1c_targets_has_2013"])


@pytest.mark.parametrize(
    ("creatinine", "age", "sex", "rate"), [("120", 45, "M", 66), ("88.4", 50, "M", 92), ("61.88", 40, "F", 112)]
)
def test_ckd_epi_2021(creatinine, age, sex, rate):
    assert ckd_epi_2021(Decimal(creatinine), age, sex) == rate


def test_mdrd_with_the_idms_factor_is_below_the_old_one():
    assert mdrd(Decimal(120), 45, "M") == 57
    assert mdrd(Decimal(120), 45, "F") == 42


@pytest.mark.parametrize(
    ("ratio", "category"), [("0", "A1"), ("2.9", "A1"), ("3.0", "A2"), ("30", "A2"), ("30.1", "A3")]
)
def test_the_albuminuria_categories_at_their_bounds(ratio, category):
    assert albuminuria(Decimal(ratio)) == category


@pytest.mark.parametrize(
    ("rate", "category", "risk"),
    [
        (95, "A1", "faible"),
        (50, "A1", "modéré"),
        (50, "A2", "élevé"),
        (44, "A2", "très élevé"),
        (14, "A1", "très élevé"),
    ],
)
def test_the_kdigo_grid(rate, category, risk):
    assert kdigo_risk(stage_of(rate), category) == risk


@pytest.mark.parametrize(
    ("key", "value", "unit", "target", "expected"),
    [
        ("creatinine", "10", "mg/L", "umol/L", "88.4"),
        ("glycemie-jeun", "1.26", "g/L", "mmol/L", "6.99"),
        ("cholesterol", "2", "g/L", "mmol/L", "5.17"),
        ("triglycerides", "1.5", "g/L", "mmol/L", "1.694"),
        ("acr", "8.84", "mg/g", "mg/mmol", "1.0"),
        ("acr", "3", "mg/mmol", "mg/g", "26.5"),
        ("hba1c", "7", "%", "mmol/mol", "53.0"),
        ("hba1c", "53", "mmol/mol", "%", "7.0"),
        ("uree", "0.3", "g/L", "mmol/L", "4.995"),
        ("t4l", "1", "ng/dL", "pmol/L", "12.87"),
    ],
)
def test_a_named_substance_is_converted(key, value, unit, target, expected):
    found = convert_of(key, Decimal(value), unit, target)
    assert found is not None
    assert abs(found - Decimal(expected)) <= Decimal(expected) * Decimal("0.003")


def test_an_unnamed_substance_is_not_converted():
    assert convert_of("potassium", Decimal(4), "mg/L", "mmol/L") is None
    assert convert_of("hba1c", Decimal(7), "%", "g/L") is None


@pytest.mark.given
@pytest.mark.parametrize(
    ("code", "key", "target"),
    [
        ("2160-0", "creatinine", "umol/L"),
        ("2345-7", "glycemie", "mmol/L"),
        ("2571-8", "triglycerides", "mmol/L"),
    ],
)
def test_our_molar_masses_agree_with_the_factors_of_another_author(code, key, target):
    table = json.loads((GIVEN / "loinc" / "labunits_analytes.json").read_text(encoding="utf-8"))
    found = convert_of(key, Decimal(1), "mg/dL", target)
    assert float(found) == pytest.approx(table[code]["conversion_factor"], rel=0.005)

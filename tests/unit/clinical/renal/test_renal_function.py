# SPDX-License-Identifier: EUPL-1.2
"""Renal function: published vectors, boundaries of the stages, age of a value, change over a year."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from lgc_core.clinical.renal import (
    STALE_AFTER,
    Filtration,
    ckd_epi,
    ckd_epi_2009,
    cockcroft_gault,
    creatinine_umol,
    yearly_change,
)
from lgc_core.model.values import Quantity

VECTORS = Path(__file__).parents[5] / "shared" / "refdata" / "clinical" / "formulas_and_vectors.json"
DAY = dt.date(2026, 11, 21)


def filtration(rate, on=DAY):
    return Filtration(ml_min=rate, on=on, creatinine_umol=Decimal(100))


@pytest.mark.given
def test_the_given_vectors_hold():
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))["renal"]["vectors"]
    ckd = [one for one in vectors if one["formula"] == "ckd_epi_2009"]
    cockcroft = [one for one in vectors if one["formula"] == "cockcroft_gault_umol"]
    assert ckd
    assert cockcroft
    for one in ckd:
        found = ckd_epi_2009(Decimal(str(one["creat_umol"])), int(one["age"]), one["sex"])
        assert abs(found - one["expected"]) <= 1
    for one in cockcroft:
        found = cockcroft_gault(Decimal(str(one["creat_umol"])), one["age"], Decimal(one["weight"]), one["sex"])
        assert found == round(one["expected"])


@pytest.mark.given
def test_the_equation_of_2021_is_the_one_of_the_given_formula():
    """The given file has its formula and no vector: each point is computed from the words of the formula."""
    formula = json.loads(VECTORS.read_text(encoding="utf-8"))["renal"]["ckd_epi_2021"]
    assert formula == "142*min^a*max^-1.200*0.9938^age*1.012[F]; a=-.241/-.302"
    for sex, kappa, alpha, factor in (("F", 0.7, -0.241, 1.012), ("M", 0.9, -0.302, 1.0)):
        for creatinine in (30, 62, 80, 124, 400):
            ratio = creatinine / 88.4 / kappa
            expected = 142 * min(ratio, 1) ** alpha * max(ratio, 1) ** -1.2 * 0.9938**74 * factor
            assert abs(ckd_epi("2021", Decimal(creatinine), 74, sex) - expected) <= 0.5


@pytest.mark.parametrize(
    ("creatinine", "age", "sex", "rate"),
    [
        ("88.4", 50, "M", 87),
        ("88.4", 50, "F", 66),
        ("120", 45, "M", 63),
        ("61.88", 40, "F", 108),
        ("442", 70, "M", 11),
    ],
)
def test_ckd_epi_2009_without_the_ethnic_coefficient(creatinine, age, sex, rate):
    assert ckd_epi_2009(Decimal(creatinine), age, sex) == rate


@pytest.mark.parametrize(
    ("rate", "stage"),
    [(140, "1"), (90, "1"), (89, "2"), (60, "2"), (59, "3a"), (45, "3a"), (44, "3b"), (30, "3b"),
     (29, "4"), (15, "4"), (14, "5"), (0, "5")],
)  # fmt: skip
def test_the_boundaries_of_the_kdigo_stages(rate, stage):
    assert filtration(rate).stage == stage


def test_a_value_is_stale_after_six_months_and_not_before():
    assert not filtration(50, DAY - STALE_AFTER).is_stale(DAY)
    assert filtration(50, DAY - STALE_AFTER - dt.timedelta(days=1)).is_stale(DAY)


@pytest.mark.parametrize(("days", "change"), [(269, None), (270, -7), (365, -7), (460, -7), (461, None)])
def test_the_yearly_change_needs_a_value_of_about_a_year_ago(days, change):
    series = [filtration(55, DAY - dt.timedelta(days=days)), filtration(48)]
    assert yearly_change(series) == change


def test_one_value_has_no_change():
    assert yearly_change([]) is None
    assert yearly_change([filtration(50)]) is None


@pytest.mark.parametrize(
    ("value", "unit", "umol"),
    [
        ("106", "umol/L", "106"),
        ("1.2", "mg/dL", "106.08"),
        ("12", "mg/L", "106.08"),
        ("106", "µmol/L", "106"),
        ("106", "umol/l", "106"),
        ("0.106", "mmol/L", "106.000"),
        ("12", "mmol/mol", None),
        ("12", "", None),
    ],
)
def test_a_creatinine_is_converted_by_its_unit_never_by_its_size(value, unit, umol):
    found = creatinine_umol(Quantity(value=value, unit=unit))
    assert found == (None if umol is None else Decimal(umol))


def test_a_creatinine_below_a_limit_is_no_number():
    assert creatinine_umol(Quantity(value="20", unit="umol/L", comparator="<")) is None


@any_of(st.decimals(20, 1500, places=1), st.integers(18, 110), st.sampled_from(["F", "M"]))
def test_more_creatinine_or_age_never_means_more_filtration(creatinine, age, sex):
    rate = ckd_epi_2009(creatinine, age, sex)
    assert 0 <= rate <= 250
    assert ckd_epi_2009(creatinine + 10, age, sex) <= rate
    assert ckd_epi_2009(creatinine, age + 1, sex) <= rate

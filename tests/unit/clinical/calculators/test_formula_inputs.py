# SPDX-License-Identifier: EUPL-1.2
"""Every formula is whole: a reference, ranges that refuse, units that convert, a sentence that reads."""

from decimal import Decimal

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from lgc_core.clinical.calculators.catalogue import BY_KEY, FORMULAS
from lgc_core.clinical.calculators.formula import Answers, OutOfRangeError, UnreadableInputError, read

CREATININE = next(one for one in BY_KEY["dfg"].inputs if one.key == "creatinine")
HBA1C = next(one for one in BY_KEY["score2-diabete"].inputs if one.key == "hba1c")


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda one: one.key)
def test_each_formula_says_where_it_comes_from_and_computes_in_all_its_range(formula):
    assert formula.reference
    assert formula.about
    for side in (0, 1):
        values = {one.key: one.options[-side][0] if one.options else one.bounds[side] for one in formula.inputs}
        found = formula.compute(Answers(values))
        assert found.words
        assert found.value == found.value  # no NaN anywhere in the range


def test_keys_are_given_once():
    assert len(BY_KEY) == len(FORMULAS)
    for formula in FORMULAS:
        assert len({one.key for one in formula.inputs}) == len(formula.inputs)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("120", "120"), ("120,5", "120.5"), ("124 µmol/L", "124"), ("13,6 mg/L", "120.2"), ("1.4 mg/dl", "123.8")],
)
def test_a_number_is_read_with_its_unit(typed, value):
    found = read(CREATININE, typed)
    assert isinstance(found, Decimal)
    assert abs(found - Decimal(value)) < Decimal("0.1")


def test_hba1c_may_be_typed_in_percent_where_the_score_wants_mmol_mol():
    assert round(read(HBA1C, "7 %")) == 53


@pytest.mark.parametrize("typed", ["", "abc", "12 bananes", "-3", "1e9", "12,", "NaN", "²"])
def test_what_is_not_a_number_is_refused(typed):
    with pytest.raises(UnreadableInputError):
        read(CREATININE, typed)


@pytest.mark.parametrize("typed", ["5", "3001", "1 mg/L", "999999999"])
def test_what_no_patient_has_is_refused(typed):
    with pytest.raises(OutOfRangeError):
        read(CREATININE, typed)


@settings(max_examples=50, deadline=None)
@any_of(st.text(max_size=40))
def test_any_text_is_read_or_refused_in_words(typed):
    try:
        read(CREATININE, typed)
    except (UnreadableInputError, OutOfRangeError):
        return


def test_an_alert_of_weight_needs_two_kilograms_by_default():
    formula = BY_KEY["poids-insuffisance-cardiaque"]
    base = {"reference": Decimal(70), "limit": Decimal(2)}
    assert formula.compute(Answers({**base, "weight": Decimal("71.9")})).is_notable is False
    found = formula.compute(Answers({**base, "weight": Decimal("72.0"), "before": Decimal(70)}))
    assert found.is_notable
    assert found.reading == "alerte\u00a0: +2.0\u00a0kg".replace(".", ",") + (
        " par rapport au poids de référence, +2,0\u00a0kg en 2 à 3\u00a0jours"
    )


def test_a_target_met_and_one_missed():
    formula = BY_KEY["hba1c-objectif"]
    met = formula.compute(Answers({"hba1c": Decimal("7.0"), "profile": "general"}))
    missed = formula.compute(Answers({"hba1c": Decimal("6.5"), "profile": "pregnancy"}))
    assert met.reading == "objectif ≤\u00a07,0\u00a0%\u00a0: atteint"
    assert missed.reading.endswith("non atteint")


def test_the_renal_outcome_says_its_stage():
    found = BY_KEY["dfg"].compute(Answers({"creatinine": Decimal(124), "age": Decimal(74), "sex": "F"}))
    assert (found.words, found.reading) == ("37\u00a0mL/min/1,73\u00a0m²", "stade\u00a03b (KDIGO)")
    assert found.is_notable

# SPDX-License-Identifier: EUPL-1.2
"""The table of measures: bounds in order, codes once, unusual values seen at the edge."""

from decimal import Decimal

import pytest

from lgc_core.clinical.vitals import BY_KEY, BY_LOINC, MEASURES, body_mass_index, is_unusual

EVERY = pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.key)


@EVERY
def test_usual_bounds_lie_within_the_possible_ones(measure):
    assert measure.possible[0] <= measure.usual[0] < measure.usual[1] <= measure.possible[1]


@EVERY
def test_a_usual_bound_is_usual_and_one_step_past_is_not(measure):
    low, high = measure.usual
    assert not is_unusual(measure, low)
    assert not is_unusual(measure, high)
    assert is_unusual(measure, high + Decimal("0.1"))
    assert is_unusual(measure, low - Decimal("0.1"))


@EVERY
def test_a_measure_is_named_by_its_loinc_code(measure):
    assert measure.concept.codings[0].code == measure.loinc
    assert measure.concept.text == measure.words


def test_every_key_and_code_is_there_once():
    assert len(BY_KEY) == len(BY_LOINC) == len(MEASURES)


def test_the_body_mass_index_has_one_decimal():
    assert body_mass_index(Decimal("72.5"), Decimal(168)) == Decimal("25.7")

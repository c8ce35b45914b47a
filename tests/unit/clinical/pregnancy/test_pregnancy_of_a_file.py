# SPDX-License-Identifier: EUPL-1.2
"""A pregnancy is said as long as it may last: from a problem, a received status, a term or the last menses."""

import datetime as dt

import pytest

from lgc_core.clinical.frequent_problems import concept_of
from lgc_core.clinical.pregnancy import pregnancy_of
from lgc_core.codes import LOINC
from lgc_core.model.ids import new_id
from lgc_core.model.observation import Observation, Value
from lgc_core.model.problem import Problem
from lgc_core.model.values import Interval, When, coded

TODAY = dt.date(2026, 11, 23)


def noted(words="Grossesse", start="2026-06-01", **more):
    period = Interval(start=When(text=start)) if start else Interval()
    return Problem(id=new_id(), patient="p", code=concept_of(words), period=period, **more)


def said(code, value, at="2026-09-01"):
    concept = coded("Grossesse", LOINC, code)
    return Observation(id=new_id(), patient="p", category="grossesse", code=concept, value=value, at=When(text=at))


def words(problems=(), observations=()):
    found = pregnancy_of(problems, observations, TODAY)
    return found.words.replace("\u00a0", " ") if found else None


def test_a_problem_under_way_is_said_with_its_beginning():
    assert words([noted()]) == "Grossesse, depuis 01/06/2026"
    assert words([noted("Grossesse gémellaire")]) == "Grossesse, depuis 01/06/2026"
    assert words([noted(start="")]) == "Grossesse"


@pytest.mark.parametrize(
    "problem",
    [
        noted(status="résolu"),
        noted(kind="antécédent"),
        noted("Grossesse extra-utérine"),
        noted("Contraception orale"),
        noted("Désir de grossesse"),
    ],
)
def test_what_is_over_or_is_none_is_not_said(problem):
    assert words([problem]) is None


def test_one_that_nobody_closed_is_to_be_confirmed_after_its_term():
    found = pregnancy_of([noted(start="2025-11-01")], (), TODAY)
    assert found.to_confirm
    assert "à confirmer" in found.words


def test_the_last_menses_give_the_weeks_and_the_term():
    menses = said("8665-2", Value(when=When(text="2026-06-01")))
    assert words([noted()], [menses]) == "Grossesse, 25 SA, terme le 15/03/2027"
    assert words((), [menses]) == "Grossesse, 25 SA, terme le 15/03/2027"


def test_a_received_status_counts_as_long_as_a_pregnancy_lasts():
    pregnant = Value(text="enceinte")
    assert words((), [said("11449-6", pregnant)]) == "Grossesse"
    assert words((), [said("11449-6", pregnant, "2025-10-01")]) is None
    assert words((), [said("11449-6", Value(text="non enceinte"))]) is None
    assert words((), [said("11449-6", pregnant), said("11778-8", Value(when=When(text="2026-10-15")))]) is None

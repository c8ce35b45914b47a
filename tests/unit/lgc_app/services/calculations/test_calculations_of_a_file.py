# SPDX-License-Identifier: EUPL-1.2
"""A formula is filled from the file: newest value, its date, its age; what is missing is named."""

from contextlib import suppress

import pytest

from lgc_app.services.calculations import UnknownFormulaError, WrongInputError
from lgc_app.services.session import ForbiddenError
from lgc_core.clinical.calculators.catalogue import FORMULAS
from lgc_core.model.ids import new_id
from lgc_core.model.problem import Problem
from lgc_core.model.staff import Role
from lgc_core.model.values import Concept, Interval, When
from tests.support.cabinet import a_followed_patient, a_result, keep, open_test_cabinet, two_years_of_laboratory
from tests.support.record import make_patient


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory):
    return open_test_cabinet(tmp_path_factory.mktemp("calculs"))


@pytest.fixture(scope="module")
def patient(cabinet):
    found = a_followed_patient()
    diabetes = Problem(
        id=new_id(),
        patient=found.id,
        code=Concept(text="Diabète de type 2"),
        period=Interval(start=When(text="2009")),
    )
    keep(cabinet, found, diabetes, *two_years_of_laboratory(found.id))
    return found


@pytest.fixture(scope="module")
def known(cabinet, patient):
    return cabinet.calculations.known(patient)


def test_the_filtration_of_the_last_creatinine_says_its_inputs_and_their_dates(cabinet, known):
    done = cabinet.calculations.compute("dfg", {}, known)
    assert done.outcome.words == "37\u00a0mL/min/1,73\u00a0m²"
    assert done.inputs == (
        "Créatinine 123,8\u00a0µmol/L (du 17/11/2026)",
        "Âge 74\u00a0ans (née le 12/03/1952)",
        "Sexe femme (identité)",
    )
    assert done.stale == ()


def test_what_is_missing_is_named(cabinet, known):
    with pytest.raises(WrongInputError, match="Il manque\u00a0: poids") as refused:
        cabinet.calculations.compute("cockcroft", {}, known)
    assert refused.value.key == "weight"


def test_what_is_typed_wins_over_the_file(cabinet, known):
    done = cabinet.calculations.compute("cockcroft", {"weight": "70", "creatinine": "10 mg/L"}, known)
    assert done.outcome.words == "54\u00a0mL/min"
    assert done.inputs[0] == "Créatinine 88,4\u00a0µmol/L"


def test_an_old_value_is_said_to_be_old(tmp_path):
    cabinet = open_test_cabinet(tmp_path)
    patient = a_followed_patient()
    keep(cabinet, patient, a_result(patient.id, "14682-9", "Créatinine", "104", "umol/L", "2026-02-03"))
    done = cabinet.calculations.compute("dfg", {}, cabinet.calculations.known(patient))
    assert done.stale == ("Créatinine datant de plus de 6\u00a0mois (du 03/02/2026).",)


def test_hba1c_in_percent_feeds_both_formulas_without_a_second_rounding(cabinet, known):
    target = cabinet.calculations.compute("hba1c-objectif", {}, known)
    assert target.outcome.words == "7,8\u00a0%"
    assert target.inputs[0] == "HbA1c 7,8\u00a0% (du 17/11/2026)"
    with pytest.raises(WrongInputError) as refused:
        cabinet.calculations.compute(
            "score2-diabete", {"age": "60", "sbp": "140", "tc": "5,5", "hdl": "1,3"}, known
        )
    assert refused.value.key == "smoker"


def test_the_age_at_diagnosis_comes_from_the_problem(known):
    assert known["diabetes"].typed == "57"


def test_an_age_out_of_the_range_of_a_score_is_refused_in_words(cabinet, known):
    with pytest.raises(WrongInputError, match="Âge\u00a0: entre 40 et 69\u00a0ans pour cette formule"):
        cabinet.calculations.compute("score2", {}, known)


def test_a_formula_needs_a_name_that_exists(cabinet):
    with pytest.raises(UnknownFormulaError):
        cabinet.calculations.compute("boule-de-cristal", {})


def test_the_secretary_may_not_read_the_numbers(tmp_path):
    cabinet = open_test_cabinet(tmp_path, role=Role.SECRETAIRE)
    with pytest.raises(ForbiddenError):
        cabinet.calculations.known(a_followed_patient())
    with pytest.raises(ForbiddenError):
        cabinet.calculations.compute("dfg", {})


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda one: one.key)
def test_no_formula_breaks_on_a_real_file(cabinet, known, formula):
    with suppress(WrongInputError):
        assert cabinet.calculations.compute(formula.key, {}, known).outcome.words


def test_a_formula_that_the_file_makes_unfit_says_so(cabinet, known):
    values = {"age": "60", "sex": "M", "smoker": "0", "sbp": "140", "tc": "5,5", "hdl": "1,3"}
    assert (
        "Diabète au dossier\u00a0: prenez SCORE2-Diabetes."
        in cabinet.calculations.compute("score2", values, known).stale
    )
    assert cabinet.calculations.compute("score2", values).stale == ()
    young = make_patient("PAYET", "Anne", "1996-05-02", "PAYET")
    keep(cabinet, young, a_result(young.id, "14682-9", "Créatinine", "60", "umol/L", "2026-11-17"))
    assert cabinet.calculations.compute("dfg", {}, cabinet.calculations.known(young)).stale == ()
    cabinet.problems.add_problem(young.id, "Grossesse")
    (said,) = cabinet.calculations.compute("dfg", {}, cabinet.calculations.known(young)).stale
    assert "Grossesse au dossier" in said

# SPDX-License-Identifier: EUPL-1.2
"""Adding a problem, an allergy, or the statement that there is none."""

import pytest

from lgc_app.services.problems import AlreadyThereError, KnownAllergyError, UnnamedError
from lgc_app.services.session import ForbiddenError
from lgc_core.model.staff import Role
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.record import make_patient


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


@pytest.fixture
def patient(cabinet):
    made = make_patient()
    keep(cabinet, made)
    return made


def _overview(cabinet, patient):
    return cabinet.overviews.of(patient)


def test_a_problem_typed_is_in_the_list_at_once(cabinet, patient):
    changes = cabinet.problems.add_problem(patient.id, "  Goutte\u0007  du  gros orteil ")
    assert [line.words for line in _overview(cabinet, patient).problems] == ["Goutte du gros orteil"]
    assert changes.concerns(patient.id)
    assert changes.touches("problem")


def test_the_same_problem_twice_is_refused_whatever_its_accents_and_case(cabinet, patient):
    cabinet.problems.add_problem(patient.id, "Hypertension artérielle")
    with pytest.raises(AlreadyThereError, match="déjà dans la liste"):
        cabinet.problems.add_problem(patient.id, "HYPERTENSION ARTERIELLE")


@pytest.mark.parametrize("typed", ["", "   ", "\n", "x" * 201])
def test_nothing_or_too_much_is_refused_with_a_sentence(cabinet, patient, typed):
    with pytest.raises(UnnamedError):
        cabinet.problems.add_problem(patient.id, typed)
    with pytest.raises(UnnamedError):
        cabinet.problems.add_allergy(patient.id, typed)


def test_an_allergy_typed_beats_the_statement_that_there_is_none(cabinet, patient):
    cabinet.problems.state_no_allergy(patient.id)
    assert _overview(cabinet, patient).allergy_state == "aucune"
    cabinet.problems.add_allergy(patient.id, "Amoxicilline")
    assert _overview(cabinet, patient).allergies == ("Amoxicilline",)
    assert _overview(cabinet, patient).allergy_state == "connues"


def test_no_allergy_is_not_said_over_a_known_one(cabinet, patient):
    cabinet.problems.add_allergy(patient.id, "Amoxicilline")
    with pytest.raises(KnownAllergyError):
        cabinet.problems.state_no_allergy(patient.id)


def test_no_allergy_said_again_takes_the_date_of_today(cabinet, patient):
    cabinet.problems.state_no_allergy(patient.id)
    cabinet.problems.state_no_allergy(patient.id)
    assert "23/11/2026" in _overview(cabinet, patient).allergy_words


def test_an_addition_is_taken_back_and_its_history_stays(cabinet, patient):
    added = cabinet.problems.add_problem(patient.id, "Goutte")
    cabinet.problems.take_back(added)
    assert _overview(cabinet, patient).problems == ()
    cabinet.problems.add_problem(patient.id, "Goutte")
    assert len(_overview(cabinet, patient).problems) == 1


def test_a_secretary_adds_neither_problem_nor_allergy(tmp_path):
    cabinet = open_test_cabinet(tmp_path, role=Role.SECRETAIRE)
    patient = make_patient()
    keep(cabinet, patient)
    for act in (cabinet.problems.add_problem, cabinet.problems.add_allergy):
        with pytest.raises(ForbiddenError):
            act(patient.id, "Goutte")
    with pytest.raises(ForbiddenError):
        cabinet.problems.state_no_allergy(patient.id)

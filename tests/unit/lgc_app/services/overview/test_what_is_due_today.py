# SPDX-License-Identifier: EUPL-1.2
"""What a file lacks today: by the conditions it follows, by the calendar of vaccines, by what nobody asked."""

import pytest
import sqlalchemy as sa

from lgc_core.clinical.follow_up import conditions_of
from lgc_core.clinical.frequent_problems import concept_of
from lgc_core.model.ids import new_id
from lgc_core.model.patient import Deceased
from lgc_core.model.problem import Problem
from lgc_core.model.staff import Role
from lgc_core.model.values import When
from tests.support.cabinet import a_result, keep, open_test_cabinet
from tests.support.record import make_patient


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory):
    return open_test_cabinet(tmp_path_factory.mktemp("due"))


def due(cabinet, patient):
    found = cabinet.due_today.of(cabinet.overviews.of(cabinet.patients.get(patient.id)))
    return {one.words: (one.kind, one.aside) for one in found}


@pytest.fixture
def patient(cabinet):
    made = make_patient()
    keep(cabinet, made)
    return made


def test_a_file_without_a_word_on_allergies_asks_for_them(cabinet, patient):
    assert due(cabinet, patient)["Allergies à renseigner"] == ("allergie", "")
    cabinet.problems.state_no_allergy(patient.id)
    assert "Allergies à renseigner" not in due(cabinet, patient)


def test_a_diabetes_asks_for_what_is_older_than_its_interval(cabinet, patient):
    assert "HbA1c" not in due(cabinet, patient)
    cabinet.problems.add_problem(patient.id, "Diabète de type 2")
    assert due(cabinet, patient)["HbA1c"] == ("analyse", "aucune au dossier")
    keep(
        cabinet,
        a_result(patient.id, "4548-4", "HbA1c", "7.4", "%", "2026-05-22"),
        a_result(patient.id, "14682-9", "Créatinine", "80", "umol/L", "2026-05-22"),
        a_result(patient.id, "9318-7", "ACR", "2", "mg/mmol", "2062-05-22"),
    )
    found = due(cabinet, patient)
    assert found["HbA1c"] == ("analyse", "dernière le 22/05/2026")
    assert "Créatinine et DFG" not in found
    assert found["Albuminurie"] == ("analyse", "aucune au dossier")
    assert found["Tension"][0] == "mesure"
    cabinet.measures.record(patient.id, {"ta": "138/82"})
    assert "Tension" not in due(cabinet, patient)


def test_a_nurse_reads_what_a_doctor_orders(tmp_path):
    nurse = open_test_cabinet(tmp_path, role=Role.INFIRMIER)
    person = make_patient()
    keep(nurse, person)
    nurse.problems.add_problem(person.id, "Diabète de type 2")
    assert due(nurse, person)["HbA1c"][0] == "lecture"
    assert due(nurse, person)["Tension"][0] == "mesure"


def test_vaccines_that_are_due_are_listed_and_those_to_talk_over_are_not(cabinet, patient):
    found = due(cabinet, patient)
    assert found["Covid-19, chaque année"] == ("vaccin", "à faire")
    assert "Grippe, chaque année" not in found, "its campaign is over in November"
    assert "Chikungunya (La Réunion)" not in found


def test_nothing_is_due_after_a_death(cabinet):
    dead = make_patient(deceased=Deceased(when=When(text="2026-03-02"), known_by="déclaré"))
    keep(cabinet, dead)
    assert due(cabinet, dead) == {}


@pytest.mark.parametrize(
    ("words", "more", "expected"),
    [
        ("Diabète de type 1", {}, {"diabète"}),
        ("diabète", {}, {"diabète"}),
        ("Diabète insipide", {}, set()),
        ("Hypertension artérielle", {}, {"hypertension"}),
        ("HTA traitée", {}, {"hypertension"}),
        ("Hypertension artérielle pulmonaire", {}, set()),
        ("Maladie rénale chronique", {}, {"rein"}),
        ("Diabète de type 2", {"kind": "familial"}, set()),
        ("Hypertension artérielle", {"status": "résolu"}, set()),
    ],
)
def test_the_conditions_that_a_file_follows(words, more, expected):
    problem = Problem(id=new_id(), patient="p", code=concept_of(words), **more)
    assert conditions_of([problem]) == expected


def test_the_problems_and_the_booklet_of_a_file_are_read_once_for_what_is_seen_and_what_is_due(cabinet, patient):
    cabinet.problems.add_problem(patient.id, "Diabète de type 2")
    asked = []

    def note(_connection, _cursor, statement, _parameters, _context, _many):
        asked.extend(table for table in ("problem", "vaccination") if f"FROM {table} " in f"{statement} ")

    engine = cabinet.session.store.engine
    found = cabinet.patients.get(patient.id)
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        known = cabinet.due_today.of(cabinet.overviews.of(found))
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    assert any(one.kind == "analyse" for one in known)
    assert sorted(asked) == ["problem", "vaccination"]

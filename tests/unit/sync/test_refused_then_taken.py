# SPDX-License-Identifier: EUPL-1.2
"""What the region sets aside leaves the row of its own post; what it takes after all comes back."""

import pytest
import sqlalchemy as sa

from lgc_core.model.patient import Patient
from lgc_core.store import queries
from lgc_core.store.tables import quarantine
from lgc_core.sync.arbiter import Arbiter
from tests.support.record import DOCTOR, add, copy_of, exchange_of, make_arbiter, make_patient, make_store, rows

JOB = "métier que la région refuse"


def refuses_jobs(op):
    """Set aside every operation that says a job."""
    return "refusé" if "job" in op.fields else ""


def refuses_that_job(op):
    """Set aside the first job only: its writer typed on over it."""
    return "refusé" if "job" in op.fields and JOB in op.fields["job"].text else ""


def job_of(store, patient):
    with store.reading() as connection:
        found = queries.get(connection, Patient, patient.id)
    return found.job


@pytest.fixture
def lived():
    arbiter, store, patient = make_arbiter(), make_store(), make_patient(job="")
    add(store, patient)
    exchange_of(store, arbiter).run()
    older = copy_of(arbiter._engine)
    with store.unit_of_work(DOCTOR) as work:
        work.set(Patient, patient.id, job=JOB)
    return arbiter, store, patient, older


def test_what_the_region_set_aside_is_not_shown_by_its_own_post(lived):
    arbiter, store, patient, _ = lived
    exchange_of(store, Arbiter(arbiter._engine, refuses_jobs)).run()
    assert job_of(store, patient) != JOB
    with store.reading() as connection:
        assert connection.execute(sa.select(quarantine.c.reason)).scalars().all() == ["refusé"]


def test_what_a_restored_region_takes_after_all_is_shown_again(lived):
    arbiter, store, patient, older = lived
    exchange_of(store, Arbiter(arbiter._engine, refuses_jobs)).run()
    restored = Arbiter(older)
    restored.new_epoch()
    exchange_of(store, restored).run()
    assert job_of(store, patient) == JOB
    with store.reading() as connection:
        assert connection.execute(sa.select(quarantine.c.reason)).scalars().all() == []


def test_own_words_over_an_own_deletion_that_is_taken_after_all_are_a_conflict():
    """The fuse held the deletion, so its post wrote on; a restored region takes both, in two pulls."""
    arbiter, store, patient = make_arbiter(), make_store(), make_patient(job="")
    add(store, patient)
    exchange_of(store, arbiter).run()
    older = copy_of(arbiter._engine)
    with store.unit_of_work(DOCTOR) as work:
        work.annul(Patient, patient.id, "liste vidée")
    exchange_of(store, Arbiter(arbiter._engine, lambda op: "retenu" if op.kind == "annul" else "")).run()
    with store.unit_of_work(DOCTOR) as work:
        work.set(Patient, patient.id, job="infirmière")
    restored = Arbiter(older)
    restored.new_epoch()
    exchange = exchange_of(store, restored)
    exchange._pace.batch = 2
    exchange.run()
    assert len(rows(older, ("conflict",))["conflict"]) == 1
    assert rows(store.engine, ("patient", "conflict")) == rows(older, ("patient", "conflict"))


def test_own_words_over_own_words_that_the_region_refused_are_a_conflict_on_both_sides(lived):
    """The region never had the first job, so the second contends with none: the post must find that, too."""
    arbiter, store, patient, _ = lived
    with store.unit_of_work(DOCTOR) as work:
        work.set(Patient, patient.id, job="infirmière")
    exchange = exchange_of(store, Arbiter(arbiter._engine, refuses_that_job))
    exchange._pace.batch = 1
    exchange.run()
    assert len(rows(arbiter._engine, ("conflict",))["conflict"]) == 1
    assert rows(store.engine, ("patient", "conflict")) == rows(arbiter._engine, ("patient", "conflict"))


def test_all_that_one_answer_refuses_leaves_the_screen():
    arbiter, store = make_arbiter(), make_store()
    patients = [make_patient(job="") for _ in range(201)]  # one more than is folded again at once
    with store.unit_of_work(DOCTOR) as work:
        for patient in patients:
            work.create(patient)
    exchange_of(store, arbiter).run()
    with store.unit_of_work(DOCTOR) as work:
        for patient in patients:
            work.set(Patient, patient.id, job=JOB)
    exchange = exchange_of(store, Arbiter(arbiter._engine, refuses_jobs))
    exchange._pace.batch = 500
    exchange.run()
    assert {job_of(store, patient) for patient in patients} == {""}

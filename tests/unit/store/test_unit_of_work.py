# SPDX-License-Identifier: EUPL-1.2
"""A gesture is written whole or not at all, and says truly what it changed."""

import threading

import pytest
import sqlalchemy as sa

from lgc_app.vault.engine import create_database
from lgc_app.vault.keys import DatabaseKey
from lgc_core.model.ids import new_id
from lgc_core.model.patient import Patient
from lgc_core.model.problem import Problem
from lgc_core.model.values import Concept
from lgc_core.store import queries
from lgc_core.store.local_tables import local, outbox, patient_index
from lgc_core.store.store import Store
from lgc_core.store.tables import ENTITY_TABLES, metadata, op
from migrations.upgrade import upgrade
from tests.support.record import DOCTOR, NURSE, PRACTICE, add, make_patient, make_store


@pytest.fixture
def store():
    return make_store()


def everything(store):
    with store.reading() as connection:
        tables = [*metadata.tables.values(), *local.tables.values()]
        return {table.name: connection.execute(sa.select(table)).all() for table in tables}


def a_problem(patient):
    return Problem(id=new_id(), patient=patient.id, code=Concept(text="Diabète"))


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_an_exception_inside_leaves_nothing(store, error):
    before = everything(store)
    with pytest.raises(error):
        _gesture_that_fails(store, error)
    assert everything(store) == before


def _gesture_that_fails(store, error):
    with store.unit_of_work(DOCTOR) as uow:
        uow.create(make_patient())
        raise error


def test_a_commit_that_fails_leaves_nothing_and_the_next_gesture_works(store):
    """SQLite stays inside the transaction when its COMMIT is refused, as a full disk refuses it."""
    with store.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE child (parent TEXT REFERENCES patient (id) DEFERRABLE INITIALLY DEFERRED)"
        )
    before = everything(store)
    work = store.unit_of_work(DOCTOR)
    work.create(make_patient())
    work.connection.exec_driver_sql("INSERT INTO child VALUES ('nobody')")
    with pytest.raises(sa.exc.IntegrityError):
        work.__exit__(None, None, None)
    assert everything(store) == before
    add(store, make_patient())
    assert everything(store) != before


def test_an_error_while_writing_leaves_nothing_and_the_next_gesture_works(store):
    patient = make_patient()
    add(store, patient)
    before = everything(store)
    work = store.unit_of_work(DOCTOR)
    work.create(a_problem(patient))
    work._ops.append(work._ops[0])  # the same operation twice: the insert fails at the end
    with pytest.raises(sa.exc.IntegrityError):
        work.__exit__(None, None, None)
    assert everything(store) == before
    add(store, a_problem(patient))


def test_a_save_has_its_row_operation_outbox_and_search_entry(store):
    patient = make_patient()
    add(store, patient)
    with store.reading() as connection:
        (one,) = connection.execute(sa.select(op)).all()
        assert queries.get(connection, Patient, patient.id) is not None
        assert connection.execute(sa.select(outbox.c.op_id)).scalars().all() == [one.op_id]
        assert connection.execute(sa.select(patient_index.c.patient_id)).scalars().all() == [patient.id]
        created = connection.execute(sa.select(ENTITY_TABLES[Patient].c.created_op)).scalar()
    assert created == one.op_id


def test_the_changes_are_those_of_the_gesture(store):
    patient, other = make_patient(), make_patient(usual="PAYET")
    with store.unit_of_work(DOCTOR) as uow:
        uow.create(patient)
        uow.create(one := a_problem(patient))
    assert uow.changes.entities == {("patient", patient.id), ("problem", one.id)}
    assert uow.changes.patients == {patient.id}
    assert uow.changes.concerns(patient.id)
    assert not uow.changes.concerns(other.id)
    assert uow.changes.touches("problem")
    assert not uow.changes.touches("allergy")


def test_a_gesture_that_changes_nothing_says_so_and_writes_no_operation(store):
    patient = make_patient(job="institutrice")
    add(store, patient)
    before = everything(store)
    with store.unit_of_work(DOCTOR) as uow:
        uow.set(Patient, patient.id, job="institutrice")
    assert uow.changes.entities == frozenset()
    assert everything(store) == before


def test_one_gesture_is_one_cause_of_one_author(store):
    from lgc_core.oplog.operation import decode

    patient = make_patient()
    with store.unit_of_work(NURSE) as uow:
        uow.create(patient)
        uow.create(a_problem(patient))
    with store.reading() as connection:
        ops = [decode(body) for body in connection.execute(sa.select(op.c.body)).scalars()]
        found = queries.get(connection, Patient, patient.id)
    assert len({one.cause for one in ops}) == 1
    assert {one.actor for one in ops} == {NURSE.staff}
    assert found.created.by == NURSE
    assert found.created.device == store.post.device


@pytest.mark.parametrize("gesture", ["set", "annul", "sign"])
def test_what_is_annulled_or_unknown_cannot_be_touched(store, gesture):
    patient = make_patient()
    add(store, patient)
    with store.unit_of_work(DOCTOR) as uow:
        uow.annul(Patient, patient.id, "doublon")
    arguments = {"set": {"job": "x"}, "annul": {"reason": "x"}, "sign": {"sealed_id": new_id()}}[gesture]
    for target in (patient.id, new_id()):
        with pytest.raises(LookupError), store.unit_of_work(DOCTOR) as uow:
            getattr(uow, gesture)(Patient, target, **arguments)


def test_a_reader_never_sees_half_a_gesture(store):
    patient = make_patient()
    with store.unit_of_work(DOCTOR) as uow:
        uow.create(patient)
        assert uow.get(Patient, patient.id) is not None
    with store.reading() as connection:
        assert queries.find(connection, Patient) != []


def test_writers_of_several_threads_all_get_their_place(tmp_path):
    engine = create_database(tmp_path / "cabinet.db", DatabaseKey.generate())
    upgrade(engine, "cabinet")
    shared = Store(engine, PRACTICE, "poste-1")
    failed: list[BaseException] = []

    def write() -> None:
        try:
            for _ in range(15):
                add(shared, make_patient())
        except BaseException as error:  # noqa: BLE001  shown by the assertion
            failed.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with shared.reading() as connection:
        rows = connection.execute(sa.select(op.c.dev_seq, op.c.hlc).order_by(op.c.dev_seq)).all()
    engine.dispose()
    assert [row.dev_seq for row in rows] == list(range(1, 61))
    assert [row.hlc for row in rows] == sorted({row.hlc for row in rows})


def test_numbers_go_on_after_a_restart(store):
    add(store, make_patient())
    again = Store(store.engine, PRACTICE, store.post.device)
    add(again, make_patient())
    with store.reading() as connection:
        rows = connection.execute(sa.select(op.c.dev_seq, op.c.hlc).order_by(op.c.hlc)).all()
    assert [row.dev_seq for row in rows] == [1, 2]


def test_the_version_of_a_field_is_the_operation_that_it_shows_also_before_the_commit(store):
    patient = make_patient()
    problem = a_problem(patient)
    with store.unit_of_work(DOCTOR) as uow:
        assert uow.version(Problem, problem.id, "code") == ""
        uow.create(problem)
        born = uow.version(Problem, problem.id, "code")
    with store.unit_of_work(DOCTOR) as uow:
        assert uow.version(Problem, problem.id, "code") == born
        uow.set(Problem, problem.id, code=Concept(text="Asthme"))
        changed = uow.version(Problem, problem.id, "code")
    with store.reading() as connection:
        ops = connection.execute(sa.select(op.c.op_id).order_by(op.c.dev_seq)).scalars().all()
    assert [born, changed] == ops[-2:]

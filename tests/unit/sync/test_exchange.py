# SPDX-License-Identifier: EUPL-1.2
"""Two posts, one region: they converge, and nothing is lost on the way."""

import random

import pytest
import sqlalchemy as sa

from lgc_core.model.catalogue import BY_NAME
from lgc_core.model.encounter import Encounter
from lgc_core.model.ids import new_id
from lgc_core.model.note import NoteSection, section_id
from lgc_core.model.observation import Observation, Value
from lgc_core.model.patient import Patient
from lgc_core.model.problem import Problem
from lgc_core.model.values import Concept, Interval, PersonName, Stamp, coded, on_day, quantity
from lgc_core.store import outbox, queries
from lgc_core.store.store import Store
from lgc_core.store.tables import op
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.protocol import PushRequest
from tests.support.record import (
    AT,
    DOCTOR,
    PRACTICE,
    add,
    exchange_of,
    make_arbiter,
    make_patient,
    make_store,
    rows,
)

RECORD = (*BY_NAME, "field_version", "conflict", "quarantine")


def settle(arbiter: Arbiter, *stores: Store) -> None:
    for _ in range(2):
        for store in stores:
            exchange_of(store, arbiter).run()


def without_local(found: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    return {name: lines for name, lines in found.items() if name not in ("audit_read", "quarantine")}


def test_what_one_post_writes_the_other_reads() -> None:
    arbiter, here, there = make_arbiter(), make_store("poste-1"), make_store("poste-2")
    patient = make_patient()
    add(here, patient)
    settle(arbiter, here, there)
    with there.reading() as connection:
        found = queries.get(connection, Patient, patient.id)
    assert found is not None
    assert found.shown == "HOARAU Marie Josette"


def test_the_outbox_is_empty_once_the_region_answered() -> None:
    arbiter, store = make_arbiter(), make_store()
    add(store, make_patient())
    exchange_of(store, arbiter).run()
    with store.reading() as connection:
        assert outbox.count_unanswered(connection) == 0


def test_a_clinical_value_changed_on_both_sides_is_kept_twice() -> None:
    arbiter, here, there = make_arbiter(), make_store("poste-1"), make_store("poste-2")
    patient = make_patient()
    problem = Problem(id=new_id(), patient=patient.id, code=coded("Diabète", "x", "E11"))
    add(here, patient, problem)
    settle(arbiter, here, there)
    with here.unit_of_work(DOCTOR) as uow:
        uow.set(Problem, problem.id, status="inactif")
    with there.unit_of_work(DOCTOR) as uow:
        uow.set(Problem, problem.id, status="résolu")
    settle(arbiter, here, there)
    both = rows(here.engine, ("conflict",))["conflict"]
    assert len(both) == 1
    assert {'"inactif"', '"résolu"'} == set(both[0][8:10])
    assert both == rows(there.engine, ("conflict",))["conflict"]


def test_a_quarantined_operation_does_not_block_the_next_one() -> None:
    engine_arbiter = make_arbiter()
    arbiter = Arbiter(
        engine_arbiter._engine, refuse=lambda one: "interdit" if one.entity_type == "problem" else ""
    )
    here, there = make_store("poste-1"), make_store("poste-2")
    patient, later = make_patient(), make_patient(usual="PAYET")
    add(here, patient)
    add(here, Problem(id=new_id(), patient=patient.id, code=coded("Diabète", "x", "E11")))
    add(here, later)
    settle(arbiter, here, there)
    with there.reading() as connection:
        assert queries.get(connection, Patient, later.id) is not None
        assert queries.count_quarantine(connection, f"cabinet:{PRACTICE}") == 1


def test_a_restored_server_gets_back_what_posts_still_hold() -> None:
    arbiter, here, there = make_arbiter(), make_store("poste-1"), make_store("poste-2")
    patient = make_patient()
    add(here, patient)
    settle(arbiter, here, there)
    restored = make_arbiter()
    settle(restored, here, there)
    assert rows(restored._engine, ("patient",)) == rows(here.engine, ("patient",))
    assert rows(there.engine, ("patient",)) == rows(here.engine, ("patient",))


def _random_gesture(rng: random.Random, store: Store, known: list[tuple[str, str]]) -> None:
    with store.unit_of_work(DOCTOR) as uow:
        choice = rng.random()
        if choice < 0.25 or not known:
            patient = make_patient(usual=rng.choice(["HOARAU", "PAYET", "GRONDIN"]))
            uow.create(patient)
            known.append(("patient", patient.id))
            return
        kind, entity_id = rng.choice(known)
        if kind == "patient" and choice < 0.45:
            problem = Problem(id=new_id(), patient=entity_id, code=Concept(text=f"p{rng.random()}"))
            uow.create(problem)
            known.append(("problem", problem.id))
        elif kind == "patient" and choice < 0.6:
            uow.create(
                Observation(
                    id=new_id(),
                    patient=entity_id,
                    category="vital",
                    code=Concept(text="Poids"),
                    value=Value(quantity=quantity(f"7{rng.randint(0, 9)},5", "kg")),
                    at=on_day(AT.date()),
                )
            )
        elif kind == "patient" and uow.get(Patient, entity_id):
            uow.set(Patient, entity_id, job=f"métier {rng.randint(0, 3)}", language=rng.choice(["fr", "rcf"]))
        elif kind == "problem" and uow.get(Problem, entity_id):
            if choice > 0.93:
                uow.annul(Problem, entity_id, "erreur")
            else:
                uow.set(Problem, entity_id, status=rng.choice(["actif", "inactif", "résolu"]))


@pytest.mark.parametrize("seed", range(40))
def test_posts_converge_byte_for_byte_whatever_the_order(seed: int) -> None:
    rng = random.Random(seed)
    arbiter = make_arbiter()
    stores = [make_store(f"poste-{n}") for n in range(3)]
    known: list[tuple[str, str]] = []
    for _ in range(60):
        store = rng.choice(stores)
        with store.reading() as connection:
            here = [(kind, one) for kind, one in known if queries.get(connection, BY_NAME[kind], one) is not None]
        size = len(here)
        _random_gesture(rng, store, here)
        known += here[size:]
        if rng.random() < 0.3:
            exchange_of(rng.choice(stores), arbiter).run()
    settle(arbiter, *stores)
    expected = without_local(rows(arbiter._engine, RECORD))
    for store in stores:
        assert without_local(rows(store.engine, RECORD)) == expected


def test_a_signed_note_refuses_a_late_word_and_keeps_it() -> None:
    arbiter, here, there = make_arbiter(), make_store("poste-1"), make_store("poste-2")
    patient = make_patient()
    who = Stamp(name=PersonName(family="Ethève"))
    encounter = Encounter(
        id=new_id(), patient=patient.id, period=Interval(start=on_day(AT.date())), responsible=who
    )
    section = NoteSection(
        id=section_id(encounter.id, "A"), encounter=encounter.id, patient=patient.id, code="A", text="Bronchite"
    )
    add(here, patient, encounter, section)
    settle(arbiter, here, there)
    with there.unit_of_work(DOCTOR) as uow:
        uow.set(NoteSection, section.id, text="Bronchite, revoir à 48 h")
    with here.unit_of_work(DOCTOR) as uow:
        uow.sign(Encounter, encounter.id, new_id(), status="signe")
    settle(arbiter, here, there)
    found = rows(arbiter._engine, ("conflict",))["conflict"]
    assert [line[5] for line in found] == ["D"]
    with there.reading() as connection:
        note = queries.get(connection, NoteSection, section.id)
    assert note is not None
    assert note.text == "Bronchite"


def test_every_operation_is_on_every_device() -> None:
    arbiter, here, there = make_arbiter(), make_store("poste-1"), make_store("poste-2")
    add(here, make_patient())
    add(there, make_patient())
    settle(arbiter, here, there)
    for store in (here, there):
        with store.reading() as connection:
            assert connection.execute(sa.select(sa.func.count()).select_from(op)).scalar() == 2


def test_an_operation_that_is_twice_in_one_push_has_one_place() -> None:
    arbiter, store = make_arbiter(), make_store()
    add(store, make_patient())
    with store.reading() as connection:
        bodies = tuple(connection.execute(sa.select(op.c.body)).scalars())
    request = PushRequest(partition=f"cabinet:{PRACTICE}", epoch="", sv=1, ops=bodies * 2)
    first, second = arbiter.push(request, "poste-1").results
    assert (first.outcome, second.outcome) == ("applied", "duplicate")
    assert first.seq == second.seq == 1

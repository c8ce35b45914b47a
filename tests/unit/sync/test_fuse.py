# SPDX-License-Identifier: EUPL-1.2
"""The fuse on mass deletion, in process: what is held, what goes on, and what the region's word does."""

import datetime as dt

import msgspec
import pytest
import sqlalchemy as sa

from lgc_core.model.allergy import Allergy
from lgc_core.model.ids import new_id
from lgc_core.model.patient import Patient
from lgc_core.model.values import Concept
from lgc_core.oplog import fuse
from lgc_core.oplog.fuse import CONFIRMED, HELD, REFUSED, Fuse, decision, verdict_of
from lgc_core.oplog.operation import decode, encode
from lgc_core.store import queries
from lgc_core.store.log import TO_CONFIRM
from lgc_core.store.tables import ENTITY_TABLES, quarantine
from lgc_core.store.tables import op as op_table
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.holding import batches, held_ops
from lgc_core.sync.protocol import PushRequest
from tests.support.record import (
    DOCTOR,
    PRACTICE,
    add,
    copy_of,
    exchange_of,
    make_arbiter,
    make_patient,
    make_store,
    rows,
)

CABINET = f"cabinet:{PRACTICE}"
SMALL = Fuse(floor=3)
TABLES = ("patient", "allergy", "conflict", "field_version")


@pytest.fixture
def region() -> Arbiter:
    return Arbiter(make_arbiter()._engine, fuse=SMALL)


@pytest.fixture
def post(region):
    """A post with one patient and five allergies that the region knows."""
    store = make_store()
    patient = make_patient()
    add(store, patient, *(Allergy(id=new_id(), patient=patient.id, agent=Concept(text=f"a{n}")) for n in range(5)))
    exchange_of(store, region).run()
    return store


def alive(store) -> list[str]:
    with store.reading() as connection:
        return sorted(one.id for one in queries.find(connection, Allergy))


def annul(store, ids) -> None:
    with store.unit_of_work(DOCTOR) as uow:
        for one in ids:
            uow.annul(Allergy, one, "doigt malheureux")


def states_of(engine) -> list[str]:
    with engine.connect() as connection:
        return sorted(connection.execute(sa.select(quarantine.c.state)).scalars())


def settle(region: Arbiter, verdict: fuse.Verdict) -> None:
    with region._engine.connect() as connection:
        found = [
            op for one in batches(connection) for op in held_ops(connection, one.partition, one.device, one.upto)
        ]
    region.write(CABINET, [decision(op, verdict) for op in found])


@pytest.mark.parametrize(("living", "most"), [(0, 20), (100, 20), (400, 20), (600, 30), (1_000, 50), (90_000, 50)])
def test_the_limit_is_a_share_with_a_floor_and_a_ceiling(living, most) -> None:
    assert Fuse().limit(living) == most
    assert Fuse().enough == 1_000


def test_the_share_is_that_of_the_living(post, region) -> None:
    halves = Arbiter(region._engine, fuse=Fuse(floor=1, share=0.5))
    known = alive(post)
    patient = make_patient()
    dead = [Allergy(id=new_id(), patient=patient.id, agent=Concept(text="ancienne")) for _ in range(6)]
    add(post, *dead)
    exchange_of(post, halves).run()
    with halves._engine.connect() as connection, connection.begin():
        table = ENTITY_TABLES[Allergy]
        gone = sa.update(table).where(table.c.id.in_([one.id for one in dead]))
        connection.execute(gone.values(annulled_op="before"))
    annul(post, known[:4])  # of six alive, and of twelve that ever were
    assert exchange_of(post, halves).run().refused == 4


def test_deletions_in_number_are_held_and_what_is_typed_beside_them_goes_on(region, post) -> None:
    known = alive(post)
    annul(post, known[:4])
    added = make_patient(usual="PAYET")
    add(post, added)
    report = exchange_of(post, region).run()
    assert (report.pushed, report.refused) == (5, 4)
    assert alive(post) == known  # seen again on the very post that deleted them
    with post.reading() as connection:
        assert queries.get(connection, Patient, added.id) is not None
        assert queries.count_held(connection) == 4
        assert queries.count_quarantine(connection, CABINET) == 0  # nobody here has anything to mend
    assert exchange_of(post, region).run().pushed == 0


def test_a_few_deletions_pass(region, post) -> None:
    annul(post, alive(post)[:3])
    assert exchange_of(post, region).run().refused == 0
    assert len(alive(post)) == 2


def test_a_batch_cut_into_pushes_is_one_batch(region, post) -> None:
    known = alive(post)
    annul(post, known[:4])
    exchange_of(post, region).run()
    annul(post, known[4:])
    exchange_of(post, region).run()
    assert alive(post) == known


def test_what_was_made_and_taken_out_in_one_push_is_no_mass_deletion(region, post) -> None:
    patient = make_patient()
    some = [Allergy(id=new_id(), patient=patient.id, agent=Concept(text=f"b{n}")) for n in range(6)]
    add(post, patient, *some)
    annul(post, [one.id for one in some])
    assert exchange_of(post, region).run().refused == 0


def test_confirmed_deletions_fold_at_the_place_of_the_region_on_every_post(region, post) -> None:
    other = make_store("poste-2")
    exchange_of(other, region).run()
    known = alive(post)
    annul(post, known[:4])
    exchange_of(post, region).run()
    settle(region, CONFIRMED)
    for store in (post, other):
        exchange_of(store, region).run()
        assert alive(store) == known[4:]
        assert rows(store.engine, TABLES) == rows(region._engine, TABLES)
        assert states_of(store.engine) == [CONFIRMED] * 4
    assert states_of(region._engine) == [CONFIRMED] * 4


def test_refused_deletions_leave_everything_and_are_kept(region, post) -> None:
    known = alive(post)
    annul(post, known[:4])
    exchange_of(post, region).run()
    settle(region, REFUSED)
    exchange_of(post, region).run()
    assert alive(post) == known
    assert states_of(post.engine) == states_of(region._engine) == [REFUSED] * 4
    assert rows(post.engine, TABLES) == rows(region._engine, TABLES)


def test_what_somebody_touched_meanwhile_is_a_conflict_and_not_gone(region, post) -> None:
    other = make_store("poste-2")
    exchange_of(other, region).run()
    known = alive(post)
    annul(post, known[:4])
    exchange_of(post, region).run()
    with other.unit_of_work(DOCTOR) as uow:
        uow.set(Allergy, known[0], status="résolu")
    exchange_of(other, region).run()
    settle(region, CONFIRMED)
    for store in (post, other):
        exchange_of(store, region).run()
        assert alive(store) == [known[0], known[4]]
        with store.reading() as connection:
            assert queries.count_conflicts(connection, CABINET) == 1


def test_only_the_region_settles_what_it_held(region, post) -> None:
    annul(post, alive(post)[:4])
    exchange_of(post, region).run()
    with post.reading() as connection:
        bodies = connection.execute(
            sa.select(op_table.c.body).join(quarantine, quarantine.c.op_id == op_table.c.op_id)
        ).scalars()
        forged = [decision(decode(body), CONFIRMED) for body in bodies]
    assert all(verdict_of(op) for op in forged)
    asked = PushRequest(partition=CABINET, epoch="", sv=1, ops=tuple(encode(op).decode() for op in forged))
    results = region.push(asked, "poste-1").results
    assert {result.outcome for result in results} == {"quarantined"}
    assert states_of(region._engine).count(TO_CONFIRM) == 4


def test_a_decision_is_the_same_bytes_whenever_it_is_taken(region, post) -> None:
    annul(post, alive(post)[:4])
    exchange_of(post, region).run()
    with region._engine.connect() as connection:
        (batch,) = batches(connection)
        (first, *_) = held_ops(connection, CABINET, "poste-1", batch.upto)
        assert held_ops(connection, CABINET, "poste-1", batch.upto - 1) != held_ops(
            connection, CABINET, "poste-1", batch.upto
        )
    assert (batch.count, batch.kinds) == (4, {"allergy": 4})
    assert dt.datetime.fromisoformat(batch.since).tzinfo is not None
    assert decision(first, CONFIRMED) == decision(first, CONFIRMED)
    assert HELD


def test_what_a_colleague_took_out_already_does_not_count(region, post) -> None:
    other = make_store("poste-2")
    exchange_of(other, region).run()
    known = alive(post)
    annul(post, known[:3])
    exchange_of(post, region).run()
    annul(other, known[:4])  # the other had not seen it yet
    assert exchange_of(other, region).run().refused == 0
    assert alive(other) == known[4:]


def test_only_an_operation_of_the_region_is_a_decision(region, post) -> None:
    annul(post, alive(post)[:4])
    exchange_of(post, region).run()
    with region._engine.connect() as connection:
        (batch,) = batches(connection)
        told = decision(held_ops(connection, CABINET, "poste-1", batch.upto)[0], REFUSED)
    assert verdict_of(told) == (told.cause, REFUSED)
    assert verdict_of(msgspec.structs.replace(told, device="poste-2")) is None
    assert verdict_of(msgspec.structs.replace(told, op_id=new_id())) is None


def test_a_region_put_back_in_silence_that_holds_otherwise_is_noticed(region, post) -> None:
    other = make_store("poste-2")
    exchange_of(other, region).run()
    lenient = Arbiter(copy_of(region._engine))
    known = alive(post)
    annul(post, known[:4])
    for store in (post, other):
        exchange_of(store, region).run()
    assert alive(other) == known
    for store in (post, other, post, other):
        exchange_of(store, lenient).run()
    assert alive(other) == alive(post) == known[4:]
    assert rows(other.engine, TABLES) == rows(lenient._engine, TABLES)

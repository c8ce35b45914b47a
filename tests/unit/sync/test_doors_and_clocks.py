# SPDX-License-Identifier: EUPL-1.2
"""What an exchange must refuse, set aside, follow or ignore: the small print that big stories do not show."""

from contextlib import suppress

import msgspec
import pytest
import sqlalchemy as sa

from lgc_core.model.patient import Patient
from lgc_core.oplog.clock import HybridClock, milliseconds, wall_ms
from lgc_core.oplog.operation import change, decode, encode
from lgc_core.store import search
from lgc_core.store.store import Store
from lgc_core.store.tables import ENTITY_TABLES, op
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.protocol import PullRequest, PushRequest
from tests.simulation.faults import Death, Mortal
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
TEN_YEARS_MS = 10 * 365 * 86_400_000


def an_operation(store=None):
    store = store or make_store()
    add(store, make_patient())
    with store.reading() as connection:
        return decode(connection.execute(sa.select(op.c.body)).scalars().first())


def push(arbiter, one, device="poste-1"):
    request = PushRequest(partition=CABINET, epoch="", sv=1, ops=(encode(one).decode(),))
    return arbiter.push(request, device).results[0]


def rows_of(arbiter):
    with arbiter._engine.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(ENTITY_TABLES[Patient])).scalar_one()


def test_an_operation_of_another_partition_is_set_aside_and_writes_no_row():
    arbiter = make_arbiter()
    one = msgspec.structs.replace(an_operation(), partition="cabinet:voisin")
    assert push(arbiter, one).outcome == "quarantined"
    assert rows_of(arbiter) == 0


def test_an_operation_signed_for_another_post_is_set_aside_and_writes_no_row():
    arbiter = make_arbiter()
    assert push(arbiter, an_operation(), device="poste-9").reason == "poste étranger"
    assert rows_of(arbiter) == 0


def test_what_the_region_may_refuse_is_set_aside_and_writes_no_row():
    arbiter = make_arbiter()
    arbiter._refuse = lambda _: "interdit"
    assert push(arbiter, an_operation()).reason == "interdit"
    assert rows_of(arbiter) == 0


def test_a_page_holds_what_was_asked_and_names_the_head():
    arbiter, store = make_arbiter(), make_store()
    add(store, *(make_patient() for _ in range(5)))
    exchange_of(store, arbiter).run()
    page = arbiter.pull(PullRequest(partition=CABINET, epoch="", after=1, limit=2))
    assert ([one.seq for one in page.ops], page.head) == ([2, 3], 5)


def pulled_from_a_clock(ahead_ms):
    """Let a post pull an operation of another one whose clock is ahead; return its next tick in milliseconds."""
    arbiter, here, there = make_arbiter(), make_store("poste-1"), make_store("poste-2")
    there.post.clock = HybridClock("poste-2", now=lambda: wall_ms() + ahead_ms)
    add(there, make_patient())
    exchange_of(there, arbiter).run()
    exchange_of(here, arbiter).run()
    return milliseconds(here.post.clock.tick())


def test_a_clock_ten_years_ahead_is_not_followed():
    assert pulled_from_a_clock(TEN_YEARS_MS) < wall_ms() + 60_000


def test_a_clock_a_little_ahead_is_followed():
    assert pulled_from_a_clock(120_000) > wall_ms() + 100_000


def test_what_came_is_found_by_search():
    arbiter, here, there = make_arbiter(), make_store("poste-1"), make_store("poste-2")
    add(there, make_patient(usual="VIRASSAMY"))
    exchange_of(there, arbiter).run()
    exchange_of(here, arbiter).run()
    with here.reading() as connection:
        assert len(search.find_patients(connection, "virassamy")) == 1


def test_counter_and_clock_go_on_after_a_restart():
    store = make_store()
    store.post.clock = HybridClock("poste-1", now=lambda: wall_ms() + TEN_YEARS_MS)
    first = an_operation(store)
    again = Store(store.engine, PRACTICE, "poste-1")
    assert again.post.next_dev_seq() == first.dev_seq + 1
    assert again.post.clock.tick() > first.hlc


def test_a_change_says_which_value_its_writer_saw():
    store, patient = make_store(), make_patient()
    add(store, patient)
    for job in ("un", "deux"):
        with store.unit_of_work(DOCTOR) as uow:
            uow.set(Patient, patient.id, job=job)
    with store.reading() as connection:
        bodies = connection.execute(sa.select(op.c.body).order_by(op.c.dev_seq)).scalars()
        made, once, twice = (decode(body) for body in bodies)
    assert once.fields["job"] == change("un", base=made.op_id)
    assert twice.fields["job"].base == once.op_id


def test_a_writer_who_saw_an_equal_value_is_in_no_conflict_wherever_it_is_folded():
    arbiter = make_arbiter()
    here, there, late = make_store("poste-1"), make_store("poste-2"), make_store("poste-3")
    patient = make_patient(job="un")
    add(here, patient)
    exchange_of(here, arbiter).run()
    exchange_of(there, arbiter).run()
    for job in ("deux", "un"):
        with here.unit_of_work(DOCTOR) as uow:
            uow.set(Patient, patient.id, job=job)
    with there.unit_of_work(DOCTOR) as uow:
        uow.set(Patient, patient.id, job="trois")
    for store in (here, there, here, late):
        exchange_of(store, arbiter).run()
    for engine in (arbiter._engine, here.engine, there.engine, late.engine):
        found = rows(engine, ("patient", "conflict"))
        assert '"trois"' in found["patient"][0]
        assert found["conflict"] == []


def test_a_region_that_grew_again_to_the_same_length_is_noticed():
    arbiter = make_arbiter()
    backup = copy_of(arbiter._engine)
    here, there, other = make_store("poste-1"), make_store("poste-2"), make_store("poste-3")
    add(there, make_patient())
    for store in (there, here):
        exchange_of(store, arbiter).run()
    restored = Arbiter(backup)
    add(other, make_patient())
    exchange_of(other, restored).run()
    exchange_of(here, restored).run()
    with other.reading() as connection:
        (wanted,) = connection.execute(sa.select(op.c.op_id)).scalars()
    with here.reading() as connection:
        assert wanted in connection.execute(sa.select(op.c.op_id)).scalars().all()


@pytest.mark.parametrize("commits", range(1, 10))
def test_a_death_at_any_commit_of_an_exchange_loses_nothing_on_either_side(commits):
    arbiter, here, there = make_arbiter(), make_store("poste-1"), make_store("poste-2")
    for store in (here, there):
        add(store, make_patient(), make_patient())
    exchange_of(there, arbiter).run()
    mortal = Mortal(here.engine)
    mortal.arm(commits)
    with suppress(Death):
        exchange_of(here, arbiter).run()
    mortal.arm(0)
    exchange_of(here, arbiter).run()
    assert rows(here.engine, ("patient", "conflict")) == rows(arbiter._engine, ("patient", "conflict"))
    assert rows_of(arbiter) == 4


NOW_MS = 1_795_000_000_000


def far_ahead(device="poste-1", ahead_ms=TEN_YEARS_MS):
    """Return a post whose clock is ahead of a region whose clock is right."""
    store = make_store(device)
    store.post.clock = HybridClock(device, now=lambda: NOW_MS + ahead_ms)
    return store


def test_a_clock_ten_years_ahead_does_not_win_over_those_who_come_later():
    region = Arbiter(make_arbiter()._engine, now=iter(range(NOW_MS, NOW_MS + 10**9, 600_000)).__next__)
    ahead, right = far_ahead(), far_ahead("poste-2", 3_000_000)
    patient = make_patient()
    add(right, patient)
    for store in (right, ahead):
        exchange_of(store, region).run()
    for store, job in ((ahead, "venu du futur"), (right, "juste")):
        with store.unit_of_work(DOCTOR) as uow:
            uow.set(Patient, patient.id, job=job)
        exchange_of(store, region).run()
    exchange_of(ahead, region).run()
    engines = (region._engine, ahead.engine, right.engine)
    seen = [rows(engine, ("patient", "conflict", "field_version")) for engine in engines]
    assert seen[0] == seen[1] == seen[2]
    assert '"juste"' in seen[0]["patient"][0]
    with right.reading() as connection:
        moved = connection.execute(sa.select(op.c.hlc, op.c.body).where(op.c.device == "poste-1")).one()
    assert milliseconds(moved.hlc) < NOW_MS + TEN_YEARS_MS  # what orders
    assert milliseconds(decode(moved.body).hlc) == NOW_MS + TEN_YEARS_MS  # what the device said, kept


def test_a_region_put_back_in_silence_that_clamps_otherwise_is_noticed():
    engine = make_arbiter()._engine
    backup = copy_of(engine)
    first, later = Arbiter(engine, now=lambda: NOW_MS), Arbiter(backup, now=lambda: NOW_MS + 86_400_000)
    ahead, other = far_ahead(), make_store("poste-2")
    add(ahead, make_patient())
    for store in (ahead, other):
        exchange_of(store, first).run()
    for store in (ahead, other, ahead, other):
        exchange_of(store, later).run()
    with other.reading() as connection:
        (hlc,) = connection.execute(sa.select(op.c.hlc)).scalars()
    assert milliseconds(hlc) > NOW_MS + 86_400_000

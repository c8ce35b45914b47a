# SPDX-License-Identifier: EUPL-1.2
"""A post that goes back to an older copy of its file: no number twice, nothing lost that the region has."""

import datetime as dt

import sqlalchemy as sa

from lgc_core.model.patient import Patient
from lgc_core.oplog.clock import HybridClock
from lgc_core.store import queries
from lgc_core.store.rewind import begin_after_restore
from lgc_core.store.store import Store
from lgc_core.store.tables import op as op_table
from lgc_core.sync.arbiter import Arbiter
from tests.support.record import AT, PRACTICE, add, copy_of, exchange_of, make_arbiter, make_patient, make_store

LONG_AGO = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)


def restored(backup: sa.Engine, device: str = "poste-1", at: dt.datetime = AT) -> Store:
    engine = copy_of(backup)
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        begin_after_restore(connection, device, at, (0, ""))
    return Store(engine, PRACTICE, device)


def numbers(arbiter: Arbiter, device: str = "poste-1") -> list[int]:
    with arbiter._engine.connect() as connection:
        return list(connection.execute(sa.select(op_table.c.dev_seq).where(op_table.c.device == device)).scalars())


def families(store: Store) -> list[str]:
    with store.reading() as connection:
        return sorted(one.usual.family for one in queries.find(connection, Patient) if one.usual)


def test_a_restored_post_never_gives_a_number_that_it_had_given_after_the_backup():
    store, arbiter = make_store(), make_arbiter()
    add(store, make_patient(usual="AVANT"))
    backup = copy_of(store.engine)
    for _ in range(30):
        add(store, make_patient(usual="PARTI"))
    exchange_of(store, arbiter).run()
    again = restored(backup)
    add(again, make_patient(usual="APRÈS"))
    exchange_of(again, arbiter).run()
    given = numbers(arbiter)
    assert len(given) == len(set(given)) == 32
    assert families(again) == sorted(["AVANT", "APRÈS", *["PARTI"] * 30])
    assert max(given) < 2**53


def test_two_restores_of_the_same_backup_share_no_number_even_with_a_clock_set_back():
    store, arbiter = make_store(), make_arbiter()
    add(store, make_patient())
    backup = copy_of(store.engine)
    for at in (AT, LONG_AGO, AT):
        again = restored(backup, at=at)
        add(again, make_patient(), make_patient())
        exchange_of(again, arbiter).run()
        add(again, make_patient())
        exchange_of(again, arbiter).run()
    given = numbers(arbiter)
    assert len(given) == len(set(given)) == 10


def test_the_clock_of_a_restored_post_goes_past_what_it_had_said_before():
    store, arbiter = make_store(), make_arbiter()
    backup = copy_of(store.engine)
    ahead = 10 * 365 * 86_400_000
    store.post.clock = HybridClock("poste-1", now=lambda: 1_795_000_000_000 + ahead)
    add(store, make_patient())
    exchange_of(store, arbiter).run()
    again = restored(backup)
    exchange_of(again, arbiter).run()
    with store.reading() as connection:
        said = connection.execute(sa.select(sa.func.max(op_table.c.hlc))).scalar_one()
    assert again.post.clock.tick() > said


def test_a_restored_post_offers_again_what_a_restored_region_lost_and_hears_the_others():
    store, other, arbiter = make_store(), make_store("poste-2"), make_arbiter()
    empty = copy_of(arbiter._engine)
    add(store, make_patient(usual="PAYET"))
    exchange_of(store, arbiter).run()
    backup = copy_of(store.engine)
    reborn = Arbiter(empty)
    reborn.new_epoch()
    add(other, make_patient(usual="HOARAU"))
    exchange_of(other, reborn).run()
    again = restored(backup)
    exchange_of(again, reborn).run()
    exchange_of(other, reborn).run()
    assert families(again) == families(other) == ["HOARAU", "PAYET"]

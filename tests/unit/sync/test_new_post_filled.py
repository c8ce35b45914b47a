# SPDX-License-Identifier: EUPL-1.2
"""A new post filled from a snapshot is byte for byte the post that pulled everything."""

import random
import sys

import pytest
import sqlalchemy as sa

from lgc_core.model.catalogue import BY_NAME
from lgc_core.model.patient import Patient
from lgc_core.store import search
from lgc_core.store.local_tables import outbox
from lgc_core.store.store import Store
from lgc_core.store.tables import partition as partition_table
from lgc_core.sync import snapshot
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.bootstrap import Bootstrap
from lgc_core.sync.errors import NoNetworkError
from lgc_core.sync.exchange import ChainMismatchError
from lgc_core.sync.snapshot import SnapshotHead, chunks_of, columns_here, pack
from tests.simulation.gestures import act
from tests.support.record import DOCTOR, PRACTICE, add, exchange_of, make_arbiter, make_patient, make_store, rows

CABINET = f"cabinet:{PRACTICE}"
RECORD = (*(name for name in BY_NAME if name != "audit_read"), "field_version", "conflict")


class SnapshotOf:
    """The snapshots of an arbiter in this process; `cut` makes some answers not come."""

    def __init__(self, arbiter: Arbiter) -> None:
        self._engine = arbiter._engine
        self._held: dict[str, list[bytes]] = {}
        self.asked = 0
        self.cut: set[int] = set()
        self.slow = 1

    def snapshot(self) -> SnapshotHead:
        if self.slow:
            self.slow -= 1
            return SnapshotHead()
        with self._engine.connect() as connection, connection.begin():
            at = connection.execute(sa.select(partition_table).where(partition_table.c.id == CABINET)).one()
            packed = [pack(parts) for parts in chunks_of(connection, CABINET, at.seq)]
        name = f"s{len(self._held)}"
        self._held[name] = packed
        return SnapshotHead(
            id=name, epoch=at.epoch, seq=at.seq, chain=at.chain.hex(), chunks=len(packed), columns=columns_here()
        )

    def snapshot_chunk(self, identifier: str, number: int) -> bytes | None:
        self.asked += 1
        if self.asked in self.cut:
            raise NoNetworkError
        held = self._held.get(identifier)
        return held[number] if held else None

    def forget(self) -> None:
        for name in self._held:
            self._held[name] = []


def bootstrap(store: Store, region: SnapshotOf, rows_at_once: int = 50) -> Bootstrap:
    return Bootstrap(store, region, rows=rows_at_once, wait=lambda _seconds: None)


@pytest.fixture(scope="module")
def lived() -> Arbiter:
    rng, arbiter = random.Random(7), make_arbiter()
    posts = [make_store("poste-1"), make_store("poste-2")]
    for turn in range(120):
        act(rng, posts[turn % 2])
        if turn % 5 == 0:
            exchange_of(rng.choice(posts), arbiter).run()
    for _ in range(3):
        for post in posts:
            exchange_of(post, arbiter).run()
    return arbiter


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "CHUNK_BYTES", 600)
    monkeypatch.setattr(snapshot, "_BATCH", 20)


def pulled(arbiter: Arbiter) -> Store:
    store = make_store("poste-9")
    exchange_of(store, arbiter).run()
    return store


def same(one: Store, other: Store) -> bool:
    return all(rows(one.engine, (name,)) == rows(other.engine, (name,)) for name in RECORD)


def test_a_post_filled_from_a_snapshot_is_the_post_that_pulled(lived):
    store, region = make_store("poste-9"), SnapshotOf(lived)
    filling = bootstrap(store, region)
    assert filling.is_due()
    heard = []
    filling.run(heard.append)
    assert len(heard) > 5
    assert not filling.is_due()
    assert same(store, pulled(lived))
    report = exchange_of(store, lived).run()
    assert (report.pulled, report.pushed) == (0, 0)


def test_a_line_that_drops_at_every_third_answer_goes_on_where_it_stopped(lived):
    store, region = make_store("poste-9"), SnapshotOf(lived)
    region.cut = set(range(3, 3000, 3))
    cuts = 0
    while bootstrap(store, region).is_due():
        try:
            bootstrap(store, region).run()
        except NoNetworkError:
            cuts += 1
    assert cuts > 3
    assert same(store, pulled(lived))


def test_a_snapshot_that_the_region_no_longer_has_begins_again_over_what_is_here(lived):
    store, region = make_store("poste-9"), SnapshotOf(lived)
    region.cut = {6}
    with pytest.raises(NoNetworkError):
        bootstrap(store, region).run()
    region.forget()
    bootstrap(store, region).run()
    assert same(store, pulled(lived))


def test_what_is_written_while_it_fills_is_kept_above_what_arrives(lived):
    store, region = make_store("poste-9"), SnapshotOf(lived)
    region.cut = {12}
    with pytest.raises(NoNetworkError):
        bootstrap(store, region).run()
    with store.reading() as connection:
        known = connection.execute(sa.text("SELECT id FROM patient LIMIT 1")).scalar_one()
    with store.unit_of_work(DOCTOR) as uow:
        uow.set(Patient, known, job="Pêcheur à Saint-Gilles")
        uow.create(make_patient(usual="PENDANT"))
    bootstrap(store, region).run()
    with store.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(outbox)).scalar_one() == 2
        assert search.find_patients(connection, "pendant")
    exchange_of(store, lived).run()
    assert same(store, pulled(lived))
    with store.reading() as connection:
        job = connection.execute(sa.text("SELECT job FROM patient WHERE id = :id"), {"id": known}).scalar_one()
    assert job == '"Pêcheur à Saint-Gilles"'


def test_a_log_that_was_changed_on_the_way_gives_no_place_in_the_order(lived):
    class Tampered(SnapshotOf):
        def snapshot_chunk(self, identifier: str, number: int) -> bytes | None:
            parts = snapshot.unpack(super().snapshot_chunk(identifier, number) or b"")
            for part in parts:
                if part.table == "op":
                    part.rows[0][7] = part.rows[0][7].replace("poste", "posté")
            return pack(parts)

    store = make_store("poste-9")
    with pytest.raises(ChainMismatchError):
        bootstrap(store, Tampered(lived)).run()
    exchange_of(store, lived).run()


def test_a_post_that_has_its_place_or_its_own_work_is_not_filled(lived):
    assert not bootstrap(pulled(lived), SnapshotOf(lived)).is_due()
    begun = make_store("poste-9")
    add(begun, make_patient())
    assert not bootstrap(begun, SnapshotOf(lived)).is_due()


def test_a_region_of_other_tables_is_pulled_instead(lived, monkeypatch):
    store, region = make_store("poste-9"), SnapshotOf(lived)
    monkeypatch.setattr(sys.modules[__name__], "columns_here", dict)
    bootstrap(store, region).run()
    assert region.asked == 0
    exchange_of(store, lived).run()
    assert same(store, pulled(lived))

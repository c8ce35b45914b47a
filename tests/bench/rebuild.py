# SPDX-License-Identifier: EUPL-1.2
"""A new post of a practice of 2,500 patients filled from its snapshot (P5), end to end in process.

Real server database (SQLite file, FULL), real SQLCipher vault; the line is computed, not simulated: bytes at
20 Mbit/s, said as such. `python -m tests.bench.rebuild [--patients N] [--facts N]` prints the rows.
"""

import argparse
import dataclasses
import datetime as dt
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

import msgspec
import sqlalchemy as sa

from lgc_app.demo.people import make_patients
from lgc_app.vault.engine import close_database, create_database
from lgc_app.vault.keys import DatabaseKey
from lgc_core.model.entity import Entity, entity_name, field_rules
from lgc_core.model.ids import new_id
from lgc_core.model.observation import Observation, Value
from lgc_core.model.values import Provenance, Quantity, coded, on_day
from lgc_core.oplog.clock import HybridClock
from lgc_core.oplog.operation import SCHEMA_VERSION, Op, change, encode
from lgc_core.store.store import Store
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.bootstrap import Bootstrap, Progress
from lgc_core.sync.protocol import MAX_OPS, PushRequest
from lgc_core.sync.snapshot import SnapshotHead
from migrations.upgrade import upgrade
from sync_server.db import open_engine
from sync_server.services.snapshots import Snapshots
from tests.bench.rows import Row, at_most, show
from tests.support.record import DOCTOR, PRACTICE

PATIENTS: Final = 2_500
FACTS: Final = 60
"""Results, measures and notes of each patient, as facts of the same size."""

LINE_BITS: Final = 20_000_000
CABINET: Final = f"cabinet:{PRACTICE}"
T = TypeVar("T")
_CODE = coded("Créatinine", "2.16.840.1.113883.6.1", "14682-9")


@dataclasses.dataclass
class _Direct:
    """The region's snapshots without a network, the bytes counted."""

    snapshots: Snapshots
    received: int = 0

    def snapshot(self) -> SnapshotHead:
        """Return what is built."""
        return self.snapshots.ask(PRACTICE)

    def snapshot_chunk(self, identifier: str, number: int) -> bytes | None:
        """Return a chunk, counted."""
        content = self.snapshots.chunk(PRACTICE, identifier, number)
        self.received += len(content or b"")
        return content


def measure(patients: int = PATIENTS, facts: int = FACTS) -> list[Row]:
    """Fill the region, build the snapshot, fill a post; return the figures."""
    with tempfile.TemporaryDirectory() as folder:
        server = open_engine(f"sqlite:///{folder}/region.db")
        upgrade(server, "server")
        fill(Arbiter(server), patients, facts)
        snapshots = Snapshots(server, Path(folder) / "snapshots", bytes(32))
        head, building = _timed(lambda: snapshots.build(PRACTICE))
        rows = _fill_post(Path(folder), _Direct(snapshots), head, patients)
        server.dispose()
    return [_said("snapshot built by the region", building, "s"), *rows]


def fill(arbiter: Arbiter, patients: int, facts: int) -> None:
    """Push the creations of a practice, as its posts would have."""
    arbiter.open_partition(CABINET)
    clock = HybridClock("poste-1")
    numbers = iter(range(1, 10**9))
    entities = _entities(patients, facts)
    while some := tuple(islice(entities, MAX_OPS)):
        ops = tuple(encode(_op(entity, clock.tick(), next(numbers))).decode() for entity in some)
        arbiter.push(PushRequest(partition=CABINET, epoch="", sv=SCHEMA_VERSION, ops=ops), "poste-1")


def _entities(patients: int, facts: int) -> Iterator[Entity]:
    dice, today = random.Random(5), dt.date(2026, 11, 22)
    by = Provenance(by=DOCTOR, at="2026-11-22T10:00:00.000+04:00", device="poste-1")
    for patient in make_patients(patients, dice, today):
        yield msgspec.structs.replace(patient, created=by)
        for rank in range(facts):
            yield Observation(
                id=new_id(),
                patient=patient.id,
                category="biologie",
                code=_CODE,
                value=Value(quantity=Quantity(value=f"{60 + dice.randint(0, 90)}", unit="umol/L")),
                at=on_day(today - dt.timedelta(days=90 * rank)),
                created=by,
            )


def _op(entity: Entity, hlc: str, number: int) -> Op:
    kind = type(entity)
    given = {rule.name: getattr(entity, rule.name) for rule in field_rules(kind)}
    return Op(
        op_id=new_id(),
        partition=CABINET,
        device="poste-1",
        dev_seq=number,
        hlc=hlc,
        sv=SCHEMA_VERSION,
        actor=DOCTOR.staff,
        kind="create",
        entity_type=entity_name(kind),
        entity_id=entity.id,
        fields={name: change(value) for name, value in given.items() if value is not None},
    )


def _fill_post(folder: Path, region: _Direct, head: SnapshotHead, patients: int) -> list[Row]:
    key = DatabaseKey.generate()
    engine = create_database(folder / "cabinet.db", key)
    upgrade(engine, "cabinet")
    store = Store(engine, PRACTICE, "poste-2")
    started, searchable = time.perf_counter(), [0.0]

    def told(progress: Progress) -> None:
        del progress
        if not searchable[0] and _count(store) >= patients:
            searchable[0] = time.perf_counter() - started

    _, applying = _timed(lambda: Bootstrap(store, region).run(told))
    size = (folder / "cabinet.db").stat().st_size
    close_database(engine)
    line = region.received * 8 / LINE_BITS
    early = searchable[0] + line * searchable[0] / applying
    return [
        _said("rows", head.rows, "rows"),
        _said("vault after", round(size / 1e6, 1), "MB"),
        _said("bytes on the line", round(region.received / 1e6, 1), "MB"),
        _said("applied to SQLCipher", applying, "s"),
        _said("every patient found by name after, 20 Mbit/s computed", round(early, 1), "s"),
        at_most("bootstrap of a practice, 20 Mbit/s computed", round(applying + line, 1), "s", 60),
    ]


def _count(store: Store) -> int:
    table = next(table for kind, table in ENTITY_TABLES.items() if entity_name(kind) == "patient")
    with store.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def _timed(call: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    result = call()
    return result, round(time.perf_counter() - start, 1)


def _said(name: str, value: float, unit: str) -> Row:
    return Row(name=name, value=value, unit=unit, target="-", ok=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--patients", type=int, default=PATIENTS)
    parser.add_argument("--facts", type=int, default=FACTS)
    asked = parser.parse_args()
    raise SystemExit(show(measure(asked.patients, asked.facts), None))

# SPDX-License-Identifier: EUPL-1.2
"""The post: applying what comes, saving meanwhile, and filling a new computer."""

import tempfile
import threading
import time
from pathlib import Path
from typing import Final

import msgspec
import zstandard

from lgc_app.services.drafts import Draft, write_section
from lgc_app.vault.engine import create_database
from lgc_app.vault.keys import DatabaseKey
from lgc_core.model.ids import new_id
from lgc_core.store.store import Store
from lgc_core.store.tables import metadata
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.exchange import Exchange
from lgc_core.sync.protocol import MAX_OPS, PullRequest
from migrations.upgrade import upgrade
from tests.bench.rows import Row, at_least, at_most, beside, percentile
from tests.bench.sync_server_rows import pushes, sqlite_arbiter
from tests.bench.traffic import DEVICE, day_of_work
from tests.support.record import DOCTOR, PRACTICE, InProcessRegion

APPLIED: Final = 10_000
BOOT_PATIENTS: Final = 2_500
OPS_OF_A_PATIENT: Final = 60
"""Operations of a patient's file as a practice of ten years holds it: 150,000 in all ([A] of sync-protocol.md)."""

LINE_BITS: Final = 20_000_000
BUSY_OPS: Final = 500
SAVES: Final = 200


def rows() -> list[Row]:
    """Measure everything of the post's side."""
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        folder = Path(name)
        arbiter = sqlite_arbiter(folder / "region.db")
        for request in pushes(day_of_work(APPLIED)):
            arbiter.push(request, DEVICE)
        rate, raw, busy = _applied(folder, arbiter)
        return [
            at_least("pull and apply on SQLCipher, idle", rate, "ops/s", 12_000),
            at_least("… in a second of processor", busy, "ops/s", 12_000),
            beside("… beside the same rows by executemany", rate, "ops/s", raw, 0.3),
            _boot_row(arbiter, rate),
            *_busy_rows(folder, arbiter),
        ]


def _store(folder: Path, name: str) -> Store:
    engine = create_database(folder / name, DatabaseKey.generate())
    upgrade(engine, "cabinet")
    return Store(engine, PRACTICE, "0190d0d0-0000-7000-8000-00000000cccc")


def _applied(folder: Path, arbiter: Arbiter) -> tuple[float, float, float]:
    """Return operations a second: ours, the same rows raw, ours in a second of processor."""
    ours, theirs, cpu = [], [], []
    for number in range(3):
        store = _store(folder, f"post{number}.db")
        region = InProcessRegion(arbiter, store.post.device)
        started, busy = time.perf_counter(), time.process_time()
        Exchange(store, region, lambda _: b"", is_idle=True).run()
        ours.append(time.perf_counter() - started)
        cpu.append(time.process_time() - busy)
        theirs.append(_raw_seconds(store, _store(folder, f"raw{number}.db")))
        store.engine.dispose()
    return APPLIED / min(ours), APPLIED / min(theirs), APPLIED / min(cpu)


def _raw_seconds(source: Store, target: Store) -> float:
    with source.reading() as connection:
        tables = {
            name: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]
            for name in (*metadata.tables, "patient_index")
        }
    parts = APPLIED // MAX_OPS
    started = time.perf_counter()
    for part in range(parts):
        with target.writing() as connection:
            for name, lines in tables.items():
                if some := lines[part::parts]:
                    marks = ",".join("?" * len(some[0]))
                    connection.exec_driver_sql(f"INSERT INTO {name} VALUES ({marks})", some)
    return time.perf_counter() - started


def _boot_row(arbiter: Arbiter, rate: float) -> Row:
    """Fill a new computer by a full pull: the bytes at the speed of the line, then the applying as measured."""
    packer = zstandard.ZstdCompressor(level=3)
    size = after = 0
    while after < APPLIED:
        page = arbiter.pull(PullRequest(partition=f"cabinet:{PRACTICE}", epoch="", after=after))
        size += len(packer.compress(msgspec.json.encode(page)))
        after = page.ops[-1].seq
    ops = BOOT_PATIENTS * OPS_OF_A_PATIENT
    seconds = size / APPLIED * ops * 8 / LINE_BITS + ops / rate
    name = f"bootstrap of {BOOT_PATIENTS} patients at 20 Mbit/s by full pull ({ops} ops, {APPLIED} played)"
    return at_most(name, round(seconds, 1), "s", 60)


def _busy_rows(folder: Path, arbiter: Arbiter) -> list[Row]:
    """Save notes on one thread while another applies 500 operations a second, each on connections of its own."""
    store = _store(folder, "busy.db")
    with store.unit_of_work(DOCTOR) as uow:
        encounter, patient = new_id(), new_id()
        write_section(uow, Draft(encounter, "S", patient, "premiers mots", 0, ""))
    over = threading.Event()

    def breathe() -> None:
        if over.wait(exchange._pace.batch / BUSY_OPS):
            raise _OverError

    exchange = Exchange(store, InProcessRegion(arbiter, store.post.device), lambda _: b"", breathe)

    def apply() -> None:
        try:
            exchange.run()
        except _OverError:
            return

    thread = threading.Thread(target=apply)
    thread.start()
    seconds = []
    for number in range(SAVES):
        started = time.perf_counter()
        with store.unit_of_work(DOCTOR) as uow:
            write_section(uow, Draft(encounter, "S", patient, f"Toux grasse, fièvre. {number}", 0, ""))
        seconds.append(time.perf_counter() - started)
        time.sleep(0.04)
    over.set()
    thread.join()
    return [
        at_most("saving a note while 500 ops/s are applied, p95", percentile(seconds, 95), "ms", 20),
        at_most("saving a note while 500 ops/s are applied, longest", round(max(seconds) * 1000, 1), "ms", 100),
    ]


class _OverError(Exception):
    """The saves are done: stop applying."""

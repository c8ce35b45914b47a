# SPDX-License-Identifier: EUPL-1.2
"""The region: push and pull in process and over HTTPS, on both databases, beside the raw limit and Anki."""

import base64
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec
import sqlalchemy as sa
import zstandard

from lgc_core.model.ids import derived_id
from lgc_core.store.tables import metadata
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.exchange import push_digest
from lgc_core.sync.protocol import MAX_OPS, PullRequest, PushRequest
from sync_server.db import open_engine
from tests.bench.anki_peer import Anki
from tests.bench.rows import Row, at_least, at_most, beside
from tests.bench.traffic import DEVICE, day_of_work
from tests.support.mtls import EnrolledPost, a_post, enrol
from tests.support.record import PRACTICE
from tests.support.server import running_server

OPS: Final = 10_000
HEADER_BYTES: Final = 420
"""Request line and headers of a push by `requests`, and those of its answer."""

FEW, MANY = 10, 1_200
CYCLONE_FACTOR: Final = 100
"""Five days of the region are five million operations; the benchmark plays one in a hundred."""

CYCLONE_OPS: Final = 5_000_000 // CYCLONE_FACTOR


def rows(anki: Anki) -> list[Row]:
    """Measure everything of the server's side."""
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        folder = Path(name)
        found = [*in_process_rows(folder), *_https_rows(folder, "sqlite", anki)]
        found += _https_rows(folder, "postgresql", anki)
        return [*found, wire_row(), *flat_rows(folder)]


def pushes(bodies: Sequence[str], practice: str = PRACTICE, size: int = MAX_OPS) -> list[PushRequest]:
    """Cut operations into requests."""
    partition = f"cabinet:{practice}"
    return [
        PushRequest(partition=partition, epoch="", sv=1, ops=tuple(bodies[start : start + size]))
        for start in range(0, len(bodies), size)
    ]


def in_process_rows(folder: Path) -> list[Row]:
    """Push into the arbiter against the same rows by executemany, alternating, best of three each."""
    bodies = day_of_work(OPS)
    ours, theirs, cpu = [], [], []
    for number in range(3):
        busy = time.process_time()
        arbiter = sqlite_arbiter(folder / f"ours{number}.db")
        ours.append(_seconds(lambda one=arbiter: [one.push(request, DEVICE) for request in pushes(bodies)]))
        cpu.append(time.process_time() - busy)
        theirs.append(_raw_seconds(arbiter, folder / f"raw{number}.db"))
    raw = OPS / min(theirs)
    rate = OPS / min(ours)
    return [
        at_least("push into the region, in process, SQLite FULL", rate, "ops/s", 15_000),
        at_least("… in a second of processor", OPS / min(cpu), "ops/s", 15_000),
        beside("… beside the same rows by executemany", rate, "ops/s", raw, 0.3),
    ]


def sqlite_arbiter(file: Path, practices: Sequence[str] = (PRACTICE,)) -> Arbiter:
    """Make an empty region."""
    engine = open_engine(f"sqlite:///{file}")
    metadata.create_all(engine)
    arbiter = Arbiter(engine)
    for practice in practices:
        arbiter.open_partition(f"cabinet:{practice}")
    return arbiter


def _raw_seconds(source: Arbiter, file: Path) -> float:
    """Write every row that a push left, in ten transactions of bare executemany."""
    engine = open_engine(f"sqlite:///{file}")
    metadata.create_all(engine)
    tables: dict[str, list[tuple[object, ...]]] = {}
    with source._engine.connect() as connection:
        for table in metadata.sorted_tables:
            found = [tuple(row) for row in connection.execute(sa.select(table))]
            if found:
                tables[table.name] = found
    pool = engine.raw_connection()
    driver = pool.driver_connection
    assert driver is not None

    def write() -> None:
        for part in range(10):
            driver.execute("BEGIN IMMEDIATE")
            for name, lines in tables.items():
                marks = ",".join("?" * len(lines[0]))
                driver.executemany(f"INSERT INTO {name} VALUES ({marks})", lines[part::10])
            driver.execute("COMMIT")

    seconds = _seconds(write)
    pool.close()
    return seconds


def _https_rows(folder: Path, kind: str, anki: Anki) -> list[Row]:
    with running_server(folder / kind, kind) as server:
        post = enrol(server, folder / kind / "post", a_post())
        bodies = day_of_work(OPS, post.practice, post.post.device)
        signed = [_signed(post, request) for request in pushes(bodies, post.practice)]
        pushed = OPS / _seconds(lambda: [post.region.push(request) for request in signed])
        pulled = OPS / _seconds(lambda: _pull_all(post))
        post.transport.close()
    if kind == "postgresql":
        return [at_least("push over HTTPS, PostgreSQL, one writer", pushed, "ops/s", 8_000)]
    return [
        at_least("push over HTTPS, SQLite", pushed, "ops/s", 15_000),
        _beside_anki("push over HTTPS beside Anki's objects", pushed, anki.push, anki),
        _beside_anki("pull over HTTPS beside Anki's objects", pulled, anki.pull, anki),
    ]


def _beside_anki(name: str, rate: float, peer: float, anki: Anki) -> Row:
    if anki.why:
        return replace(at_least(f"{name}: {anki.why}", rate, "ops/s", 0), ok=False, target=">= 1 x Anki")
    return beside(name, rate, "ops/s", peer, 1.0)


def _signed(post: EnrolledPost, request: PushRequest) -> PushRequest:
    signature = base64.b64encode(post.key.sign(push_digest(request.ops))).decode()
    return msgspec.structs.replace(request, signature=signature)


def _pull_all(post: EnrolledPost) -> None:
    after = 0
    while after < OPS:
        asked = PullRequest(partition=f"cabinet:{post.practice}", epoch="", after=after)
        after = post.region.pull(asked).ops[-1].seq


def wire_row() -> Row:
    """Weigh full pushes as they leave, headers included."""
    packed = zstandard.ZstdCompressor(level=3)
    requests = [msgspec.structs.replace(one, signature="x" * 96) for one in pushes(day_of_work(OPS))]
    size = sum(len(packed.compress(msgspec.json.encode(one))) + HEADER_BYTES for one in requests)
    return at_most("bytes of an operation on the wire, headers included", round(size / OPS, 1), "B", 150)


def flat_rows(folder: Path) -> list[Row]:
    """Exchange for one practice on a server of ten and of twelve hundred practices, by turns: a disk has moods."""
    names = [derived_id("practice", str(number)) for number in range(MANY)]
    regions = [_filled(folder, names[:count]) for count in (FEW, MANY)]
    found: list[list[float]] = [[], []]
    for body in day_of_work(200, names[0], seed=2):
        for arbiter, times in zip(regions, found, strict=True):
            times.append(_one_exchange(arbiter, names[0], body))
    few, many = map(_best, found)
    return [beside(f"one exchange on a server of {MANY} practices, beside {FEW}", many, "ms", few, 1.2, most=True)]


def _filled(folder: Path, names: Sequence[str]) -> Arbiter:
    arbiter = sqlite_arbiter(folder / f"flat{len(names)}.db", names)
    for name in names:
        arbiter.push(pushes(day_of_work(40, name), name)[0], DEVICE)
    return arbiter


def _one_exchange(arbiter: Arbiter, practice: str, body: str) -> float:
    request = pushes([body], practice)[0]
    partition = f"cabinet:{practice}"

    def exchange() -> None:
        seq = arbiter.push(request, DEVICE).results[0].seq
        arbiter.pull(PullRequest(partition=partition, epoch="", after=seq - 1))

    return _seconds(exchange) * 1000


def _best(milliseconds: list[float]) -> float:
    """Return the median: the disk of a shared machine has bad moments."""
    return round(sorted(milliseconds)[len(milliseconds) // 2], 3)


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started

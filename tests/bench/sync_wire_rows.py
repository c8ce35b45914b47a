# SPDX-License-Identifier: EUPL-1.2
"""The wire of a region at work: how soon a colleague sees what was written, a cyclone through the fair queue."""

import asyncio
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Final

from starlette.concurrency import run_in_threadpool

from lgc_app.services.listening import Listener, Place
from lgc_core.model.ids import derived_id
from lgc_core.model.patient import Patient
from lgc_core.store import queries
from lgc_core.sync.exchange import Exchange
from lgc_core.sync.protocol import PushRequest
from sync_server.refusals import RefusedError
from sync_server.services.fair_queue import FairQueue
from tests.bench.rows import Row, at_most, percentile
from tests.bench.sync_server_rows import CYCLONE_FACTOR, CYCLONE_OPS, MANY, pushes, sqlite_arbiter
from tests.bench.traffic import DEVICE, day_of_work
from tests.support.igc import LUCIE
from tests.support.mtls import EnrolledPost, a_post, enrol
from tests.support.record import add, make_patient
from tests.support.server import running_server

ROUND_TRIP_S: Final = 0.2
"""La Réunion to a far host over a mobile line; half of it before each request, half after each answer."""

SEEN: Final = 20
_AFTER_A_WRITE_S: Final = 0.5
"""What a post waits after a save before it exchanges (lgc_app/services/rhythm.py)."""


def rows() -> list[Row]:
    """Measure the wire."""
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        return [propagation_row(), *cyclone_rows(Path(name))]


class _Slow:
    """A region behind a line with a round trip: every request takes it whole."""

    def __init__(self, region: Any) -> None:
        self._region = region

    def __getattr__(self, verb: str) -> Any:
        call = getattr(self._region, verb)

        def delayed(*given: Any) -> Any:
            time.sleep(ROUND_TRIP_S / 2)
            answer = call(*given)
            time.sleep(ROUND_TRIP_S / 2)
            return answer

        return delayed


class _Colleague:
    """A post that hears, exchanges at once, and notes when it saw a patient."""

    def __init__(self, post: EnrolledPost) -> None:
        self.region = _Slow(post.region)
        self.store = post.store
        self.exchange = Exchange(post.store, self.region, post.key.sign)
        self.seen = threading.Event()
        self.wanted = ""
        self.listener = Listener(self._ask, self._hear)
        self._hear()

    def _ask(self, place: Place) -> bool:
        told = self.region.hint(place.seq, place.epoch)
        return told.head > place.seq

    def _hear(self) -> None:
        self.exchange.run()
        with self.store.reading() as connection:
            if self.wanted and queries.get(connection, Patient, self.wanted):
                self.seen.set()
        at = self.exchange._cursor(self.store.post.cabinet)
        self.listener.follow(Place(at.epoch, at.seq))


def propagation_row() -> Row:
    """Write on one post; measure from the save to the colleague's own disk, the pause after a save included."""
    with tempfile.TemporaryDirectory(prefix="bench") as name, running_server(Path(name)) as server:
        one = enrol(server, Path(name) / "one")
        two = enrol(server, Path(name) / "two", a_post(one.practice, "Tablette"), LUCIE)
        writer = Exchange(one.store, _Slow(one.region), one.key.sign)
        writer.run()
        colleague = _Colleague(two)
        seconds = [_seen_after(one, writer, colleague) for _ in range(SEEN)]
        colleague.listener.stop()
        for post in (one, two):
            post.transport.close()
    name_of_row = f"a save seen by a colleague at {round(ROUND_TRIP_S * 1000)} ms round trip, p95"
    return at_most(name_of_row, round(percentile(seconds, 95) / 1000, 2), "s", 2.0)


def _seen_after(one: EnrolledPost, writer: Exchange, colleague: _Colleague) -> float:
    patient = make_patient()
    colleague.wanted = patient.id
    colleague.seen.clear()
    time.sleep(ROUND_TRIP_S)  # the colleague listens again
    started = time.perf_counter()
    add(one.store, patient)
    time.sleep(_AFTER_A_WRITE_S)
    writer.run()
    colleague.seen.wait(30)
    return time.perf_counter() - started


def cyclone_rows(folder: Path) -> list[Row]:
    """Let twelve hundred practices come back at once through the fair queue, five days each, scaled down."""
    names = [derived_id("practice", str(number)) for number in range(MANY)]
    arbiter = sqlite_arbiter(folder / "cyclone.db", names)
    each = CYCLONE_OPS // MANY
    work = {name: pushes(day_of_work(each, name), name) for name in names}
    drained, refused, longest = asyncio.run(_drain(arbiter.push, work))
    minutes = round(max(drained) * CYCLONE_FACTOR / 60, 1)
    scaled = f"(1/{CYCLONE_FACTOR} played in {max(drained):.1f} s, times {CYCLONE_FACTOR})"
    return [
        at_most(f"cyclone: {MANY} practices × 5 days drained through the queue {scaled}", minutes, "min", 15),
        at_most("cyclone: longest a practice waited for a turn", round(longest, 2), "s", 120),
        at_most(f"cyclone: answers « come back later », of {sum(map(len, work.values()))}", refused, "", MANY * 4),
    ]


async def _drain(push: Any, work: dict[str, list[PushRequest]]) -> tuple[list[float], int, float]:
    """Return when each practice was drained, how many refusals there were, and the longest wait for one turn."""
    turns, started = FairQueue(), time.perf_counter()
    drained: list[float] = []
    refused, longest = 0, 0.0

    async def practice(name: str) -> None:
        nonlocal refused, longest
        for request in work[name]:
            asked = time.perf_counter()
            while True:
                try:
                    async with turns.turn(name):
                        longest = max(longest, time.perf_counter() - asked)
                        await run_in_threadpool(push, request, DEVICE)
                    break
                except RefusedError as busy:
                    refused += 1
                    await asyncio.sleep(int(busy.headers["retry-after"]))
        drained.append(time.perf_counter() - started)

    await asyncio.gather(*(practice(name) for name in work))
    return drained, refused, longest

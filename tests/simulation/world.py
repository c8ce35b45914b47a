# SPDX-License-Identifier: EUPL-1.2
"""One seeded life of a practice: posts with bad clocks and bad lines, a server that is restored, then healing."""

import itertools
import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from lgc_core.errors import OutsideError
from lgc_core.model import ids
from lgc_core.oplog.clock import HybridClock
from lgc_core.store.store import Store
from lgc_core.store.tables import op as op_table
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.exchange import Exchange
from tests.simulation.faults import FaultyRegion, PostDied, Server
from tests.simulation.gestures import act
from tests.support.record import DOCTOR, copy_of, make_arbiter, make_patient, make_store

TEN_YEARS_MS = 10 * 365 * 86_400_000
START_MS = 1_795_000_000_000


class Post:
    """One computer: its file survives a death, its memory does not."""

    def __init__(self, number: int, rng: random.Random, server: Server) -> None:
        self.device = f"poste-{number}"
        self._rng, self._server = rng, server
        self._skew = rng.choice([0, 0, 60_000, -TEN_YEARS_MS, TEN_YEARS_MS])
        self._ticks = itertools.count(START_MS, 1000)
        self.saved: dict[str, str] = {}
        self.store = make_store(self.device)
        self.restart()

    def restart(self) -> None:
        """Open the same file again: counters go on from the log on disk."""
        self.store = Store(self.store.engine, self.store.post.practice, self.device)
        last = self._last_hlc()
        self.store.post.clock = HybridClock(self.device, last, now=lambda: next(self._ticks) + self._skew)

    def act(self) -> None:
        """Do a gesture and remember what was promised to be kept."""
        act(self._rng, self.store)
        self._remember()

    def die_while_writing(self) -> None:
        """Be killed before the commit: nothing was promised."""
        try:
            with self.store.unit_of_work(DOCTOR) as uow:
                uow.create(make_patient(usual="JAMAIS"))
                raise PostDied  # noqa: TRY301  a death is no error of an inner function
        except PostDied:
            self.restart()

    def exchange(self, rate: float) -> int:
        """Run one exchange over a line with this rate of faults; return how many operations moved."""
        region = FaultyRegion(self._server, self.device, self._rng, rate)
        try:
            report = Exchange(self.store, region, lambda _: b"signature of a test", self._pause(rate)).run()
        except PostDied:
            self.restart()
            return 1
        except OutsideError:
            return 1
        return report.pushed + report.pulled

    def _pause(self, rate: float):
        def pause() -> None:
            if self._rng.random() < rate / 2:
                raise PostDied

        return pause

    def _remember(self) -> None:
        with self.store.reading() as connection:
            own = sa.select(op_table.c.op_id, op_table.c.body).where(op_table.c.device == self.device)
            self.saved.update((row[0], row[1]) for row in connection.execute(own))

    def _last_hlc(self) -> str:
        with self.store.reading() as connection:
            own = sa.select(sa.func.max(op_table.c.hlc)).where(op_table.c.device == self.device)
            return connection.execute(own).scalar() or ""


class World:
    """A region and its posts."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.server = Server(make_arbiter())
        self.posts = [Post(n, self.rng, self.server) for n in range(self.rng.choice([2, 3]))]
        self._backup: sa.Engine | None = None
        self.restores = 0
        self.is_silent = False
        """Whether a restore changed no epoch: against the rules, and nothing shows it of lines never pulled."""

    def live(self, steps: int) -> None:
        """Let things happen."""
        rate = self.rng.choice([0.0, 0.1, 0.3])
        for _ in range(steps):
            draw = self.rng.random()
            post = self.rng.choice(self.posts)
            if draw < 0.55:
                post.act()
            elif draw < 0.87:
                post.exchange(rate)
            elif draw < 0.90:
                post.die_while_writing()
            elif draw < 0.92:
                self.server.deliver_late(self.rng)
            elif draw < 0.97 or self._backup is None:
                self._backup = copy_of(self.server.arbiter._engine)
            else:
                self._restore(self._backup)

    def _restore(self, backup: sa.Engine) -> None:
        """Put the server back to an older copy; sometimes nobody says so with a new epoch."""
        self.server.arbiter = Arbiter(copy_of(backup))
        self.restores += 1
        if self.rng.random() < 0.7:
            self.server.arbiter.new_epoch()
        else:
            self.is_silent = True

    def heal(self) -> None:
        """Let everything work until nothing moves any more; a queue that never empties is found by the proof."""
        for _ in range(8):
            if not sum([post.exchange(0.0) for post in self.posts]):
                return


@contextmanager
def seeded_ids(seed: int) -> Iterator[None]:
    """Draw ids from the seed, rising as UUIDv7 do, so that a failure can be played again."""
    rng, count = random.Random(f"ids {seed}"), itertools.count(1)
    real = ids.uuid_utils.uuid7

    def drawn() -> uuid.UUID:
        return uuid.UUID(int=(next(count) << 80) | (7 << 76) | (2 << 62) | rng.getrandbits(62))

    ids.uuid_utils.uuid7 = drawn
    try:
        yield
    finally:
        ids.uuid_utils.uuid7 = real

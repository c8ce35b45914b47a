# SPDX-License-Identifier: EUPL-1.2
"""One seeded life of a practice: bad clocks, disks and lines, a server that is restored, then healing."""

import datetime as dt
import heapq
import itertools
import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import sqlalchemy as sa

from lgc_app.services.rhythm import EVERY_SECONDS, seconds_to_next
from lgc_core.errors import OutsideError
from lgc_core.model import ids
from lgc_core.model.ids import derived_id
from lgc_core.model.patient import Patient
from lgc_core.model.values.when import REUNION
from lgc_core.oplog.clock import HybridClock
from lgc_core.oplog.fuse import CONFIRMED, REFUSED, Fuse, decision
from lgc_core.oplog.merge import SERVER
from lgc_core.oplog.operation import SCHEMA_VERSION, Op, change
from lgc_core.store import states
from lgc_core.store.local_tables import outbox
from lgc_core.store.store import Store
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.store.tables import op as op_table
from lgc_core.sync import exchange as exchange_module
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.exchange import Exchange
from lgc_core.sync.holding import batches, held_ops
from tests.simulation.faults import Death, FaultyRegion, Mortal, Server
from tests.simulation.gestures import act
from tests.support.record import PRACTICE, copy_of, make_arbiter, make_store

TEN_YEARS_MS = 10 * 365 * 86_400_000
HOUR_MS = 3_600_000
START_MS = 1_795_000_000_000
SKEWS = (0, 0, 60_000, HOUR_MS, -TEN_YEARS_MS, TEN_YEARS_MS)
ROUND_TRIP_S = 0.2
OPS_PER_S = 2_000.0
"""Slower than what the benchmark measures, applied and pushed."""

STUCK_AFTER_S = 60.0
_FUSED = 0.4
_SPEAKING = 0.2
_PATIENTS = ENTITY_TABLES[Patient].c


class Post:
    """One computer: its file survives a death, its memory does not."""

    def __init__(self, number: int, rng: random.Random, server: Server, practice: str = PRACTICE) -> None:
        self.device = f"poste-{number}"
        self.rng, self._server = rng, server
        self.is_newer = rng.random() < 0.25
        self.empties = server.arbiter._fuse.floor == 0
        self.skew_ms = rng.choice(SKEWS)
        self.failures = self.lives = 0
        self._ticks = itertools.count(START_MS, 1000)
        self.saved: dict[str, str] = {}
        self.store = make_store(self.device, practice)
        self._disk: sa.Engine | None = None
        self.has_lost_a_disk = False
        self._mortal = Mortal(self.store.engine)
        self.restart()

    def restart(self) -> None:
        """Open the same file again: counters go on from the log on disk."""
        self.lives += 1
        self._mortal.arm(0)
        self.store = Store(self.store.engine, self.store.post.practice, self.device, self.now)
        self.store.post.clock = HybridClock(self.device, self._last_hlc(), now=self.wall_ms)

    def wall_ms(self) -> int:
        """Return what the clock of this computer says, wrong as it may be."""
        return next(self._ticks) + self.skew_ms

    def now(self) -> dt.datetime:
        """Return the same as a date."""
        return dt.datetime.fromtimestamp(self.wall_ms() / 1000, REUNION)

    def act(self) -> None:
        """Do a gesture and remember what was promised to be kept."""
        act(self.rng, self.store, is_newer=self.is_newer, empties=self.empties)
        self._remember()

    def die_while_writing(self) -> None:
        """Be killed just before a commit: nothing was promised."""
        self._mortal.arm(1)
        with suppress(Death):
            act(self.rng, self.store)
        self.restart()

    def exchange(self, rate: float) -> tuple[int, float]:
        """Run one exchange over a line with this rate of faults; return what moved and how long it took."""
        region = FaultyRegion(self._server, self.device, self.rng, rate)
        exchange_module.wall_ms = self.wall_ms  # type: ignore[attr-defined]
        if self.rng.random() < rate:
            self._mortal.arm(self.rng.randint(1, 6))
        moved = 1
        try:
            report = Exchange(self.store, region, lambda _: b"signature of a test", self._pause(rate)).run()
            moved, self.failures = report.pushed + report.pulled, 0
        except Death:
            self.restart()
            self.failures += 1
        except OutsideError:
            self.failures += 1
        self._mortal.arm(0)
        return moved, region.requests * ROUND_TRIP_S + moved / OPS_PER_S

    def keep_disk(self) -> None:
        """Make the backup that this computer may be put back to."""
        self._disk = copy_of(self.store.engine)

    def lose_disk(self, elsewhere: set[str]) -> None:
        """Be put back to the backup: what was neither in it nor anywhere else was on the dead disk only."""
        if self._disk is None:
            return
        self.has_lost_a_disk = True
        self.store.engine = copy_of(self._disk)
        self._mortal = Mortal(self.store.engine)
        self.restart()
        here = self.ops_held()
        self.saved = {one: body for one, body in self.saved.items() if one in here or one in elsewhere}

    def ops_held(self) -> set[str]:
        """Return the operations in this computer's file."""
        with self.store.reading() as connection:
            return set(connection.execute(sa.select(op_table.c.op_id)).scalars())

    def waiting(self) -> int:
        """Return how many operations are still in the queue."""
        with self.store.reading() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(outbox)).scalar_one()

    def _pause(self, rate: float):
        def pause() -> None:
            if self.rng.random() < rate / 2:
                raise Death

        return pause

    def _remember(self) -> None:
        with self.store.reading() as connection:
            own = sa.select(op_table.c.op_id, op_table.c.body).where(op_table.c.device == self.device)
            self.saved.update((row[0], row[1]) for row in connection.execute(own))

    def _last_hlc(self) -> str:
        with self.store.reading() as connection:
            own = sa.select(sa.func.max(op_table.c.hlc)).where(op_table.c.device == self.device)
            return connection.execute(own).scalar() or ""


def make_server(seed: int, practice: str) -> Server:
    """Return a region whose clock is right and, for some seeds, whose fuse blows at the first deletion."""
    fuse = Fuse(floor=0) if random.Random(f"fuse {seed}").random() < _FUSED else Fuse()
    ticks = itertools.count(START_MS, 1000)

    def again(engine: sa.Engine) -> Arbiter:
        return Arbiter(engine, fuse=fuse, now=lambda: next(ticks))

    return Server(again(make_arbiter(practice)._engine), again)


def administer(arbiter: Arbiter) -> int:
    """Settle what the fuse held by its id: asked again after a restore, the answer is the same."""
    with arbiter._engine.connect() as connection:
        found = [
            op for one in batches(connection) for op in held_ops(connection, one.partition, one.device, one.upto)
        ]
    for op in found:
        arbiter.write(op.partition, [decision(op, CONFIRMED if int(op.op_id[-1], 16) % 4 else REFUSED)])
    return len(found)


def speak(arbiter: Arbiter, rng: random.Random, at_ms: int) -> None:
    """Let the region write a field of its own, as region_writer.py does: the id tells the state, not the words."""
    engine = arbiter._engine
    with engine.connect() as connection:
        known = connection.execute(sa.select(_PATIENTS.id, _PATIENTS.partition).order_by(_PATIENTS.id)).all()
        if not known:
            return
        entity, partition = rng.choice(known)
        state = states.load(connection, [("patient", entity)])["patient", entity]
    words = Op(
        op_id=derived_id(SERVER, entity, state.last_op, "dossier_id"),
        partition=partition,
        device=SERVER,
        dev_seq=at_ms,
        hlc=HybridClock(SERVER, now=lambda: at_ms).tick(),
        sv=SCHEMA_VERSION,
        actor=SERVER,
        kind="set",
        entity_type="patient",
        entity_id=entity,
        fields={"dossier_id": change(f"dossier {at_ms}", base=state.version("dossier_id"))},
    )
    arbiter.write(partition, [words])


class World:
    """A region and the posts of one practice."""

    def __init__(
        self, seed: int, server: Server | None = None, practice: str = PRACTICE, posts: int | None = None
    ) -> None:
        self.rng = random.Random(seed)
        self.practice = practice
        self.server = server or make_server(seed, practice)
        self._has_an_administrator = self.rng.random() < 0.5
        count = posts or self.rng.choice([2, 2, 3, 4])
        self.posts = [Post(n, self.rng, self.server, practice) for n in range(count)]
        self._posts_may_be_restored = self.rng.random() < 0.3
        self._backup: sa.Engine | None = None
        self._voice = random.Random(f"region {seed}")
        self._region_speaks = self._voice.random() < _SPEAKING
        self._moments = itertools.count(START_MS, 1000)
        self.restores = 0
        self.is_silent = False
        """Whether a restore changed no epoch: against the rules, and nothing shows it of lines never pulled."""

        self.stuck: list[str] = []
        """Posts whose queue was not empty a minute after the faults healed."""

    @property
    def deaths(self) -> int:
        """Count how often a process was killed."""
        return sum(post.lives - 1 for post in self.posts)

    def live(self, steps: int) -> None:
        """Let things happen."""
        rate = self.rng.choice([0.0, 0.1, 0.3])
        for _ in range(steps):
            draw = self.rng.random()
            post = self.rng.choice(self.posts)
            if self._has_an_administrator and self.rng.random() < 0.1:
                administer(self.server.arbiter)
            if self._region_speaks and self._voice.random() < _SPEAKING:
                speak(self.server.arbiter, self._voice, next(self._moments))
            if draw < 0.55:
                post.act()
            elif draw < 0.85:
                post.exchange(rate)
            elif draw < 0.88:
                post.die_while_writing()
            elif draw < 0.90:
                post.skew_ms = self.rng.choice(SKEWS)
            elif draw < 0.92:
                self.server.deliver_late(self.rng)
            elif self._posts_may_be_restored:
                self._disks(post)
            elif draw < 0.97 or self._backup is None:
                self._backup = copy_of(self.server.arbiter._engine)
            else:
                self._restore(self._backup)

    def _disks(self, post: Post) -> None:
        if self.rng.random() < 0.5:
            post.keep_disk()
            return
        with self.server.arbiter._engine.connect() as connection:
            elsewhere = set(connection.execute(sa.select(op_table.c.op_id)).scalars())
        post.lose_disk(elsewhere)

    def _restore(self, backup: sa.Engine) -> None:
        """Put the server back to an older copy; sometimes nobody says so with a new epoch."""
        self.server.restore(copy_of(backup))
        self.restores += 1
        if self.rng.random() < 0.7:
            self.server.arbiter.new_epoch()
        else:
            self.is_silent = True

    def heal(self) -> None:
        """Let every post exchange at its own rhythm, in simulated time, until nothing moves any more."""
        due = [(self._wait(post), number) for number, post in enumerate(self.posts)]
        heapq.heapify(due)
        idle: set[int] = set()
        has_looked = False
        while len(idle) < len(self.posts):
            now, number = heapq.heappop(due)
            if now > STUCK_AFTER_S and not has_looked:
                has_looked = True
                self.stuck = [f"{post.device}: stuck" for post in self.posts if post.waiting()]
            if now > 10 * STUCK_AFTER_S:
                return
            moved, took = self.posts[number].exchange(0.0)
            moved += administer(self.server.arbiter)
            idle = idle | {number} if not moved else set()
            heapq.heappush(due, (now + took + self._wait(self.posts[number]), number))

    def _wait(self, post: Post) -> float:
        return seconds_to_next(post.failures, EVERY_SECONDS, self.rng.random())


@contextmanager
def seeded_ids(seed: int) -> Iterator[None]:
    """Draw ids from the seed, rising as UUIDv7 do, and hold the wall clock: a failure can be played again."""
    rng, count = random.Random(f"ids {seed}"), itertools.count(1)
    real, wall = ids.uuid_utils.uuid7, exchange_module.wall_ms

    def drawn() -> uuid.UUID:
        return uuid.UUID(int=(next(count) << 80) | (7 << 76) | (2 << 62) | rng.getrandbits(62))

    ids.uuid_utils.uuid7 = drawn
    try:
        yield
    finally:
        ids.uuid_utils.uuid7, exchange_module.wall_ms = real, wall  # type: ignore[attr-defined]

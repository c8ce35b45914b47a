# SPDX-License-Identifier: EUPL-1.2
"""One exchange of a post with the region: offer what waits, receive what is new.

The loop is the only thing that talks to the region about the record. It stops at any point without loss: the
outbox and the cursor move in the same transactions as the rows.
"""

import base64
import time
from collections.abc import Callable
from typing import Final

import msgspec
import sqlalchemy as sa

from lgc_core.errors import OutsideError
from lgc_core.oplog.clock import CLAMP_MS, is_well_formed, milliseconds, wall_ms
from lgc_core.store import outbox
from lgc_core.store.changes import NOTHING, Changes
from lgc_core.store.identity import REF, TRAIL, kind_of, trail
from lgc_core.store.rewind import rewind
from lgc_core.store.store import Store
from lgc_core.sync.cursors import Cursor, continues, links_of, read_cursor, write_cursor
from lgc_core.sync.errors import EpochChangedError, ForeignPartitionError, SyncRefusedError
from lgc_core.sync.fold import Fold
from lgc_core.sync.greeting import greet
from lgc_core.sync.lease import LEASE_DAYS
from lgc_core.sync.pace import Pace
from lgc_core.sync.partitions import (
    Allowed,
    PersonClaim,
    held,
    keep_allowed,
    let_go,
    read_allowed,
    waiting_partitions,
)
from lgc_core.sync.protocol import (
    MAX_BYTES,
    MAX_OPS,
    HandshakeRequest,
    HandshakeResponse,
    OpResult,
    PulledOp,
    PullRequest,
    PullResponse,
    PushRequest,
    SyncProtocol,
)
from lgc_core.sync.reread import catch_up

PUSH_BATCH: Final = MAX_OPS
PUSH_BYTES: Final = MAX_BYTES * 3 // 4
"""Plain bytes of one push: it fits the limit of the wire even if nothing compresses."""


class ChainMismatchError(OutsideError):
    """The region's log is not the one this post received; nothing is lost, the post must be rebuilt."""

    def __init__(self) -> None:
        super().__init__("Le journal reçu ne correspond pas. Rien n’est perdu ; prévenez le support régional.")


class _Stamp(msgspec.Struct, frozen=True, gc=False):
    """Who wrote an operation and when: reading the rest of it again would take a tenth of the applying."""

    device: str
    dev_seq: int
    hlc: str


_STAMP: Final = msgspec.json.Decoder(_Stamp)


class UnansweredError(OutsideError):
    """The region took a request and said nothing about the operations in it: they stay in the queue."""

    def __init__(self) -> None:
        super().__init__("La région n’a pas confirmé l’envoi. Rien n’est perdu ; il sera refait.")


class RegionForgotError(OutsideError):
    """The region's log is shorter than, or other than, what it gave this post: it lost something."""

    def __init__(self, epoch: str) -> None:
        super().__init__("Le serveur régional a perdu une partie de son journal. Vos données sont renvoyées.")
        self.epoch = epoch


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What one exchange did."""

    pushed: int = 0
    pulled: int = 0
    refused: int = 0
    skew_ms: int = 0
    lease_days: int = LEASE_DAYS
    changes: Changes = NOTHING
    features: tuple[str, ...] = ()
    must_update: bool = False
    """Nothing was received: the region asks for a newer version first."""

    gone: tuple[str, ...] = ()
    """Partitions that this post forgot: the right to them has ended, and nothing of them waited here."""


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """What went both ways in one partition or several."""

    results: tuple[OpResult, ...] = ()
    pulled: int = 0
    changes: Changes = NOTHING

    def __add__(self, more: "Moved") -> "Moved":
        """Return both together."""
        results, pulled = self.results + more.results, self.pulled + more.pulled
        return Moved(results=results, pulled=pulled, changes=self.changes | more.changes)


class Exchange:
    """Runs exchanges for one store over one transport."""

    def __init__(
        self,
        store: Store,
        region: SyncProtocol,
        sign: Callable[[bytes], bytes],
        pause: Callable[[], None] = lambda: None,
        *,
        is_idle: bool = False,
        claims: tuple[PersonClaim, ...] = (),
    ) -> None:
        self._store = store
        self._region = region
        self._sign = sign
        self._pause = pause
        self._pace = Pace(is_idle=is_idle)
        self._claims = claims
        self._allowed = Allowed()

    def run(self) -> Report:
        """Push, then pull, until the region has nothing new; the practice's own record first.

        Raises:
            OutsideError: when the region cannot be reached or refuses; what was exchanged stays exchanged.
        """
        schema = self._store.schema
        upgraded = catch_up(self._store, self._pause)
        asked = HandshakeRequest(sv=schema.version, now_ms=wall_ms(), claims=self._claims)
        hello = greet(self._store, self._region, asked)
        self._listen(hello)
        if schema.version < hello.min_sv:
            return self._only_sent(hello, upgraded)
        moved = self._offer_ended() + self._in_step(self._store.post.cabinet)
        for partition in self._allowed.open:
            moved += self._beside(partition)
        gone, forgotten = self._let_go()
        return Report(
            pushed=len(moved.results),
            pulled=moved.pulled,
            refused=sum(result.outcome == "quarantined" for result in moved.results),
            skew_ms=hello.skew_ms,
            lease_days=hello.lease_days,
            changes=moved.changes | forgotten | upgraded,
            gone=gone,
            features=hello.features,
        )

    def _only_sent(self, hello: HandshakeResponse, changes: Changes) -> Report:
        """Send everything and receive nothing: this version is too old to read what the others write."""
        results = self.offer()
        refused = sum(result.outcome == "quarantined" for result in results)
        return Report(
            pushed=len(results), refused=refused, skew_ms=hello.skew_ms, changes=changes, must_update=True
        )

    def _listen(self, hello: HandshakeResponse) -> None:
        """Note which partitions the region names; one that does not speak of them changes nothing here."""
        with self._store.reading() as connection:
            self._allowed = read_allowed(connection)
        if hello.partitions is None:
            return
        told = Allowed(open=hello.partitions, ended=hello.ended)
        if told != self._allowed:
            with self._store.writing() as connection:
                keep_allowed(connection, told)
            self._allowed = told

    def _in_step(self, partition: str) -> Moved:
        """Exchange one partition; begin it again once when the region lives another life or forgot."""
        try:
            return self._both_ways(partition)
        except (EpochChangedError, RegionForgotError) as changed:
            self._rewind(partition, changed.epoch)
            moved = self._again(partition)
            with self._store.writing() as connection:
                forgotten = self._fold(connection, partition).refold_forgotten()
            return moved + Moved(changes=forgotten)

    def _beside(self, partition: str) -> Moved:
        """Exchange a partition beside the practice's own: a right that ends meanwhile stops nothing else."""
        try:
            return self._in_step(partition)
        except ForeignPartitionError:
            return Moved()

    def _offer_ended(self) -> Moved:
        """Send what waits of partitions whose right has ended: the region takes it, set aside, whole."""
        if not self._allowed.ended:
            return Moved()
        with self._store.reading() as connection:
            waiting = [one for one in waiting_partitions(connection) if one in self._allowed.ended]
        return Moved(results=tuple(result for one in waiting for result in self._push(one)))

    def _let_go(self) -> tuple[tuple[str, ...], Changes]:
        """Forget the partitions whose right has ended, in a transaction each, once nothing of them waits."""
        with self._store.reading() as connection:
            due = held(connection, self._allowed.ended)
        gone = []
        for partition in due:
            with self._store.writing() as connection:
                if let_go(connection, partition):
                    gone.append(partition)
        return tuple(gone), Changes(entities=frozenset((kind_of(one), one) for one in gone))

    def offer(self) -> list[OpResult]:
        """Push everything and pull nothing: what a revoked post may still do.

        Raises:
            OutsideError: when the region cannot be reached; what was taken stays taken.
        """
        try:
            return self._push_everything()
        except EpochChangedError as changed:
            self._rewind(self._store.post.cabinet, changed.epoch)
            return self._push_everything()

    def _push_everything(self) -> list[OpResult]:
        with self._store.reading() as connection:
            beside = {self._store.post.cabinet, trail(self._store.post.practice)}
            others = [one for one in waiting_partitions(connection) if one not in beside]
        return self._push_all(self._store.post.cabinet) + [one for name in others for one in self._push(name)]

    def _push_all(self, partition: str) -> list[OpResult]:
        if partition == self._store.post.cabinet:
            return self._push(self._store.post.cabinet) + self._push(trail(self._store.post.practice))
        return [] if kind_of(partition) == REF else self._push(partition)

    def _both_ways(self, partition: str) -> Moved:
        first, changes = self._learn_epoch(partition)
        results = self._push_all(partition)
        pulled, more = self._pull(partition)
        if self._offer_lost_again(partition):  # at once: waiting for the next exchange would hold it a minute
            results += self._push(partition)
            again, late = self._pull(partition)
            pulled, more = pulled + again, more | late
        return Moved(results=tuple(results), pulled=first + pulled, changes=changes | more)

    def _learn_epoch(self, partition: str) -> tuple[int, Changes]:
        """Know the life of the region before anything is offered: a restore after the first push must show.

        A post that may not pull (revoked, or to be updated) still offers what it holds.
        """
        if self._cursor(partition).epoch:
            return 0, NOTHING
        try:
            return self._pull(partition)
        except SyncRefusedError:
            return 0, NOTHING

    def _again(self, partition: str) -> Moved:
        """Go through everything once more; a log that still does not hold together is for a person to look at."""
        try:
            return self._both_ways(partition)
        except RegionForgotError as forgot:
            raise ChainMismatchError from forgot

    def _push(self, partition: str) -> list[OpResult]:
        results: list[OpResult] = []
        while batch := self._next_batch(partition):
            bodies = tuple(waiting.body for waiting in batch)
            request = PushRequest(
                partition=partition,
                epoch=self._cursor(partition).epoch,
                sv=self._store.schema.version,
                ops=bodies,
                signature=base64.b64encode(self._sign(push_digest(bodies))).decode(),
            )
            response = self._region.push(request)
            sent = {waiting.op_id for waiting in batch}
            answered = tuple(result for result in response.results if result.op_id in sent)
            if not answered:
                raise UnansweredError
            self._acknowledge(partition, answered)
            results += answered
            self._pause()
        return results

    def _next_batch(self, partition: str) -> list[outbox.Waiting]:
        with self._store.writing() as connection:
            batch = outbox.unanswered(connection, partition, PUSH_BATCH, PUSH_BYTES)
            outbox.mark(connection, [waiting.op_id for waiting in batch], outbox.SENT)
        return batch

    def _acknowledge(self, partition: str, results: tuple[OpResult, ...]) -> None:
        answered = [result.op_id for result in results]
        pushed_only = kind_of(partition) == TRAIL
        with self._store.writing() as connection:
            if pushed_only:
                outbox.settle(connection, answered)
            else:
                outbox.mark(connection, answered, outbox.ACKNOWLEDGED)

    def _pull(self, partition: str) -> tuple[int, Changes]:
        count, changes = 0, NOTHING
        while True:
            at = self._cursor(partition)
            response = self._region.pull(self._next_page(partition, at))
            changes |= self._receive(partition, at, response)
            count += len(response.ops)
            if not response.ops or response.ops[-1].seq >= response.head:
                return count, changes

    def _next_page(self, partition: str, at: Cursor) -> PullRequest:
        return PullRequest(partition=partition, epoch=at.epoch, after=at.seq, sv=self._store.schema.version)

    def _offer_lost_again(self, partition: str) -> int:
        """Put what was acknowledged and is not in the order back in the queue: the region lost it."""
        with self._store.writing() as connection:
            return outbox.offer_again(connection, partition)

    def _receive(self, partition: str, at: Cursor, response: PullResponse) -> Changes:
        changes = NOTHING
        links = links_of(at.chain, response.ops)
        if not continues(at, response, links):
            raise RegionForgotError(response.epoch) if at.seq else ChainMismatchError
        done = 0
        while done < len(response.ops):
            some = response.ops[done : done + self._pace.batch]
            done += len(some)
            link = links[done - 1]
            changes |= self._apply(partition, some, Cursor(epoch=response.epoch, seq=some[-1].seq, chain=link))
            self._pause()
        if not response.ops and not at.epoch:
            self._keep_cursor(partition, Cursor(epoch=response.epoch))
        return changes

    def _apply(self, partition: str, some: tuple[PulledOp, ...], at: Cursor) -> Changes:
        with self._store.writing(gives_way=True) as connection:
            started = time.perf_counter()
            changes = self._fold(connection, partition).run(some)
            write_cursor(connection, partition, at)
            self._pace.took(len(some), time.perf_counter() - started)
        self._observe([_STAMP.decode(one.body) for one in some])
        return changes

    def _fold(self, connection: sa.Connection, partition: str) -> Fold:
        return Fold(connection, partition, read=self._store.schema.read)

    def _observe(self, seen: list[_Stamp]) -> None:
        """Follow the clocks of others, never a malformed one nor one far ahead of the wall; one's own always."""
        post, limit = self._store.post, wall_ms() + CLAMP_MS
        for op in seen:
            if op.device == post.device and is_well_formed(op.hlc):
                post.meet_own(op.dev_seq, op.hlc)
            elif is_well_formed(op.hlc) and milliseconds(op.hlc) < limit:
                post.clock.observe(op.hlc)

    def _rewind(self, partition: str, epoch: str) -> None:
        """Start over under a new epoch: own operations are offered again, nothing on this post is dropped.

        The read trail, never pulled, goes with the practice's record; every other partition has its own life.
        """
        now = self._store.now().isoformat(timespec="milliseconds")
        names = (
            {partition, trail(self._store.post.practice)} if partition == self._store.post.cabinet else {partition}
        )
        with self._store.writing() as connection:
            rewind(connection, self._store.post.device, now, names)
            write_cursor(connection, partition, Cursor(epoch=epoch))

    def _cursor(self, partition: str) -> Cursor:
        with self._store.reading() as connection:
            return read_cursor(connection, partition)

    def _keep_cursor(self, partition: str, at: Cursor) -> None:
        with self._store.writing() as connection:
            write_cursor(connection, partition, at)


def push_digest(bodies: tuple[str, ...]) -> bytes:
    """Return the bytes that the device key signs for a push."""
    return b"LGC-PUSH/1\n" + "\n".join(bodies).encode()

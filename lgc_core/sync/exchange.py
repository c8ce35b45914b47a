# SPDX-License-Identifier: EUPL-1.2
"""One exchange of a post with the region: offer what waits, receive what is new.

The loop is the only thing that talks to the region about the record. It stops at any point without loss: the
outbox and the cursor move in the same transactions as the rows.
"""

import base64
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from lgc_core.errors import OutsideError
from lgc_core.oplog.clock import is_well_formed, milliseconds, wall_ms
from lgc_core.oplog.operation import SCHEMA_VERSION, Op, decode
from lgc_core.store import outbox
from lgc_core.store.changes import NOTHING, Changes
from lgc_core.store.identity import trail
from lgc_core.store.local_tables import cursor
from lgc_core.store.rewind import rewind
from lgc_core.store.store import Store
from lgc_core.sync import chain
from lgc_core.sync.errors import EpochChangedError, SyncRefusedError
from lgc_core.sync.fold import Fold
from lgc_core.sync.lease import LEASE_DAYS
from lgc_core.sync.pace import Pace
from lgc_core.sync.protocol import (
    MAX_BYTES,
    MAX_OPS,
    HandshakeRequest,
    OpResult,
    PulledOp,
    PullRequest,
    PullResponse,
    PushRequest,
    SyncProtocol,
)

PUSH_BATCH: Final = MAX_OPS
PUSH_BYTES: Final = MAX_BYTES * 3 // 4
"""Plain bytes of one push: it fits the limit of the wire even if nothing compresses."""

_CLOCK_CLAMP_MS: Final = 5 * 60_000
"""How far ahead another device may pull this post's clock (sync-protocol.md, Clock)."""


class ChainMismatchError(OutsideError):
    """The region's log is not the one this post received; nothing is lost, the post must be rebuilt."""

    def __init__(self) -> None:
        super().__init__("Le journal reçu ne correspond pas. Rien n’est perdu ; prévenez le support régional.")


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


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """Where this post is in the order of one partition."""

    epoch: str = ""
    seq: int = 0
    chain: bytes = chain.START


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
    ) -> None:
        self._store = store
        self._region = region
        self._sign = sign
        self._pause = pause
        self._pace = Pace(is_idle=is_idle)

    def run(self) -> Report:
        """Push, then pull, until the region has nothing new.

        Raises:
            OutsideError: when the region cannot be reached or refuses; what was exchanged stays exchanged.
        """
        hello = self._region.handshake(HandshakeRequest(sv=SCHEMA_VERSION, now_ms=wall_ms()))
        try:
            results, pulled, changes = self._both_ways()
        except (EpochChangedError, RegionForgotError) as changed:
            self._rewind(changed.epoch)
            results, pulled, changes = self._again()
        refused = sum(result.outcome == "quarantined" for result in results)
        return Report(
            pushed=len(results),
            pulled=pulled,
            refused=refused,
            skew_ms=hello.skew_ms,
            lease_days=hello.lease_days,
            changes=changes,
        )

    def offer(self) -> list[OpResult]:
        """Push everything and pull nothing: what a revoked post may still do.

        Raises:
            OutsideError: when the region cannot be reached; what was taken stays taken.
        """
        try:
            return self._push_all()
        except EpochChangedError as changed:
            self._rewind(changed.epoch)
            return self._push_all()

    def _push_all(self) -> list[OpResult]:
        return self._push(self._store.post.cabinet) + self._push(trail(self._store.post.practice))

    def _both_ways(self) -> tuple[list[OpResult], int, Changes]:
        cabinet = self._store.post.cabinet
        first, changes = self._learn_epoch(cabinet)
        results = self._push_all()
        pulled, more = self._pull(cabinet)
        if self._offer_lost_again(cabinet):  # at once: waiting for the next exchange would hold it a minute
            results += self._push(cabinet)
            again, late = self._pull(cabinet)
            pulled, more = pulled + again, more | late
        return results, first + pulled, changes | more

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

    def _again(self) -> tuple[list[OpResult], int, Changes]:
        """Go through everything once more; a log that still does not hold together is for a person to look at."""
        try:
            return self._both_ways()
        except RegionForgotError as forgot:
            raise ChainMismatchError from forgot

    def _push(self, partition: str) -> list[OpResult]:
        results: list[OpResult] = []
        while batch := self._next_batch(partition):
            bodies = tuple(waiting.body for waiting in batch)
            request = PushRequest(
                partition=partition,
                epoch=self._cursor(partition).epoch,
                sv=SCHEMA_VERSION,
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
        pushed_only = partition.startswith("trail:")
        with self._store.writing() as connection:
            if pushed_only:
                outbox.settle(connection, answered)
            else:
                outbox.mark(connection, answered, outbox.ACKNOWLEDGED)

    def _pull(self, partition: str) -> tuple[int, Changes]:
        count, changes = 0, NOTHING
        while True:
            at = self._cursor(partition)
            response = self._region.pull(PullRequest(partition=partition, epoch=at.epoch, after=at.seq))
            changes |= self._receive(partition, at, response)
            count += len(response.ops)
            if not response.ops or response.ops[-1].seq >= response.head:
                return count, changes

    def _offer_lost_again(self, partition: str) -> int:
        """Put what was acknowledged and is not in the order back in the queue: the region lost it."""
        with self._store.writing() as connection:
            return outbox.offer_again(connection, partition)

    def _receive(self, partition: str, at: Cursor, response: PullResponse) -> Changes:
        changes = NOTHING
        links = _links(at.chain, response.ops)
        if not _continues(at, response, links):
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
        ops = [decode(one.body) for one in some]  # before the turn to write: people wait for it
        with self._store.writing(gives_way=True) as connection:
            started = time.perf_counter()
            changes = Fold(connection, self._store.post.device).run(some, ops)
            write_cursor(connection, partition, at)
            self._pace.took(len(some), time.perf_counter() - started)
        self._observe(ops)
        return changes

    def _observe(self, seen: list[Op]) -> None:
        """Follow the clocks of others, never a malformed one nor one far ahead of the wall; one's own always."""
        post, limit = self._store.post, wall_ms() + _CLOCK_CLAMP_MS
        for op in seen:
            if op.device == post.device and is_well_formed(op.hlc):
                post.meet_own(op.dev_seq, op.hlc)
            elif is_well_formed(op.hlc) and milliseconds(op.hlc) < limit:
                post.clock.observe(op.hlc)

    def _rewind(self, epoch: str) -> None:
        """Start over under a new epoch: own operations are offered again, nothing on this post is dropped."""
        now = self._store.now().isoformat(timespec="milliseconds")
        with self._store.writing() as connection:
            rewind(connection, self._store.post.device, now)
            write_cursor(connection, self._store.post.cabinet, Cursor(epoch=epoch))

    def _cursor(self, partition: str) -> Cursor:
        with self._store.reading() as connection:
            row = connection.execute(sa.select(cursor).where(cursor.c.partition == partition)).first()
        return Cursor() if row is None else Cursor(epoch=row.epoch, seq=row.seq, chain=row.chain)

    def _keep_cursor(self, partition: str, at: Cursor) -> None:
        with self._store.writing() as connection:
            write_cursor(connection, partition, at)


def push_digest(bodies: tuple[str, ...]) -> bytes:
    """Return the bytes that the device key signs for a push."""
    return b"LGC-PUSH/1\n" + "\n".join(bodies).encode()


def _continues(at: Cursor, response: PullResponse, links: list[bytes]) -> bool:
    """Tell whether an answer goes on from what this post holds."""
    places = [at.seq, *(one.seq for one in response.ops)]
    if any(after <= before for before, after in pairwise(places)):
        return False
    if not links:
        return response.head == at.seq and response.chain in ("", at.chain.hex())
    return links[-1].hex() == response.chain


def _links(start: bytes, ops: tuple[PulledOp, ...]) -> list[bytes]:
    links = []
    link = start
    for one in ops:
        link = chain.extend(link, one.seq, one.body)
        links.append(link)
    return links


def write_cursor(connection: sa.Connection, partition: str, at: Cursor) -> None:
    """Remember where this post is in the order of a partition."""
    values = {"partition": partition, "epoch": at.epoch, "seq": at.seq, "chain": at.chain}
    insert = sqlite.insert(cursor).values(values)
    connection.execute(insert.on_conflict_do_update(index_elements=["partition"], set_=values))

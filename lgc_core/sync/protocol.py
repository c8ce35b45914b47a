# SPDX-License-Identifier: EUPL-1.2
"""OPLOG/1: the contract between a post and the region, declared once (docs/protocol.md is its specification).

Implemented by the HTTP client, by the server, and in process for tests: they cannot drift.
"""

from typing import Final, Literal, Protocol

import msgspec

from lgc_core.sync.circle_seals import CircleSeal
from lgc_core.sync.partitions import PersonClaim

PROTOCOL: Final = "OPLOG/1"
MAX_OPS: Final = 1_000
"""Operations in one push or pull."""
MAX_BYTES: Final = 1024 * 1024
"""Bytes of one compressed push."""
MAX_PLAIN_BYTES: Final = 16 * 1024 * 1024
"""Bytes of one push after decompression: a bomb stops here."""

Outcome = Literal["applied", "duplicate", "conflict", "quarantined"]


class HandshakeRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a post speaks and what its clock says (UTC milliseconds).

    Attributes:
        claims: cards of people who work on this post, shown again until the region has noted them.
        circles: what the region once said of circles of care that it does not name any more.
    """

    protocol: str = PROTOCOL
    sv: int
    now_ms: int
    claims: tuple[PersonClaim, ...] = ()
    circles: tuple[CircleSeal, ...] = ()


class HandshakeResponse(msgspec.Struct, frozen=True, kw_only=True):
    """What the region speaks; `skew_ms` is the post's clock minus the region's.

    Attributes:
        lease_days: how many days the post may write without another exchange.
        partitions: what the post may pull beside its practice's record; None from a region that does not say.
        ended: partitions whose right was taken back from this post.
    """

    protocol: str = PROTOCOL
    sv: int
    min_sv: int
    skew_ms: int
    features: tuple[str, ...] = ()
    lease_days: int = 30
    partitions: tuple[str, ...] | None = None
    ended: tuple[str, ...] = ()


class PushRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Operations of one device, oldest first, as the exact bytes that the device stored.

    Attributes:
        epoch: epoch under which the device knows the partition, empty before its first pull.
        signature: base64 ECDSA (P-256, SHA-256) by the device key over `push_digest` (docs/decisions/0004).
    """

    partition: str
    epoch: str
    sv: int
    ops: tuple[str, ...]
    signature: str = ""


class OpResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one operation; `seq` is its place in the server's order."""

    op_id: str
    outcome: Outcome
    seq: int
    reason: str = ""


class PushResponse(msgspec.Struct, frozen=True, kw_only=True):
    """One result per operation, in the order of the push, after the commit."""

    epoch: str
    results: tuple[OpResult, ...]


class PullRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What comes after a place in the server's order; `sv` is the version that the post can read."""

    partition: str
    epoch: str
    after: int
    limit: int = MAX_OPS
    sv: int = 1


class PulledOp(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One operation of the server's order, as the text that its author stored.

    Attributes:
        quarantine: why the server set it aside, if it did.
        hlc: the clock that orders it, where the one in the body was too far ahead (oplog/clock.py, Clamp).
    """

    seq: int
    body: str
    quarantine: str = ""
    hlc: str = ""


class PullResponse(msgspec.Struct, frozen=True, kw_only=True):
    """Operations in order, the head of the partition and the chain hash after the last one given (hex)."""

    epoch: str
    ops: tuple[PulledOp, ...]
    head: int
    chain: str


class Hint(msgspec.Struct, frozen=True, kw_only=True):
    """Where the practice's record stands, and whether somebody wrote there or beside it: worth an exchange."""

    epoch: str
    head: int
    news: bool = False


class SyncProtocol(Protocol):
    """What a post may ask of the region."""

    def handshake(self, request: HandshakeRequest) -> HandshakeResponse:
        """Agree on versions and measure the clock."""
        ...

    def push(self, request: PushRequest) -> PushResponse:
        """Offer operations; offering twice is harmless."""
        ...

    def pull(self, request: PullRequest) -> PullResponse:
        """Receive what others did, and one's own operations in the server's order."""
        ...

# SPDX-License-Identifier: EUPL-1.2
"""The server's own services behind SyncProtocol, without a network: entitlements, rights, order, merge."""

import base64
from dataclasses import dataclass, field

import sqlalchemy as sa
from cryptography.hazmat.primitives.serialization import Encoding

from lgc_app.sync.device_key import DeviceKey
from lgc_core.oplog.operation import Op, encode
from lgc_core.store.store import Store
from lgc_core.store.tables import metadata
from lgc_core.sync.errors import EpochChangedError, ForeignPartitionError, SyncRefusedError
from lgc_core.sync.exchange import Exchange, Report, push_digest
from lgc_core.sync.partitions import PersonClaim, claim_statement
from lgc_core.sync.protocol import (
    HandshakeRequest,
    HandshakeResponse,
    OpResult,
    PullRequest,
    PullResponse,
    PushRequest,
    PushResponse,
)
from sync_server.refusals import RefusedError
from sync_server.services import entitlements, exchange
from sync_server.services.card_trust import CardTrust
from sync_server.services.devices import Post
from sync_server.services.dossiers import Dossiers
from sync_server.tables import server
from tests.support.igc import pairs_of, simulated_igc
from tests.support.mtls import card_signature
from tests.support.record import make_store, memory_engine


def region_engine(engine: sa.Engine | None = None) -> sa.Engine:
    """Return an empty database of a region, in memory unless one is given."""
    engine = engine or memory_engine()
    metadata.create_all(engine)
    server.create_all(engine)
    return engine


def card_trust() -> CardTrust:
    """Return the trust of a region that accepts simulated cards."""
    igc = simulated_igc()
    return CardTrust((igc.root.certificate,), (igc.persons.certificate,), simulated=True)


@dataclass
class RegionWithin:
    """A region as one post sees it."""

    engine: sa.Engine
    post: Post
    key: DeviceKey
    asked: list[HandshakeRequest] = field(default_factory=list)

    def handshake(self, request: HandshakeRequest) -> HandshakeResponse:
        self.asked.append(request)
        entitlements.note_claims(self.engine, card_trust(), self.post, request.claims)
        Dossiers(self.engine, bytes(32)).settle(self.post.practice, request.circles)
        allowed = entitlements.allowed_to(self.engine, self.post)
        return HandshakeResponse(sv=request.sv, min_sv=1, skew_ms=0, partitions=allowed.open, ended=allowed.ended)

    def push(self, request: PushRequest) -> PushResponse:
        with _as_on_the_wire():
            return exchange.push(self.engine, self.post, request, self.key.key.public_key())

    def pull(self, request: PullRequest) -> PullResponse:
        with _as_on_the_wire():
            return exchange.pull(self.engine, self.post, request)


class _as_on_the_wire:  # noqa: N801  read as a sentence
    """Turn the refusals of the server into those that a client raises."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind, error, trace) -> None:
        if isinstance(error, RefusedError):
            if error.body["code"] == "epoch":
                raise EpochChangedError(str(error.body["epoch"])) from error
            if error.body["code"] == "partition":
                raise ForeignPartitionError from error
            raise SyncRefusedError(str(error.body["phrase"])) from error


@dataclass
class PostWithin:
    """A post of a practice and its line to the region."""

    store: Store
    region: RegionWithin

    def exchange(self, *claims: PersonClaim) -> Report:
        return Exchange(self.store, self.region, self.region.key.sign, claims=claims).run()

    def claim(self, owner) -> PersonClaim:
        """Return the proof that a card gives on this post."""
        pair = pairs_of(owner).auth
        certificate = pair.certificate.public_bytes(Encoding.DER)
        said = claim_statement(self.store.post.practice, self.store.post.device, certificate)
        return PersonClaim(certificate=certificate, signature=card_signature(pair, said))


_KEY = DeviceKey.generate()
"""One key for every post: the tests of this file are not about keys."""


def post_within(engine: sa.Engine, device: str, practice: str) -> PostWithin:
    """Return an empty post that a region knows."""
    return PostWithin(make_store(device, practice), RegionWithin(engine, Post(device, practice, False), _KEY))


def post_key() -> DeviceKey:
    """Return the key of every post of these tests."""
    return _KEY


def push_of(post: PostWithin, partition: str, *ops: Op | str) -> OpResult:
    """Push operations as they are, signed, and return what became of the first."""
    bodies = tuple(op if isinstance(op, str) else encode(op).decode() for op in ops)
    signature = base64.b64encode(post.region.key.sign(push_digest(bodies))).decode()
    asked = PushRequest(partition=partition, epoch="", sv=1, ops=bodies, signature=signature)
    return post.region.push(asked).results[0]

# SPDX-License-Identifier: EUPL-1.2
"""The server's end of an exchange: rights, the push signature, then the log."""

import base64
import binascii
import contextlib
import re
from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

import msgspec
import sqlalchemy as sa
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes

from lgc_core.oplog.operation import Op, decode
from lgc_core.oplog.upcast import OLDEST, Schema
from lgc_core.store.identity import cabinet
from lgc_core.store.tables import partition as partition_table
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.errors import ForeignPartitionError, SyncRefusedError
from lgc_core.sync.exchange import push_digest
from lgc_core.sync.protocol import MAX_OPS, Hint, PullRequest, PullResponse, PushRequest, PushResponse
from sync_server.db import reading
from sync_server.refusals import RefusedError, refused
from sync_server.services import author_rights, flows
from sync_server.services.clock import now_ms
from sync_server.services.devices import Post, note_set_aside
from sync_server.services.entitlements import may_pull, place_of
from sync_server.services.post_signature import verify_by_post
from sync_server.services.rights import refuse_for

_HLC: Final = re.compile(r"[0-9a-f]{16}-.{1,64}\Z")
_NUL: Final = b"\\u0000"
"""The one way to write that character in JSON: looking for it in every field took a tenth of a push."""

T = TypeVar("T")
BIGGEST: Final = 2**53
"""Numbers past it are no sequence of ours and overflow somebody's integer."""


def push(engine: sa.Engine, post: Post, asked: PushRequest, key: CertificatePublicKeyTypes) -> PushResponse:
    """Order and merge operations of a post.

    Raises:
        RefusedError: the whole request, with the code that the client acts on.
    """
    statement = push_digest(asked.ops)
    ops = _read(asked, may_have_nul=_NUL in statement)
    _check_signature(asked, key, statement)
    try:
        place = place_of(engine, post, asked.partition)
        if place.partition != asked.partition:  # taken whole and set aside; the epoch is that of another order
            asked = msgspec.structs.replace(asked, partition=place.partition, epoch="")
        arbiter = Arbiter(engine, refuse_for(post, place.refusal), judge=author_rights.judge_for(post, now_ms()))
        note = partial(_note, post, ops)
        response = _opened(arbiter, asked.partition, lambda: arbiter.push(asked, post.id, ops, note))
    except SyncRefusedError as error:
        raise refused(error) from error
    if post.revoked and any(result.outcome == "quarantined" for result in response.results):
        note_set_aside(engine, post)
    return response


def pull(engine: sa.Engine, post: Post, asked: PullRequest, oldest: int = OLDEST) -> PullResponse:
    """Serve operations to a post, unless its version is older than the oldest that may pull.

    Raises:
        RefusedError: the whole request, with the code that the client acts on.
    """
    if not (0 <= asked.after <= BIGGEST and 1 <= asked.limit <= MAX_OPS):
        raise RefusedError(400, "unreadable", "Demande illisible. Mettez le logiciel à jour.")
    try:
        if not may_pull(engine, post, asked.partition):
            raise ForeignPartitionError
        arbiter = Arbiter(engine, schema=Schema(oldest=oldest))
        return _opened(arbiter, asked.partition, lambda: arbiter.pull(asked))
    except SyncRefusedError as error:
        raise refused(error) from error


def head_of(engine: sa.Engine, post: Post) -> Hint:
    """Return where the record of a post's practice stands."""
    query = sa.select(partition_table).where(partition_table.c.id == cabinet(post.practice))
    with reading(engine) as connection:
        row = connection.execute(query).first()
    return Hint(epoch=row.epoch, head=row.seq) if row else Hint(epoch="", head=0)


def _read(asked: PushRequest, *, may_have_nul: bool) -> list[Op]:
    if len(asked.ops) > MAX_OPS:
        raise RefusedError(413, "too-large", "Trop d’opérations à la fois. Rien n’a été enregistré.")
    try:
        ops = [decode(body) for body in asked.ops]
    except msgspec.MsgspecError as error:
        raise RefusedError(400, "unreadable", "Opération illisible. Mettez le logiciel à jour.") from error
    if not all(map(_is_well_formed, ops)) or (may_have_nul and any(map(_has_nul, ops))):
        raise RefusedError(400, "unreadable", "Opération illisible. Mettez le logiciel à jour.")
    return ops


def _is_well_formed(op: Op) -> bool:
    """Tell whether the envelope of an operation can be read by every other post."""
    return 0 <= op.dev_seq <= BIGGEST and _HLC.match(op.hlc) is not None


def _has_nul(op: Op) -> bool:
    """Tell whether the envelope of an operation cannot be stored here; its fields are looked at one by one."""
    return "\0" in "".join(str(getattr(op, name)) for name in op.__struct_fields__ if name != "fields")


def _check_signature(asked: PushRequest, key: CertificatePublicKeyTypes, statement: bytes) -> None:
    try:
        verify_by_post(key, base64.b64decode(asked.signature, validate=True), statement)
    except (InvalidSignature, binascii.Error) as error:
        sentence = "La signature du poste ne correspond pas à l’envoi. Il sera renvoyé."
        raise RefusedError(403, "signature", sentence) from error


def _opened(arbiter: Arbiter, partition: str, exchange: Callable[[], T]) -> T:
    """Exchange in a partition, created the first time; two posts at the same moment: one finds it there."""
    try:
        return exchange()
    except ForeignPartitionError:
        with contextlib.suppress(sa.exc.IntegrityError):
            arbiter.open_partition(partition)
        return exchange()


def _note(post: Post, ops: list[Op], connection: sa.Connection, response: PushResponse) -> None:
    author_rights.note(connection, post, ops, response)
    aside = sum(result.outcome == "quarantined" for result in response.results)
    flows.count(connection, flows.EXCHANGES, done=len(response.results) - aside, refused=aside)

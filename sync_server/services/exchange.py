# SPDX-License-Identifier: EUPL-1.2
"""The server's end of an exchange: rights, the push signature, then the log."""

import base64
import binascii
import re
from functools import partial
from typing import Final

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
_NUL: Final = "\\u0000"
"""The one way to write that character in JSON: looking for it in every field took a tenth of a push."""

BIGGEST: Final = 2**53
"""Numbers past it are no sequence of ours and overflow somebody's integer."""


def push(engine: sa.Engine, post: Post, asked: PushRequest, key: CertificatePublicKeyTypes) -> PushResponse:
    """Order and merge operations of a post.

    Raises:
        RefusedError: the whole request, with the code that the client acts on.
    """
    ops = _read(asked)
    _check_signature(asked, key)
    try:
        place = place_of(engine, post, asked.partition)
        if place.partition != asked.partition:  # taken whole and set aside; the epoch is that of another order
            asked = msgspec.structs.replace(asked, partition=place.partition, epoch="")
        arbiter = Arbiter(engine, refuse_for(post, place.refusal), judge=author_rights.judge_for(post, now_ms()))
        _open(engine, arbiter, asked.partition)
        response = arbiter.push(asked, post.id, ops, partial(_note, post, ops))
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
        _open(engine, arbiter, asked.partition)
        return arbiter.pull(asked)
    except SyncRefusedError as error:
        raise refused(error) from error


def head_of(engine: sa.Engine, post: Post) -> Hint:
    """Return where the record of a post's practice stands."""
    query = sa.select(partition_table).where(partition_table.c.id == cabinet(post.practice))
    with reading(engine) as connection:
        row = connection.execute(query).first()
    return Hint(epoch=row.epoch, head=row.seq) if row else Hint(epoch="", head=0)


def _read(asked: PushRequest) -> list[Op]:
    if len(asked.ops) > MAX_OPS:
        raise RefusedError(413, "too-large", "Trop d’opérations à la fois. Rien n’a été enregistré.")
    try:
        ops = [decode(body) for body in asked.ops]
    except msgspec.MsgspecError as error:
        raise RefusedError(400, "unreadable", "Opération illisible. Mettez le logiciel à jour.") from error
    if not all(map(_is_well_formed, ops, asked.ops)):
        raise RefusedError(400, "unreadable", "Opération illisible. Mettez le logiciel à jour.")
    return ops


def _is_well_formed(op: Op, body: str) -> bool:
    """Tell whether the envelope of an operation can be stored here and read by every other post."""
    if _NUL in body and "\0" in "".join(
        str(getattr(op, name)) for name in op.__struct_fields__ if name != "fields"
    ):
        return False
    return 0 <= op.dev_seq <= BIGGEST and _HLC.match(op.hlc) is not None


def _check_signature(asked: PushRequest, key: CertificatePublicKeyTypes) -> None:
    try:
        verify_by_post(key, base64.b64decode(asked.signature, validate=True), push_digest(asked.ops))
    except (InvalidSignature, binascii.Error) as error:
        sentence = "La signature du poste ne correspond pas à l’envoi. Il sera renvoyé."
        raise RefusedError(403, "signature", sentence) from error


def _open(engine: sa.Engine, arbiter: Arbiter, partition: str) -> None:
    """Create the partition at its first exchange; two posts at the same moment: one finds it there."""
    with reading(engine) as connection:
        if connection.scalar(sa.select(partition_table.c.id).where(partition_table.c.id == partition)):
            return
    try:
        arbiter.open_partition(partition)
    except sa.exc.IntegrityError:
        return


def _note(post: Post, ops: list[Op], connection: sa.Connection, response: PushResponse) -> None:
    author_rights.note(connection, post, ops, response)
    aside = sum(result.outcome == "quarantined" for result in response.results)
    flows.count(connection, flows.EXCHANGES, done=len(response.results) - aside, refused=aside)

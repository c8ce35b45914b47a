# SPDX-License-Identifier: EUPL-1.2
"""What a post may do with the region's log, and why one operation is set aside."""

import re
from collections.abc import Callable
from typing import Final

from lgc_core.model.catalogue import BY_NAME
from lgc_core.oplog.operation import Op
from lgc_core.store.identity import kind_of
from sync_server.services.devices import Post

_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")
_NUL: Final = b"\\u0000"
"""PostgreSQL cannot keep it in a text."""


def refuse_for(post: Post, refusal: str = "") -> Callable[[Op], str]:
    """Return what sets an operation of this post aside: kept whole, ordered, shown, never applied."""
    if refusal and not post.revoked:
        return lambda _op: refusal
    return _revoked if post.revoked else refusal_of


def _revoked(op: Op) -> str:
    del op
    return "poste révoqué"


def refusal_of(op: Op) -> str:
    """Return why an operation cannot be applied, an empty text when it may be tried."""
    if not (_ID.match(op.op_id) and _ID.match(op.entity_id)):
        return "identifiant illisible"
    if _NUL in b",".join([change.v for change in op.fields.values()]):
        return "caractère interdit"
    kind = BY_NAME.get(op.entity_type)
    if kind is not None and kind_of(op.partition) not in (kind.partition_kind, *kind.other_kinds):
        return "partition étrangère"
    return ""

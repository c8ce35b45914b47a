# SPDX-License-Identifier: EUPL-1.2
"""What a person decided about conflicts: the part of an operation of kind `resolve` that cites them."""

from typing import Annotated, Final

import msgspec

from lgc_core.model.ids import derived_id
from lgc_core.oplog.operation import RESOLVED_FIELD, Change, Op, change

MAX_CITED: Final = 1000
"""Conflicts in one decision: what one push may have made."""


class Cited(msgspec.Struct, frozen=True, kw_only=True):
    """One conflict by the two operations that met."""

    winner: str
    loser: str


_Some = Annotated[tuple[Cited, ...], msgspec.Meta(max_length=MAX_CITED)]


class Resolution(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The conflicts over one field that a decision closes, or opens again when it is undone."""

    field: str
    closes: _Some = ()
    reopens: _Some = ()

    def closed_ids(self, entity_id: str) -> tuple[str, ...]:
        """Return the conflicts closed."""
        return tuple(conflict_id(entity_id, self.field, one.loser) for one in self.closes)

    def reopened_ids(self, entity_id: str) -> tuple[str, ...]:
        """Return the conflicts opened again."""
        return tuple(conflict_id(entity_id, self.field, one.loser) for one in self.reopens)


def conflict_id(entity_id: str, field: str, loser_op: str) -> str:
    """Return the id that every post and the region give to one conflict."""
    return derived_id("conflict", entity_id, field, loser_op)


def cite(resolution: Resolution) -> Change:
    """Return the citation as it travels in an operation."""
    return change(resolution)


def cited_by(op: Op) -> Resolution | None:
    """Return what an operation decided, None when it cites nothing readable."""
    given = op.fields.get(RESOLVED_FIELD)
    if given is None:
        return None
    try:
        return msgspec.json.decode(given.v, type=Resolution)
    except msgspec.ValidationError:
        return None

# SPDX-License-Identifier: EUPL-1.2
"""The fuse on mass deletion: a push that takes out too much waits for an administrator of the region. Pure.

A stolen session, a script gone wrong or a finger on the wrong list deletes many things at once; one practice's day
does not (sync-protocol.md, rule g). What is held is stored whole and ordered, what follows goes on, and a decision
is an operation of the region: every post folds it at the same place.
"""

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from lgc_core.model.ids import derived_id
from lgc_core.oplog.merge import SERVER
from lgc_core.oplog.operation import Op
from lgc_core.oplog.state import EntityState

HELD: Final = "suppressions en nombre, à confirmer"
"""Reason of what the fuse set aside; the only one that a later operation of the region may settle."""

Verdict = Literal["confirmé", "refusé"]
CONFIRMED: Final = "confirmé"
REFUSED: Final = "refusé"

WINDOW_MINUTES: Final = 10
"""What one post had held this long ago counts with what it takes out now: a batch is cut into several pushes."""


class Fuse(msgspec.Struct, frozen=True, kw_only=True):
    """How many living entities one post may take out at a time.

    Attributes:
        most: above it the fuse blows whatever the size of the practice (sync-protocol.md, Delete).
        share: above this part of what the practice has alive, it blows too.
        floor: up to here it never blows: 5 % of a practice that opens is three appointments, and whoever empties
            a wrong day, or a file made twice, takes out a dozen or two. From 400 entities on, 5 % is above it.
    """

    most: int = 50
    share: float = 0.05
    floor: int = 20

    @property
    def enough(self) -> int:
        """Return the size of a practice from which its share no longer matters."""
        return round(self.most / self.share)

    def limit(self, alive: int) -> int:
        """Return how many a practice of this size may take out at a time."""
        return min(self.most, max(self.floor, int(alive * self.share)))


def taken_out(annuls: Sequence[Op], states: dict[tuple[str, str], EntityState]) -> set[tuple[str, str]]:
    """Return the entities that the region has alive and that these deletions take out.

    What was made and taken out within the same push was never seen by anybody else.
    """
    asked = {(op.entity_type, op.entity_id) for op in annuls}
    return {key for key in asked if key in states and states[key].annulled_op is None}


def decision(held: Op, verdict: Verdict) -> Op:
    """Return the operation by which the region decides: the same deletion, or a change of nothing.

    It is a pure function of what was held, so that a region restored before the decision and asked again writes
    the very same bytes. The base stays the writer’s: what somebody touched meanwhile is a conflict, and not gone.
    """
    return Op(
        op_id=derived_id(verdict, held.op_id),
        partition=held.partition,
        device=SERVER,
        dev_seq=held.dev_seq,
        hlc=f"{held.hlc[:16]}-{SERVER}",
        sv=held.sv,
        actor=held.actor,
        kind="annul" if verdict == CONFIRMED else "set",
        entity_type=held.entity_type,
        entity_id=held.entity_id,
        fields=held.fields if verdict == CONFIRMED else {},
        cause=held.op_id,
    )


def verdict_of(op: Op) -> tuple[str, Verdict] | None:
    """Return the operation that was held and what the region decided, None for any other operation."""
    if op.device != SERVER or not op.cause:
        return None
    for verdict in (CONFIRMED, REFUSED):
        if op.op_id == derived_id(verdict, op.cause):
            return op.cause, verdict
    return None

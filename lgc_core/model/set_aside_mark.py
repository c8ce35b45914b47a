# SPDX-License-Identifier: EUPL-1.2
"""What a person decided about an operation that was set aside: every post of the practice shows the same list."""

from typing import Annotated, Literal

from lgc_core.model.entity import A, E, Entity
from lgc_core.model.ids import derived_id

MarkState = Literal["à corriger", "corrigé", "abandonné"]


class SetAsideMark(Entity, frozen=True, kw_only=True):
    """The mark on one operation of « À corriger »; the operation itself stays whole in the log."""

    other_kinds = ("user",)

    op: Annotated[str, E]
    state: Annotated[MarkState, A]
    note: Annotated[str, A] = ""


def mark_id(op_id: str) -> str:
    """Return the id that every post gives to the mark of an operation."""
    return derived_id("set_aside_mark", op_id)

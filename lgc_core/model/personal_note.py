# SPDX-License-Identifier: EUPL-1.2
"""Personal notes beside a consultation: their author's, in the author's own partition."""

from typing import Annotated

from lgc_core.model.entity import C, E, Entity
from lgc_core.model.ids import derived_id


class PersonalNote(Entity, frozen=True, kw_only=True):
    """What one person noted for themselves; never sealed, sent, exported or shown to anybody else.

    It is born in `user:` (model.md §2, Partition), so that the posts of colleagues never receive it.
    """

    partition_kind = "user"

    practice: Annotated[str, E]
    encounter: Annotated[str, E]
    patient: Annotated[str, E]
    text: Annotated[str, C] = ""


def personal_note_id(ps_id: str, encounter: str) -> str:
    """Return the id that every post gives to the notes of this person beside this consultation."""
    return derived_id("personal_note", ps_id, encounter)

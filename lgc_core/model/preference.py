# SPDX-License-Identifier: EUPL-1.2
"""What a person likes, on whatever post they work."""

from typing import Annotated

from lgc_core.model.entity import A, E, Entity
from lgc_core.model.ids import derived_id


class Preference(Entity, frozen=True, kw_only=True):
    """One setting of one person, in their own partition."""

    partition_kind = "user"

    name: Annotated[str, E]
    value: Annotated[str, A] = ""


def preference_id(ps_id: str, name: str) -> str:
    """Return the id that every post gives to this setting of this person."""
    return derived_id("preference", ps_id, name)

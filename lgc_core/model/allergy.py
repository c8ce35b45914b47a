# SPDX-License-Identifier: EUPL-1.2
"""Allergies, intolerances and adverse effects; merged as a union, removed only knowingly."""

from typing import Annotated, Literal

from lgc_core.model.entity import B, E, Entity
from lgc_core.model.values import Concept, Source, When


class Allergy(Entity, frozen=True, kw_only=True):
    """One agent that harms this patient (CI-SIS entries E.40 › E.41)."""

    patient: Annotated[str, E]
    kind: Annotated[Literal["allergie", "intolérance", "effet indésirable"], B] = "allergie"
    agent: Annotated[Concept, B]
    status: Annotated[Literal["actif", "résolu"], B] = "actif"
    criticality: Annotated[Concept | None, B] = None
    onset: Annotated[When | None, B] = None
    reactions: Annotated[tuple[Concept, ...], B] = ()
    comment: Annotated[str, B] = ""
    source: Annotated[Source | None, E] = None

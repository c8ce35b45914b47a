# SPDX-License-Identifier: EUPL-1.2
"""One contact with the patient: a draft until it is signed, then only an addendum (model.md §4.C)."""

from typing import Annotated, Literal

from lgc_core.model.entity import B_SEALED, E, Entity, Regime
from lgc_core.model.values import Concept, Interval, Stamp

EncounterStatus = Literal["brouillon", "signe"]


class Encounter(Entity, frozen=True, kw_only=True):
    """Consultation, visit or call; kind is a JDV_J142 code (AMB, HH, VR)."""

    regime = Regime.DRAFT

    patient: Annotated[str, E]
    kind: Annotated[str, B_SEALED] = "AMB"
    period: Annotated[Interval, B_SEALED]
    responsible: Annotated[Stamp, B_SEALED]
    reasons: Annotated[tuple[Concept, ...], B_SEALED] = ()
    main_act: Annotated[Concept | None, B_SEALED] = None
    status: Annotated[EncounterStatus, B_SEALED] = "brouillon"

# SPDX-License-Identifier: EUPL-1.2
"""What the patient is meant to take: input of every safety check."""

from typing import Annotated, Literal

from lgc_core.model.entity import B, E, Entity
from lgc_core.model.values import Concept, Interval, Posology, Source


class Treatment(Entity, frozen=True, kw_only=True):
    """One line of the current treatment (CI-SIS entry E.42); a DCI alone is legal."""

    patient: Annotated[str, E]
    product: Annotated[Concept, B]
    posology: Annotated[Posology | None, B] = None
    period: Annotated[Interval, B] = Interval()
    reason: Annotated[str, B] = ""
    nature: Annotated[Literal["fond", "ponctuel", "si_besoin", "automédication"], B] = "fond"
    status: Annotated[Literal["en_cours", "suspendu", "arrêté"], B] = "en_cours"
    stop_reason: Annotated[str, B] = ""
    source: Annotated[Source | None, E] = None

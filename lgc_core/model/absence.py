# SPDX-License-Identifier: EUPL-1.2
"""« Aucun connu », « non recherché »: statements with an author and a date, not empty lists."""

from typing import Annotated, Literal

from lgc_core.model.entity import B, E, Entity
from lgc_core.model.ids import derived_id

Topic = Literal["allergie", "traitement", "problème", "acte", "dispositif", "vaccin", "famille"]


class Absence(Entity, frozen=True, kw_only=True):
    """A topic said to be empty; a living row of the topic beats it at emission."""

    patient: Annotated[str, E]
    topic: Annotated[Topic, E]
    reason: Annotated[Literal["aucun_connu", "non_recherché", "indisponible"], B]
    at: Annotated[str, B]


def absence_id(patient: str, topic: str) -> str:
    """Return the id that every post gives to this statement."""
    return derived_id("absence", patient, topic)

# SPDX-License-Identifier: EUPL-1.2
"""Problems, antecedents, family history and risk factors."""

from typing import Annotated, Literal

from lgc_core.model.entity import B, E, Entity
from lgc_core.model.values import Concept, Interval, Source

ProblemKind = Literal["problème", "antécédent", "familial", "risque"]
ProblemStatus = Literal["actif", "inactif", "rémission", "résolu"]


class Problem(Entity, frozen=True, kw_only=True):
    """One line of the problem list (CI-SIS entries E.39 › E.37)."""

    patient: Annotated[str, E]
    kind: Annotated[ProblemKind, B] = "problème"
    code: Annotated[Concept, B]
    status: Annotated[ProblemStatus, B] = "actif"
    period: Annotated[Interval, B] = Interval()
    severity: Annotated[Concept | None, B] = None
    comment: Annotated[str, B] = ""
    relative: Annotated[str, B] = ""
    ald: Annotated[str, B] = ""
    source: Annotated[Source | None, E] = None

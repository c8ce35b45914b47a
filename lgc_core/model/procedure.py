# SPDX-License-Identifier: EUPL-1.2
"""Acts done and surgical antecedents."""

from typing import Annotated

from lgc_core.model.entity import B, E, Entity
from lgc_core.model.values import Concept, Source, Stamp, When


class Procedure(Entity, frozen=True, kw_only=True):
    """One act (CI-SIS entry E.62)."""

    patient: Annotated[str, E]
    code: Annotated[Concept, B]
    when: Annotated[When, B]
    site: Annotated[Concept | None, B] = None
    performer: Annotated[Stamp | None, B] = None
    comment: Annotated[str, B] = ""
    source: Annotated[Source | None, E] = None

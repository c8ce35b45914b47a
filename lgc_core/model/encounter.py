# SPDX-License-Identifier: EUPL-1.2
"""One contact with the patient: a draft until it is signed, then only an addendum (model.md §4.C)."""

from typing import Annotated, Literal

import msgspec

from lgc_core.model.entity import B_SEALED, B, E, Entity, Regime
from lgc_core.model.values import Author, Concept, Interval, Stamp, When

EncounterStatus = Literal["brouillon", "signe"]


class WrongFile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a signed contact is not of the patient in whose file it is; its text and its seal stay as they are.

    Attributes:
        patient, draft: the file where its text was copied, and the contact that waits there for its signature.
        measures: those that were taken out of this file with it, annulled.
    """

    by: Author
    at: str
    why: str
    patient: str = ""
    draft: str = ""
    measures: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Return who said it, when and why; never whose note it is."""
        said = f"signalé par {self.by.name} le {When(text=self.at[:10]).display()}"
        return f"{said}\u00a0: {self.why}" if self.why else said


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
    wrong_file: Annotated[WrongFile | None, B] = None
    """Said after the seal, as an addendum is: the only field that a signature does not close."""

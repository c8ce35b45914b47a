# SPDX-License-Identifier: EUPL-1.2
"""An injection given, declared, or refused."""

from typing import Annotated, Literal

from lgc_core.model.entity import E, Entity, Regime
from lgc_core.model.values import Concept, Source, Stamp, When


class Vaccination(Entity, frozen=True, kw_only=True):
    """One vaccine event (CI-SIS entry E.45); an unknown lot is said, not left blank.

    Attributes:
        targets: what it protects from, keys of `lgc_core.clinical.vaccination.valences`; empty when not known.
        expiry: ISO date of the box.
        gtin: GS1 number of the box (14 digits).
        site: where it was injected, in words.
        reason: why it was given in spite of a warning.
    """

    regime = Regime.FACT

    patient: Annotated[str, E]
    vaccine: Annotated[Concept, E]
    act: Annotated[Literal["INITIMMUNIZ", "BOOSTER", "IMMUNIZ"], E] = "IMMUNIZ"
    dose_number: Annotated[int, E] = 0
    at: Annotated[When, E]
    lot: Annotated[str, E] = ""
    lot_missing: Annotated[str, E] = ""
    targets: Annotated[tuple[str, ...], E] = ()
    expiry: Annotated[str, E] = ""
    gtin: Annotated[str, E] = ""
    site: Annotated[str, E] = ""
    reason: Annotated[str, E] = ""
    performer: Annotated[Stamp | None, E] = None
    declared: Annotated[bool, E] = False
    not_done: Annotated[str, E] = ""
    corrects: Annotated[str, E] = ""
    source: Annotated[Source | None, E] = None

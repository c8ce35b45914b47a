# SPDX-License-Identifier: EUPL-1.2
"""A person's membership of the practice: the right comes from here, the card proves only who."""

import enum
from typing import Annotated

import msgspec

from lgc_core.model.entity import A_ADMIN, B, E, Entity
from lgc_core.model.values import Author, Concept, PersonName


class Role(enum.StrEnum):
    """The five roles of a practice."""

    MEDECIN = "medecin"
    INFIRMIER = "infirmier"
    SECRETAIRE = "secretaire"
    REMPLACANT = "remplacant"
    ADMIN = "admin"


class StaffCard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A card enrolled for this person on a post of the practice.

    Attributes:
        since, until: days, ISO. From `until` on no post lets it in: each one drops its slot at its next exchange.
    """

    cert_sha256: str
    label: str = ""
    since: str = ""
    until: str = ""


class Staff(Entity, frozen=True, kw_only=True):
    """One person in this practice; a remplaçant has an end date."""

    name: Annotated[PersonName, A_ADMIN]
    ps_id: Annotated[str, A_ADMIN] = ""
    profession: Annotated[Concept | None, A_ADMIN] = None
    mss: Annotated[str, A_ADMIN] = ""
    role: Annotated[Role, B]
    valid_from: Annotated[str, B] = ""
    valid_to: Annotated[str, B] = ""
    replaces: Annotated[str, B] = ""
    cards: Annotated[tuple[StaffCard, ...], E] = ()

    @property
    def author(self) -> Author:
        """Return the light signature for rows written by this person."""
        return Author(staff=self.id, name=self.name.shown, role=self.role.value, ps_id=self.ps_id)

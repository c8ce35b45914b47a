# SPDX-License-Identifier: EUPL-1.2
"""Appointment and waiting room in one: a walk-in is one without a plan."""

from typing import Annotated, Literal

import msgspec

from lgc_core.model.entity import A, B, E, Entity, F

Status = Literal["prévu", "arrivé", "en cours", "vu", "absent", "annulé"]


class Slot(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whom, from when to when (RFC 3339)."""

    staff: str
    start: str
    end: str


class Appointment(Entity, frozen=True, kw_only=True):
    """One place in somebody's day; an overlap at merge is shown, both stay."""

    slot: Annotated[Slot, F]
    patient: Annotated[str, E] = ""
    name: Annotated[str, A] = ""
    motif: Annotated[str, A] = ""
    status: Annotated[Status, B] = "prévu"
    arrived_at: Annotated[str, A] = ""
    called_at: Annotated[str, A] = ""
    seen_at: Annotated[str, A] = ""
    phone: Annotated[str, A] = ""
    short_notice: Annotated[str, A] = ""
    """When this person could come sooner, in words (« tous les matins »); empty: not on the list."""

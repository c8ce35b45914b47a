# SPDX-License-Identifier: EUPL-1.2
"""Envoi: one document to one destination; the outbox that people see."""

from typing import Annotated, Literal

import msgspec

from lgc_core.model.entity import F_SERVER, E, Entity

DispatchState = Literal["enregistré", "envoyé", "reçu", "refusé", "annulé"]


class Refusal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a service said no, in its code and in French with what to do."""

    code: str
    phrase: str
    at: str


class Dispatch(Entity, frozen=True, kw_only=True):
    """One sending; only the server moves it after creation."""

    patient: Annotated[str, E]
    document: Annotated[str, E]
    channel: Annotated[Literal["DMP", "MSS", "région", "pharmacie", "patient", "déclaration"], E]
    to: Annotated[str, E] = ""
    action: Annotated[Literal["soumettre", "remplacer", "masquer", "supprimer", "archiver"], E] = "soumettre"
    state: Annotated[DispatchState, F_SERVER] = "enregistré"
    error: Annotated[Refusal | None, F_SERVER] = None
    receipt: Annotated[str, F_SERVER] = ""
    received_at: Annotated[str, F_SERVER] = ""

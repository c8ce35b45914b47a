# SPDX-License-Identifier: EUPL-1.2
"""Invitation of a patient to the web view: a matricule and a one-time code printed by the practice."""

from typing import Annotated

from lgc_core.model.entity import F_SERVER, E, Entity


class Invitation(Entity, frozen=True, kw_only=True):
    """The server learns only the scrypt hash of the code; used once, then closed by the server.

    Attributes:
        matricule: the 15 characters that the patient types with the code.
        code_hash: scrypt hash, hex; salt: hex.
    """

    patient: Annotated[str, E]
    matricule: Annotated[str, E]
    code_hash: Annotated[str, E]
    salt: Annotated[str, E]
    expires_at: Annotated[str, E]
    used_at: Annotated[str, F_SERVER] = ""

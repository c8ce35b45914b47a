# SPDX-License-Identifier: EUPL-1.2
"""A post: one key, one lease; its push is still accepted after revocation, into quarantine."""

from typing import Annotated

from lgc_core.model.entity import F_SERVER, A, E, Entity


class Device(Entity, frozen=True, kw_only=True):
    """One computer of the practice; the public key is fixed at creation."""

    label: Annotated[str, A]
    public_key: Annotated[str, E]
    enrolled_by: Annotated[str, E] = ""
    state: Annotated[str, F_SERVER] = "demande"
    lease_until: Annotated[str, F_SERVER] = ""

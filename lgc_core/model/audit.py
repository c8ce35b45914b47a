# SPDX-License-Identifier: EUPL-1.2
"""Read trail: who looked at which file, why; hash-chained per device, pushed and never pulled by other posts."""

import hashlib
from typing import Annotated, Final, Literal

from lgc_core.model.canonical import canonical
from lgc_core.model.entity import E, Entity, Regime
from lgc_core.model.values import Author

FIRST_LINK: Final = "0" * 64
"""Hash before the first line of a device."""

ReadReason = Literal["soin", "bris de glace", "administratif", "patient"]


class AuditRead(Entity, frozen=True, kw_only=True):
    """One look at a patient's file."""

    regime = Regime.FACT
    partition_kind = "trail"

    at: Annotated[str, E]
    by: Annotated[Author, E]
    device: Annotated[str, E]
    patient: Annotated[str, E]
    what: Annotated[str, E]
    why: Annotated[ReadReason, E] = "soin"
    previous: Annotated[str, E]


def link(line: AuditRead) -> str:
    """Return the hash that the next line of this device must carry."""
    return hashlib.sha256(canonical(line).encode()).hexdigest()

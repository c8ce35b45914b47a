# SPDX-License-Identifier: EUPL-1.2
"""The exact bytes that somebody signed; rows are a projection, verification never re-serialises."""

import hashlib
from typing import Annotated, Any, Final, Literal

import msgspec

from lgc_core.model.canonical import canonical
from lgc_core.model.entity import D, Entity, Regime
from lgc_core.model.values import Stamp

SEAL_PREFIX: Final = b"LGC-SEAL/1\n"
"""Domain prefix hashed before the bytes, so that a seal can never be read as another kind of signature."""


class Seal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who sealed what, when and how; `signature` is base64, empty for a session seal."""

    sha256: str
    by: Stamp
    at: str
    method: Literal["carte", "session"]
    cert_sha256: str = ""
    signature: str = ""


class SealedRecord(Entity, frozen=True, kw_only=True):
    """Canonical text that was sealed, kept for ever."""

    regime = Regime.FACT

    patient: Annotated[str, D]
    aggregate_type: Annotated[str, D]
    aggregate_id: Annotated[str, D]
    content: Annotated[str, D]
    seal: Annotated[Seal, D]
    version: Annotated[int, D] = 1
    replaces: Annotated[str, D] = ""


def seal_content(content: dict[str, Any]) -> str:
    """Return the canonical text to be sealed."""
    return canonical(content)


def seal_digest(content: str) -> str:
    """Return the hex SHA-256 of the prefixed content: what the card signs."""
    return hashlib.sha256(SEAL_PREFIX + content.encode()).hexdigest()


def is_intact(record: SealedRecord) -> bool:
    """Tell whether the bytes kept are the ones that were sealed."""
    return seal_digest(record.content) == record.seal.sha256

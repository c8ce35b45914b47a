# SPDX-License-Identifier: EUPL-1.2
"""Identifiers: UUIDv7 made by the writer, UUIDv5 for what is unique by nature, 2.25 OIDs for documents."""

import uuid
from typing import Final

import uuid_utils

NAMESPACE: Final = uuid.UUID("6f1b6c2e-6d0e-5d0c-9a55-4c47430a9740")
"""Namespace of every deterministic id of this project; never changes."""

_UUID_ARC: Final = "2.25"
"""Arc of OIDs made from UUIDs (ITU-T X.667, 6.1): decimal, no leading zero."""


def new_id() -> str:
    """Return a fresh UUIDv7, lower-case text: ids sort by creation."""
    return str(uuid_utils.uuid7())


def made_ms(identifier: str) -> int:
    """Return when a UUIDv7 was made, UTC milliseconds; 0 for any other text."""
    head = identifier[:8] + identifier[9:13]
    is_v7 = len(identifier) == 36 and identifier[14] == "7"
    return int(head, 16) if is_v7 and all(one in "0123456789abcdef" for one in head) else 0


def derived_id(*parts: str) -> str:
    """Return the id that two posts give to the same thing without talking."""
    return str(uuid.uuid5(NAMESPACE, "\x1f".join(parts)))


def oid_of(identifier: str, root: str = "") -> str:
    """Return the OID of a UUID, under a registered arc when the practice has one."""
    number = uuid.UUID(identifier).int
    return f"{root or _UUID_ARC}.{number}"

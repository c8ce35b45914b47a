# SPDX-License-Identifier: EUPL-1.2
"""Rolling hash over the server's order: a post proves that it holds the same log."""

import hashlib
from typing import Final

from lgc_core.oplog.fuse import HELD

START: Final = bytes(32)


def extend(chain: bytes, seq: int, body: str, verdict: str = "") -> bytes:
    """Return the chain after one more operation, and what the region decided about it by its own clock."""
    return hashlib.sha256(chain + seq.to_bytes(8, "big") + body.encode() + verdict.encode()).digest()


def verdict(reason: str, hlc: str) -> str:
    """Return what the chain holds beside a body: the clock that was moved, if it was, and that the fuse held it.

    Both depend on the moment of the push: a region that was restored and offered the same bytes again may decide
    otherwise at the same place, and a post must see that. Other reasons follow from the order itself.
    """
    held = f"\n{HELD}" if reason == HELD else ""
    return f"\n{hlc}{held}" if hlc else held

# SPDX-License-Identifier: EUPL-1.2
"""Bring together what two hands wrote in one section: by lines if they did not touch, else one after another."""

from typing import Final

from lgc_core.oplog.line_merge import line_merge

OTHER_VERSION: Final = "— Autre version, écrite en même temps —"
"""Line between two versions that a person has to bring together; both stay in the note."""


def merged(base: str, theirs: str, mine: str) -> str:
    """Return one text in which no line of either side is lost (sync-protocol.md, class C)."""
    together = line_merge(base, theirs, mine)
    return f"{theirs}\n\n{OTHER_VERSION}\n{mine}" if together is None else together

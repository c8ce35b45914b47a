# SPDX-License-Identifier: EUPL-1.2
"""A day, a month or a year as a person types it in French."""

from typing import Final

from lgc_core.model.values.when import When

_LENGTHS: Final = (4, 7, 10)


def typed_when(typed: str) -> When | None:
    """Read `23/11/2026`, `11/2026`, `2026` or ISO; None when no calendar has such a date."""
    text = typed.strip()
    parts = text.split("/")
    if len(parts) > 1:
        text = "-".join(part.strip().zfill(2) for part in reversed(parts))
    if not text.isascii() or len(text) not in _LENGTHS or not all(p.isdigit() for p in text.split("-")):
        return None
    when = When(text=text)
    return when if when.earliest is not None else None

# SPDX-License-Identifier: EUPL-1.2
"""What to say of a clock that the region found off."""

from typing import Final

WORTH_A_WORD_MS: Final = 120_000
"""A clock that is further off than this is worth a word (sync-protocol.md, Clock)."""


def clock_words(skew_ms: int) -> str:
    """Return the sentence for a post's clock minus the region's, empty while it is about right."""
    if abs(skew_ms) <= WORTH_A_WORD_MS:
        return ""
    way = "avance" if skew_ms > 0 else "retarde"
    span = _span(abs(skew_ms) // 60_000)
    return f"L’horloge de ce poste {way} de {span}. Réglez l’heure de l’ordinateur ; le travail continue."


def _span(minutes: int) -> str:
    """Say a length of time in its largest unit."""
    days, hours = minutes // (24 * 60), minutes // 60
    if days > 1:
        return f"{days}\u00a0jours"
    return f"{hours}\u00a0h" if hours > 1 else f"{minutes}\u00a0min"

# SPDX-License-Identifier: EUPL-1.2
"""The prescriber's shorthand of intakes, « 1-0-1 », in the words of a patient."""

import re
from typing import Final

_SHORTHAND: Final = re.compile(r"\s*(\d{1,2}(?:[.,]\d)?|½)(?:\s*-\s*(?:\d{1,2}(?:[.,]\d)?|½)){2,3}\s*")
_MOMENTS: Final = ("le matin", "à midi", "le soir", "au coucher")


def intake_words(posology: str) -> str:
    """Return « 1 le matin, 1 le soir » for « 1-0-1 »; any other text is given back as it is, never guessed at."""
    if not _SHORTHAND.fullmatch(posology):
        return posology
    counts = [count.strip().replace(".", ",") for count in posology.split("-")]
    said = [
        f"{count} {moment}" for count, moment in zip(counts, _MOMENTS, strict=False) if count.strip("0,") != ""
    ]
    return ", ".join(said) or posology

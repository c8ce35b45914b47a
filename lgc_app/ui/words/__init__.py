# SPDX-License-Identifier: EUPL-1.2
"""Every French word on screen passes through tr(): one place for typography and, one day, for another language."""

from lgc_app.ui.theme.typography import french


def tr(sentence: str, **blanks: object) -> str:
    """Give a sentence as it is shown: no-break spaces put in, then `{blanks}` filled.

    Filled values are left as they are, except for typography: a patient's name is never searched for blanks.

    Raises:
        KeyError: when a blank has no value.
    """
    return french(french(sentence).format(**blanks)) if blanks else french(sentence)


def count(number: int, one: str, many: str) -> str:
    """Write a quantity with its word: "1 essai", "2 essais", "0 essai" (French: the plural starts at two)."""
    return french(f"{number} {one if number < 2 else many}")

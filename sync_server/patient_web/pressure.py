# SPDX-License-Identifier: EUPL-1.2
"""A blood pressure is one measure to a patient: « 148/82 », not two curves to bring together."""

import dataclasses
from typing import Final

from sync_server.patient_web.series import Series

_SYSTOLIC: Final = "Tension systolique"
_DIASTOLIC: Final = "Tension diastolique"


def joined(found: list[Series]) -> list[Series]:
    """Return the series with both pressures as one, where each high value has its low one; else untouched.

    The curve kept is that of the systolic values.
    """
    high = next((one for one in found if one.name == _SYSTOLIC), None)
    low = next((one for one in found if one.name == _DIASTOLIC), None)
    if high is None or low is None or not _match(high, low):
        return found
    rows = tuple((f"{_bare(top[0])}/{bottom[0]}", top[1]) for top, bottom in zip(high.rows, low.rows, strict=True))
    both = dataclasses.replace(high, name="Tension", value=f"{high.value}/{low.value}", rows=rows)
    return [both if one is high else one for one in found if one is not low]


def _match(high: Series, low: Series) -> bool:
    return high.unit == low.unit and [when for _, when in high.rows] == [when for _, when in low.rows]


def _bare(value: str) -> str:
    return value.partition("\u00a0")[0]

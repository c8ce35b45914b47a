# SPDX-License-Identifier: EUPL-1.2
"""Measures as clinicians write them: « TA 148/82 mmHg, FC 92/min, T 38,2 °C, SpO₂ 97 %, poids 82 kg »."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

import msgspec

from lgc_core.clinical.vitals import BY_LOINC, MEASURES, body_mass_index
from lgc_core.codes import LOINC
from lgc_core.model.observation import Observation

_SHORT: Final = {
    "pouls": "FC",
    "temperature": "T",
    "spo2": "SpO₂",
    "poids": "poids",
    "taille": "taille",
    "glycemie": "glycémie capillaire",
    "frequence_respiratoire": "FR",
    "perimetre_cranien": "PC",
    "douleur": "EVA",
}
_GLUED: Final = ("/",)
"""« 92/min » and « 3/10 » have no space before the stroke."""

_SYSTOLIC, _DIASTOLIC = "pas", "pad"
_RANK: Final = {measure.key: rank for rank, measure in enumerate(MEASURES)}


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """One measure: its LOINC code, its moment, the digits as received, its unit as printed, its own name."""

    code: str
    at_ms: int
    value: str
    unit: str
    name: str

    @property
    def key(self) -> str:
        """Return the key in the table of vitals, empty for another measure."""
        measure = BY_LOINC.get(self.code)
        return measure.key if measure else ""


def measures_line(observations: Iterable[Observation]) -> str:
    """Return the measures of a contact on one line; corrected ones and those without a number are left out."""
    listed = list(observations)
    corrected = {one.corrects for one in listed if one.corrects}
    taken = [made for one in listed if one.id not in corrected and (made := _taken(one)) is not None]
    return ", ".join(measure_parts(taken))


def measure_parts(taken: Sequence[Taken]) -> list[str]:
    """Return each measure in words, both pressures of one moment as one, in the order of an examination."""
    lows = {one.at_ms: one for one in taken if one.key == _DIASTOLIC}
    paired = {one.at_ms for one in taken if one.key == _SYSTOLIC and one.at_ms in lows}
    parts = [
        _pressure(one, lows[one.at_ms]) if one.key == _SYSTOLIC and one.at_ms in paired else _words(one)
        for one in sorted(taken, key=lambda one: (_RANK.get(one.key, len(_RANK)), one.at_ms))
        if not (one.key == _DIASTOLIC and one.at_ms in paired)
    ]
    return parts + _mass_index(taken)


def _taken(one: Observation) -> Taken | None:
    value = one.value.quantity if one.value else None
    if value is None:
        return None
    return Taken(
        code=one.code.code(LOINC) or "",
        at_ms=one.at.earliest_ms or 0,
        value=f"{value.comparator}{value.value}",
        unit=value.printed_unit,
        name=one.code.text,
    )


def _pressure(high: Taken, low: Taken) -> str:
    return f"TA\u00a0{high.value}/{low.value}\u00a0{high.unit}"


def _words(one: Taken) -> str:
    name = _SHORT.get(one.key, one.name)
    space = "" if one.unit.startswith(_GLUED) or not one.unit else "\u00a0"
    return f"{name}\u00a0{one.value.replace('.', ',')}{space}{one.unit}"


def _mass_index(taken: Sequence[Taken]) -> list[str]:
    """Say the index when one weight and one height were taken together."""
    weights, heights = ([one for one in taken if one.key == key] for key in ("poids", "taille"))
    if len(weights) != 1 or len(heights) != 1:
        return []
    try:
        index = body_mass_index(Decimal(weights[0].value), Decimal(heights[0].value))
    except ArithmeticError:
        return []
    return [f"IMC\u00a0{str(index).replace('.', ',')}\u00a0kg/m²"]

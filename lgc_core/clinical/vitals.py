# SPDX-License-Identifier: EUPL-1.2
"""The measures of a consultation: their LOINC code, unit, impossible and unusual bounds.

LOINC and units: profils Mesures de l’ANS v3.2.0; a value outside the possible range is refused, one outside the
usual range is asked once (model.md, Observation).
"""

from decimal import Decimal
from typing import Final

import msgspec

from lgc_core.codes import LOINC
from lgc_core.model.values import Concept, coded


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of measure; `possible` bounds refuse, `usual` bounds colour."""

    key: str
    words: str
    loinc: str
    unit: str
    unit_text: str
    possible: tuple[Decimal, Decimal]
    usual: tuple[Decimal, Decimal]

    @property
    def concept(self) -> Concept:
        """Return the coded name."""
        return coded(self.words, LOINC, self.loinc)


def _measure(key: str, words: str, loinc: str, unit: str, unit_text: str, bounds: str) -> Measure:
    low, usual_low, usual_high, high = (Decimal(part) for part in bounds.split())
    return Measure(
        key=key,
        words=words,
        loinc=loinc,
        unit=unit,
        unit_text=unit_text,
        possible=(low, high),
        usual=(usual_low, usual_high),
    )


MEASURES: Final[tuple[Measure, ...]] = (
    _measure("pas", "Tension systolique", "8480-6", "mm[Hg]", "mmHg", "40 90 140 300"),
    _measure("pad", "Tension diastolique", "8462-4", "mm[Hg]", "mmHg", "20 50 90 200"),
    _measure("pouls", "Pouls", "8867-4", "/min", "/min", "20 50 100 300"),
    _measure("temperature", "Température", "8310-5", "Cel", "°C", "25 36 38 45"),
    _measure("spo2", "SpO₂", "2708-6", "%", "%", "30 95 100 100"),
    _measure("poids", "Poids", "29463-7", "kg", "kg", "0.3 2 200 500"),
    _measure("taille", "Taille", "8302-2", "cm", "cm", "20 40 210 260"),
    _measure("glycemie", "Glycémie", "2339-0", "g/L", "g/L", "0.1 0.7 1.26 10"),
    _measure("frequence_respiratoire", "Fréquence respiratoire", "9279-1", "/min", "/min", "4 10 25 100"),
    _measure("perimetre_cranien", "Périmètre crânien", "8287-5", "cm", "cm", "20 32 60 75"),
    _measure("douleur", "Douleur (EVA)", "72514-3", "{score}", "/10", "0 0 3 10"),
)
BY_KEY: Final = {measure.key: measure for measure in MEASURES}
BY_LOINC: Final = {measure.loinc: measure for measure in MEASURES}

CREATININE_LOINC: Final = frozenset({"14682-9", "2160-0", "38483-4", "77140-2", "59826-8"})
"""Serum or plasma creatinine, molar and mass (LOINC)."""


ADULT: Final = 18
_OF_ADULTS: Final = frozenset({"pas", "pad", "pouls", "frequence_respiratoire"})
"""Their usual range changes with every year of childhood: 140 beats a minute are those of a healthy infant."""


def has_usual_range(measure: Measure, *, child: bool) -> bool:
    """Tell whether the usual range of the table is that of this person."""
    return not (child and measure.key in _OF_ADULTS)


def is_unusual(measure: Measure, value: Decimal, *, child: bool = False) -> bool:
    """Tell whether a value is outside the usual range; never for a child and a range of adults."""
    if not has_usual_range(measure, child=child):
        return False
    low, high = measure.usual
    return not low <= value <= high


def body_mass_index(weight_kg: Decimal, height_cm: Decimal) -> Decimal:
    """Return kg/m² with one decimal."""
    metres = height_cm / 100
    return (weight_kg / (metres * metres)).quantize(Decimal("0.1"))

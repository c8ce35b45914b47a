# SPDX-License-Identifier: EUPL-1.2
"""Analyses that a general practice follows: one French name, one group, every LOINC code that measures the same.

Codes of one line differ by method or by mass and amount of substance (LOINC, parts Component and System); what is
not in the table keeps the words of its laboratory.
"""

from typing import Final, Literal

import msgspec

from lgc_core.clinical.vitals import CREATININE_LOINC

Group = Literal[
    "Fonction rénale",
    "Ionogramme",
    "Diabète et lipides",
    "Hématologie",
    "Inflammation et fer",
    "Foie",
    "Thyroïde",
    "Autres résultats",
    "Mesures",
]
GROUPS: Final[tuple[Group, ...]] = (
    "Fonction rénale", "Ionogramme", "Diabète et lipides", "Hématologie", "Inflammation et fer", "Foie",
    "Thyroïde", "Autres résultats", "Mesures",
)  # fmt: skip


class Analyte(msgspec.Struct, frozen=True):
    """One analysis; `key` names its series whatever the code of the laboratory."""

    key: str
    words: str
    group: Group
    loinc: frozenset[str]


def _analyte(key: str, words: str, group: Group, loinc: str) -> Analyte:
    return Analyte(key, words, group, frozenset(loinc.split()))


ANALYTES: Final = (
    Analyte("creatinine", "Créatinine", "Fonction rénale", CREATININE_LOINC),
    _analyte("uree", "Urée", "Fonction rénale", "22664-7 3091-6"),
    _analyte("acr", "Albuminurie / créatininurie", "Fonction rénale", "9318-7 14959-1 32294-1 14958-3 30000-4"),
    _analyte("potassium", "Potassium", "Ionogramme", "2823-3"),
    _analyte("sodium", "Sodium", "Ionogramme", "2951-2"),
    _analyte("hba1c", "HbA1c", "Diabète et lipides", "4548-4 17856-6"),
    _analyte("glycemie-jeun", "Glycémie à jeun", "Diabète et lipides", "1558-6 14771-0"),
    _analyte("glycemie", "Glycémie veineuse", "Diabète et lipides", "2345-7 14749-6"),
    _analyte("ldl", "LDL-cholestérol", "Diabète et lipides", "13457-7 18262-6 2089-1 22748-8 39469-2"),
    _analyte("hdl", "HDL-cholestérol", "Diabète et lipides", "2085-9 14646-4"),
    _analyte("cholesterol", "Cholestérol total", "Diabète et lipides", "2093-3 14647-2"),
    _analyte("triglycerides", "Triglycérides", "Diabète et lipides", "2571-8 14927-8"),
    _analyte("hemoglobine", "Hémoglobine", "Hématologie", "718-7"),
    _analyte("leucocytes", "Leucocytes", "Hématologie", "6690-2 26464-8"),
    _analyte("plaquettes", "Plaquettes", "Hématologie", "777-3 26515-7"),
    _analyte("inr", "INR", "Hématologie", "6301-6 34714-6"),
    _analyte("crp", "CRP", "Inflammation et fer", "1988-5"),
    _analyte("ferritine", "Ferritine", "Inflammation et fer", "2276-4"),
    _analyte("alat", "ALAT", "Foie", "1742-6"),
    _analyte("asat", "ASAT", "Foie", "1920-8"),
    _analyte("ggt", "Gamma-GT", "Foie", "2324-2"),
    _analyte("tsh", "TSH", "Thyroïde", "3016-3 11580-8"),
    _analyte("t4l", "T4 libre", "Thyroïde", "3024-7 14920-3"),
)
BY_LOINC: Final = {code: analyte for analyte in ANALYTES for code in analyte.loinc}

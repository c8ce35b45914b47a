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
    "Cœur",
    "Hématologie",
    "Inflammation et fer",
    "Foie",
    "Thyroïde",
    "Autres résultats",
    "Mesures",
]
GROUPS: Final[tuple[Group, ...]] = (
    "Fonction rénale", "Ionogramme", "Diabète et lipides", "Cœur", "Hématologie", "Inflammation et fer",
    "Foie", "Thyroïde", "Autres résultats", "Mesures",
)  # fmt: skip


class Analyte(msgspec.Struct, frozen=True):
    """One analysis; `key` names its series whatever the code of the laboratory.

    `unit` is the UCUM code of a series whose results came in several units; empty for that of the newest one.
    """

    key: str
    words: str
    group: Group
    loinc: frozenset[str]
    unit: str = ""


def _analyte(key: str, words: str, group: Group, loinc: str, unit: str = "") -> Analyte:
    return Analyte(key, words, group, frozenset(loinc.split()), unit)


ANALYTES: Final = (
    Analyte("creatinine", "Créatinine", "Fonction rénale", CREATININE_LOINC, "umol/L"),
    _analyte("uree", "Urée", "Fonction rénale", "22664-7 3091-6", "mmol/L"),
    _analyte(
        "acr",
        "Albuminurie / créatininurie",
        "Fonction rénale",
        "9318-7 14959-1 32294-1 14958-3 30000-4",
        "mg/mmol",
    ),
    _analyte("acide-urique", "Acide urique", "Fonction rénale", "3084-1 14933-6", "umol/L"),
    _analyte("potassium", "Potassium", "Ionogramme", "2823-3"),
    _analyte("sodium", "Sodium", "Ionogramme", "2951-2"),
    _analyte("chlore", "Chlore", "Ionogramme", "2075-0"),
    _analyte("bicarbonates", "Bicarbonates", "Ionogramme", "1963-8"),
    _analyte("calcium", "Calcium", "Ionogramme", "17861-6 2000-8", "mmol/L"),
    _analyte("hba1c", "HbA1c", "Diabète et lipides", "4548-4 17856-6 59261-8", "%"),
    _analyte("glycemie-jeun", "Glycémie à jeun", "Diabète et lipides", "1558-6 14771-0", "g/L"),
    _analyte("glycemie", "Glycémie veineuse", "Diabète et lipides", "2345-7 14749-6", "g/L"),
    _analyte("ldl", "LDL-cholestérol", "Diabète et lipides", "13457-7 18262-6 2089-1 22748-8 39469-2", "g/L"),
    _analyte("hdl", "HDL-cholestérol", "Diabète et lipides", "2085-9 14646-4", "g/L"),
    _analyte("cholesterol", "Cholestérol total", "Diabète et lipides", "2093-3 14647-2", "g/L"),
    _analyte("triglycerides", "Triglycérides", "Diabète et lipides", "2571-8 14927-8", "g/L"),
    _analyte("bnp", "BNP", "Cœur", "30934-4"),
    _analyte("nt-probnp", "NT-proBNP", "Cœur", "33762-6"),
    _analyte("ck", "CPK", "Cœur", "2157-6"),
    _analyte("hemoglobine", "Hémoglobine", "Hématologie", "718-7"),
    _analyte("hematocrite", "Hématocrite", "Hématologie", "4544-3 20570-8"),
    _analyte("vgm", "VGM", "Hématologie", "787-2"),
    _analyte("leucocytes", "Leucocytes", "Hématologie", "6690-2 26464-8"),
    _analyte("neutrophiles", "Polynucléaires neutrophiles", "Hématologie", "751-8 26499-4"),
    _analyte("lymphocytes", "Lymphocytes", "Hématologie", "731-0 26474-7"),
    _analyte("plaquettes", "Plaquettes", "Hématologie", "777-3 26515-7"),
    _analyte("inr", "INR", "Hématologie", "6301-6 34714-6"),
    _analyte("fibrinogene", "Fibrinogène", "Hématologie", "3255-7"),
    _analyte("crp", "CRP", "Inflammation et fer", "1988-5"),
    _analyte("ferritine", "Ferritine", "Inflammation et fer", "2276-4"),
    _analyte("fer", "Fer sérique", "Inflammation et fer", "2498-4 14798-3", "umol/L"),
    _analyte("b12", "Vitamine B12", "Inflammation et fer", "2132-9 14685-6", "pmol/L"),
    _analyte("folates", "Folates", "Inflammation et fer", "2284-8 14732-2", "nmol/L"),
    _analyte("vitamine-d", "Vitamine D (25-OH)", "Inflammation et fer", "1989-3 62292-8 14635-7", "nmol/L"),
    _analyte("alat", "ALAT", "Foie", "1742-6"),
    _analyte("asat", "ASAT", "Foie", "1920-8"),
    _analyte("ggt", "Gamma-GT", "Foie", "2324-2"),
    _analyte("pal", "Phosphatases alcalines", "Foie", "6768-6"),
    _analyte("bilirubine", "Bilirubine totale", "Foie", "1975-2 14631-6", "umol/L"),
    _analyte("lipase", "Lipase", "Foie", "3040-3"),
    _analyte("tsh", "TSH", "Thyroïde", "3016-3 11580-8"),
    _analyte("t4l", "T4 libre", "Thyroïde", "3024-7 14920-3", "pmol/L"),
    _analyte("psa", "PSA total", "Autres résultats", "2857-1"),
)
BY_LOINC: Final = {code: analyte for analyte in ANALYTES for code in analyte.loinc}
BY_KEY: Final = {analyte.key: analyte for analyte in ANALYTES}

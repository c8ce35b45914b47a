# SPDX-License-Identifier: EUPL-1.2
"""Labels of the few codes that our headers use; a label must match its code (interop.md §2.5)."""

from typing import Final

from lgc_core import codes

SYSTEM_NAMES: Final = {
    codes.LOINC: "LOINC",
    codes.CIM10: "CIM10",
    codes.CISP2: "CISP2",
    codes.SNOMED_CT: "SNOMED CT",
    codes.ORPHA: "ORPHA",
    codes.DRC: "DRC",
    codes.CCAM: "CCAM",
    codes.CIS: "CIS",
    codes.CIP: "CIP",
    codes.MEDICABASE: "MV",
    codes.ATC: "ATC",
    codes.EDQM: "EDQM",
}
SECTORS: Final = {
    "SA01": "Etablissement public de santé",
    "SA05": "Centre de santé",
    "SA07": "Cabinet individuel",
    "SA08": "Cabinet de groupe",
    "SA09": "Exercice en société",
    "SA25": "Laboratoire de biologie médicale",
    "SA33": "Pharmacie d'officine",
    "SA52": "Maison de santé ou Pôle de santé",
}
"""JDV_J02_XdsHealthcareFacilityTypeCode_CISIS, the codes of the places that use this software."""

SETTINGS: Final = {"AMBULATOIRE": "Ambulatoire", "ETABLISSEMENT": "Etablissement de santé"}
"""JDV_J04_XdsPracticeSettingCode_CISIS."""

ENCOUNTERS: Final = {
    "AMB": "Ambulatoire (hors établissement)",
    "HH": "Soins à domicile (hors établissement)",
    "VR": "Virtuelle (exemple : RCP en l'absence du patient)",
    "FLD": "Terrain (voie publique, hélicoptère, ambulance, etc.)",
}
"""JDV_J142_TypeRencontre_CISIS, outside hospitals."""

SEXES: Final = {"F": "Féminin", "M": "Masculin", "UN": "Inconnu"}
"""JDV_J143_AdministrativeGender_CISIS."""

RELATIVES: Final = {
    "mère": ("MTH", "Mère"), "père": ("FTH", "Père"), "frère": ("BRO", "Frère"), "sœur": ("SIS", "Soeur"),
    "soeur": ("SIS", "Soeur"), "grand-mère": ("GRMTH", "Grand-mère"), "grand-père": ("GRFTH", "Grand-père"),
    "fille": ("DAUC", "Fille"), "fils": ("SONC", "Fils"), "oncle": ("UNCLE", "Oncle"),
    "tante": ("AUNT", "Tante"), "cousin": ("COUSN", "Cousin(e)"), "cousine": ("COUSN", "Cousin(e)"),
}  # fmt: skip
"""JDV_J11 relations that family history uses, by the French word typed."""

INTERPRETATIONS: Final = {
    "N": "Normal",
    "H": "Anormalement haut",
    "HH": "Très anormalement haut, alerte",
    "L": "Anormalement bas",
    "LL": "Très anormalement bas, alerte",
    "A": "Anormal",
    "AA": "Très anormal, alerte",
    "S": "Sensible",
    "I": "Intermédiaire",
    "R": "Résistant",
}
"""JDV_HL7_ObservationInterpretation_CISIS."""

# SPDX-License-Identifier: EUPL-1.2
"""Name the object identifiers of the French health domain and fold their aliases.

Sources: CI-SIS volets and ANS NOS as read in docs/glossary.md; one OID per code system on writing,
every known alias accepted on reading.
"""

from typing import Final

INS_NIR: Final = "1.2.250.1.213.1.4.8"
INS_NIA: Final = "1.2.250.1.213.1.4.9"
INS_TEST: Final = "1.2.250.1.213.1.4.10"
INS_DEMO: Final = "1.2.250.1.213.1.4.11"
INS_OIDS: Final = frozenset({INS_NIR, INS_NIA, INS_TEST, INS_DEMO})

PS_ID: Final = "1.2.250.1.71.4.2.1"
STRUCTURE_ID: Final = "1.2.250.1.71.4.2.2"
SECTOR: Final = "1.2.250.1.71.4.2.4"
PROFESSION: Final = "1.2.250.1.213.1.1.4.5"
PRACTICE_SETTING: Final = "1.2.250.1.213.1.1.4.9"
DOCUMENT_TYPE_ASIP: Final = "1.2.250.1.213.1.1.4.12"
TA_ASIP: Final = "1.2.250.1.213.1.1.4.322"

LOINC: Final = "2.16.840.1.113883.6.1"
CIM10: Final = "2.16.840.1.113883.6.3"
CISP2: Final = "2.16.840.1.113883.6.139"
SNOMED_CT: Final = "2.16.840.1.113883.6.96"
ORPHA: Final = "1.2.250.1.213.2.49"
DRC: Final = "1.2.250.1.213.2.9"
CCAM: Final = "1.2.250.1.213.2.5"
CIS: Final = "1.2.250.1.213.2.3.1"
CIP: Final = "1.2.250.1.213.2.3.2"
MEDICABASE: Final = "1.2.250.1.213.2.59"
ATC: Final = "2.16.840.1.113883.6.73"
SMS_SUBSTANCE: Final = "2.16.840.1.113883.3.6905.2"
EDQM: Final = "0.4.0.127.0.16.1.1.2.1"
HL7_ACT_CODE: Final = "2.16.840.1.113883.5.4"
HL7_GENDER: Final = "2.16.840.1.113883.5.1"
HL7_CONFIDENTIALITY: Final = "2.16.840.1.113883.5.25"
HL7_INTERPRETATION: Final = "2.16.840.1.113883.5.83"

_ALIASES: Final = {"1.2.250.1.215.300.1": CCAM}


def code_system(oid: str) -> str:
    """Return the one OID under which a code system is stored, whatever alias came."""
    return _ALIASES.get(oid, oid)

# SPDX-License-Identifier: EUPL-1.2
"""Template identifiers of the CI-SIS and of IHE PCC that we read and write (interop.md §1).

A reader matches any of several templates: LDL-SES carries IHE templates without their CI-SIS child.
"""

from typing import Final

HL7_NS: Final = "urn:hl7-org:v3"
PHARM_NS: Final = "urn:ihe:pharm"
XSI_NS: Final = "http://www.w3.org/2001/XMLSchema-instance"

_E: Final = "1.2.250.1.213.1.1.3."
_IHE: Final = "1.3.6.1.4.1.19376.1.5.3.1."

HL7_FRANCE: Final = "2.16.840.1.113883.2.8.2.1"
CI_SIS: Final = "1.2.250.1.213.1.1.1.1"
XDS_SD: Final = "1.3.6.1.4.1.19376.1.2.20"
VSM: Final = "1.2.250.1.213.1.1.1.13"
CR_BIO: Final = "1.2.250.1.213.1.1.1.55"

PROBLEM_CONCERN: Final = frozenset({_E + "39", _IHE + "4.5.2"})
PROBLEM: Final = frozenset({_E + "37"})
ALLERGY_CONCERN: Final = frozenset({_E + "40", _IHE + "4.5.3"})
ALLERGY: Final = frozenset({_E + "41", _IHE + "4.6"})
TREATMENT: Final = frozenset({_E + "42", _IHE + "4.7"})
PRESCRIBED: Final = frozenset({_E + "83"})
VACCINATION: Final = frozenset({_E + "45", _IHE + "4.12"})
PROCEDURE: Final = frozenset({_E + "62", _IHE + "4.19"})
FAMILY: Final = frozenset({_E + "59", _IHE + "4.15"})
SOCIAL: Final = frozenset({_E + "52", _IHE + "4.13.4"})
PREGNANCY: Final = frozenset({_E + "53", _IHE + "4.13.5"})
VITAL_SIGNS: Final = frozenset({_E + "49", _IHE + "4.13.1"})
RESULT_ORGANIZER: Final = frozenset({_E + "208"})
LAB_ENTRY: Final = frozenset({_E + "21", "1.3.6.1.4.1.19376.1.3.1"})
ATTACHMENT: Final = frozenset({_E + "18"})

SEVERITY: Final = frozenset({_E + "29"})
CLINICAL_STATUS: Final = frozenset({_E + "30"})
COMMENT: Final = frozenset({_E + "32", _IHE + "4.2"})
CRITICALITY: Final = frozenset({_E + "172"})
DOSE_NUMBER: Final = frozenset({_E + "82"})
INTERNAL_REFERENCE: Final = frozenset({_E + "36", _IHE + "4.4.1"})

ABSENT_OR_UNKNOWN: Final = "2.16.840.1.113883.5.1150.1"
"""Codes `no-known-…` and `no-…-info` (JDV_AbsentOrUnknown*_CISIS)."""

CLINICAL_STATUS_SYSTEM: Final = "2.16.840.1.113883.4.642.4.1373"
CIP_ALIASES: Final = {"1.2.250.1.213.2.3.3": "1.2.250.1.213.2.3.2"}
"""VAC_2023.01 names its CIP translations with the OID of another table; the name says CIP."""

SECTION_MICROBIOLOGY: Final = "18725-2"
SECTION_PAST: Final = frozenset({"11348-0"})
SECTION_STOPPED: Final = frozenset({"18610-6"})
SECTION_COPY: Final = "55108-5"

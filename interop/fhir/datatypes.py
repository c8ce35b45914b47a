# SPDX-License-Identifier: EUPL-1.2
"""FHIR R4 data types from our value objects (hl7.org/fhir/R4/datatypes.html)."""

from typing import Any, Final

import msgspec

from lgc_core.codes import CIM10, LOINC, SNOMED_CT
from lgc_core.model.values import Concept, Interval, Quantity, When

_SYSTEMS: Final = {
    LOINC: "http://loinc.org",
    SNOMED_CT: "http://snomed.info/sct",
    CIM10: "http://hl7.org/fhir/sid/icd-10",
}
_UCUM: Final = "http://unitsofmeasure.org"


def codeable(concept: Concept) -> dict[str, Any]:
    """Return a CodeableConcept: the words, and every coding."""
    codings = [
        {
            "system": _SYSTEMS.get(one.folded_system, f"urn:oid:{one.folded_system}"),
            "code": one.code,
            "display": one.display,
        }
        for one in concept.codings
    ]
    return {"text": concept.text, "coding": codings}


def quantity_of(found: Quantity) -> dict[str, Any]:
    """Return a Quantity; UCUM is said only where the unit is one of it."""
    ucum = found.unit_system == "ucum" and found.unit
    return {
        "value": msgspec.Raw(str(found.decimal).encode()),  # the very digits: 5.10 is not 5.1 (R4, decimal)
        "comparator": found.comparator,
        "unit": found.printed_unit,
        "system": _UCUM if ucum else "",
        "code": found.unit if ucum else "",
    }


def dated(when: When | None) -> str:
    """Return a dateTime, empty when the moment is missing or has no offset for its hours."""
    if when is None or when.missing or when.earliest is None:
        return ""
    if len(when.text) <= len("2026-11-21"):
        return when.text
    return when.earliest.isoformat(timespec="seconds")


def period(interval: Interval) -> dict[str, str]:
    """Return a Period."""
    return {"start": dated(interval.start), "end": dated(interval.end)}


def reference(patient: str) -> dict[str, str]:
    """Return the reference to a patient of the bundle."""
    return {"reference": f"urn:uuid:{patient}"}


def without_empty(value: Any) -> Any:
    """Return a tree without empty texts, lists and objects: FHIR forbids them."""
    if isinstance(value, dict):
        kept = {key: without_empty(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in ("", None, [], {})}
    if isinstance(value, list):
        return [kept for item in value if (kept := without_empty(item)) not in ("", None, [], {})]
    return value

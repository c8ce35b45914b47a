# SPDX-License-Identifier: EUPL-1.2
"""One FHIR R4 bundle of type collection for a patient (hl7.org/fhir/R4): plain JSON trees, no profile claimed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from interop.fhir.datatypes import codeable, dated, period, quantity_of, reference, without_empty
from interop.fhir.forms import FilledForm, questionnaire_response
from interop.fhir.person import patient_resource
from lgc_core.model.allergy import Allergy
from lgc_core.model.document import Document
from lgc_core.model.encounter import Encounter
from lgc_core.model.observation import Observation, Value
from lgc_core.model.patient import Patient
from lgc_core.model.problem import Problem
from lgc_core.model.procedure import Procedure
from lgc_core.model.treatment import Treatment
from lgc_core.model.vaccination import Vaccination

_ENCODER: Final = msgspec.json.Encoder(order="sorted")
_CLINICAL: Final = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_ALLERGY: Final = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
_ACT_CODE: Final = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_PROBLEM_STATES: Final = {"actif": "active", "inactif": "inactive", "rémission": "remission", "résolu": "resolved"}
_TREATMENT_STATES: Final = {"en_cours": "active", "suspendu": "on-hold", "arrêté": "stopped"}
_CATEGORIES: Final = {"vital": "vital-signs", "bio": "laboratory", "micro": "laboratory", "vie": "social-history"}
_CATEGORY: Final = "http://terminology.hl7.org/CodeSystem/observation-category"


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientRecord:
    """What goes into a bundle; the texts of notes are in the readable pages of the export."""

    patient: Patient
    problems: Sequence[Problem] = ()
    allergies: Sequence[Allergy] = ()
    treatments: Sequence[Treatment] = ()
    procedures: Sequence[Procedure] = ()
    vaccinations: Sequence[Vaccination] = ()
    observations: Sequence[Observation] = ()
    encounters: Sequence[Encounter] = ()
    documents: Sequence[Document] = ()
    forms: Sequence[FilledForm] = ()


def patient_bundle(record: PatientRecord) -> bytes:
    """Return the bundle of a patient as JSON; the same record gives the same bytes."""
    found = [
        patient_resource(record.patient),
        *map(_condition, record.problems),
        *map(_allergy, record.allergies),
        *map(_statement, record.treatments),
        *map(_procedure, record.procedures),
        *map(_immunization, record.vaccinations),
        *map(_observation, record.observations),
        *map(_encounter, record.encounters),
        *map(_document, record.documents),
        *map(questionnaire_response, record.forms),
    ]
    entries = [{"fullUrl": f"urn:uuid:{one['id']}", "resource": without_empty(one)} for one in found]
    bundle = {"resourceType": "Bundle", "id": record.patient.id, "type": "collection", "entry": entries}
    return msgspec.json.format(_ENCODER.encode(bundle), indent=1)


def _condition(one: Problem) -> dict[str, Any]:
    kind = "problem-list-item"
    return {
        "resourceType": "Condition",
        "id": one.id,
        "subject": reference(one.patient),
        "code": codeable(one.code),
        "clinicalStatus": {"coding": [{"system": _CLINICAL, "code": _PROBLEM_STATES[one.status]}]},
        "category": [
            {
                "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-category", "code": kind}],
                "text": one.kind,
            }
        ],
        "onsetPeriod": period(one.period),
        "note": _notes(one.comment, f"ALD {one.ald}" if one.ald else "", one.relative),
    }


def _allergy(one: Allergy) -> dict[str, Any]:
    state = "active" if one.status == "actif" else "resolved"
    reactions = [{"manifestation": [codeable(found) for found in one.reactions]}] if one.reactions else []
    return {
        "resourceType": "AllergyIntolerance",
        "id": one.id,
        "patient": reference(one.patient),
        "code": codeable(one.agent),
        "clinicalStatus": {"coding": [{"system": _ALLERGY, "code": state}]},
        "type": "intolerance" if one.kind == "intolérance" else "allergy",
        "onsetDateTime": dated(one.onset),
        "reaction": reactions,
        "note": _notes(one.comment),
    }


def _statement(one: Treatment) -> dict[str, Any]:
    return {
        "resourceType": "MedicationStatement",
        "id": one.id,
        "subject": reference(one.patient),
        "status": _TREATMENT_STATES[one.status],
        "medicationCodeableConcept": codeable(one.product),
        "effectivePeriod": period(one.period),
        "dosage": [{"text": one.posology.text}] if one.posology else [],
        "reasonCode": [{"text": one.reason}] if one.reason else [],
    }


def _procedure(one: Procedure) -> dict[str, Any]:
    return {
        "resourceType": "Procedure",
        "id": one.id,
        "subject": reference(one.patient),
        "status": "completed",
        "code": codeable(one.code),
        "performedDateTime": dated(one.when),
        "note": _notes(one.comment),
    }


def _immunization(one: Vaccination) -> dict[str, Any]:
    when = dated(one.at)
    return {
        "resourceType": "Immunization",
        "id": one.id,
        "patient": reference(one.patient),
        "status": "not-done" if one.not_done else "completed",
        "vaccineCode": codeable(one.vaccine),
        **({"occurrenceDateTime": when} if when else {"occurrenceString": one.at.display() or "inconnu"}),
        "lotNumber": one.lot,
        "expirationDate": one.expiry,
        "primarySource": not one.declared,
        "note": _notes(one.reason, one.not_done),
    }


def _observation(one: Observation) -> dict[str, Any]:
    category = _CATEGORIES.get(one.category)
    return {
        "resourceType": "Observation",
        "id": one.id,
        "subject": reference(one.patient),
        "status": "amended" if one.corrects else "final",
        "category": [{"coding": [{"system": _CATEGORY, "code": category}]}] if category else [],
        "code": codeable(one.code),
        "effectiveDateTime": dated(one.at),
        "referenceRange": [{"text": one.ref_range.text}] if one.ref_range and one.ref_range.text else [],
        "interpretation": [{"text": flag} for flag in one.flags],
        "note": _notes(one.comment),
        **(_value(one.value) if one.value else {}),
    }


def _value(value: Value) -> dict[str, Any]:
    if value.quantity:
        return {"valueQuantity": quantity_of(value.quantity)}
    if value.concept:
        return {"valueCodeableConcept": codeable(value.concept)}
    if value.boolean is not None:
        return {"valueBoolean": value.boolean}
    if value.integer is not None:
        return {"valueInteger": value.integer}
    if value.text is not None:
        return {"valueString": value.text}
    when = dated(value.when)
    return {"valueDateTime": when} if when else {"dataAbsentReason": {"text": value.missing or "unknown"}}


def _encounter(one: Encounter) -> dict[str, Any]:
    """Return a contact; of one signed in the wrong file only that it is: its reason is somebody else's."""
    reasons = () if one.wrong_file else one.reasons
    state = "finished" if one.status == "signe" else "in-progress"
    return {
        "resourceType": "Encounter",
        "id": one.id,
        "subject": reference(one.patient),
        "status": "entered-in-error" if one.wrong_file else state,
        "class": {"system": _ACT_CODE, "code": one.kind},
        "period": period(one.period),
        "reasonCode": [codeable(found) for found in reasons],
        "participant": [{"individual": {"display": one.responsible.name.shown}}],
    }


def _document(one: Document) -> dict[str, Any]:
    label = one.filed_as.title if one.filed_as else one.title
    return {
        "resourceType": "DocumentReference",
        "id": one.id,
        "subject": reference(one.patient) if one.patient else None,
        "status": "current",
        "type": codeable(one.type) if one.type else None,
        "date": one.issued if "T" in one.issued else "",
        "description": label,
        "masterIdentifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:oid:{one.unique_oid}"},
        "author": [{"display": found.name.shown} for found in one.authors],
        "content": [
            {"attachment": {"contentType": file.media, "url": f"documents/{file.blob}", "size": file.size}}
            for file in one.files
        ],
    }


def _notes(*words: str) -> list[dict[str, str]]:
    return [{"text": one} for one in words if one]

# SPDX-License-Identifier: EUPL-1.2
"""Filled forms as QuestionnaireResponse (hl7.org/fhir/R4): one a form and a consultation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from interop.fhir.datatypes import dated, quantity_of, reference
from lgc_core.model.encounter import Encounter
from lgc_core.model.ids import derived_id
from lgc_core.model.observation import Value

_FORM: Final = "urn:lgc:formulaire:"
"""Names of our forms; « diabete@1 » is the canonical `…diabete|1` (R4, canonical)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """One form of one consultation: code, words and answer of each question, in order."""

    form: str
    encounter: Encounter
    answers: Sequence[tuple[str, str, Value]]


def questionnaire_response(filled: FilledForm) -> dict[str, Any]:
    """Return the resource of a filled form."""
    name, _, version = filled.form.partition("@")
    visit = filled.encounter
    return {
        "resourceType": "QuestionnaireResponse",
        "id": derived_id("questionnaire_response", visit.id, filled.form),
        "questionnaire": f"{_FORM}{name}|{version}",
        "status": "completed" if visit.status == "signe" else "in-progress",
        "subject": reference(visit.patient),
        "encounter": reference(visit.id),
        "authored": dated(visit.period.start),
        "item": [
            {"linkId": code, "text": words, "answer": [_answer(value)]} for code, words, value in filled.answers
        ],
    }


def _answer(value: Value) -> dict[str, Any]:
    """Return `value[x]` of an answer; a choice is its words, for R4 takes no CodeableConcept there."""
    if value.boolean is not None:
        return {"valueBoolean": value.boolean}
    if value.quantity is not None:
        return {"valueQuantity": quantity_of(value.quantity)}
    if value.when is not None:
        return {"valueDateTime": dated(value.when)}
    return {"valueString": (value.concept.text if value.concept else value.text) or ""}

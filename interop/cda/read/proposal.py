# SPDX-License-Identifier: EUPL-1.2
"""What a document offers to the record: drafts of our entities, accepted one by one by a person.

A draft's `patient` and `source.document` are empty and its id is provisional; `adopt` gives the real ones.
Two posts that file the same document for the same patient get the same ids, so nothing is doubled.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import msgspec

from lgc_core.model.absence import Absence, absence_id
from lgc_core.model.allergy import Allergy
from lgc_core.model.ids import derived_id
from lgc_core.model.observation import Observation
from lgc_core.model.problem import Problem
from lgc_core.model.procedure import Procedure
from lgc_core.model.treatment import Treatment
from lgc_core.model.vaccination import Vaccination
from lgc_core.model.values import Source

READER: Final = "cda/1"

Draft = Problem | Allergy | Treatment | Vaccination | Observation | Procedure | Absence
D = TypeVar("D", bound=Draft)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One draft, the words of the document it was read from, and what a person should look at.

    Attributes:
        section: title of the section.
        words: the entry's words as the narrative has them.
        remarks: French sentences, as « La valeur codée ne figure pas dans le texte. »
    """

    draft: Draft
    section: str
    words: str
    locator: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """An entry that is shown but not proposed, and why, in French."""

    section: str
    words: str
    reason: str
    locator: str


def source(locator: str, entry_ids: tuple[str, ...]) -> Source:
    """Return the source of a draft; the document's id comes with `adopt`."""
    return Source(document="", locator=locator, entry_ids=entry_ids, reader=READER)


def adopt(draft: D, *, patient: str, document: str) -> D:
    """Return the entity to be written: real id, patient, and source.

    Args:
        draft: as proposed.
        patient: id of the Patient.
        document: id of the Document row.
    """
    if isinstance(draft, Absence):
        return msgspec.structs.replace(draft, id=absence_id(patient, draft.topic), patient=patient)
    changes: dict[str, Any] = {"id": _adopted(draft.id, patient, document), "patient": patient}
    if draft.source:
        changes["source"] = msgspec.structs.replace(draft.source, document=document)
    if isinstance(draft, Observation) and draft.parent:
        changes["parent"] = _adopted(draft.parent, patient, document)
    return msgspec.structs.replace(draft, **changes)


def _adopted(provisional: str, patient: str, document: str) -> str:
    return derived_id("cda", provisional, patient, document)


def content_key(draft: Draft) -> Hashable:
    """Return what makes two drafts of one document the same, whatever their entry ids and places."""
    blank: dict[str, Any] = {"id": ""}
    if not isinstance(draft, Absence):
        blank["source"] = None
    return msgspec.json.encode(msgspec.structs.replace(draft, **blank)) + type(draft).__name__.encode()

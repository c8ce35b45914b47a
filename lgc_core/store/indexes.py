# SPDX-License-Identifier: EUPL-1.2
"""Columns derived from the sync fields so that lists and searches never decode a row (model.md §5)."""

from collections.abc import Callable
from typing import Any, Final, Literal

import msgspec

from lgc_core.codes import LOINC
from lgc_core.model.absence import Absence
from lgc_core.model.agenda_rule import AgendaRule
from lgc_core.model.allergy import Allergy
from lgc_core.model.appointment import Appointment
from lgc_core.model.audit import AuditRead
from lgc_core.model.dispatch import Dispatch
from lgc_core.model.document import Document
from lgc_core.model.dossier import CareTeamMember, DossierMessage, DossierRequest
from lgc_core.model.encounter import Encounter
from lgc_core.model.entity import Entity
from lgc_core.model.form import FormAnswer
from lgc_core.model.identity import IdentityCheck, PatientLink
from lgc_core.model.invitation import Invitation
from lgc_core.model.note import Addendum, NoteSection
from lgc_core.model.nursing import CareSchedule, Visit
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Patient
from lgc_core.model.personal_note import PersonalNote
from lgc_core.model.problem import Problem
from lgc_core.model.procedure import Procedure
from lgc_core.model.seal import SealedRecord
from lgc_core.model.set_aside_mark import SetAsideMark
from lgc_core.model.staff import Staff
from lgc_core.model.task import Task
from lgc_core.model.transmission import Transmission
from lgc_core.model.treatment import Treatment
from lgc_core.model.vaccination import Vaccination
from lgc_core.model.values import Concept, When
from lgc_core.model.words import fold


class IndexColumn(msgspec.Struct, frozen=True):
    """A derived column: its name, its type and how it is read from the entity."""

    name: str
    kind: Literal["text", "int"]
    extract: Callable[[Any], str | int | None]


class Indexing(msgspec.Struct, frozen=True, kw_only=True):
    """The derived columns of one table and the indexes over them."""

    columns: tuple[IndexColumn, ...]
    indexes: tuple[tuple[str, ...], ...]


def _text(name: str, extract: Callable[[Any], str | None]) -> IndexColumn:
    return IndexColumn(f"ix_{name}", "text", extract)


def _int(name: str, extract: Callable[[Any], int | None]) -> IndexColumn:
    return IndexColumn(f"ix_{name}", "int", extract)


def series_code(concept: Concept) -> str:
    """Return what joins a series of results: the LOINC code, else the first local code, else the words."""
    if loinc := concept.code(LOINC):
        return loinc
    if concept.codings:
        first = concept.codings[0]
        return f"{first.folded_system}|{first.code}"
    return f"|{fold(concept.text)}"


def instant_ms(text: str) -> int | None:
    """Return the UTC milliseconds of an RFC 3339 text, None when empty."""
    return When(text=text).earliest_ms if text else None


def _period_start(entity: Encounter) -> int | None:
    return entity.period.start.earliest_ms if entity.period.start else None


def _document_at(document: Document) -> int | None:
    first = document.service.start
    if first is not None and first.earliest_ms is not None:
        return first.earliest_ms
    filed = document.filed_as.date if document.filed_as else ""
    return instant_ms(filed or document.issued)


def _document_title(document: Document) -> str:
    return document.filed_as.title if document.filed_as else document.title


def _first_author(document: Document) -> str | None:
    return document.authors[0].name.shown if document.authors else None


def _encounter_title(encounter: Encounter) -> str:
    return encounter.reasons[0].text if encounter.reasons else ""


_PATIENT = _text("patient", lambda e: e.patient or None)

INDEXING: Final[dict[type[Entity], Indexing]] = {
    Staff: Indexing(columns=(_text("ps_id", lambda e: e.ps_id or None),), indexes=(("ix_ps_id",),)),
    Patient: Indexing(
        columns=(
            _text("matricule", lambda e: e.ins.matricule if e.ins else None),
            _text("birth_date", lambda e: e.traits.birth_date),
            _text("family", lambda e: fold(e.family_shown)),
        ),
        indexes=(("ix_matricule",), ("ix_birth_date",), ("ix_family",)),
    ),
    IdentityCheck: Indexing(columns=(_PATIENT,), indexes=(("ix_patient",),)),
    Invitation: Indexing(
        columns=(_PATIENT, _text("matricule", lambda e: e.matricule)),
        indexes=(("ix_patient",), ("ix_matricule",)),
    ),
    Encounter: Indexing(
        columns=(
            _PATIENT,
            _int("at_ms", _period_start),
            _text("title", _encounter_title),
            _text("author", lambda e: e.responsible.name.shown),
            _text("status", lambda e: e.status),
            _text("wrong", lambda e: e.wrong_file.at if e.wrong_file else None),
        ),
        indexes=(("ix_patient", "ix_at_ms"), ("ix_status", "ix_at_ms")),
    ),
    NoteSection: Indexing(
        columns=(_PATIENT, _text("encounter", lambda e: e.encounter)),
        indexes=(("ix_encounter",), ("ix_patient",)),
    ),
    FormAnswer: Indexing(
        columns=(_PATIENT, _text("encounter", lambda e: e.encounter)),
        indexes=(("ix_encounter",), ("ix_patient",)),
    ),
    Addendum: Indexing(
        columns=(_PATIENT, _text("encounter", lambda e: e.encounter)), indexes=(("ix_encounter",),)
    ),
    SealedRecord: Indexing(
        columns=(_PATIENT, _text("aggregate", lambda e: e.aggregate_id)), indexes=(("ix_aggregate",),)
    ),
    Problem: Indexing(
        columns=(_PATIENT, _text("status", lambda e: e.status)), indexes=(("ix_patient", "ix_status"),)
    ),
    Allergy: Indexing(columns=(_PATIENT,), indexes=(("ix_patient",),)),
    Absence: Indexing(columns=(_PATIENT,), indexes=(("ix_patient",),)),
    Procedure: Indexing(
        columns=(
            _PATIENT,
            _int("at_ms", lambda e: e.when.earliest_ms),
            _text("title", lambda e: e.code.text),
        ),
        indexes=(("ix_patient", "ix_at_ms"),),
    ),
    Observation: Indexing(
        columns=(
            _PATIENT,
            _int("at_ms", lambda e: e.at.earliest_ms),
            _text("code", lambda e: series_code(e.code)),
            _text("category", lambda e: e.category),
            _text("title", lambda e: e.code.text),
            _text("parent", lambda e: e.parent or None),
            _text("corrects", lambda e: e.corrects or None),
            _text("document", lambda e: e.source.document if e.source else None),
            _text("encounter", lambda e: e.encounter or None),
        ),
        indexes=(
            ("ix_patient", "ix_code", "ix_at_ms"),
            ("ix_patient", "ix_at_ms"),
            ("ix_parent",),
            ("ix_corrects",),
            ("ix_document",),
            ("ix_encounter",),
        ),
    ),
    Vaccination: Indexing(
        columns=(
            _PATIENT,
            _int("at_ms", lambda e: e.at.earliest_ms),
            _text("title", lambda e: e.vaccine.text),
            _text("lot", lambda e: e.lot or None),
        ),
        indexes=(("ix_patient", "ix_at_ms"), ("ix_lot",)),
    ),
    Treatment: Indexing(
        columns=(_PATIENT, _text("status", lambda e: e.status)), indexes=(("ix_patient", "ix_status"),)
    ),
    Document: Indexing(
        columns=(
            _PATIENT,
            _int("at_ms", _document_at),
            _text("title", _document_title),
            _text("author", _first_author),
            _text("oid", lambda e: e.unique_oid),
            _text("series", lambda e: e.series_oid or None),
            _text("origin", lambda e: e.origin),
            _text("state", lambda e: e.read_state),
        ),
        indexes=(("ix_patient", "ix_at_ms"), ("ix_oid",), ("ix_series",)),
    ),
    Dispatch: Indexing(
        columns=(
            _PATIENT,
            _text("document", lambda e: e.document),
            _text("state", lambda e: e.state),
            _text("channel", lambda e: e.channel),
        ),
        indexes=(("ix_state", "ix_channel"), ("ix_document",), ("ix_patient",)),
    ),
    Appointment: Indexing(
        columns=(
            _PATIENT,
            _int("at_ms", lambda e: instant_ms(e.slot.start)),
            _text("staff", lambda e: e.slot.staff),
            _text("wish", lambda e: e.short_notice or None),
        ),
        indexes=(("ix_staff", "ix_at_ms"), ("ix_patient", "ix_at_ms"), ("ix_at_ms",), ("ix_wish", "ix_at_ms")),
    ),
    AgendaRule: Indexing(columns=(_text("staff", lambda e: e.staff),), indexes=(("ix_staff",),)),
    Task: Indexing(
        columns=(_PATIENT, _text("status", lambda e: e.status), _text("due", lambda e: e.due or None)),
        indexes=(("ix_status", "ix_due"), ("ix_patient",)),
    ),
    PatientLink: Indexing(
        columns=(_text("survivor", lambda e: e.survivor), _text("duplicate", lambda e: e.duplicate)),
        indexes=(("ix_survivor",), ("ix_duplicate",)),
    ),
    CareSchedule: Indexing(
        columns=(_PATIENT, _text("status", lambda e: e.status)), indexes=(("ix_patient",), ("ix_status",))
    ),
    Visit: Indexing(
        columns=(_PATIENT, _text("day", lambda e: e.day)), indexes=(("ix_day",), ("ix_patient", "ix_day"))
    ),
    Transmission: Indexing(
        columns=(
            _PATIENT,
            _int("at_ms", lambda e: instant_ms(e.at)),
            _text("title", lambda e: e.summary),
            _text("author", lambda e: e.created.by.name if e.created else None),
            _text("corrects", lambda e: e.corrects or None),
        ),
        indexes=(("ix_patient", "ix_at_ms"), ("ix_corrects",)),
    ),
    PersonalNote: Indexing(columns=(_PATIENT,), indexes=(("ix_patient",),)),
    DossierRequest: Indexing(
        columns=(_PATIENT, _text("state", lambda e: e.state)), indexes=(("ix_patient",), ("ix_state",))
    ),
    CareTeamMember: Indexing(
        columns=(_text("practice", lambda e: e.practice), _text("status", lambda e: e.status)),
        indexes=(("ix_practice", "ix_status"),),
    ),
    DossierMessage: Indexing(
        columns=(_text("dossier", lambda e: e.dossier), _int("at_ms", lambda e: instant_ms(e.at))),
        indexes=(("ix_dossier", "ix_at_ms"),),
    ),
    SetAsideMark: Indexing(
        columns=(_text("op", lambda e: e.op), _text("state", lambda e: e.state)), indexes=(("ix_op",),)
    ),
    AuditRead: Indexing(
        columns=(_PATIENT, _int("at_ms", lambda e: instant_ms(e.at))),
        indexes=(("ix_patient", "ix_at_ms"),),
    ),
}
NO_INDEXING: Final = Indexing(columns=(), indexes=())


def indexing(kind: type[Entity]) -> Indexing:
    """Return the derived columns of an entity; most small tables have none."""
    return INDEXING.get(kind, NO_INDEXING)

# SPDX-License-Identifier: EUPL-1.2
"""Emit documents: a consultation report or a VSM, sealed by the card, queued for the region."""

from dataclasses import dataclass

import msgspec

from interop.cda.check import blocking, check_cda
from interop.cda.write.consultation import REPORT, write_consultation_report
from interop.cda.write.context import Contact, EmissionContext
from interop.cda.write.header import DocumentKind
from interop.cda.write.vsm import KIND as VSM
from interop.cda.write.vsm import Summary, write_vsm
from interop.pdf.reports import consultation_pdf, vsm_pdf
from lgc_app.services.documents import CDA_MEDIA, PDF_MEDIA, kept_file
from lgc_app.services.encounters import Encounters, Note, WrongFileNoteError, sealed_sections
from lgc_app.services.files import Files
from lgc_app.services.overview import Overviews, dated_renal_words
from lgc_app.services.patients import Patients
from lgc_app.services.session import Session
from lgc_core.clinical.intakes import intake_words
from lgc_core.clinical.measure_words import measures_line
from lgc_core.errors import UserError
from lgc_core.model.absence import Absence
from lgc_core.model.allergy import Allergy
from lgc_core.model.dispatch import Dispatch
from lgc_core.model.document import Document, DocumentFile, FileRole
from lgc_core.model.ids import new_id
from lgc_core.model.note import PRIVATE_SECTION, SECTION_TITLES
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Patient
from lgc_core.model.places import city_of
from lgc_core.model.problem import Problem
from lgc_core.model.procedure import Procedure
from lgc_core.model.rights import Right
from lgc_core.model.treatment import Treatment
from lgc_core.model.values import Concept, Interval, at_instant
from lgc_core.store import queries
from lgc_core.store.changes import Changes


class NotSignedError(UserError):
    """A report is made from a signed consultation only."""

    def __init__(self) -> None:
        super().__init__("Signez d’abord la consultation\u00a0: le compte rendu en reprend le texte signé.")


class FaultyDocumentError(UserError):
    """Our own checks refuse what we were about to emit."""


@dataclass(frozen=True, slots=True)
class Emitted:
    """A document made here, and its sending."""

    document: Document
    dispatch: Dispatch
    changes: Changes


class Emission:
    """Makes documents and queues them."""

    def __init__(
        self, session: Session, files: Files, patients: Patients, encounters: Encounters, overviews: Overviews
    ) -> None:
        self._session = session
        self._files = files
        self._patients = patients
        self._encounters = encounters
        self._overviews = overviews

    def emit_report(self, encounter: str) -> Emitted:
        """Make the report of a signed consultation and queue it for the DMP.

        Raises:
            NotSignedError: the consultation is a draft. WrongFileNoteError: it is of somebody else.
            IncompleteHeader: identity not qualifiée, or a missing piece of the header.
        """
        self._session.require(Right.EMIT_DOCUMENT)
        note = self._encounters.get(encounter)
        if not note.is_signed:
            raise NotSignedError
        if note.encounter.wrong_file is not None:
            raise WrongFileNoteError
        patient = self._patients.get(note.encounter.patient)
        context = self._context(patient, Contact(kind=note.encounter.kind, period=note.encounter.period))
        pdf = consultation_pdf(context, printed_sections(note), tuple(one.text for one in note.addenda))
        return self._queue(REPORT, context, write_consultation_report(context, pdf), pdf, note)

    def emit_vsm(self, patient: str) -> Emitted:
        """Make the medical summary of a patient and queue it for the DMP.

        Raises:
            IncompleteHeader: identity not qualifiée, or a missing piece of the header.
        """
        self._session.require(Right.EMIT_DOCUMENT)
        found = self._patients.get(patient)
        context = self._context(found, Contact(period=Interval(start=at_instant(self._session.now()))))
        summary = self._summary(found)
        pdf = vsm_pdf(context, summary)
        return self._queue(VSM, context, write_vsm(context, summary, pdf), pdf, None)

    def _context(self, patient: Patient, contact: Contact) -> EmissionContext:
        identifier, stamp = new_id(), self._session.stamp()
        return EmissionContext(
            patient=patient,
            identity=self._patients.status(patient),
            practice=self._session.practice.organisation,
            local_root=self._session.practice.root,
            author=stamp,
            legal_authenticator=stamp,
            issued=self._session.now(),
            document_id=identifier,
            series_id=identifier,
            contact=contact,
            birth_city=city_of(patient.traits.birth_cog),
            oid_root=self._session.practice.oid_root,
        )

    def _summary(self, patient: Patient) -> Summary:
        watch_points = self._watch_points(patient)
        with self._session.store.reading() as connection:
            observations = queries.of_patient(connection, Observation, patient.id)
            corrected = {one.corrects for one in observations}
            return Summary(
                problems=tuple(queries.of_patient(connection, Problem, patient.id)),
                allergies=tuple(queries.of_patient(connection, Allergy, patient.id)),
                treatments=tuple(
                    _in_words(one)
                    for one in queries.of_patient(connection, Treatment, patient.id)
                    if one.status == "en_cours"
                ),
                procedures=tuple(queries.of_patient(connection, Procedure, patient.id)),
                habits=tuple(o for o in observations if o.category == "vie" and o.id not in corrected),
                absences=tuple(queries.of_patient(connection, Absence, patient.id)),
                watch_points=watch_points,
            )

    def _watch_points(self, patient: Patient) -> tuple[str, ...]:
        overview = self._overviews.of(patient)
        return (dated_renal_words(overview),) if overview.filtrations else ()

    def _queue(
        self, kind: DocumentKind, context: EmissionContext, cda: bytes, pdf: bytes, note: Note | None
    ) -> Emitted:
        today = self._session.now().date()
        if faults := blocking(check_cda(cda, today)):
            raise FaultyDocumentError(faults[0].sentence)
        document = self._document(
            kind, context, (self._kept("original", cda, CDA_MEDIA), self._kept("pdf", pdf, PDF_MEDIA)), note
        )
        dispatch = Dispatch(id=new_id(), patient=context.patient.id, document=document.id, channel="DMP", to="DMP")
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(document)
            uow.create(dispatch)
        return Emitted(document, dispatch, uow.changes)

    def _kept(self, role: FileRole, content: bytes, media: str) -> DocumentFile:
        return kept_file(self._files, role, content, media)

    def _document(
        self, kind: DocumentKind, context: EmissionContext, files: tuple[DocumentFile, ...], note: Note | None
    ) -> Document:
        return Document(
            id=context.document_id,
            patient=context.patient.id,
            unique_oid=context.unique_oid,
            series_oid=context.series_oid,
            type=Concept(text=kind.code.display, codings=(kind.code,)),
            title=kind.title,
            issued=context.issued.isoformat(timespec="seconds"),
            service=context.service,
            authors=(context.author,),
            legal_authenticator=context.legal_authenticator,
            custodian=context.author,
            files=files,
            origin="émis",
            encounter=note.encounter.id if note else "",
        )


def printed_sections(note: Note) -> tuple[tuple[str, str], ...]:
    """Return titles and texts in reading order: what was signed, forms, then the measures, never « perso »."""
    signed = sealed_sections(note.sealed) if note.sealed else note.sections
    printed = [(code, title) for code, title in SECTION_TITLES.items() if code != PRIVATE_SECTION]
    found = [(title, signed[code]) for code, title in printed if signed.get(code, "").strip()]
    found += [(one.title, one.text) for one in note.forms]
    measures = measures_line(note.observations)
    return (*found, ("Mesures", measures)) if measures else tuple(found)


def _in_words(treatment: Treatment) -> Treatment:
    """Return a treatment whose « 1-0-1 » is « 1 le matin, 1 le soir »: not everybody knows the shorthand."""
    posology = treatment.posology
    if posology is None:
        return treatment
    words = msgspec.structs.replace(posology, text=intake_words(posology.text))
    return msgspec.structs.replace(treatment, posology=words)

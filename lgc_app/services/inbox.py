# SPDX-License-Identifier: EUPL-1.2
"""Reception: a file arrives, is read with suspicion, compared with a patient, and filed by a person.

Received bytes are kept untouched whatever they are; what cannot be read or must not be is kept in quarantine.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import msgspec
import sqlalchemy as sa

from interop.cda.compare import IdentityComparison, compare_identity
from interop.cda.read.document import CdaReading, read_cda
from interop.cda.read.proposal import Proposal, adopt
from interop.cda.read.subject import Subject
from lgc_app.services.document_words import words_of
from lgc_app.services.documents import CDA_MEDIA, PDF_MEDIA, Documents, original
from lgc_app.services.files import FileAwaitedError, Files
from lgc_app.services.importing import TakenIn
from lgc_app.services.named_in_text import named
from lgc_app.services.patients import Patients
from lgc_app.services.plain_text import TEXT_MEDIA, may_be_text, read_text, title_of
from lgc_app.services.result_flags import flag_of, quantity_words, unit_words
from lgc_app.services.session import Session
from lgc_core.errors import UserError
from lgc_core.model.document import Document, DocumentFile, FiledAs
from lgc_core.model.entity import Entity
from lgc_core.model.ids import derived_id, new_id, oid_of
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Patient
from lgc_core.model.rights import Right
from lgc_core.store import queries
from lgc_core.store.changes import Changes
from lgc_core.store.local_tables import document_text
from lgc_core.store.search import PatientLine
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.store.text_search import keep_document_text
from lgc_core.store.unit_of_work import UnitOfWork

_TABLE = ENTITY_TABLES[Document].c
E = TypeVar("E", bound=Entity)
_PDF_MAGIC = b"%PDF-"


class WrongPatientError(UserError):
    """The traits of the document are not those of the patient; a reason lets it pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A document to be filed.

    Attributes:
        severity: critique, important, normal or quarantaine.
        results: the results out of range, gravest first, as « Créatinine 124 ».
        fault: why its content cannot be shown now, as when its file has not arrived on this post.
        already_filed: the same document waits in no list any more: it has been filed once.
    """

    document: Document
    severity: str
    subject: str
    results: tuple[str, ...] = ()
    fault: str = ""
    already_filed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingProposal:
    """What the screen proposes: candidates, the comparison with one, title, date, category, results."""

    document: Document
    reading: CdaReading | None
    candidates: tuple[Patient, ...]
    comparison: IdentityComparison | None
    filed_as: FiledAs
    proposals: tuple[Proposal, ...]
    already_filed: bool


class Inbox:
    """Receives and files documents."""

    def __init__(self, session: Session, files: Files, patients: Patients, documents: Documents) -> None:
        self._session = session
        self._files = files
        self._patients = patients
        self._documents = documents
        self._summaries: dict[str, _Summary] = {}

    def receive_taken(self, taken: TakenIn) -> Document:
        """Record what `Importing` took in; a large file waits for a person, nobody is looked for in it."""
        if taken.file is None:
            return self.receive(taken.untrusted)
        self._session.require(Right.FILE_DOCUMENT)
        document = msgspec.structs.replace(self._described(b"", taken.file), preview=taken.preview)
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(document)
        return document

    def receive(self, untrusted: bytes) -> Document:
        """Keep a file that arrived and read what can be read; never refused, at worst in quarantine."""
        self._session.require(Right.FILE_DOCUMENT)
        media = _media_of(untrusted)
        file = DocumentFile(
            role="original",
            blob=self._files.keep(untrusted, media),
            media=media,
            size=len(untrusted),
            sha1=hashlib.sha1(untrusted, usedforsecurity=False).hexdigest(),
        )
        document = self._described(untrusted, file)
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(document)
            words = words_of(media, untrusted)
            if words is not None:  # those of a PDF are learnt in a quiet moment
                keep_document_text(uow.connection, document.id, words)
        return document

    def _described(self, untrusted: bytes, file: DocumentFile) -> Document:
        identifier = new_id()
        if file.media == PDF_MEDIA:
            return Document(
                id=identifier, unique_oid=oid_of(identifier), title="Document PDF", files=(file,), origin="import"
            )
        try:
            if file.media == TEXT_MEDIA:
                return Document(
                    id=identifier, unique_oid=oid_of(identifier), title=title_of(read_text(untrusted)),
                    files=(file,), origin="import",
                )  # fmt: skip
            reading = read_cda(untrusted)
        except UserError as refused:
            return Document(
                id=identifier,
                unique_oid=oid_of(identifier),
                title="Document mis de côté",
                files=(file,),
                origin="import",
                read_state="quarantaine",
                refusal=refused.sentence,
            )
        fields = reading.header.document_fields()
        fields["unique_oid"] = fields["unique_oid"] or oid_of(identifier)
        return Document(id=identifier, files=(file,), origin="import", read_state=reading.read_state, **fields)

    def waiting(self) -> list[Arrival]:
        """Return the documents to be filed, critical first, then the newest; quarantine is listed too."""
        self._session.require_role(Right.FILE_DOCUMENT)
        with self._session.store.reading() as connection:
            where = (_TABLE.ix_patient.is_(None), _TABLE.ix_origin != "émis")
            found = queries.find(connection, Document, *where, order=_TABLE.id.desc())
            filed = set(
                connection.execute(sa.select(_TABLE.ix_oid).where(_TABLE.ix_patient.is_not(None))).scalars()
            )
        arrivals = [self._arrival(document, filed) for document in found]
        rank = {"critique": 0, "important": 1, "normal": 2, "quarantaine": 3}
        return sorted(arrivals, key=lambda one: (rank[one.severity], one.already_filed))

    def _arrival(self, document: Document, filed: set[str]) -> Arrival:
        known = document.unique_oid in filed
        if document.read_state == "quarantaine":
            return Arrival(document=document, severity="quarantaine", subject="", already_filed=known)
        try:
            summary = self._summary(document)
        except (FileAwaitedError, UserError) as trouble:
            return Arrival(document=document, severity="normal", subject="", fault=trouble.sentence)
        return Arrival(
            document=document,
            severity=summary.severity,
            subject=summary.subject,
            results=summary.results,
            already_filed=known,
        )

    def _summary(self, document: Document) -> "_Summary":
        """Return what a line says; the bytes of a document never change, so it is read once a session."""
        if document.id not in self._summaries:
            self._summaries[document.id] = _summary_of(self._reading(document))
        return self._summaries[document.id]

    def _reading(self, document: Document) -> CdaReading | None:
        if document.read_state == "quarantaine":
            return None
        first = original(document)
        if first is not None and first.media != CDA_MEDIA:  # a scan says nothing by itself, and may be large
            if not self._files.has(first.blob):
                raise FileAwaitedError(self._files.moving_of(first.blob))
            return None
        return self._documents.open(document.id).reading

    def propose(self, document: str, patient: str = "") -> FilingProposal:
        """Return what filing this document would do, for the best candidate or a chosen patient."""
        self._session.require_role(Right.FILE_DOCUMENT)
        found = self._documents.get(document)
        reading = self._reading(found)
        chosen = [self._patients.get(patient)] if patient else self._candidates(reading)
        comparison = compare_identity(reading.header.subject, chosen[0]) if reading and chosen else None
        return FilingProposal(
            document=found,
            reading=reading,
            candidates=tuple(chosen),
            comparison=comparison,
            filed_as=_filed_as(found),
            proposals=reading.proposals if reading else (),
            already_filed=self._is_known(found),
        )

    def suggested(self, document: str) -> list[PatientLine]:
        """Return the patients that the words of a document seem to name, for a person to look at."""
        self._session.require_role(Right.FILE_DOCUMENT)
        query = sa.select(document_text.c.text).where(document_text.c.document == document)
        with self._session.store.reading() as connection:
            text = connection.execute(query).scalar() or ""
            return named(connection, text) if text else []

    def _candidates(self, reading: CdaReading | None) -> list[Patient]:
        if reading is None:
            return []
        subject = reading.header.subject
        typed = [subject.ins.matricule] if subject.ins else []
        if subject.traits:
            typed += [f"{subject.traits.birth_family} {subject.traits.first_given}", subject.traits.birth_family]
        found: dict[str, Patient] = {}
        for words in typed:
            for line in self._patients.find(words, 10):
                found.setdefault(line.patient_id, self._patients.get(line.patient_id))
        order = {"concordant": 0, "à vérifier": 1, "discordant": 2}
        return sorted(found.values(), key=lambda one: order[compare_identity(subject, one).verdict])

    def _is_known(self, document: Document) -> bool:
        with self._session.store.reading() as connection:
            where = (
                _TABLE.ix_oid == document.unique_oid,
                _TABLE.id != document.id,
                _TABLE.ix_patient.is_not(None),
            )
            return bool(queries.find(connection, Document, *where, limit=1))

    def file(
        self,
        document: str,
        patient: str,
        *,
        filed_as: FiledAs | None = None,
        accepted: Sequence[Proposal] = (),
        reason: str = "",
    ) -> Changes:
        """File a document under a patient and take over the proposals that were accepted.

        Raises:
            WrongPatientError: the traits differ and no reason is given; nothing is written.
        """
        self._session.require(Right.FILE_DOCUMENT)
        proposal = self.propose(document, patient)
        comparison = proposal.comparison
        if comparison and comparison.verdict != "concordant" and not reason.strip():
            raise WrongPatientError(comparison.sentence)
        label = filed_as or proposal.filed_as
        if reason.strip():
            label = FiledAs(title=label.title, category=f"{label.category} · {reason.strip()}", date=label.date)
        with self._session.store.unit_of_work(self._session.author) as uow:
            before = uow.get(Document, document)
            if before is not None and before.patient not in ("", patient):
                _annul_facts(uow, before)
            uow.set(Document, document, patient=patient, filed_as=label)
            for one in accepted:
                entity = _living(uow, adopt(one.draft, patient=patient, document=document))
                if uow.get(type(entity), entity.id) is None:
                    uow.create(entity)
        return uow.changes

    def take_back(self, document: str) -> Changes:
        """Undo a filing: the document waits again and the facts taken from it are annulled."""
        self._session.require(Right.FILE_DOCUMENT)
        found = self._documents.get(document)
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.set(Document, document, patient="", filed_as=None)
            _annul_facts(uow, found)
        return uow.changes


def _media_of(untrusted: bytes) -> str:
    if untrusted[:1024].lstrip().startswith(_PDF_MAGIC):
        return PDF_MEDIA
    return TEXT_MEDIA if may_be_text(untrusted) else CDA_MEDIA


def _annul_facts(uow: UnitOfWork, document: Document) -> None:
    """Annul what was taken from a document into the file where it was."""
    for kind, table in ENTITY_TABLES.items():
        if "source" not in table.c or "ix_patient" not in table.c:
            continue
        for entity in queries.find(uow.connection, kind, table.c.ix_patient == document.patient):
            source = getattr(entity, "source", None)
            if source is not None and source.document == document.id:
                uow.annul(kind, entity.id, "classement annulé")


def _living(uow: UnitOfWork, entity: E) -> E:
    """Return the entity under an id that was never annulled: a fact filed again is a new fact."""
    changes = {"id": _living_id(uow, type(entity), entity.id)}
    if isinstance(entity, Observation) and entity.parent:
        changes["parent"] = _living_id(uow, Observation, entity.parent)
    return msgspec.structs.replace(entity, **changes)


def _living_id(uow: UnitOfWork, kind: type[Entity], identifier: str) -> str:
    while uow.is_annulled(kind, identifier):
        identifier = derived_id("refiled", identifier)
    return identifier


@dataclass(frozen=True, slots=True)
class _Summary:
    severity: str = "normal"
    subject: str = ""
    results: tuple[str, ...] = ()


_GRAVITY: Final = {"critique haut": 0, "critique bas": 0, "critique": 0, "haut": 1, "bas": 1, "anormal": 1}


def _summary_of(reading: CdaReading | None) -> _Summary:
    if reading is None:
        return _Summary()
    flagged = [(one, flag_of(one)) for one in reading.drafts(Observation)]
    notable = sorted((pair for pair in flagged if pair[1]), key=lambda pair: _GRAVITY[pair[1]])
    gravest = _GRAVITY[notable[0][1]] if notable else None
    severity = {0: "critique", 1: "important", None: "normal"}[gravest]
    results = tuple(_result_words(one) for one, _ in notable[:3])
    return _Summary(severity, _subject_words(reading.header.subject), results)


def _result_words(one: Observation) -> str:
    value = one.value.quantity if one.value else None
    if value is None:
        return one.code.text
    return f"{one.code.text} {quantity_words(value)}\u00a0{unit_words(value)}".rstrip("\u00a0")


def _subject_words(subject: Subject) -> str:
    if subject.traits is None:
        return ""
    usual = subject.usual.family or subject.traits.birth_family
    return f"{usual.upper()} {subject.traits.first_given or subject.traits.birth_givens}"


def _filed_as(document: Document) -> FiledAs:
    start = document.service.start
    date = start.text[:10] if start and not start.missing else document.issued[:10]
    kind = document.type.text if document.type else "Document"
    return FiledAs(title=document.title or kind, category=kind, date=date)

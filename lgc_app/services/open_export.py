# SPDX-License-Identifier: EUPL-1.2
"""The open export of one patient (RGPD, access) or of the practice: documents, FHIR, pages, log, proofs.

Personal notes are their author's: those of others are in no export, and the manifest says how many were left.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

import sqlalchemy as sa

from interop.fhir.bundle import PatientRecord, patient_bundle
from lgc_app.services.export_archive import ExportWriter, Manifest
from lgc_app.services.export_forms import filled_forms, form_texts
from lgc_app.services.export_pages import index_page, patient_page
from lgc_app.services.files import FileAwaitedError, FileErasedError, Files
from lgc_app.services.patients import Patients
from lgc_app.services.session import Session
from lgc_app.services.trail import Trail
from lgc_app.vault.faults import VaultLockedError
from lgc_core.errors import UserError
from lgc_core.model.allergy import Allergy
from lgc_core.model.audit import AuditRead
from lgc_core.model.catalogue import ENTITIES
from lgc_core.model.document import Document
from lgc_core.model.encounter import Encounter
from lgc_core.model.entity import Entity, entity_name
from lgc_core.model.form import FormAnswer
from lgc_core.model.note import PRIVATE_SECTION, Addendum, NoteSection
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Patient
from lgc_core.model.problem import Problem
from lgc_core.model.procedure import Procedure
from lgc_core.model.rights import Right
from lgc_core.model.seal import SealedRecord
from lgc_core.model.treatment import Treatment
from lgc_core.model.vaccination import Vaccination
from lgc_core.store import links, queries
from lgc_core.store.identity import trail
from lgc_core.store.record_lines import SIDE_TABLES, entity_lines, log_lines, table_lines
from lgc_core.store.tables import ENTITY_TABLES

LOG_LINES: Final = 100_000
"""Operations in one entry of the log."""

E = TypeVar("E", bound=Entity)
_SUFFIXES: Final = {"application/pdf": "pdf", "application/xml": "xml", "text/xml": "xml", "text/plain": "txt"}
_TRAIL_OF_PATIENT: Final = "dossier exporté"


class AlreadyExportedError(UserError):
    """A file of this name exists."""

    def __init__(self) -> None:
        super().__init__("Ce fichier existe déjà. Choisissez un autre nom.")


class ExportStoppedError(UserError):
    """The post locked while an export was being written."""

    def __init__(self) -> None:
        super().__init__(
            "Le poste s’est verrouillé pendant l’export\u00a0: il s’est arrêté et n’a laissé aucun fichier. "
            "Recommencez-le."
        )


class OpenExport:
    """Writes exports; each patient copied alone leaves a line in the read trail."""

    def __init__(self, session: Session, trail: Trail, patients: Patients, files: Files) -> None:
        self._session = session
        self._trail = trail
        self._patients = patients
        self._files = files

    def of_patient(self, patient: str, target: Path) -> Manifest:
        """Write the copy of one patient's file, linked files included, and nobody's personal notes.

        A consultation signed there by mistake is named in the readable forms, and its words are nowhere.

        Raises:
            AlreadyExportedError: the file exists. ExportNotWrittenError: the disk refuses.
            ExportStoppedError: the post locked meanwhile.
        """
        self._session.require_role(Right.EXPORT_PATIENT)
        found = self._patients.get(patient)
        _refuse_existing(target)
        self._go_on()
        self._trail.record(patient, _TRAIL_OF_PATIENT, "patient")
        with self._session.store.reading() as connection, ExportWriter(target, self._go_on) as writer:
            people = [found, *self._linked(connection, found)]
            private = self._private(connection, mine=True)
            only = _entities_of(connection, [one.id for one in people])
            only -= _of_somebody_else(connection, [one.id for one in people])
            return self._write(connection, writer, people, only, private, scope="patient")

    def of_practice(self, target: Path) -> Manifest:
        """Write the whole record; what can be taken up by `OpenImport`, to the byte.

        Raises:
            AlreadyExportedError: the file exists. ExportNotWrittenError: the disk refuses.
            ExportStoppedError: the post locked meanwhile.
        """
        self._session.require_role(Right.EXPORT_PRACTICE)
        _refuse_existing(target)
        self._go_on()
        with self._session.store.reading() as connection, ExportWriter(target, self._go_on) as writer:
            people = queries.find(connection, Patient, order=ENTITY_TABLES[Patient].c.id)
            private = self._private(connection, mine=False)
            return self._write(connection, writer, people, None, private, scope="cabinet")

    def _go_on(self) -> None:
        """Stop at a lock: the connection in use would read on, and no connection begins any more."""
        try:
            with self._session.store.reading():
                pass
        except VaultLockedError:
            raise ExportStoppedError from None

    def _linked(self, connection: sa.Connection, patient: Patient) -> list[Patient]:
        others = links.members(connection, patient.id) - {patient.id}
        return list(queries.by_ids(connection, Patient, others).values())

    def _private(self, connection: sa.Connection, *, mine: bool) -> frozenset[str]:
        """Return the personal sections to leave out: those of others, one's own too when `mine`."""
        sections = ENTITY_TABLES[NoteSection].c
        found = queries.find(connection, NoteSection, sections.code == f'"{PRIVATE_SECTION}"')
        me = self._session.staff.id
        return frozenset(one.id for one in found if mine or one.created is None or one.created.by.staff != me)

    def _write(
        self,
        connection: sa.Connection,
        writer: ExportWriter,
        people: list[Patient],
        only: Collection[str] | None,
        private: frozenset[str],
        *,
        scope: str,
    ) -> Manifest:
        post = self._session.store.post
        homes = {post.cabinet, trail(post.practice)}
        if only is None and self._session.own_partition:  # one's own words leave with the practice, nobody else's
            homes.add(self._session.own_partition)
        unfiled = [] if only is not None else _unfiled(connection)
        missing = self._write_people(connection, writer, people, unfiled, only)
        operations = _write_log(writer, log_lines(connection, homes, only, private))
        for kind in ENTITIES:
            writer.add_lines(
                f"entites/{entity_name(kind)}.jsonl", entity_lines(connection, kind, homes, only, private)
            )
        if only is None:
            for table in SIDE_TABLES:
                writer.add_lines(f"entites/{table.name}.jsonl", table_lines(connection, table, homes, private))
        session = self._session
        return writer.finish(
            scope=scope,
            practice=session.practice.id,
            patient=people[0].id if scope == "patient" else "",
            made_at=session.now().isoformat(timespec="seconds"),
            made_by=session.staff.name.shown,
            operations=operations,
            missing=tuple(missing),
            private_left=len(private),
        )

    def _write_people(
        self,
        connection: sa.Connection,
        writer: ExportWriter,
        people: list[Patient],
        unfiled: list[Document],
        only: Collection[str] | None,
    ) -> list[str]:
        now, practice = self._session.now(), self._session.practice
        made = f"Fait le {now:%d/%m/%Y} à {now:%H:%M} par {self._session.staff.name.shown}."
        written: dict[str, str] = {}
        missing: list[str] = []
        for one in people:
            record = _record(connection, one, only)
            self._write_files(connection, writer, record.documents, written, missing)
            writer.add(f"fhir/{one.id}.json", patient_bundle(record))
            notes = _notes(connection, one.id)
            opened = _opened(connection, one.id)
            writer.add(f"patients/{one.id}.html", patient_page(record, notes, written, opened))
        self._write_files(connection, writer, unfiled, written, missing)
        writer.add("index.html", index_page(practice.name, made, people))
        return missing

    def _write_files(
        self,
        connection: sa.Connection,
        writer: ExportWriter,
        documents: Iterable[Document],
        written: dict[str, str],
        missing: list[str],
    ) -> None:
        for file in (file for one in documents for file in one.files):
            if file.blob in written or file.blob in missing:
                continue
            try:
                content = self._files.bytes_in(connection, file.blob)
            except (FileAwaitedError, FileErasedError):
                missing.append(file.blob)
                continue
            path = f"documents/{file.blob}.{_SUFFIXES.get(file.media, 'bin')}"
            writer.add(path, content)
            written[file.blob] = path


def _refuse_existing(target: Path) -> None:
    if target.exists():
        raise AlreadyExportedError


def _write_log(writer: ExportWriter, lines: Iterator[bytes]) -> int:
    """Write the log in entries of LOG_LINES; the first one exists even when it is empty."""
    count, number = 0, 1
    while True:
        written = writer.add_lines(f"journal/operations-{number:04}.jsonl", islice(lines, LOG_LINES))
        count += written
        if written < LOG_LINES:
            return count
        number += 1


def _entities_of(connection: sa.Connection, patients: list[str]) -> frozenset[str]:
    """Return every entity that belongs to some patients, annulled ones included."""
    found = set(patients)
    for kind in ENTITIES:
        table = ENTITY_TABLES[kind].c
        if "ix_patient" in table:
            found.update(connection.execute(sa.select(table.id).where(table.ix_patient.in_(patients))).scalars())
    return frozenset(found)


def _of_somebody_else(connection: sa.Connection, patients: list[str]) -> frozenset[str]:
    """Return what was signed in the file of some patients and is of somebody else, with all that hangs on it."""
    visit = ENTITY_TABLES[Encounter].c
    wrong = sa.select(visit.id).where(visit.ix_patient.in_(patients), visit.ix_wrong.is_not(None))
    found = set(connection.execute(wrong).scalars())
    if not found:
        return frozenset()
    document, sealed = ENTITY_TABLES[Document].c, ENTITY_TABLES[SealedRecord].c
    made = document.encounter.in_([f'"{one}"' for one in found])
    parts = (ENTITY_TABLES[kind].c for kind in (NoteSection, FormAnswer, Addendum, Observation))
    hangs = [
        sa.select(document.id).where(made, document.ix_patient.in_(patients)),
        sa.select(sealed.id).where(sealed.ix_aggregate.in_(found)),
        *(sa.select(table.id).where(table.ix_encounter.in_(found)) for table in parts),
    ]
    return frozenset(found.union(*(connection.execute(query).scalars().all() for query in hangs)))


def _unfiled(connection: sa.Connection) -> list[Document]:
    return queries.find(connection, Document, ENTITY_TABLES[Document].c.ix_patient.is_(None))


def _record(connection: sa.Connection, patient: Patient, only: Collection[str] | None = None) -> PatientRecord:
    """Return what was written in one file; linked files have each their own.

    `only` leaves out the documents that are not of it; what was signed there by mistake is still named.
    """

    def of(kind: type[E]) -> list[E]:
        table = ENTITY_TABLES[kind].c
        return queries.find(connection, kind, table.ix_patient == patient.id, order=table.id)

    observations, encounters = of(Observation), of(Encounter)
    return PatientRecord(
        patient=patient,
        problems=of(Problem),
        allergies=of(Allergy),
        treatments=of(Treatment),
        procedures=of(Procedure),
        vaccinations=of(Vaccination),
        observations=observations,
        encounters=encounters,
        documents=[one for one in of(Document) if only is None or one.id in only],
        forms=filled_forms(of(FormAnswer), observations, [one for one in encounters if one.wrong_file is None]),
    )


def _notes(connection: sa.Connection, patient: str) -> dict[str, dict[str, str]]:
    """Return the texts of a patient's notes by encounter; a page holds no personal note, not even one's own."""
    table = ENTITY_TABLES[NoteSection].c
    found: dict[str, dict[str, str]] = {}
    for one in queries.find(connection, NoteSection, table.ix_patient == patient, order=table.id):
        if one.code != PRIVATE_SECTION and one.text.strip():
            found.setdefault(one.encounter, {})[one.code] = one.text
    answer, measure = ENTITY_TABLES[FormAnswer].c, ENTITY_TABLES[Observation].c
    answers = queries.find(connection, FormAnswer, answer.ix_patient == patient, order=answer.id)
    taken = queries.find(connection, Observation, measure.ix_patient == patient) if answers else []
    for encounter, texts in form_texts(answers, taken).items():
        found.setdefault(encounter, {}).update(texts)
    for late in queries.find(connection, Addendum, ENTITY_TABLES[Addendum].c.ix_patient == patient):
        texts = found.setdefault(late.encounter, {})
        texts[f"Complément du {late.at[:10]} ({len(texts)})"] = late.text
    return found


def _opened(connection: sa.Connection, patient: str) -> list[str]:
    table = ENTITY_TABLES[AuditRead].c
    lines = queries.find(connection, AuditRead, table.ix_patient == patient, order=table.ix_at_ms.desc())
    return [f"{one.at[:16].replace('T', ' ')} – {one.by.name} – {one.what}" for one in lines]

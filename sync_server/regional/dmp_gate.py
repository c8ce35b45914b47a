# SPDX-License-Identifier: EUPL-1.2
"""What a document must prove before it leaves for the DMP: identity qualifiée, signature, the bytes announced.

Only a *qualifiée* identity leaves the practice with its matricule (architecture.md, Identity).
"""

import hashlib
from typing import Final, TypeVar

import sqlalchemy as sa

from interop.cda.read.document import read_cda
from interop.cda.read.header import Header
from lgc_core.errors import UserError
from lgc_core.model.dispatch import Dispatch
from lgc_core.model.document import Document, DocumentFile
from lgc_core.model.identity import IdentityCheck, IdentityStatus, identity_status
from lgc_core.model.patient import Patient
from lgc_core.store import queries
from lgc_core.store.tables import ENTITY_TABLES
from sync_server.regional.dmp import DmpRefusedError, Submission
from sync_server.services.blob_store import BlobStore

_ACTIONS: Final = frozenset({"soumettre", "remplacer"})
_PREFIX: Final = "cabinet:"
E = TypeVar("E", Document, Patient)


class NotHereYetError(UserError):
    """The document or its bytes have not arrived; the dispatch waits."""


def prepare(
    connection: sa.Connection, blobs: BlobStore, dispatch: Dispatch, partition: str
) -> tuple[Submission, bytes]:
    """Return the checked metadata and bytes of a dispatch.

    Raises:
        NotHereYetError: when something has not arrived.
        DmpRefusedError: when the document may not leave.
    """
    if dispatch.action not in _ACTIONS:
        sentence = (
            f"Le bac à sable du DMP ne sait pas encore «\u00a0{dispatch.action}\u00a0». Rien n’a changé au DMP."
        )
        raise DmpRefusedError("XDSRegistryError", sentence)
    document = _mine(connection, Document, dispatch.document, partition)
    patient = _mine(connection, Patient, dispatch.patient, partition)
    original = _original(document)
    if not blobs.has(partition, original.blob):
        raise NotHereYetError("Le fichier n’est pas encore arrivé.")
    content = blobs.read(partition, original.blob)
    header = _checked_header(document, original, content)
    matricule = _checked_identity(connection, patient, header)
    return _submission(dispatch, document, header, partition, original, matricule), content


def _mine(connection: sa.Connection, kind: type[E], entity: str, partition: str) -> E:
    table = ENTITY_TABLES[kind]
    found = queries.find(connection, kind, table.c.id == entity, table.c.partition == partition)
    if not found:
        raise NotHereYetError("Le document n’est pas encore arrivé.")
    return found[0]


def _original(document: Document) -> DocumentFile:
    found = [file for file in document.files if file.role == "original"]
    if not found:
        raise DmpRefusedError("XDSMissingDocument", "Ce document n’a pas de fichier. Émettez-le de nouveau.")
    return found[0]


def _checked_header(document: Document, original: DocumentFile, content: bytes) -> Header:
    if original.sha1 and hashlib.sha1(content, usedforsecurity=False).hexdigest() != original.sha1.lower():
        raise DmpRefusedError(
            "XDSNonIdenticalHash", "Le fichier ne correspond pas à son empreinte. Émettez-le de nouveau."
        )
    try:
        header = read_cda(content).header
    except UserError as error:
        raise DmpRefusedError(
            "XDSRepositoryMetadataError", "Ce document n’est pas un CDA lisible. Émettez-le de nouveau."
        ) from error
    if header.unique_oid != document.unique_oid:
        raise DmpRefusedError(
            "XDSMetadataMismatch", "Le fichier porte un autre identifiant. Émettez-le de nouveau."
        )
    if header.legal_authenticator is None:
        raise DmpRefusedError(
            "XDSRepositoryMetadataError", "Document sans signataire. Signez-le, puis envoyez de nouveau."
        )
    return header


def _checked_identity(connection: sa.Connection, patient: Patient, header: Header) -> str:
    checks = queries.of_patient(connection, IdentityCheck, patient.id)
    status = identity_status(patient.traits, patient.identity_flags, checks)
    if patient.ins is None or header.subject.ins is None or status is not IdentityStatus.QUALIFIEE:
        raise DmpRefusedError(
            "XDSUnknownPatientId", "Identité non qualifiée. Vérifiez l’identité, puis envoyez de nouveau."
        )
    if header.subject.ins.matricule != patient.ins.matricule or header.subject.ins.oid != patient.ins.oid:
        raise DmpRefusedError(
            "XDSPatientIdDoesNotMatch",
            "Le document porte un autre matricule que le dossier. Émettez-le de nouveau.",
        )
    return patient.ins.matricule


def _submission(
    dispatch: Dispatch,
    document: Document,
    header: Header,
    partition: str,
    original: DocumentFile,
    matricule: str,
) -> Submission:
    author = header.authors[0] if header.authors else header.legal_authenticator
    organisation = author.organisation if author else None
    return Submission(
        dispatch=dispatch.id,
        practice=partition.removeprefix(_PREFIX),
        partition=partition,
        document=document.id,
        unique_oid=header.unique_oid,
        series_oid=header.series_oid,
        replaces=header.replaces,
        type_text=header.type.text if header.type else "",
        title=header.title,
        author=author.name.shown if author else "",
        organisation=organisation.name if organisation else "",
        issued=document.issued,
        matricule=matricule,
        sha256=original.blob,
        media=original.media,
    )

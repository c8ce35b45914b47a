# SPDX-License-Identifier: EUPL-1.2
"""Documents of a patient: what can be shown of each, whatever came."""

import hashlib
from dataclasses import dataclass

from interop.cda.read.body import Section
from interop.cda.read.document import CdaReading, read_cda
from lgc_app.services.files import AWAITED, Files, Moving
from lgc_app.services.plain_text import TEXT_MEDIA, read_text, section_of
from lgc_app.services.session import Session
from lgc_core.errors import UserError
from lgc_core.model.canonical import canonical
from lgc_core.model.document import Document, DocumentFile, FileRole
from lgc_core.model.rights import Right
from lgc_core.store import links, queries
from lgc_core.store.changes import Changes
from lgc_core.store.tables import ENTITY_TABLES

_TABLE = ENTITY_TABLES[Document].c
CDA_MEDIA = "application/xml"
PDF_MEDIA = "application/pdf"
LARGEST_PREVIEW = 256 * 1024
"""Bytes of a preview: one piece, one request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """What the viewer shows: a PDF first when there is one, else the narrative; faults are said."""

    document: Document
    pdf: bytes | None = None
    sections: tuple[Section, ...] = ()
    reading: CdaReading | None = None
    fault: str = ""


class Documents:
    """Reads documents for the screen."""

    def __init__(self, session: Session, files: Files) -> None:
        self._session = session
        self._files = files

    def get(self, document: str) -> Document:
        """Return the metadata of a document.

        Raises:
            LookupError: when it does not exist.
        """
        self._session.require(Right.READ_RECORD)
        with self._session.store.reading() as connection:
            found = queries.get(connection, Document, document)
        if found is None:
            raise LookupError(document)
        return found

    def open(self, document: str) -> DocumentView:
        """Return what can be shown of a document.

        Raises:
            FileAwaitedError: when its file has not arrived on this post.
        """
        self._session.require(Right.READ_RECORD)
        found = self.get(document)
        cda = original(found)
        if cda is not None and cda.media == TEXT_MEDIA:
            return self._plain(found, cda.blob)
        if cda is None or cda.media != CDA_MEDIA:
            return DocumentView(document=found, pdf=self._pdf(found), fault=found.refusal)
        try:
            reading = read_cda(self._files.read(cda.blob))
        except UserError as refused:
            return DocumentView(document=found, fault=refused.sentence)
        pdf = reading.body.pdf
        return DocumentView(
            document=found,
            pdf=pdf.content if pdf else self._pdf(found),
            sections=reading.body.sections,
            reading=reading,
            fault=" ".join(reading.body.faults),
        )

    def _plain(self, document: Document, blob: str) -> DocumentView:
        try:
            text = read_text(self._files.read(blob))
        except UserError as refused:
            return DocumentView(document=document, fault=refused.sentence)
        return DocumentView(document=document, sections=(section_of(text),))

    def awaited(self, document: str) -> Moving | None:
        """Return the file of a document that has not arrived on this post, None when all are here."""
        self._session.require(Right.READ_RECORD)
        for file in self.get(document).files:
            moving = self._files.moving_of(file.blob)
            if moving is not None and moving.state == AWAITED:
                return moving
        return None

    def preview(self, document: str) -> bytes:
        """Return the small picture of a document whose file is awaited, empty when there is none here."""
        self._session.require(Right.READ_RECORD)
        preview = self.get(document).preview
        if preview is None or preview.size > LARGEST_PREVIEW or not self._files.has(preview.blob):
            return b""
        return self._files.read(preview.blob)

    def want(self, document: str, *, wanted: bool = True) -> Changes:
        """Ask for the files of a document before all others, or ask no more; what came of them is kept."""
        self._session.require(Right.READ_RECORD)
        for file in self.get(document).files:
            self._files.want(file.blob, wanted=wanted)
        return Changes(entities=frozenset({("document", document)}))

    def made_of(self, encounter: str, patient: str) -> str:
        """Return the id of the last report made of a consultation, "" when there is none."""
        self._session.require(Right.READ_RECORD)
        with self._session.store.reading() as connection:
            his = links.is_of(connection, _TABLE.ix_patient, patient)
            where = (his, _TABLE.encounter == canonical(encounter))
            found = queries.find(connection, Document, *where, order=_TABLE.id.desc(), limit=1)
        return found[0].id if found else ""

    def _pdf(self, document: Document) -> bytes | None:
        for file in document.files:
            if file.media == PDF_MEDIA:
                return self._files.read(file.blob)
        return None


def original(document: Document) -> DocumentFile | None:
    """Return the file as received or emitted."""
    return next((file for file in document.files if file.role == "original"), None)


def kept_file(files: Files, role: FileRole, content: bytes, media: str) -> DocumentFile:
    """Keep the bytes of a file of a document, and return how the document names it."""
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    return DocumentFile(role=role, blob=files.keep(content, media), media=media, size=len(content), sha1=sha1)

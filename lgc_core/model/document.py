# SPDX-License-Identifier: EUPL-1.2
"""The document: the one XDS DocumentEntry of which SOAP, XDM and FHIR are printers (model.md §4.E)."""

from typing import Annotated, Literal

import msgspec

from lgc_core.model.entity import A, B, D, E, Entity, Regime
from lgc_core.model.values import Concept, Interval, Stamp

FileRole = Literal["original", "pdf", "signature", "piece"]


class DocumentFile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One file of a document; received bytes are untouched, even hostile or unreadable ones."""

    role: FileRole
    blob: str
    media: str
    size: int
    sha1: str = ""


class Preview(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A small picture of the first page, made by the post that sends: it comes long before a large original."""

    blob: str
    media: str
    size: int


class FiledAs(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Our label on the document; the sender's metadata stay as sent."""

    title: str
    category: str
    date: str


class Document(Entity, frozen=True, kw_only=True):
    """A document received or emitted; an unreadable one is a document too."""

    regime = Regime.FACT

    patient: Annotated[str, B] = ""
    filed_as: Annotated[FiledAs | None, A] = None
    unique_oid: Annotated[str, D]
    series_oid: Annotated[str, D] = ""
    version: Annotated[int, D] = 1
    replaces: Annotated[str, D] = ""
    type: Annotated[Concept | None, D] = None
    title: Annotated[str, D] = ""
    issued: Annotated[str, D] = ""
    service: Annotated[Interval, D] = Interval()
    authors: Annotated[tuple[Stamp, ...], D] = ()
    legal_authenticator: Annotated[Stamp | None, D] = None
    custodian: Annotated[Stamp | None, D] = None
    confidentiality: Annotated[tuple[str, ...], B] = ("N",)
    files: Annotated[tuple[DocumentFile, ...], D] = ()
    origin: Annotated[Literal["émis", "MSS", "DMP", "MLLP", "HPRIM", "scan", "import", "patient"], E]
    read_state: Annotated[Literal["lu", "partiel", "illisible", "quarantaine"], E] = "lu"
    refusal: Annotated[str, E] = ""
    encounter: Annotated[str, E] = ""
    preview: Annotated[Preview | None, E] = None

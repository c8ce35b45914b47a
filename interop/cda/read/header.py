# SPDX-License-Identifier: EUPL-1.2
"""The header of a CDA document: what becomes the metadata of `Document` (model.md §7)."""

from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from interop.cda.read.people import stamp
from interop.cda.read.subject import Subject, read_subject
from interop.cda.references import References
from interop.cda.tree import attr, find, find_all, identifier, templates, words
from interop.cda.values import concept, interval, when
from lgc_core.model.values import Concept, Interval, Stamp, When

_UNTITLED: Final = "Document sans titre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Metadata as sent; empty texts where the document says nothing."""

    unique_oid: str
    series_oid: str
    version: int
    replaces: str
    templates: frozenset[str]
    type: Concept | None
    title: str
    issued: When | None
    confidentiality: tuple[str, ...]
    subject: Subject
    authors: tuple[Stamp, ...]
    legal_authenticator: Stamp | None
    custodian: Stamp | None
    recipients: tuple[Stamp, ...]
    main_act: Concept | None
    service: Interval
    performer: Stamp | None
    encounter_kind: str

    def document_fields(self) -> dict[str, Any]:
        """Return the keyword arguments of `Document` that the header decides."""
        return {
            "unique_oid": self.unique_oid,
            "series_oid": self.series_oid,
            "version": self.version,
            "replaces": self.replaces,
            "type": self.type,
            "title": self.title,
            "issued": self.issued.text if self.issued and not self.issued.missing else "",
            "service": self.service,
            "authors": self.authors,
            "legal_authenticator": self.legal_authenticator,
            "custodian": self.custodian,
            "confidentiality": self.confidentiality,
        }


def read_header(document: etree._Element, references: References) -> Header:
    """Read everything above the body; missing pieces stay empty, nothing is invented."""
    event = find(document, "documentationOf/serviceEvent")
    kind = concept(find(document, "code"), references)
    return Header(
        unique_oid=identifier(find(document, "id")),
        series_oid=identifier(find(document, "setId")),
        version=_version(attr(find(document, "versionNumber"), "value")),
        replaces=_replaced(document),
        templates=templates(document),
        type=kind,
        title=words(find(document, "title")) or (kind.text if kind else _UNTITLED),
        issued=when(find(document, "effectiveTime")),
        confidentiality=(attr(find(document, "confidentialityCode"), "code") or "N",),
        subject=read_subject(document),
        authors=_stamps(document, "author"),
        legal_authenticator=stamp(find(document, "legalAuthenticator")),
        custodian=stamp(find(document, "custodian")),
        recipients=_stamps(document, "informationRecipient"),
        main_act=concept(find(event, "code"), references),
        service=interval(find(event, "effectiveTime")),
        performer=stamp(find(event, "performer")),
        encounter_kind=attr(find(document, "componentOf/encompassingEncounter/code"), "code"),
    )


def _stamps(document: etree._Element, tag: str) -> tuple[Stamp, ...]:
    return tuple(found for item in find_all(document, tag) if (found := stamp(item)))


def _version(raw: str) -> int:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 7 else 1


def _replaced(document: etree._Element) -> str:
    for related in find_all(document, "relatedDocument"):
        if attr(related, "typeCode") == "RPLC":
            return identifier(find(related, "parentDocument/id"))
    return ""

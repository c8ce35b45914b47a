# SPDX-License-Identifier: EUPL-1.2
"""The body: sections with their safe narrative, and the PDFs that a document carries."""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from lxml import etree

from interop.cda.narrative import Narrative, read_narrative
from interop.cda.tree import attr, find, find_all, name, templates, texts, words
from interop.xml import MAX_BYTES

_PDF_MAGIC: Final = b"%PDF-"
_PDF_HEADER_ZONE: Final = 1024
"""The magic stands within the first 1024 bytes (ISO 32000-1, Annex H.3.4.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section; `depth` 0 is the top level, subsections follow their parent."""

    code: str
    title: str
    narrative: Narrative
    depth: int
    templates: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file inside the document; `fault` is a French sentence when its bytes cannot be used."""

    anchor: str
    media: str
    content: bytes = b""
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What is shown: sections (N3) or one file (N1); `pdf` is the copy that readers see first."""

    level: Literal["N1", "N3", "vide"]
    sections: tuple[Section, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def pdf(self) -> Attachment | None:
        """Return the first usable PDF."""
        return next((a for a in self.attachments if a.media == "application/pdf" and not a.fault), None)

    @property
    def faults(self) -> tuple[str, ...]:
        """Return the sentences about files that cannot be opened."""
        return tuple(a.fault for a in self.attachments if a.fault)

    @property
    def shows_something(self) -> bool:
        """Tell whether a person can read anything of the body."""
        return self.pdf is not None or any(not s.narrative.empty for s in self.sections)


def read_body(document: etree._Element) -> Body:
    """Read the sections or the unstructured file."""
    plain = find(document, "component/nonXMLBody/text")
    if plain is not None:
        return Body(level="N1", attachments=(_attachment(plain, "corps"),))
    structured = find(document, "component/structuredBody")
    if structured is None:
        return Body(level="vide")
    return Body(
        level="N3",
        sections=tuple(_sections(structured, 0)),
        attachments=tuple(_media(structured)),
    )


def _sections(parent: etree._Element, depth: int) -> Iterator[Section]:
    for section in find_all(parent, "component/section"):
        code = find(section, "code")
        yield Section(
            code=attr(code, "code"),
            title=words(find(section, "title")) or attr(code, "displayName") or "Section sans titre",
            narrative=read_narrative(find(section, "text")),
            depth=depth,
            templates=templates(section),
        )
        yield from _sections(section, depth + 1)


def _media(structured: etree._Element) -> Iterator[Attachment]:
    for media in structured.iter(name("observationMedia")):
        value = find(media, "value")
        if value is not None:
            yield _attachment(value, attr(media, "ID"))


def _attachment(holder: etree._Element, anchor: str) -> Attachment:
    media = attr(holder, "mediaType") or "text/plain"
    raw = "".join(texts(holder))
    if attr(holder, "representation") != "B64":
        return Attachment(anchor=anchor, media=media, content=raw.encode()[:MAX_BYTES])
    try:
        content = base64.b64decode("".join(raw.split()), validate=True)
    except (binascii.Error, ValueError):
        return Attachment(anchor=anchor, media=media, fault="Une pièce du document est abîmée (base64).")
    if media == "application/pdf" and _PDF_MAGIC not in content[:_PDF_HEADER_ZONE]:
        fault = "La pièce annoncée comme PDF n’en est pas un."
        return Attachment(anchor=anchor, media=media, fault=fault)
    return Attachment(anchor=anchor, media=media, content=content)

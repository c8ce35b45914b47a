# SPDX-License-Identifier: EUPL-1.2
"""What the viewer says of a document: its faces, where it comes from, and its faults in words. No Qt here."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

from interop.cda.read.body import Attachment, Section
from interop.cda.read.document import CdaReading
from lgc_app.services.documents import PDF_MEDIA, DocumentView
from lgc_app.ui.words import count, tr
from lgc_core.model.document import Document
from lgc_core.model.values import Stamp, When

ORIGINS: Final = {
    "émis": "écrit ici",
    "MSS": "reçu par MSSanté",
    "DMP": "reçu du DMP",
    "MLLP": "reçu du laboratoire",
    "HPRIM": "reçu du laboratoire",
    "scan": "numérisé",
    "import": "importé",
    "patient": "donné par le patient",
}
UNREADABLE: Final = "Document illisible, gardé. Demander un nouvel envoi."
_SEXES: Final = {"F": "sexe féminin", "M": "sexe masculin"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One way to look at a document: a PDF, or markup that the narrative view rebuilds before showing it."""

    words: str
    untrusted_pdf: bytes = b""
    untrusted_markup: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentContent:
    """What the viewer shows; `faults` someone should know, `remarks` are about what the file took over."""

    title: str
    meta: str
    faces: tuple[Face, ...] = ()
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    set_aside: bool = False

    @property
    def empty_words(self) -> str:
        """Say why there is nothing to look at."""
        return " ".join(self.faults) or tr(UNREADABLE)


def content_of(view: DocumentView) -> DocumentContent:
    """Build the content of the viewer; the first face is the one to open."""
    document, reading = view.document, view.reading
    faults = [view.fault] if view.fault else []
    faults += [tr(words) for words in _unshown(reading)]
    return DocumentContent(
        title=title_of(document),
        meta=meta_of(document),
        faces=tuple(_faces(view)),
        faults=tuple(faults),
        remarks=(tr("{left}.", left=reading.left_sentence),) if reading and reading.left_sentence else (),
        set_aside=document.read_state == "quarantaine",
    )


def title_of(document: Document) -> str:
    """Return our label, else the title of the sender."""
    label = document.filed_as.title if document.filed_as else ""
    return label or document.title or (document.type.text if document.type else tr("Document"))


def meta_of(document: Document) -> str:
    """Return who, when and how it came, as one line."""
    author = author_words(document.authors[0]) if document.authors else ""
    day = document.filed_as.date if document.filed_as else document.issued[:10]
    parts = (author, When(text=day).display() if day else "", tr(ORIGINS[document.origin]))
    return " · ".join(part for part in parts if part)


def author_words(author: Stamp) -> str:
    """Return a person and their structure, or the structure alone."""
    structure = author.organisation.name if author.organisation else ""
    return ", ".join(dict.fromkeys(part for part in (author.name.shown, structure) if part))


def _faces(view: DocumentView) -> Iterator[Face]:
    """One PDF beside a text is its copy and comes first; several are attachments and come after it."""
    pdfs = _pdfs(view)
    has_text = any(not section.narrative.empty for section in view.sections)
    text = [Face(words=tr("Texte"), untrusted_markup=markup_of(view.sections, view.reading))] if has_text else []
    if len(pdfs) > 1:
        yield from text
        yield from (Face(words=tr("PDF {at}", at=at), untrusted_pdf=pdf) for at, pdf in enumerate(pdfs, 1))
    else:
        yield from (Face(words=tr("PDF"), untrusted_pdf=pdf) for pdf in pdfs)
        yield from text
    for attachment in _attachments(view.reading):
        if attachment.media.startswith("text/"):
            plain = escape(attachment.content.decode("utf-8", "replace")).replace("\n", "<br/>")
            yield Face(words=tr("Pièce jointe"), untrusted_markup=f"<p>{plain}</p>")


def _pdfs(view: DocumentView) -> list[bytes]:
    inside = [one.content for one in _attachments(view.reading) if one.media == PDF_MEDIA]
    if view.pdf is not None and view.pdf not in inside:
        return [view.pdf, *inside]
    return inside


def _attachments(reading: CdaReading | None) -> list[Attachment]:
    return [one for one in reading.body.attachments if not one.fault] if reading else []


def _unshown(reading: CdaReading | None) -> Iterator[str]:
    hidden = [one for one in _attachments(reading) if one.media != PDF_MEDIA and not one.media.startswith("text/")]
    if hidden:
        yield f"{count(len(hidden), 'pièce jointe', 'pièces jointes')} d’un format qui n’est pas affiché ici."


def markup_of(sections: tuple[Section, ...], reading: CdaReading | None) -> str:
    """Return the narrative of every section under a heading that says whom and what it is about."""
    parts = list(_heading(reading)) if reading else []
    for section in sections:
        level = min(section.depth + 3, 4)
        parts.append(f"<h{level}>{escape(section.title)}</h{level}>{section.narrative.html}")
    return "".join(parts)


def _heading(reading: CdaReading) -> Iterator[str]:
    header = reading.header
    yield f"<h2>{escape(header.title)}</h2>"
    traits = header.subject.traits
    if traits:
        born = When(text=traits.birth_date).display() if traits.birth_date else ""
        about = (f"{traits.birth_family} {traits.birth_givens}", born, _SEXES.get(traits.sex, ""))
        yield f"<p><b>{escape(' · '.join(part for part in about if part))}</b></p>"
    lines = [author_words(author) for author in header.authors]
    if header.issued:
        lines.append(tr("Écrit le {day}", day=header.issued.display()))
    yield "<p>" + "<br/>".join(escape(line) for line in lines if line) + "</p>"

# SPDX-License-Identifier: EUPL-1.2
"""The words inside a document's file, for the search: bounded, and empty when there is nothing to read.

Those of a PDF are read later, beside, in a process of their own: see reading_room.py.
"""

from typing import Final

from interop.cda.read.document import read_cda
from lgc_app.services.documents import CDA_MEDIA, PDF_MEDIA
from lgc_app.services.plain_text import TEXT_MEDIA, read_text
from lgc_core.errors import UserError
from lgc_core.store.text_search import MAX_INDEXED

READABLE: Final = (CDA_MEDIA, TEXT_MEDIA, PDF_MEDIA)

LARGEST_READ: Final = 8 * 1024 * 1024
"""Bytes of a file that is opened for its words alone; a larger one carries pictures."""

LARGEST_PDF: Final = 32 * 1024 * 1024
"""Bytes of a PDF that is opened for its words; a larger one is pictures."""


def is_readable(media: str, size: int) -> bool:
    """Tell whether a file is opened for its words."""
    return media in READABLE and size <= (LARGEST_PDF if media == PDF_MEDIA else LARGEST_READ)


def words_of(media: str, untrusted: bytes) -> str | None:
    """Return the words of a file, empty for one that cannot or must not be read, None when they are in a PDF."""
    if not is_readable(media, len(untrusted)):
        return ""
    if media == PDF_MEDIA:
        return None
    try:
        return read_text(untrusted)[:MAX_INDEXED] if media == TEXT_MEDIA else _narratives(untrusted)
    except UserError:
        return ""


def pdf_of(media: str, untrusted: bytes) -> bytes:
    """Return the PDF whose words are to be read: the file itself, or the body of a CDA that has no other.

    Raises:
        UserError: the document does not read.
    """
    if media == PDF_MEDIA:
        return untrusted
    body = read_cda(untrusted).body
    return body.pdf.content if body.pdf else b""


def _narratives(untrusted: bytes) -> str | None:
    body = read_cda(untrusted).body
    if body.pdf and not body.sections:
        return None
    parts: list[str] = []
    room = MAX_INDEXED
    for section in body.sections:
        words = f"{section.title}\n{section.narrative.text}"[:room]
        parts.append(words)
        room -= len(words)
        if room <= 0:
            break
    return "\n".join(parts)

# SPDX-License-Identifier: EUPL-1.2
"""The words inside a document's file, for the search: bounded, and empty when there is nothing to read."""

from typing import Final

from interop.cda.read.document import read_cda
from lgc_app.services.documents import CDA_MEDIA
from lgc_app.services.plain_text import TEXT_MEDIA, read_text
from lgc_core.errors import UserError
from lgc_core.store.text_search import MAX_INDEXED

READABLE: Final = (CDA_MEDIA, TEXT_MEDIA)
"""The words of a PDF are not read: it is found by its title and its author."""

LARGEST_READ: Final = 8 * 1024 * 1024
"""Bytes of a file that is opened for its words alone; a larger one carries pictures."""


def words_of(media: str, untrusted: bytes) -> str:
    """Return the words of a file, empty for one that cannot or must not be read."""
    if media not in READABLE or len(untrusted) > LARGEST_READ:
        return ""
    try:
        return read_text(untrusted)[:MAX_INDEXED] if media == TEXT_MEDIA else _narratives(untrusted)
    except UserError:
        return ""


def _narratives(untrusted: bytes) -> str:
    parts: list[str] = []
    room = MAX_INDEXED
    for section in read_cda(untrusted).body.sections:
        words = f"{section.title}\n{section.narrative.text}"[:room]
        parts.append(words)
        room -= len(words)
        if room <= 0:
            break
    return "\n".join(parts)

# SPDX-License-Identifier: EUPL-1.2
"""Read PDFs on the standard input, write their words on the standard output; never a file, never the network.

A request is a length (8 bytes, big-endian) and the PDF; an answer is a length (4 bytes) and UTF-8 text, empty for
what cannot be read. `lgc_app.services.pdf_words` starts it, and stops it when it takes too long.
"""

import contextlib
import os
import sys
import unicodedata
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtPdf import QPdfDocument

READY: Final = b"MOTS"
MAX_PDF: Final = 32 * 1024 * 1024
MAX_PAGES: Final = 300
MAX_CHARACTERS: Final = 400_000
MAX_MEMORY: Final = 512 * 1024 * 1024
"""Bytes that the process may write to; its address space says nothing, PDFium reserves tens of gigabytes."""

_NICE: Final = 15
_HEAD: Final = 8


def serve() -> None:
    """Answer until the input ends."""
    bound()
    source, out = sys.stdin.buffer, sys.stdout.buffer
    out.write(READY)
    out.flush()
    while len(head := source.read(_HEAD)) == _HEAD:
        size = int.from_bytes(head, "big")
        if size > MAX_PDF:
            return
        words = words_of(source.read(size)).encode()
        out.write(len(words).to_bytes(4, "big") + words)
        out.flush()


def words_of(untrusted: bytes) -> str:
    """Return the words of the first pages, empty when it is no PDF, is locked, or only has pictures."""
    buffer, document = QBuffer(), QPdfDocument()
    buffer.setData(QByteArray(untrusted))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document.load(buffer)
    parts: list[str] = []
    room = MAX_CHARACTERS
    for page in range(min(document.pageCount(), MAX_PAGES)):
        if room <= 0:
            break
        part = document.getAllText(page).text()[:room]
        parts.append(part)
        room -= len(part)
    document.close()
    return "\n".join(map(_clean, parts)).strip()


def bound() -> None:
    """Give up what reading words needs not: memory beyond a bound, files to write, cores that would hold words."""
    with contextlib.suppress(OSError):
        os.nice(_NICE)
    try:
        import resource  # noqa: PLC0415  Windows has none; there the time alone is bounded
    except ImportError:
        return
    for limit, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_DATA, MAX_MEMORY),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(limit, (most, most))


def _clean(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_printed(line) for line in lines)


def _printed(line: str) -> str:
    """Leave out signs that are no letters, and the soft hyphen at the end of a cut word, which parts it."""
    return "".join(c for c in line if unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn")).rstrip()


if __name__ == "__main__":
    serve()

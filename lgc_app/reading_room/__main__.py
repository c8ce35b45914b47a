# SPDX-License-Identifier: EUPL-1.2
"""Read one document on the standard input, answer questions about it on the standard output; nothing else.

Never a file, never the network: see confinement.py. `lgc_app.services.reader_process` starts it, and stops it when
an answer takes too long. The words are in wire.py.
"""

import sys
from typing import Final

from PySide6.QtCore import QBuffer

from lgc_app.reading_room import wire
from lgc_app.reading_room.confinement import begin_question, give_up_the_rest, stand_back
from lgc_app.reading_room.pages import Pages, UnshownError, buffer_of, load_decoders, pages_of
from lgc_app.ui.undying import keep_singletons_alive

_SMALL_PDF: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 26>>stream\nBT /F 2 Tf 1 1 Td (a) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


def serve() -> None:
    """Read the document, then answer until the input ends."""
    keep_singletons_alive()
    small = _load_everything()  # held: PDFium forgets its fonts with its last document
    source, out = sys.stdin.buffer, sys.stdout.buffer
    out.write(wire.READY)
    out.flush()
    head = source.read(wire.DOCUMENT.size)
    if len(head) != wire.DOCUMENT.size:
        return
    kind, size = wire.DOCUMENT.unpack(head)
    give_up_the_rest(size)
    begin_question()
    try:
        pages = pages_of(kind, _taken_in(size))
        _answer(wire.GOOD, b"".join(wire.SIZE.pack(*one) for one in pages.sizes))
    except UnshownError as unshown:
        _answer(unshown.verdict)
        return
    while len(question := source.read(wire.QUESTION.size)) == wire.QUESTION.size:
        begin_question()
        _answer_question(pages, *wire.QUESTION.unpack(question))
    del small


def _answer_question(pages: Pages, kind: bytes, number: int, width: int, height: int) -> None:
    if kind == wire.WORDS:
        stand_back()
        _answer(wire.GOOD, pages.words().encode())
        return
    try:
        drawn = pages.page(number, width, height)
    except UnshownError as unshown:
        _answer(unshown.verdict)
        return
    _answer(wire.GOOD, memoryview(drawn.constBits()))


def _taken_in(size: int) -> QBuffer:
    """Read the document piece by piece: whole, it is here once."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.ReadWrite)
    while size and (piece := sys.stdin.buffer.read(min(size, wire.PIECE))):
        buffer.write(piece)
        size -= len(piece)
    buffer.close()
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    return buffer


def _load_everything() -> Pages:
    """Draw and read once: libraries, fonts and tables are there before no file can be opened any more."""
    small = pages_of(wire.PDF, buffer_of(_SMALL_PDF))
    small.words()
    small.page(0, 9, 9)
    load_decoders()
    return small


def _answer(verdict: bytes, content: bytes | memoryview = b"") -> None:
    out = sys.stdout.buffer
    out.write(wire.ANSWER.pack(verdict, len(content)))
    out.write(content)
    out.flush()


if __name__ == "__main__":
    serve()

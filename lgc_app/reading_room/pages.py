# SPDX-License-Identifier: EUPL-1.2
"""The pages of a hostile document, behind one face: those of a PDF, or the one of a JPEG."""

import unicodedata
from typing import Final, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions

from lgc_app.reading_room import wire

_DECODED_MEGABYTES: Final = 128
_JPEG: Final = QByteArray(b"jpeg")
_ALONE_PIXELS: Final = 60_000
_ALONE_ROWS: Final = 64
"""What Qt draws without threads (1 << 16 pixels, 95 rows: qimage_conversions.cpp, qdrawhelper.cpp): a new thread
opens an eventfd, which it may not here.
"""


class UnshownError(Exception):
    """The document gives no page; `verdict` says why."""

    def __init__(self, verdict: bytes) -> None:
        super().__init__(verdict)
        self.verdict = verdict


class Pages(Protocol):
    """What the room answers from."""

    @property
    def sizes(self) -> list[tuple[float, float]]:
        """Width and height of each page, in points."""

    def page(self, number: int, width: int, height: int) -> QImage:
        """Return a page on white paper, RGB32."""

    def words(self) -> str:
        """Return the words, empty when there are none."""


class PdfPages:
    """The pages of a PDF."""

    def __init__(self, untrusted: QBuffer) -> None:
        self._document = QPdfDocument()
        self._buffer = untrusted  # the document reads from it as long as it lives
        self._document.load(untrusted)
        error = self._document.error()
        if error in (QPdfDocument.Error.IncorrectPassword, QPdfDocument.Error.UnsupportedSecurityScheme):
            raise UnshownError(wire.LOCKED)
        count = self._document.pageCount()
        if error is not QPdfDocument.Error.None_ or count < 1:
            raise UnshownError(wire.DAMAGED)
        if count > wire.MAX_PAGES:
            raise UnshownError(wire.TOO_MANY_PAGES)

    @property
    def sizes(self) -> list[tuple[float, float]]:
        """Ask each page."""
        asked = (self._document.pagePointSize(at) for at in range(self._document.pageCount()))
        return [(one.width(), one.height()) for one in asked]

    def page(self, number: int, width: int, height: int) -> QImage:
        """Draw a page with its stamps and the answers of its form."""
        options = QPdfDocumentRenderOptions()
        options.setRenderFlags(QPdfDocumentRenderOptions.RenderFlag.Annotations)
        return _on_paper(self._document.render(number, QSize(width, height), options), width, height)

    def words(self) -> str:
        """Read the first pages, as far as there is room."""
        parts: list[str] = []
        room = wire.MAX_CHARACTERS
        for number in range(min(self._document.pageCount(), wire.WORD_PAGES)):
            if room <= 0:
                break
            part = self._document.getAllText(number).text()[:room]
            parts.append(part)
            room -= len(part)
        return "\n".join(map(_clean, parts)).strip()


class PicturePages:
    """A JPEG as one page: the pictures that are received here; every other decoder stays shut."""

    def __init__(self, untrusted: QBuffer) -> None:
        QImageReader.setAllocationLimit(_DECODED_MEGABYTES)
        reader = QImageReader(untrusted, _JPEG)
        reader.setAutoDetectImageFormat(False)
        self._picture = reader.read()
        if self._picture.isNull():
            raise UnshownError(wire.DAMAGED)

    @property
    def sizes(self) -> list[tuple[float, float]]:
        """Give the one page: a pixel is a point."""
        return [(self._picture.width(), self._picture.height())]

    def page(self, number: int, width: int, height: int) -> QImage:
        """Give the picture at its own size: whoever shows it makes it smaller."""
        del number
        return _on_paper(self._picture, width, height)

    def words(self) -> str:
        """Nobody reads letters in a picture here."""
        return ""


def pages_of(kind: bytes, untrusted: QBuffer) -> Pages:
    """Open a document.

    Raises:
        UnshownError: it gives no page.
    """
    return PdfPages(untrusted) if kind == wire.PDF else PicturePages(untrusted)


def buffer_of(content: bytes) -> QBuffer:
    """Return what Qt reads from."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    return buffer


def load_decoders() -> None:
    """Bring in the library of the pictures."""
    empty = buffer_of(b"")  # held here: the reader does not hold what it reads from
    QImageReader(empty, _JPEG).canRead()


def _on_paper(drawn: QImage, width: int, height: int) -> QImage:
    """Draw on white, a strip at a time, so that no thread is asked for help."""
    if drawn.isNull() or drawn.size() != QSize(width, height):
        raise UnshownError(wire.DAMAGED)
    paper = QImage(width, height, QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    rows = max(min(_ALONE_PIXELS // width, _ALONE_ROWS), 1)
    for top in range(0, height, rows):
        painter.drawImage(0, top, drawn, 0, top, width, min(rows, height - top))
    painter.end()
    return paper


def _clean(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_printed(line) for line in lines)


def _printed(line: str) -> str:
    """Leave out signs that are no letters, and the soft hyphen at the end of a cut word, which parts it."""
    return "".join(c for c in line if unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn")).rstrip()

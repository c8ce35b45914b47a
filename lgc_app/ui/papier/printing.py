# SPDX-License-Identifier: EUPL-1.2
"""Put a PDF on paper or in a file; both wait for machines, so both run off the GUI thread."""

import contextlib
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from lgc_app.services.opened_document import OpenedDocument, PagePixels
from lgc_app.services.reading_room import ReadingRoom
from lgc_app.ui.widgets.page_image import image_of
from lgc_core.errors import UserError

_DOTS: Final = 200
"""Dots an inch: small letters are sharp, and a page takes 11 MB, one at a time."""


class NoPrinterError(UserError):
    """No printer answers on this post."""

    def __init__(self) -> None:
        super().__init__("Aucune imprimante sur ce poste. Enregistrez la feuille (Ctrl+S).")


class NotPrintedError(UserError):
    """The printer, or the folder, refused."""

    def __init__(self) -> None:
        super().__init__("La feuille n’a pas pu sortir là. Vérifiez l’imprimante ou choisissez un autre dossier.")


def print_on_paper(room: ReadingRoom, pdf: bytes) -> None:
    """Print on the default printer, without a question.

    Raises:
        NoPrinterError: there is none. NotPrintedError: it refuses. UnshownDocumentError, UnshownPageError: it is
        a document from outside whose pages cannot be drawn.
    """
    known = QPrinterInfo.defaultPrinter()
    if known.isNull():
        raise NoPrinterError
    print_pdf(room, pdf, QPrinter(known))


def print_pdf(room: ReadingRoom, untrusted_pdf: bytes, printer: QPrinter) -> None:
    """Print every page, one picture at a time, as large as the paper; the first is drawn before any paper moves.

    Raises:
        NotPrintedError: the printer does not begin. UnshownDocumentError, UnshownPageError: see `print_on_paper`.
    """
    document = room.open(untrusted_pdf)
    try:
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setFullPage(True)
        printer.setResolution(_DOTS)
        area = printer.pageRect(QPrinter.Unit.DevicePixel).toRect()
        _page_in(area, document, 0)
        _paint(document, printer, area)
    finally:
        document.close()


def _paint(document: OpenedDocument, printer: QPrinter, area: QRect) -> None:
    painter = QPainter()
    if not painter.begin(printer):
        raise NotPrintedError
    try:
        for number in range(len(document.sizes)):
            if number and not printer.newPage():
                raise NotPrintedError
            page, place = _page_in(area, document, number)
            painter.drawImage(place, image_of(page))
    finally:
        painter.end()


def _page_in(area: QRect, document: OpenedDocument, number: int) -> tuple[PagePixels, QRect]:
    """Draw a page as large as the paper allows, in its middle."""
    size = document.sizes[number]
    width = max(round(min(area.width(), area.height() * size.width / size.height)), 1)
    page = document.page(number, width)
    place = QRect(0, 0, width, max(round(width * size.height / size.width), 1))
    place.moveCenter(area.center())
    return page, place


def save_sheet(path: Path, pdf: bytes) -> None:
    """Write a sheet where a person wants it; it has its name once it is whole.

    Raises:
        NotPrintedError: the disk refuses.
    """
    partial = path.with_name(path.name + ".partiel")
    try:
        partial.write_bytes(pdf)
        partial.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise NotPrintedError from None

# SPDX-License-Identifier: EUPL-1.2
"""Put a PDF on paper or in a file; both wait for machines, so both run off the GUI thread."""

import contextlib
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

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


def print_on_paper(pdf: bytes) -> None:
    """Print on the default printer, without a question.

    Raises:
        NoPrinterError: there is none. NotPrintedError: it refuses.
    """
    known = QPrinterInfo.defaultPrinter()
    if known.isNull():
        raise NoPrinterError
    print_pdf(pdf, QPrinter(known))


def print_pdf(pdf: bytes, printer: QPrinter) -> None:
    """Print every page of a PDF made here, one picture at a time.

    Raises:
        NotPrintedError: the printer does not begin.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setResolution(_DOTS)
    painter = QPainter()
    if not painter.begin(printer):
        raise NotPrintedError
    try:
        _paint(document, printer, painter)
    finally:
        painter.end()
        document.close()


def _paint(document: QPdfDocument, printer: QPrinter, painter: QPainter) -> None:
    area = printer.pageRect(QPrinter.Unit.DevicePixel).toRect()
    for page in range(document.pageCount()):
        if page and not printer.newPage():
            raise NotPrintedError
        painter.drawImage(area, document.render(page, QSize(area.width(), area.height())))


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

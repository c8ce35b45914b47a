# SPDX-License-Identifier: EUPL-1.2
"""A small picture of the first page of a PDF: other posts see it long before a large scan."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter
from PySide6.QtPdf import QPdfDocument

from lgc_app.services.documents import LARGEST_PREVIEW

_WIDTH: Final = 700
_TALLEST: Final = 1400
_QUALITIES: Final = (80, 60, 35)
"""JPEG qualities tried until the picture is small enough to go in one request."""


def first_page(untrusted_path: Path) -> bytes:
    """Return the first page as a JPEG on white, empty when the file is no PDF that reads; on any thread."""
    document = QPdfDocument()
    try:
        if document.load(str(untrusted_path)) is not QPdfDocument.Error.None_ or document.pageCount() < 1:
            return b""
        points = document.pagePointSize(0)
        if points.width() <= 0 or points.height() <= 0:
            return b""
        height = min(round(_WIDTH * points.height() / points.width()), _TALLEST)
        return _jpeg(document.render(0, QSize(_WIDTH, max(height, 1))))
    finally:
        document.close()


def _jpeg(page: QImage) -> bytes:
    paper = QImage(page.size(), QImage.Format.Format_RGB32)
    paper.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(paper)
    painter.drawImage(0, 0, page)
    painter.end()
    for quality in _QUALITIES:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QImageWriter(buffer, QByteArray(b"jpeg"))
        writer.setQuality(quality)
        if writer.write(paper) and 0 < buffer.size() <= LARGEST_PREVIEW:
            return bytes(buffer.data().data())
    return b""

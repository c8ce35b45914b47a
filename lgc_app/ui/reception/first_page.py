# SPDX-License-Identifier: EUPL-1.2
"""A small picture of the first page of a PDF: other posts see it long before a large scan."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from lgc_app.services.documents import LARGEST_PREVIEW
from lgc_app.services.reading_room import ReadingRoom
from lgc_app.ui.widgets.page_image import image_of

_WIDTH: Final = 700
_TALLEST: Final = 1400
_QUALITIES: Final = (80, 60, 35)
"""JPEG qualities tried until the picture is small enough to go in one request."""


def first_page(room: ReadingRoom, untrusted_path: Path) -> bytes:
    """Return the first page as a JPEG on white, empty when the file is no PDF that reads; on any thread."""
    page = room.first_page(untrusted_path, _WIDTH)
    if page is None:
        return b""
    return _jpeg(image_of(page).copy(0, 0, page.width, min(page.height, _TALLEST)))


def _jpeg(paper: QImage) -> bytes:
    for quality in _QUALITIES:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QImageWriter(buffer, QByteArray(b"jpeg"))
        writer.setQuality(quality)
        if writer.write(paper) and 0 < buffer.size() <= LARGEST_PREVIEW:
            return bytes(buffer.data().data())
    return b""

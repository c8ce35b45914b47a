# SPDX-License-Identifier: EUPL-1.2
"""The picture of a page that the reading room drew: pixels are taken as they are, nothing is decoded."""

from PySide6.QtGui import QImage

from lgc_app.services.opened_document import PagePixels


def image_of(page: PagePixels) -> QImage:
    """Return an image that holds its own pixels."""
    lent = QImage(page.pixels, page.width, page.height, page.width * 4, QImage.Format.Format_RGB32)
    return lent.copy()

# SPDX-License-Identifier: EUPL-1.2
"""Shows a PDF from memory, never from a file in clear; says so when it cannot be read."""

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QStackedWidget

from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.empty_state import EmptyState
from lgc_app.ui.words import tr

_WIDEST: Final = 900
"""Pixels of the design: an A4 page at about its size on a desk."""

_POINTS_PER_INCH: Final = 72


class PdfView(QStackedWidget):
    """Page 0 is the sentence of an unreadable document, page 1 the PDF, as wide as the room up to paper."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._view = QPdfView(self)
        self._view.setAccessibleName(name)
        self._view.setDocument(self._document)
        self._view.setPageMode(QPdfView.PageMode.MultiPage)
        self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        look.follow(self._fit)
        self._view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.addWidget(EmptyState(look, tr("Document illisible, gardé. Demander un nouvel envoi.")))
        self.addWidget(self._view)

    def show_pdf(self, untrusted_pdf: bytes) -> bool:
        """Show a document; give False, and say so on screen, when it is not a readable PDF."""
        self.clear()
        self._buffer.setData(QByteArray(untrusted_pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        readable = self._document.status() is QPdfDocument.Status.Ready and self._document.pageCount() > 0
        self.setCurrentIndex(1 if readable else 0)
        self._fit()
        return readable

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page again."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Fit a page to the width, but on a wide screen show it as large as paper: more of it is in sight."""
        points = self._document.pagePointSize(0).width() if self.page_count > 0 else 0.0
        most = self._look.px(_WIDEST)
        if points <= 0 or self.width() <= most:
            self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
            return
        dots = self._view.logicalDpiX() / _POINTS_PER_INCH
        self._view.setZoomMode(QPdfView.ZoomMode.Custom)
        self._view.setZoomFactor(most / (points * dots))

    def clear(self) -> None:
        """Forget the document and its bytes."""
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray())

    @property
    def page_count(self) -> int:
        """Count the pages of the document shown."""
        return self._document.pageCount()

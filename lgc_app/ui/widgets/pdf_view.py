# SPDX-License-Identifier: EUPL-1.2
"""Shows a PDF from memory, never from a file in clear; says so when it cannot be read."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QStackedWidget

from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.empty_state import EmptyState
from lgc_app.ui.words import tr


class PdfView(QStackedWidget):
    """Page 0 is the sentence of an unreadable document, page 1 the PDF fitted to the width."""

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
        return readable

    def clear(self) -> None:
        """Forget the document and its bytes."""
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray())

    @property
    def page_count(self) -> int:
        """Count the pages of the document shown."""
        return self._document.pageCount()

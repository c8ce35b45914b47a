# SPDX-License-Identifier: EUPL-1.2
"""Shows the text of a document that came from outside: loads nothing, opens nothing."""

from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QTextBrowser

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.safe_markup import safe_markup


class NarrativeView(QTextBrowser):
    """A read-only text; tables keep their lines, links and pictures are not there any more."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._untrusted_html = ""
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        # a table as wide as its longest words would leave its last column out of sight
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        look.follow(self._restyle)

    def show_markup(self, untrusted_html: str) -> None:
        """Show HTML after safe_markup() has rebuilt it."""
        self._untrusted_html = untrusted_html
        self._show()

    def show_plain(self, untrusted_text: str) -> None:
        """Show a text as it is, markup signs included."""
        self._untrusted_html = ""
        self.setPlainText(untrusted_text)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: ARG002 -- Qt's signature
        """Load nothing, from nowhere: a second lock behind safe_markup()."""
        return QByteArray()

    def _show(self) -> None:
        line = self._look.theme.palette["line"]
        cells = self._look.font(TextRole.DENSE).pixelSize()
        self.document().setDefaultStyleSheet(
            f"table {{ border-collapse: collapse; border: 1px solid {line}; }}"
            f"td, th {{ border: 1px solid {line}; padding: 3px 6px; font-size: {cells}px; }}"
        )
        self.setHtml(safe_markup(self._untrusted_html))

    def _restyle(self) -> None:
        self.setFont(self._look.font(TextRole.BODY))
        self.document().setDefaultFont(self._look.font(TextRole.BODY))
        if self._untrusted_html:
            self._show()

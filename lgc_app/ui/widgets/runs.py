# SPDX-License-Identifier: EUPL-1.2
"""A wrapped sentence in several weights and colours ("**Précaution** : maximum 1 000 mg par jour")."""

from collections.abc import Iterable

import msgspec
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QSizePolicy, QWidget

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look


class Run(msgspec.Struct, frozen=True, gc=False):
    """A piece of a line with its own weight and colour role; a history has twenty thousand, made in one go."""

    words: str
    role: TextRole = TextRole.DENSE
    colour: str = "text"
    struck: bool = False


class RunsText(QWidget):
    """Draws runs as one paragraph; its accessible name is the whole sentence."""

    def __init__(self, look: Look, runs: Iterable[Run] = ()) -> None:
        super().__init__()
        self._look = look
        self._runs = tuple(runs)
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(0)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.follow(self._rebuild)

    def set_runs(self, runs: Iterable[Run]) -> None:
        """Show another sentence."""
        self._runs = tuple(runs)
        self._rebuild()

    def hasHeightForWidth(self) -> bool:
        """Wrap like a paragraph."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of the paragraph at a width."""
        self._document.setTextWidth(width)
        return round(self._document.size().height())

    def sizeHint(self) -> QSize:
        """Prefer one line."""
        self._document.setTextWidth(-1)
        width = round(self._document.idealWidth()) + 2
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Stay readable at a third of a pane."""
        return QSize(self._look.px(90), self._look.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw the paragraph."""
        self._document.setTextWidth(self.width())
        painter = QPainter(self)
        self._document.drawContents(painter)

    def _rebuild(self) -> None:
        self._document.clear()
        cursor = QTextCursor(self._document)
        for run in self._runs:
            style = QTextCharFormat()
            style.setFont(self._look.font(run.role))
            style.setFontStrikeOut(run.struck)
            style.setForeground(self._look.colour(run.colour))
            cursor.insertText(run.words, style)
        self.setAccessibleName("".join(run.words for run in self._runs))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.updateGeometry()
        self.update()

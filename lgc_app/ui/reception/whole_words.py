# SPDX-License-Identifier: EUPL-1.2
"""Wrapped words that are never squeezed: their least height is that of every line at the present width."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.runs import RunsText
from lgc_app.ui.widgets.text import Text


class WholeText(Text):
    """A wrapped label, whole."""

    def __init__(self, look: Look, words: str, role: TextRole, colour: str) -> None:
        super().__init__(look, words, role, colour, wrap=True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height of every line."""
        super().resizeEvent(event)
        self.setMinimumHeight(max(self.heightForWidth(self.width()), 0))


class WholeRuns(RunsText):
    """A wrapped paragraph in several weights, whole."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height of every line."""
        super().resizeEvent(event)
        self.take_height()

    def take_height(self) -> None:
        """Ask for the height of every line at the present width; call it after other words came."""
        self.setMinimumHeight(max(self.heightForWidth(self.width()), 0))

# SPDX-License-Identifier: EUPL-1.2
"""A label by role and tone; always plain text, so that no name or document can bring markup to the screen."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import cut_to


class Text(QLabel):
    """One text; `colour` is a role of tokens.py ("text", "text2", "danger"...)."""

    def __init__(
        self,
        look: Look,
        words: str = "",
        role: TextRole = TextRole.BODY,
        colour: str = "text",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._look = look
        self._role = role
        self._colour = colour
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if not wrap:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.follow(self._restyle)

    def set_colour(self, colour: str) -> None:
        """Change the colour role."""
        self._colour = colour
        self._restyle()

    def showEvent(self, event: QShowEvent) -> None:
        """Put the ink on again: Qt polishes a hidden label when it shows, with the palette it had at birth."""
        super().showEvent(event)
        self._ink()

    def _restyle(self) -> None:
        self.setFont(self._look.font(self._role))
        self._ink()
        self.updateGeometry()

    def _ink(self) -> None:
        palette, ink = self.palette(), self._look.colour(self._colour)
        if palette.color(self.foregroundRole()) != ink:
            palette.setColor(self.foregroundRole(), ink)
            self.setPalette(palette)


class ShrinkingText(Text):
    """A label that may be cut with … when room is short; the whole text stays in its tooltip."""

    def __init__(self, look: Look, words: str = "", role: TextRole = TextRole.BODY, colour: str = "text") -> None:
        self._whole = words
        super().__init__(look, words, role, colour)
        self.setProperty("mayElide", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_words(words)

    def setText(self, words: str) -> None:
        """Show other words, as any label does."""
        self.set_words(words)

    def set_words(self, words: str) -> None:
        """Show other words."""
        self._whole = words
        self.setToolTip(words)
        self.setAccessibleName(words)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for the whole text."""
        whole = self.fontMetrics().horizontalAdvance(self._whole)
        return QSize(whole + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Accept nearly nothing."""
        return QSize(self._look.px(24), super().minimumSizeHint().height())

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002 -- Qt's signature
        """Cut again."""
        self._fit()

    def _fit(self) -> None:
        room = max(self.width(), 1)
        super().setText(cut_to(self.fontMetrics(), self._whole, room))

# SPDX-License-Identifier: EUPL-1.2
"""The small badge that shows a key beside what it does."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lgc_app.ui.actions import key_words
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import KEY_HEIGHT, key_cap_width, paint_key_cap


class KeyCap(QWidget):
    """Draws "Ctrl+K"; takes the portable name of the key."""

    def __init__(self, look: Look, key: str, colour: str = "text2") -> None:
        super().__init__()
        self._look = look
        self._words = key_words(key)
        self._colour = colour
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self._words)
        look.follow(self._restyle)

    def sizeHint(self) -> QSize:
        """Ask for the whole key."""
        return QSize(key_cap_width(self._look, self._words), self._look.px(KEY_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw the badge."""
        painter = QPainter(self)
        paint_key_cap(painter, self.rect(), self._look, self._words, colour=self._colour)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

# SPDX-License-Identifier: EUPL-1.2
"""A quiet box on the dark panel: an icon, a title, a line or two."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.unlock.presenter import Waiting
from lgc_app.ui.widgets.drawing import BoxStyle, paint_box, paint_icon
from lgc_app.ui.widgets.text import Text

_ICON = 18


class WaitingBox(QWidget):
    """Draws one Waiting."""

    def __init__(self, look: Look, waiting: Waiting) -> None:
        super().__init__()
        self._look = look
        self._icon = waiting.icon
        self._column = QVBoxLayout(self)
        self._column.addWidget(Text(look, waiting.title, TextRole.DENSE_STRONG, "onalarm", wrap=True))
        self._column.addWidget(Text(look, waiting.words, TextRole.DENSE, "railtext", wrap=True))
        look.follow(self._restyle)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw the box and its icon."""
        painter, look = QPainter(self), self._look
        line = look.colour("line") if look.theme.high_contrast else None
        paint_box(painter, QRectF(self.rect()), BoxStyle(look.colour("railsel"), line, look.px(8)))
        paint_icon(painter, QPointF(look.px(12), look.px(10)), look, self._icon, look.colour("brand"), _ICON)

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(40), px(10), px(12), px(10))
        self._column.setSpacing(px(1))
        self.update()

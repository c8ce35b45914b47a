# SPDX-License-Identifier: EUPL-1.2
"""A box to tick, drawn by us so that its mark is a tinted icon and its ring is ours."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import BoxStyle, paint_box, paint_focus_ring, paint_icon, paint_words

_BOX = 18
_GAP = 9
_HEIGHT = 28


class TickBox(QCheckBox):
    """A box and its words; the whole line is the target."""

    def __init__(self, look: Look, words: str) -> None:
        super().__init__(words)
        self._look = look
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.follow(self._restyle)

    def sizeHint(self) -> QSize:
        """Ask for the whole line."""
        words = self._look.metrics(TextRole.DENSE).horizontalAdvance(self.text())
        return QSize(words + self._look.px(_BOX + _GAP + 4), self._look.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def hitButton(self, position: object) -> bool:  # noqa: ARG002 -- Qt's signature
        """Take a click anywhere on the line."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw box, mark and words."""
        painter, look = QPainter(self), self._look
        size = look.px(_BOX)
        box = QRect(1, (self.height() - size) // 2, size, size)
        on = self.isChecked()
        fill, line = look.colour("accent" if on else "surface"), look.colour("accent" if on else "control")
        paint_box(painter, QRectF(box), BoxStyle(fill, line, look.px(4)))
        if on:
            paint_icon(
                painter, QPointF(box.x() + 2, box.y() + 2), look, "check", look.colour("onaccent"), _BOX - 4
            )
        if self.hasFocus():
            paint_focus_ring(painter, box.adjusted(-1, -1, 1, 1), look, 4)
        room = QRect(box.right() + look.px(_GAP), 0, self.width(), self.height())
        paint_words(
            painter, room, look, self.text(), TextRole.DENSE, look.colour("text"), Qt.AlignmentFlag.AlignVCenter
        )

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

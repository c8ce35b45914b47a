# SPDX-License-Identifier: EUPL-1.2
"""One line of the context: it takes the keyboard, and Entrée, F2 or a click opens it for a change."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from lgc_app.services.overview import Line
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import paint_focus_ring
from lgc_app.ui.widgets.pill import Pill
from lgc_app.ui.widgets.row_recipe import conflict_pill
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class LineRow(QFrame):
    """`asked` carries the id of the line; one that cannot be changed takes no keyboard.

    `moved` carries -1 or 1: the arrows.
    """

    asked = Signal(str)
    moved = Signal(int)

    def __init__(self, look: Look, line: Line, *, editable: bool) -> None:
        super().__init__()
        self._look = look
        self._editable = editable
        self.line = line
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        role = TextRole.DENSE
        row.addWidget(Text(look, line.words, role, "text2" if line.faded else "text", wrap=True), 1)
        if line.versions > 1:
            row.addWidget(Pill(look, conflict_pill()))
        if line.aside:
            row.addWidget(Text(look, line.aside, TextRole.DENSE, "text2"), 0, Qt.AlignmentFlag.AlignTop)
        spoken = ", ".join(part for part in (line.words, line.aside, line.comment) if part)
        self.setAccessibleName(tr("{line}. Entrée pour modifier", line=spoken) if editable else spoken)
        self.setToolTip(line.comment)
        if editable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Entrée or F2, move by the arrows."""
        if (
            self._editable
            and event.key() in _OPENS
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            if not event.isAutoRepeat():
                self.asked.emit(self.line.id)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open on a click."""
        inside = self.rect().contains(event.position().toPoint())
        if self._editable and event.button() == Qt.MouseButton.LeftButton and inside:
            self.asked.emit(self.line.id)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that the line can be used."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground under the pointer, and the ring of the focus."""
        super().paintEvent(event)
        painter = QPainter(self)
        if self._editable and self.underMouse():
            painter.fillRect(self.rect(), self._look.colour("hover"))
        if self.hasFocus():
            paint_focus_ring(painter, self.rect(), self._look)

# SPDX-License-Identifier: EUPL-1.2
"""The list of the visits: put in another order by hand, or by Ctrl+Maj and an arrow."""

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from lgc_app.ui.theme.look import Look
from lgc_app.ui.tournee.stop_rows import STOP_RECIPE
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.words import tr

_DRAG_PIXELS: Final = 8
_BOTH: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class StopList(RowList):
    """`carried(key, place)` when a visit was put at another place of the round."""

    carried = Signal(str, int)

    def __init__(self, look: Look) -> None:
        super().__init__(look, tr("Visites de la tournée"), STOP_RECIPE)
        self._pressed: tuple[str, QPoint] | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Carry the chosen visit up or down."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & _BOTH == _BOTH:
            place = self.currentIndex().row() + step
            if self.current_key() and 0 <= place < len(self.rows):
                self.carried.emit(self.current_key(), place)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose; a drag may begin."""
        super().mousePressEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        self._pressed = (self.rows[index.row()].key, at) if index.isValid() else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show by the pointer that a visit is carried."""
        if self._pressed is None:
            super().mouseMoveEvent(event)
        elif (event.position().toPoint() - self._pressed[1]).manhattanLength() > _DRAG_PIXELS:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the visit where it was let go."""
        pressed, self._pressed = self._pressed, None
        self.viewport().unsetCursor()
        index = self.indexAt(event.position().toPoint())
        if pressed is not None and index.isValid() and self.rows[index.row()].key != pressed[0]:
            self.carried.emit(pressed[0], index.row())
        else:
            super().mouseReleaseEvent(event)

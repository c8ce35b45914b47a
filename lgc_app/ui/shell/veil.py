# SPDX-License-Identifier: EUPL-1.2
"""A shade over the window, with one panel on it: what the palette and the overlay stand on."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import BoxStyle, paint_box

# design ui.md §4, palette: painted at 45 %
_SHADE = 0.45
_SHADOW_STEPS = ((12, 10), (8, 14), (4, 20))


class Veil(QWidget):
    """Covers its window; a press beside the panel, or Escape, closes it. `placed` when the panel must be put."""

    closed = Signal()
    placed = Signal()

    def __init__(self, window: QWidget, look: Look, panel: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._look = look
        self._panel = panel
        panel.setParent(self)
        self.hide()
        window.installEventFilter(self)

    def open(self) -> None:
        """Cover the window and show the panel."""
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()
        self.placed.emit()

    def close_veil(self) -> None:
        """Go away."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window again when it changes size."""
        if watched is self._window and event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
            self.placed.emit()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close when pressed beside the panel."""
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.close_veil()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Escape; nothing under the veil hears a key."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_veil()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw shade, shadow and the box under the panel."""
        painter, look = QPainter(self), self._look
        shade = look.colour("veil")
        shade.setAlphaF(_SHADE)
        painter.fillRect(self.rect(), shade)
        box = QRectF(self._panel.geometry())
        if not look.theme.high_contrast:
            for spread, alpha in _SHADOW_STEPS:
                shadow = QColor(0, 0, 0, alpha)
                grown = box.adjusted(-spread, -spread / 2, spread, spread * 1.5)
                paint_box(painter, grown, BoxStyle(shadow, radius=look.px(12) + spread))
        line = look.colour("line")
        paint_box(painter, box.adjusted(-1, -1, 1, 1), BoxStyle(look.colour("surface"), line, look.px(12)))

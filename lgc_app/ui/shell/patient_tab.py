# SPDX-License-Identifier: EUPL-1.2
"""The tab of an open file, with its cross."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import BoxStyle, paint_box, paint_focus_ring, paint_icon, paint_words
from lgc_app.ui.words import tr

_MARGIN, _FOLDER, _CROSS, _GAP = 11, 16, 14, 8
_HIT = 28


@dataclass(frozen=True, slots=True)
class OpenPatient:
    """A file that is open on this post."""

    key: str
    name: str


class PatientTab(QAbstractButton):
    """`clicked` shows the file, `closed(key)` is its cross, or Delete: the draft is kept."""

    closed = Signal(str)

    def __init__(self, look: Look, patient: OpenPatient, *, current: bool) -> None:
        super().__init__()
        self._look = look
        self.patient = patient
        self._current = current
        self.setText(patient.name)
        self.setAccessibleName(tr("Dossier ouvert, {name}", name=patient.name))
        self.setToolTip(tr("Fermer le dossier : Ctrl+W"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.follow(self._restyle)

    def sizeHint(self) -> QSize:
        """Ask for the whole name."""
        px = self._look.px
        words = self._look.metrics(self._role()).horizontalAdvance(self.text())
        return QSize(px(2 * _MARGIN + _FOLDER + _GAP + _GAP + _CROSS) + words + 1, px(32))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Close when the cross was pressed."""
        if event.position().x() > self.width() - self._look.px(_HIT) and self.rect().contains(
            event.position().toPoint()
        ):
            self.setDown(False)
            self.closed.emit(self.patient.key)
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Delete."""
        if event.key() == Qt.Key.Key_Delete:
            self.closed.emit(self.patient.key)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw folder, name and cross."""
        painter, look, px = QPainter(self), self._look, self._look.px
        if self._current or self.underMouse():
            line = look.colour("line") if look.theme.high_contrast else None
            fill = look.colour("selected" if self._current else "hover")
            paint_box(painter, QRectF(self.rect()), BoxStyle(fill, line, px(6)))
        ink = look.colour("text" if self._current else "text2")
        icon = "folder-open" if self._current else "folder"
        paint_icon(painter, QPointF(px(_MARGIN), (self.height() - px(_FOLDER)) / 2), look, icon, ink, _FOLDER)
        left = px(_MARGIN + _FOLDER + _GAP)
        room = QRect(left, 0, self.width() - left - px(_MARGIN + _CROSS + _GAP) + 1, self.height())
        paint_words(painter, room, look, self.text(), self._role(), ink)
        cross = QPointF(self.width() - px(_MARGIN + _CROSS), (self.height() - px(_CROSS)) / 2)
        paint_icon(painter, cross, look, "clear", ink, _CROSS)
        if self.hasFocus():
            paint_focus_ring(painter, self.rect(), look)

    def _role(self) -> TextRole:
        return TextRole.DENSE_MEDIUM if self._current else TextRole.DENSE

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

# SPDX-License-Identifier: EUPL-1.2
"""A measure over time: bands of stages behind, points with their values, the last one larger; read by keyboard."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.curve_scale import CurveContent, CurveScale
from lgc_app.ui.widgets.drawing import paint_focus_ring, paint_words
from lgc_app.ui.words import tr

_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 24, 12, 28
_COMPACT_LEFT, _COMPACT_RIGHT, _COMPACT_TOP, _COMPACT_BOTTOM = 14, 44, 24, 14
_POINT, _LAST_POINT = 3.5, 5.0
_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
_AXIS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Curve(QWidget):
    """`pointed` carries the index of the point under the keyboard; `compact` is the small one at the side."""

    pointed = Signal(int)

    def __init__(self, look: Look, name: str, *, compact: bool = False) -> None:
        super().__init__()
        self._look = look
        self._compact = compact
        self._name = name
        self._content = CurveContent((), ())
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        look.follow(self._restyle)

    def show_content(self, content: CurveContent) -> None:
        """Draw a series; the last point is the current one."""
        self._content = content
        self._current = len(content.points) - 1
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the height of the design."""
        return QSize(self._look.px(240 if self._compact else 400), self._look.px(68 if self._compact else 210))

    def spoken(self) -> str:
        """Give the sentence that reads out the current point."""
        if self._current < 0:
            return tr("{name} : aucune valeur", name=self._name)
        point, unit = self._content.points[self._current], self._content.unit
        place = tr("{at} sur {total}", at=self._current + 1, total=len(self._content.points))
        stage = next((band.words for band in self._content.bands if band.low <= point.value < band.high), "")
        said = [f"{point.words} {unit}".strip(), point.day_words, stage, place]
        return ", ".join(words for words in said if words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from point to point; Home and End go to the ends."""
        last = len(self._content.points) - 1
        places = {
            Qt.Key.Key_Left: self._current - 1,
            Qt.Key.Key_Right: self._current + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        place = places.get(Qt.Key(event.key()))
        if place is None or event.modifiers() & Qt.KeyboardModifier.AltModifier or last < 0:
            super().keyPressEvent(event)
            return
        self._point_at(min(max(place, 0), last))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the nearest point."""
        self.setFocus()
        if self._content.points:
            scale = self._scale()
            left = event.position().x()
            self._point_at(min(range(len(self._content.points)), key=lambda at: abs(scale.place(at).x() - left)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring and the current point."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw bands, axis, line, points."""
        if not self._content.points:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self._scale()
        if self._compact:
            self._paint_stage(painter, scale)
        else:
            self._paint_bands(painter, scale)
            self._paint_axes(painter, scale)
        self._paint_line(painter, scale)
        for place in range(len(self._content.points)):
            self._paint_point(painter, scale, place)
        if self.hasFocus():
            paint_focus_ring(painter, self.rect(), self._look)

    def _scale(self) -> CurveScale:
        px = self._look.px
        edges = (_COMPACT_LEFT, _COMPACT_TOP, _COMPACT_RIGHT, _COMPACT_BOTTOM) if self._compact else None
        left, top, right, bottom = edges or (_LEFT, _TOP, _RIGHT, _BOTTOM)
        plot = QRectF(self.rect()).adjusted(px(left), px(top), -px(right), -px(bottom))
        return CurveScale(
            self._content, plot, inset=0 if self._compact else px(20), whole_stages=not self._compact
        )

    def _paint_bands(self, painter: QPainter, scale: CurveScale) -> None:
        plot = scale.plot
        for band in self._content.bands:
            top, bottom = scale.height(band.high), scale.height(band.low)
            area = QRectF(plot.left(), top, plot.width(), bottom - top).intersected(plot)
            if area.height() <= 0:
                continue
            painter.fillRect(area, self._look.colour(band.ground))
            painter.setPen(QPen(self._look.colour("line"), 1))
            painter.drawLine(area.topLeft(), area.topRight())
            row = min(self._look.px(20), round(area.height()))
            room = QRect(round(area.left()) + self._look.px(6), round(area.top()), round(area.width()), row)
            paint_words(painter, room, self._look, band.words, TextRole.CAPTION, self._look.colour("text2"))

    def _paint_stage(self, painter: QPainter, scale: CurveScale) -> None:
        """Draw, in the small curve, only the stage of the last value: its upper limit dashed, its name below."""
        last = self._content.points[-1].value
        band = next((band for band in self._content.bands if band.low <= last < band.high), None)
        if band is None:
            return
        top = max(scale.height(band.high), 0.0)
        area = QRectF(0, top, self.width() - self._look.px(8), self.height() - top)
        painter.fillRect(area, self._look.colour(band.ground))
        painter.setPen(QPen(self._look.colour("warnline"), 1.5, Qt.PenStyle.DotLine))
        painter.drawLine(area.topLeft(), area.topRight())
        row = self._look.px(18)
        room = QRect(self._look.px(5), self.height() - row, round(area.width()), row)
        paint_words(painter, room, self._look, band.words, TextRole.CAPTION, self._look.colour("text2"))

    def _paint_axes(self, painter: QPainter, scale: CurveScale) -> None:
        look, row, wide = self._look, self._look.px(16), self._look.px(64)
        for value, words in scale.ticks():
            room = QRect(0, round(scale.height(value)) - row // 2, round(scale.plot.left()) - look.px(6), row)
            paint_words(painter, room, look, words, TextRole.CAPTION, look.colour("text2"), _AXIS)
        free = -1.0
        for place in reversed(range(len(self._content.points))):
            centre = scale.place(place).x()
            if free >= 0 and free - centre < wide * 0.8:
                continue  # two dates would touch: the later one is kept
            free = centre
            room = QRect(round(centre) - wide // 2, round(scale.plot.bottom()) + look.px(8), wide, row)
            words = self._content.points[place].axis_words
            paint_words(painter, room, look, words, TextRole.CAPTION, look.colour("text2"), _CENTRE)

    def _paint_line(self, painter: QPainter, scale: CurveScale) -> None:
        painter.setPen(QPen(self._look.colour("accent"), self._look.px(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([scale.place(at) for at in range(len(self._content.points))]))

    def _paint_point(self, painter: QPainter, scale: CurveScale, place: int) -> None:
        look, last = self._look, place == len(self._content.points) - 1
        centre = scale.place(place)
        large = last and not self._compact
        radius = look.theme.scale / 100 * (_LAST_POINT if large else _POINT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent"))
        painter.drawEllipse(centre, radius, radius)
        if self.hasFocus() and place == self._current:
            painter.setPen(QPen(look.colour("focus"), look.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, radius + look.px(4), radius + look.px(4))
        if not self._compact or place in (0, len(self._content.points) - 1):
            self._paint_value(painter, centre, place, last=last)

    def _paint_value(self, painter: QPainter, centre: QPointF, place: int, *, last: bool) -> None:
        look, words = self._look, self._content.points[place].words
        strong = TextRole.BODY_STRONG if self._compact else TextRole.SECTION
        role = strong if last else TextRole.DENSE
        colour = look.colour("text")
        row = look.px(18)
        if last and self._compact:
            room = QRect(round(centre.x()) + look.px(8), round(centre.y()) - row // 2, look.px(40), row)
            paint_words(painter, room, look, words, role, colour)
            return
        wide = look.px(70)
        left = max(round(centre.x()) - wide // 2, -wide // 2 + look.px(14))
        room = QRect(left, round(centre.y()) - row - look.px(6), wide, row)
        paint_words(painter, room, look, words, role, colour, _CENTRE)

    def _point_at(self, place: int) -> None:
        if place == self._current:
            return
        self._current = place
        self._describe()
        self.update()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.spoken()))
        self.pointed.emit(place)

    def _describe(self) -> None:
        self.setAccessibleDescription(self.spoken())
        self.setToolTip(self.spoken())

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

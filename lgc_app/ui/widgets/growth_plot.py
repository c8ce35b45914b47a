# SPDX-License-Identifier: EUPL-1.2
"""A growth chart: the lines of Z-scores, the normal band tinted, the child's points; read by keyboard."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

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
from lgc_app.ui.theme.typography import number
from lgc_app.ui.widgets.drawing import paint_focus_ring, paint_words
from lgc_app.ui.words import tr

_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 40, 14, 26
_POINT = 4
_TICKS = 9
_STEPS = (1, 2, 5, 10, 20, 50)
"""Steps of the axis of values: round numbers only."""
_RIGHT_ALIGNED = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class PlotPoint:
    """One measure: where it stands, and the sentence that says it."""

    at: float
    value: float
    sentence: str


@dataclass(frozen=True, slots=True)
class PlotLine:
    """One line of the standard; `words` stand at its end (« +2 »), `weight` is 2 for the median."""

    words: str
    weight: float
    places: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class PlotContent:
    """Everything drawn; `band` are the two lines between which the ground is tinted, ticks are (place, words)."""

    points: Sequence[PlotPoint] = ()
    lines: Sequence[PlotLine] = ()
    band: tuple[int, int] = (0, 0)
    ticks: Sequence[tuple[float, str]] = ()
    unit: str = ""


class GrowthPlot(QWidget):
    """`pointed` carries the index of the point under the keyboard."""

    pointed = Signal(int)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._content = PlotContent()
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)
        look.follow(self._restyle)

    def show_content(self, content: PlotContent) -> None:
        """Draw a chart; the last point is the current one."""
        self._content = content
        self._current = len(content.points) - 1
        self.setAccessibleDescription(self.spoken())
        self.update()

    def point_at(self, place: int) -> None:
        """Go to a point and say it."""
        if not 0 <= place < len(self._content.points) or place == self._current:
            return
        self._current = place
        self.setAccessibleDescription(self.spoken())
        self.update()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.spoken()))
        self.pointed.emit(place)

    def spoken(self) -> str:
        """Give the sentence of the current point."""
        points = self._content.points
        return points[self._current].sentence if points else tr("aucune mesure")

    def sizeHint(self) -> QSize:
        """Ask for the height of a chart that can be read."""
        return QSize(self._look.px(560), self._look.px(360))

    def minimumSizeHint(self) -> QSize:
        """Stay readable."""
        return QSize(self._look.px(300), self._look.px(200))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from measure to measure; Home and End go to the ends."""
        last = len(self._content.points) - 1
        places = {
            Qt.Key.Key_Left: max(self._current - 1, 0),
            Qt.Key.Key_Right: min(self._current + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        place = places.get(Qt.Key(event.key()))
        if place is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        self.point_at(place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the nearest measure."""
        self.setFocus()
        if self._content.points:
            left = event.position().x()
            places = range(len(self._content.points))
            self.point_at(min(places, key=lambda at: abs(self._place_of(at).x() - left)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw band, lines, axes, then the child's measures over all."""
        if not self._content.lines:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_band(painter)
        self._paint_lines(painter)
        self._paint_axes(painter)
        self._paint_points(painter)
        if self.hasFocus():
            paint_focus_ring(painter, self.rect(), self._look)

    def _plot(self) -> QRectF:
        px = self._look.px
        return QRectF(
            px(_LEFT),
            px(_TOP),
            max(self.width() - px(_LEFT + _RIGHT), 1),
            max(self.height() - px(_TOP + _BOTTOM), 1),
        )

    def _place(self, at: float, value: float) -> QPointF:
        plot, (low, high) = self._plot(), self._range()
        widest = max((place for line in self._content.lines for place, _value in line.places), default=1) or 1
        left = plot.left() + plot.width() * at / widest
        return QPointF(left, plot.bottom() - plot.height() * (value - low) / (high - low))

    def _place_of(self, place: int) -> QPointF:
        point = self._content.points[place]
        return self._place(point.at, point.value)

    def _range(self) -> tuple[float, float]:
        values = [value for line in self._content.lines for _at, value in line.places]
        values += [point.value for point in self._content.points]
        air = (max(values) - min(values)) * 0.04 or 1.0
        return min(values) - air, max(values) + air

    def _paint_band(self, painter: QPainter) -> None:
        low, high = (self._content.lines[at].places for at in self._content.band)
        edge = [self._place(*place) for place in low] + [self._place(*place) for place in reversed(high)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("oksoft"))
        painter.drawPolygon(QPolygonF(edge))

    def _paint_lines(self, painter: QPainter) -> None:
        look = self._look
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in self._content.lines:
            style = Qt.PenStyle.SolidLine if line.weight > 1 else Qt.PenStyle.DashLine
            painter.setPen(QPen(look.colour("control"), look.theme.scale / 100 * line.weight, style))
            painter.drawPolyline(QPolygonF([self._place(*place) for place in line.places]))
            end = self._place(*line.places[-1])
            room = QRect(
                round(end.x()) + look.px(5), round(end.y()) - look.px(9), look.px(_RIGHT - 6), look.px(18)
            )
            paint_words(painter, room, look, line.words, TextRole.CAPTION, look.colour("text2"))

    def _paint_axes(self, painter: QPainter) -> None:
        look, plot, (low, high) = self._look, self._plot(), self._range()
        row = look.px(16)
        step = next((one for one in _STEPS if (high - low) / one <= _TICKS), _STEPS[-1])
        for rank in range(ceil(low / step), floor(high / step) + 1):
            value = rank * step
            height = self._place(0, value).y()
            room = QRect(0, round(height) - row // 2, round(plot.left()) - look.px(6), row)
            paint_words(painter, room, look, number(value), TextRole.CAPTION, look.colour("text2"), _RIGHT_ALIGNED)
        corner = QRect(round(plot.left()) + look.px(6), 0, look.px(90), row)
        paint_words(painter, corner, look, self._content.unit, TextRole.CAPTION, look.colour("text2"))
        wide = look.px(70)
        for at, words in self._content.ticks:
            left = self._place(at, low).x()
            room = QRect(round(left) - wide // 2, round(plot.bottom()) + look.px(6), wide, row)
            paint_words(painter, room, look, words, TextRole.CAPTION, look.colour("text2"), _CENTRE)

    def _paint_points(self, painter: QPainter) -> None:
        look = self._look
        places = [self._place_of(at) for at in range(len(self._content.points))]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("accent"), look.px(2)))
        painter.drawPolyline(QPolygonF(places))
        radius = look.theme.scale / 100 * _POINT
        for at, centre in enumerate(places):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
            painter.drawEllipse(centre, radius, radius)
            if at == self._current:
                painter.setPen(QPen(look.colour("focus"), look.px(2)))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(centre, radius + look.px(4), radius + look.px(4))

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

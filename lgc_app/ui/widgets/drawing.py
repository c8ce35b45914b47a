# SPDX-License-Identifier: EUPL-1.2
"""The few shapes of everything: box, focus ring, pill, key cap. One drawing for widgets and lists."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone

PILL_HEIGHT = 22
PILL_ICON = 15
KEY_HEIGHT = 19
FOCUS_WIDTH = 2
CONTROL_RADIUS = 6

_OF_NUMBERS = "0123456789,./:"
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class PillContent:
    """What a pill says: a word, what it means by colour, and an icon of icons.TABLE ("" for none)."""

    words: str
    tone: Tone = Tone.NEUTRAL
    icon: str = ""


@dataclass(frozen=True, slots=True)
class BoxStyle:
    """A rounded rectangle: fill, border, radius and width in real pixels."""

    fill: QColor | None = None
    line: QColor | None = None
    radius: float = CONTROL_RADIUS
    width: float = 1.0
    dashed: bool = False


def paint_box(painter: QPainter, rect: QRectF, style: BoxStyle) -> None:
    """Draw a rounded rectangle whose border stays inside `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(style.fill or Qt.BrushStyle.NoBrush)
    if style.line is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        pen_style = Qt.PenStyle.DashLine if style.dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(style.line, style.width, pen_style))
        inset = style.width / 2
        rect = rect.adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(rect, style.radius, style.radius)
    painter.restore()


def paint_focus_ring(painter: QPainter, rect: QRect, look: Look, radius: float = CONTROL_RADIUS) -> None:
    """Draw the 2 px ring that every focusable thing shows."""
    style = BoxStyle(line=look.colour("focus"), radius=look.px(radius), width=look.px(FOCUS_WIDTH))
    paint_box(painter, QRectF(rect), style)


def pill_width(look: Look, pill: PillContent) -> int:
    """Give the width that a pill needs, in real pixels."""
    words = look.metrics(TextRole.CAPTION_MEDIUM).horizontalAdvance(pill.words)
    icon = look.px(PILL_ICON + 5) if pill.icon else 0
    return words + icon + look.px(2 * 9)


def paint_pill(painter: QPainter, rect: QRect, look: Look, pill: PillContent) -> None:
    """Draw a pill over the whole of `rect`; words that do not fit are cut, the caller gives the room."""
    colours = look.tone(pill.tone)
    radius = rect.height() / 2
    paint_box(painter, QRectF(rect), BoxStyle(colours.fill, colours.line, radius, 1.0, colours.dashed))
    left = rect.left() + look.px(9)
    if pill.icon:
        size = look.px(PILL_ICON)
        paint_icon(
            painter, QPointF(left, rect.center().y() - size / 2 + 1), look, pill.icon, colours.text, PILL_ICON
        )
        left += size + look.px(5)
    room = QRect(left, rect.top(), rect.right() - left - look.px(7), rect.height())
    paint_words(painter, room, look, pill.words, TextRole.CAPTION_MEDIUM, colours.text)


def paint_icon(painter: QPainter, at: QPointF, look: Look, icon: str, colour: QColor, size: int) -> None:
    """Draw an icon with its top left corner at `at`; `size` in pixels of the design."""
    device = painter.device()
    ratio = device.devicePixelRatioF() if device else 1.0
    painter.drawPixmap(QPointF(round(at.x()), round(at.y())), look.pixmap(icon, colour, size, ratio))


def cut_to(metrics: QFontMetrics, words: str, room: int) -> str:
    """Return words cut with … to a width, never inside a number: « 1,4… » of « 1,48 » would be read as a value."""
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
    kept = len(shown) - 1
    if shown == words or not shown.endswith("…") or not 0 < kept < len(words):
        return shown
    if words[kept] not in _OF_NUMBERS or words[kept - 1] not in _OF_NUMBERS:
        return shown
    return f"{words[:kept].rstrip(_OF_NUMBERS).rstrip()}…"


def paint_words(
    painter: QPainter,
    rect: QRect,
    look: Look,
    words: str,
    role: TextRole,
    colour: QColor,
    align: Qt.AlignmentFlag = _LEFT,
    *,
    struck: bool = False,
) -> int:
    """Draw one line of text, cut with … when it does not fit; give the width that was drawn."""
    metrics = look.metrics(role)
    shown = cut_to(metrics, words, rect.width() + 1)
    painter.setFont(struck_out(look.font(role)) if struck else look.font(role))
    painter.setPen(colour)
    painter.drawText(rect, align | Qt.TextFlag.TextSingleLine, shown)
    return metrics.horizontalAdvance(shown)


def struck_out(font: QFont) -> QFont:
    """Return a font with a line through its words; the one given stays."""
    made = QFont(font)
    made.setStrikeOut(True)
    return made


def key_cap_width(look: Look, key: str) -> int:
    """Give the width that a key cap needs, in real pixels."""
    return look.metrics(TextRole.CAPTION_MEDIUM).horizontalAdvance(key) + look.px(12)


def paint_key_cap(painter: QPainter, rect: QRect, look: Look, key: str, *, colour: str = "text2") -> None:
    """Draw the badge of a key ("Ctrl+K"); on a button it takes the button's own text colour."""
    ink = look.colour(colour)
    own = colour == "text2"
    line = look.colour("line") if own and not look.theme.high_contrast else ink
    paint_box(painter, QRectF(rect), BoxStyle(look.colour("alt") if own else None, line, look.px(4), 1.0))
    painter.fillRect(rect.left() + look.px(3), rect.bottom(), rect.width() - look.px(6), 1, line)
    paint_words(painter, rect, look, key, TextRole.CAPTION_MEDIUM, ink, _CENTRE)

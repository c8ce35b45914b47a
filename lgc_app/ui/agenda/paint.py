# SPDX-License-Identifier: EUPL-1.2
"""How the grid of the agenda is drawn: heads, hours, absences, appointments, cursor."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter

from lgc_app.ui.agenda.plan import GONE, STEP, Away, Block, Plan, clock, day_head
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import BoxStyle, paint_box, paint_focus_ring, paint_icon

_HOURS, _HEAD, _DAY_HEAD, _STEP_HEIGHT, _BAR = 52, 52, 24, 17, 4
_NARROW: Final = 44
"""Pixels of a column below which a block says initials only."""

_WHOLE: Final = 110
"""Pixels of a column from which the hour is said in the block too; the axis says it anyway."""

_KEPT_WORDS: Final = 4_000
_ICON: Final = 13
_MARKS: Final = {"arrivé": ("waiting", "info"), "en cours": ("consultation", "accent"), "vu": ("check", "ok")}
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_FLAGS: Final = {align: align | Qt.TextFlag.TextSingleLine for align in (_CENTRE, _LEFT)}


@dataclass(slots=True)
class Sight:
    """What is on the grid now: plan, cursor, what is carried, how far it is scrolled."""

    plan: Plan = field(default_factory=Plan)
    column: int = 0
    minute: int = 9 * 60
    chosen: str = ""
    taken: str = ""
    drag: tuple[str, int, int] | None = None
    scrolled: int = 0

    def here(self) -> list[Block]:
        """Return the appointments under the cursor, living ones first."""
        found = [
            one for one in self.plan.blocks if one.column == self.column and one.start <= self.minute < one.end
        ]
        return sorted(found, key=lambda one: (one.key != self.chosen, one.status in GONE, one.lane))

    def current(self) -> Block | None:
        """Return the first of them."""
        found = self.here()
        return found[0] if found else None

    def at(self, column: int, minute: int, share: float) -> Block | None:
        """Return the block at a place; `share` is how far across the column, 0 to 1."""
        for one in self.plan.blocks:
            lane = int(share * one.lanes)
            if one.column == column and one.start <= minute < one.end and one.lane == lane:
                return one
        return None

    def aways_here(self) -> list[Away]:
        """Return the absences under the cursor."""
        return [one for one in self.plan.aways if one.column == self.column and one.start <= self.minute < one.end]


class GridPaint:
    """Knows the sizes, and draws."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._width = 1.0
        self._metrics: dict[TextRole, QFontMetrics] = {}
        self._bar = self._inset = self._line_height = self._narrow = self._whole = 1
        self._inks: dict[str, QColor] = {}
        self._shown: dict[tuple[str, TextRole, int], str] = {}
        self.head = _HEAD
        self.step_height = _STEP_HEIGHT
        self._left = _HOURS

    def restyle(self) -> None:
        """Take the sizes of the theme."""
        px = self._look.px
        self.head, self._left, self.step_height = px(_HEAD), px(_HOURS), px(_STEP_HEIGHT)
        self._metrics = {role: self._look.metrics(role) for role in TextRole}
        self._bar, self._inset, self._line_height = px(_BAR), px(_BAR + 4), px(18)
        self._narrow, self._whole = px(_NARROW), px(_WHOLE)
        self._inks.clear()
        self._shown.clear()

    def measure(self, plan: Plan, width: int, room: int) -> None:
        """Share the width between the columns, and the height between the hours when there is more."""
        self._width = max(width - self._left, 1) / max(len(plan.columns), 1)
        steps = (plan.last_minute - plan.first_minute) // STEP
        self.step_height = max(self._look.px(_STEP_HEIGHT), room // max(steps, 1))

    def height(self, plan: Plan) -> int:
        """Return the height of all the hours."""
        return (plan.last_minute - plan.first_minute) // STEP * self.step_height

    def top(self, sight: Sight, minute: int) -> int:
        """Return where a minute stands, in the viewport."""
        return self.head - sight.scrolled + round((minute - sight.plan.first_minute) * self.step_height / STEP)

    def left(self, column: int) -> int:
        """Return where a column begins."""
        return self._left + round(column * self._width)

    def rect(self, sight: Sight, block: Block) -> QRect:
        """Return where a block stands."""
        lane = self._width / block.lanes
        left = self.left(block.column) + round(block.lane * lane)
        top, bottom = self.top(sight, block.start), self.top(sight, block.end)
        return QRect(left + 1, top + 1, max(round(lane) - 2, 3), max(bottom - top - 2, 3))

    def place(self, sight: Sight, area: QRect, at: QPoint) -> tuple[int, int] | None:
        """Return the column and the minute under a point, None on the heads."""
        columns = len(sight.plan.columns)
        if not area.contains(at) or at.x() < self._left or at.y() < self.head or not columns:
            return None
        column = min(int((at.x() - self._left) / self._width), columns - 1)
        steps = (at.y() - self.head + sight.scrolled) // self.step_height
        return column, min(sight.plan.first_minute + steps * STEP, sight.plan.last_minute - STEP)

    def share(self, sight: Sight, x: int, column: int) -> float:  # noqa: ARG002 -- one day columns may differ
        """Return how far across its column a point is, from 0 to 1."""
        return min(max((x - self.left(column)) / self._width, 0.0), 0.999)

    def paint(self, painter: QPainter, area: QRect, sight: Sight, *, focused: bool) -> None:
        """Draw the grid."""
        painter.fillRect(area, self._look.colour("surface"))
        self._paint_hours(painter, area, sight)
        self._paint_aways(painter, sight)
        self._paint_columns(painter, area, sight)
        for block in sight.plan.blocks:
            rect = self.rect(sight, block)
            if rect.bottom() > self.head and rect.top() < area.bottom():
                self._paint_block(painter, rect, block, taken=block.key == sight.taken)
        self._paint_cursor(painter, sight, focused=focused)
        self._paint_drag(painter, sight)
        self._paint_head(painter, area, sight)

    def _paint_hours(self, painter: QPainter, area: QRect, sight: Sight) -> None:
        look = self._look
        line, soft = look.colour("line"), look.colour("alt")
        painter.setFont(look.font(TextRole.CAPTION))
        painter.setPen(look.colour("text2"))
        for minute in range(sight.plan.first_minute, sight.plan.last_minute, 30):
            top = self.top(sight, minute)
            if self.head - self.step_height * 2 < top < area.bottom():
                whole = minute % 60 == 0
                painter.fillRect(self._left, top, area.width(), 1, line if whole else soft)
                if whole:
                    room = QRect(0, top, self._left - look.px(6), self.step_height)
                    painter.drawText(
                        room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, clock(minute)
                    )

    def _paint_columns(self, painter: QPainter, area: QRect, sight: Sight) -> None:
        before = None
        for at, column in enumerate(sight.plan.columns):
            ink = self._look.colour("control" if column.day != before and before else "line")
            painter.fillRect(self.left(at), self.head, 1, area.height(), ink)
            before = column.day

    def _paint_aways(self, painter: QPainter, sight: Sight) -> None:
        look = self._look
        for away in sight.plan.aways:
            top, bottom = self.top(sight, max(away.start, sight.plan.first_minute)), self.top(sight, away.end)
            room = QRect(self.left(away.column), top, round(self._width), bottom - top)
            painter.fillRect(room, look.colour("neutralsoft"))
            painter.fillRect(room, QBrush(look.colour("neutralline"), Qt.BrushStyle.BDiagPattern))
            if self._width > look.px(_NARROW):
                words = self._metrics[TextRole.CAPTION_MEDIUM].elidedText(
                    away.words, Qt.TextElideMode.ElideRight, room.width() - look.px(12)
                )
                wide = self._metrics[TextRole.CAPTION_MEDIUM].horizontalAdvance(words) + look.px(8)
                label = QRect(room.left() + look.px(4), max(room.top(), self.head) + look.px(2), wide, look.px(16))
                painter.fillRect(label, look.colour("surface"))
                self._words(painter, label, words, TextRole.CAPTION_MEDIUM, look.colour("text2"), _CENTRE)

    def _paint_block(self, painter: QPainter, rect: QRect, block: Block, *, taken: bool) -> None:
        gone, done = block.status in GONE, block.status == "vu"
        fill = "surface" if gone else "alt" if done else f"{block.tone}soft"
        edge = self._ink("neutralline" if gone else _line(block.tone))
        left, top, width, height = rect.x(), rect.y(), rect.width(), rect.height()
        painter.fillRect(rect, self._ink(fill))
        painter.fillRect(left, top, self._bar, height, edge)
        if gone or taken or self._look.theme.high_contrast:
            painter.setPen(edge)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        inset = self._inset
        room = QRect(left + inset, top, width - inset - 2, min(self._line_height, height))
        ink = self._ink("text2" if gone or done else "text")
        wide = width > self._narrow
        if wide and block.status in _MARKS:
            self._paint_mark(painter, room, block.status)
        words = block.shown if wide else block.short
        if width > self._whole:
            words = f"{clock(block.start)} {words}"
        self._words(painter, room, words, TextRole.CAPTION if gone or done else TextRole.CAPTION_MEDIUM, ink)
        if gone:
            painter.fillRect(room.left(), room.center().y(), min(room.width(), 5 * inset), 1, ink)
        if wide and block.aside and height > 2 * self._line_height:
            below = room.translated(0, self._line_height)
            self._words(painter, below, block.aside, TextRole.CAPTION, self._ink("text2"))

    def _paint_mark(self, painter: QPainter, room: QRect, status: str) -> None:
        """Draw where the person is, as an icon, and take its room from the words."""
        look, (icon, role) = self._look, _MARKS[status]
        paint_icon(painter, QPointF(room.left(), room.top() + look.px(2)), look, icon, self._ink(role), _ICON)
        room.setLeft(room.left() + look.px(_ICON + 3))

    def _paint_cursor(self, painter: QPainter, sight: Sight, *, focused: bool) -> None:
        if not sight.plan.columns:
            return
        block = sight.current()
        top = self.top(sight, sight.minute)
        rect = (
            self.rect(sight, block)
            if block
            else QRect(self.left(sight.column), top, round(self._width), self.step_height)
        )
        if focused:
            paint_focus_ring(painter, rect, self._look, 3)
        else:
            style = BoxStyle(line=self._look.colour("control"), radius=3)
            paint_box(painter, QRectF(rect), style)

    def _paint_drag(self, painter: QPainter, sight: Sight) -> None:
        if sight.drag is None:
            return
        key, column, minute = sight.drag
        block = next(one for one in sight.plan.blocks if one.key == key)
        top = self.top(sight, minute)
        height = round(block.minutes * self.step_height / STEP)
        rect = QRect(self.left(column) + 1, top, round(self._width) - 2, height)
        style = BoxStyle(self._look.colour("selected"), self._look.colour("accent"), 3, 2.0, dashed=True)
        paint_box(painter, QRectF(rect), style)
        words = f"{clock(minute)} {block.shown}"
        self._words(painter, rect.adjusted(8, 0, -2, 0), words, TextRole.CAPTION_STRONG, self._look.colour("text"))

    def _paint_head(self, painter: QPainter, area: QRect, sight: Sight) -> None:
        look, plan = self._look, sight.plan
        painter.fillRect(0, 0, area.width(), self.head, look.colour("alt"))
        painter.fillRect(0, self.head - 1, area.width(), 1, look.colour("control"))
        for first, last in _days(plan):
            left, right = self.left(first), self.left(last + 1)
            day = plan.columns[first].day
            room = QRect(left, 0, right - left, look.px(_DAY_HEAD))
            self._words(painter, room, day_head(day), TextRole.DENSE_STRONG, look.colour("text"), _CENTRE)
            painter.fillRect(left, 0, 1, self.head, look.colour("control"))
        for at, column in enumerate(plan.columns):
            left, width = self.left(at), round(self._width)
            room = QRect(left + look.px(3), look.px(_DAY_HEAD), width - look.px(6), look.px(22))
            person = column.person
            fits = self._metrics[TextRole.CAPTION_MEDIUM].horizontalAdvance(person.shown) < room.width()
            shown = person.shown if fits else person.initials
            self._words(painter, room, shown, TextRole.CAPTION_MEDIUM, look.colour(person.tone), _CENTRE)
            bar = QRect(left + 2, self.head - look.px(5), width - 3, look.px(4))
            painter.fillRect(bar, look.colour(_line(person.tone)))

    def _ink(self, role: str) -> QColor:
        """Return a colour, made once per theme: a week asks for thousands."""
        if role not in self._inks:
            self._inks[role] = self._look.colour(role)
        return self._inks[role]

    def _words(
        self, painter: QPainter, room: QRect, words: str, role: TextRole, ink: QColor,
        align: Qt.AlignmentFlag = _LEFT,
    ) -> None:  # fmt: skip
        key = (words, role, room.width())
        if key not in self._shown:
            if len(self._shown) > _KEPT_WORDS:
                self._shown.clear()
            metrics = self._metrics[role]
            fits = metrics.horizontalAdvance(words) <= room.width()
            self._shown[key] = (
                words if fits else metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            )
        words = self._shown[key]
        painter.setFont(self._look.font(role))
        painter.setPen(ink)
        painter.drawText(room, _FLAGS[align], words)


def _line(tone: str) -> str:
    """Return the role of the bar of a tone: the accent has no line of its own."""
    return tone if tone == "accent" else f"{tone}line"


def _days(plan: Plan) -> Sequence[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for at, column in enumerate(plan.columns):
        if found and plan.columns[found[-1][0]].day == column.day:
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
    return found

# SPDX-License-Identifier: EUPL-1.2
"""The grid of the agenda: one painted widget, a cursor for the keys, blocks that are dragged."""

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from lgc_app.ui.agenda.paint import GridPaint, Sight
from lgc_app.ui.agenda.plan import STEP, Block, Plan, clock
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.typography import long_date
from lgc_app.ui.words import tr

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_ARROWS: Final = {
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
}
_DRAG_PIXELS: Final = 6


class AgendaGrid(QAbstractScrollArea):
    """Columns of people by hours.

    `opened(key)` is Enter or a double click on an appointment, `asked(column, minute)` on a free place;
    `moved(key, column, minute)` comes from a drag, from Ctrl+X then Ctrl+V, or from Ctrl+Maj and an arrow;
    `dropped(key)` is Suppr; `paged(step)` asks for the span before or after; `pointed` follows the cursor.
    """

    opened = Signal(str)
    asked = Signal(int, int)
    moved = Signal(str, int, int)
    dropped = Signal(str)
    paged = Signal(int)
    pointed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.sight = Sight()
        self._painting = GridPaint(look)
        self._pressed: QPoint | None = None
        self.setAccessibleName(tr("Agenda, une colonne par personne"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(False)
        look.follow(self._restyle)

    @property
    def plan(self) -> Plan:
        """Return what is drawn."""
        return self.sight.plan

    def show_plan(self, plan: Plan) -> None:
        """Draw another plan; the cursor stays where it is when that place is still there."""
        sight = self.sight
        sight.plan, sight.drag = plan, None
        sight.column = min(sight.column, max(len(plan.columns) - 1, 0))
        sight.minute = max(min(sight.minute, plan.last_minute - STEP), plan.first_minute)
        if sight.taken and not any(block.key == sight.taken for block in plan.blocks):
            sight.taken = ""
        self._measure()
        self._say()

    def point(self, column: int, minute: int) -> None:
        """Put the cursor somewhere, and make it visible."""
        plan = self.plan
        if not plan.columns:
            return
        self.sight.column = max(0, min(column, len(plan.columns) - 1))
        self.sight.minute = max(plan.first_minute, min(minute, plan.last_minute - STEP))
        self._reveal()
        self._say()

    def current(self) -> Block | None:
        """Return the appointment under the cursor, a living one first."""
        return self.sight.current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, open, take and put."""
        key, held = Qt.Key(event.key()), event.modifiers()
        block = self.current()
        if key in _ARROWS and held & _CONTROL and held & _SHIFT:
            if block is not None:
                self._push(block, *_ARROWS[key])
        elif key in _ARROWS and not held & _CONTROL:
            across, down = _ARROWS[key]
            self.point(self.sight.column + across, self._next_minute(down))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.paged.emit(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in _ENTER and not held & _CONTROL:
            self._open()
        elif key == Qt.Key.Key_Delete and block is not None:
            self.dropped.emit(block.key)
        elif not self._take_or_put(key, held, block):
            super().keyPressEvent(event)

    def _next_minute(self, down: int) -> int:
        block = self.current()
        if block is None or not down:
            return self.sight.minute + down * STEP
        return block.end if down > 0 else block.start - STEP

    def _take_or_put(self, key: Qt.Key, held: Qt.KeyboardModifier, block: Block | None) -> bool:
        sight = self.sight
        if key == Qt.Key.Key_X and held & _CONTROL and block is not None:
            sight.taken = block.key
        elif key == Qt.Key.Key_V and held & _CONTROL and sight.taken:
            taken, sight.taken = sight.taken, ""
            self.moved.emit(taken, sight.column, sight.minute)
        elif key == Qt.Key.Key_Escape and sight.taken:
            sight.taken = ""
        else:
            return False
        self.viewport().update()
        self._say()
        return True

    def _push(self, block: Block, across: int, down: int) -> None:
        column, minute = block.column + across, block.start + down * STEP
        if 0 <= column < len(self.plan.columns) and 0 <= minute <= 24 * 60 - block.minutes:
            self.sight.column, self.sight.minute = column, minute
            self.moved.emit(block.key, column, minute)

    def _open(self) -> None:
        block = self.current()
        if block is not None:
            self.opened.emit(block.key)
        elif self.plan.columns:
            self.asked.emit(self.sight.column, self.sight.minute)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+X and Ctrl+V from being anybody else's shortcut while the grid has the keyboard."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            taken = event.key() in (Qt.Key.Key_X, Qt.Key.Key_V) and event.modifiers() & _CONTROL
            if taken or (event.key() in _ARROWS and event.modifiers() & _SHIFT):
                event.accept()
                return True
        return bool(super().event(event))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Point; a drag may begin."""
        at = event.position().toPoint()
        place = self._place(at)
        if place is None or event.button() != Qt.MouseButton.LeftButton:
            return
        found = self.sight.at(*place, self._painting.share(self.sight, at.x(), place[0]))
        self.sight.chosen = found.key if found else ""
        self.point(place[0], found.start if found else place[1])
        self._pressed = at if found else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the block; nothing is written before it is put down."""
        block = self.current()
        at = event.position().toPoint()
        if self._pressed is None or block is None or (at - self._pressed).manhattanLength() < _DRAG_PIXELS:
            return
        grip = self._painting.top(self.sight, block.start) - self._pressed.y()
        place = self._place(QPoint(at.x(), at.y() + grip + self._painting.step_height // 2))
        self.sight.drag = (block.key, *place) if place else None
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Put the block down where it is drawn."""
        drag, self.sight.drag, self._pressed = self.sight.drag, None, None
        self.viewport().update()
        if drag is not None:
            key, column, minute = drag
            block = next(one for one in self.plan.blocks if one.key == key)
            if (block.column, block.start) != (column, minute):
                self.sight.column, self.sight.minute = column, minute
                self.moved.emit(key, column, minute)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the appointment, or ask for one."""
        if self._place(event.position().toPoint()) is not None:
            self._pressed = None
            self._open()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw everything that is in sight."""
        painter = QPainter(self.viewport())
        self._painting.paint(painter, self.viewport().rect(), self.sight, focused=self.hasFocus())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again."""
        super().resizeEvent(event)
        self._measure()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw at another height: the head stays."""
        self.sight.scrolled = self.verticalScrollBar().value()
        self.viewport().update()

    def _place(self, at: QPoint) -> tuple[int, int] | None:
        return self._painting.place(self.sight, self.viewport().rect(), at)

    def _measure(self) -> None:
        room = self.viewport().height() - self._painting.head
        self._painting.measure(self.plan, self.viewport().width(), room)
        height = self._painting.height(self.plan)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(height - room, 0))
        bar.setPageStep(max(room, 1))
        bar.setSingleStep(self._painting.step_height * 2)
        self.sight.scrolled = bar.value()
        self.viewport().update()

    def _reveal(self) -> None:
        top = self._painting.top(self.sight, self.sight.minute) + self.sight.scrolled - self._painting.head
        bar = self.verticalScrollBar()
        room = self.viewport().height() - self._painting.head - self._painting.step_height
        if top < bar.value():
            bar.setValue(top)
        elif top > bar.value() + room:
            bar.setValue(top - room)
        self.viewport().update()

    def sentence(self) -> str:
        """Say what is under the cursor, for a screen reader."""
        if not self.plan.columns:
            return ""
        if block := self.current():
            return block.sentence
        column = self.plan.columns[self.sight.column]
        words = (tr(long_date(column.day)), clock(self.sight.minute), column.person.shown)
        away = next((one.words for one in self.sight.aways_here()), "")
        return ", ".join((*words, away or tr("libre")))

    def _say(self) -> None:
        sentence = self.sentence()
        self.setAccessibleDescription(sentence)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.pointed.emit(sentence)
        self.viewport().update()

    def _restyle(self) -> None:
        self._painting.restyle()
        self.setMinimumSize(self._look.px(360), self._look.px(200))
        self._measure()

    def block_rect(self, key: str) -> QRect:
        """Return where a block is drawn, in the viewport."""
        block = next(one for one in self.plan.blocks if one.key == key)
        return self._painting.rect(self.sight, block)

# SPDX-License-Identifier: EUPL-1.2
"""Four boxes for the code of the card: digits only, no paste, nothing kept after it was taken."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from lgc_app.ui.native_digits import row_digit
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import BoxStyle, paint_box
from lgc_app.ui.words import tr

DIGITS = 4
_BOX = 64
_GAP = 12
_DOT = 4.5
_PASSED_ON = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)


class _Entry(QLineEdit):
    """Takes the keys; its own text stays empty, so that Qt keeps no copy of the code."""

    edited = Signal()
    entered = Signal()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.digits = bytearray()
        self.setEchoMode(QLineEdit.EchoMode.NoEcho)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhDigitsOnly)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        self.setMaxLength(0)
        self.setProperty("bare", "yes")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.entered.emit()
        elif key == Qt.Key.Key_Backspace:
            self._drop_last()
        elif (digit := _digit(event)) is not None:
            self._add(digit)
        elif key in _PASSED_ON:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        for character in event.commitString():
            if character in "0123456789":
                self._add(int(character))
        event.accept()

    def insert(self, text: str) -> None:
        """Refuse paste and every other way in."""

    def _add(self, digit: int) -> None:
        if len(self.digits) < DIGITS:
            self.digits.append(ord("0") + digit)
            self.edited.emit()

    def _drop_last(self) -> None:
        if self.digits:
            self.digits[-1] = 0
            del self.digits[-1]
            self.edited.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.edited.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.edited.emit()


class PinBoxes(QWidget):
    """`submitted` on Enter, and only then; `take` gives the code once and wipes it."""

    submitted = Signal()
    changed = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._entry = _Entry(self)
        self._entry.setAccessibleName(tr("Code de la carte, 4 chiffres"))
        self._entry.edited.connect(self._on_edit)
        self._entry.entered.connect(self.submitted)
        self.setFocusProxy(self._entry)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.follow(self._restyle)

    @property
    def count(self) -> int:
        """Count the digits typed; never which."""
        return len(self._entry.digits)

    def take(self) -> bytearray:
        """Give the ASCII digits and forget them; the caller overwrites its copy after use."""
        taken = bytearray(self._entry.digits)
        self.wipe()
        return taken

    def wipe(self) -> None:
        """Overwrite what was typed."""
        for place in range(len(self._entry.digits)):
            self._entry.digits[place] = 0
        self._entry.digits.clear()
        self._on_edit()

    def sizeHint(self) -> QSize:
        """Ask for four boxes and room for the ring."""
        px = self._look.px
        return QSize(DIGITS * px(_BOX) + (DIGITS - 1) * px(_GAP) + 4, px(_BOX) + 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Take the focus wherever one presses."""
        self._entry.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw the boxes, a dot for each digit, the ring on the next one."""
        painter, look = QPainter(self), self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = look.px(_BOX)
        for place in range(DIGITS):
            box = QRectF(2 + place * (size + look.px(_GAP)), 2, size, size)
            style = BoxStyle(look.colour("surface"), look.colour("control"), look.px(8))
            if self._entry.hasFocus() and place == min(self.count, DIGITS - 1):
                style = BoxStyle(look.colour("surface"), look.colour("focus"), look.px(9), look.px(3))
                box = box.adjusted(-1, -1, 1, 1)
            paint_box(painter, box, style)
            if place < self.count:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.colour("text"))
                radius = _DOT * look.theme.scale / 100
                painter.drawEllipse(QPointF(box.center().x(), box.center().y() + look.px(2)), radius, radius)

    def _on_edit(self) -> None:
        self._entry.setAccessibleDescription(tr("{typed} chiffres sur 4", typed=self.count))
        self.changed.emit(self.count)
        self.update()

    def _restyle(self) -> None:
        self._entry.resize(1, 1)
        self._entry.move(self._look.px(_BOX) // 2, self._look.px(_BOX) // 2)
        self.updateGeometry()
        self.update()


def _digit(event: QKeyEvent) -> int | None:
    """Give the digit typed; on AZERTY the key engraved 1 is 1 without Maj: nothing else can be meant."""
    held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    if held:
        return None
    return int(event.text()) if event.text() in set("0123456789") else row_digit(event)

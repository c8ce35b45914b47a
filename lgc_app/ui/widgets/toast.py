# SPDX-License-Identifier: EUPL-1.2
"""Ten seconds to undo: a line above the action bar that never takes the focus and waits under the pointer.

It never stands on what is being typed, nor on the top bar, whose tabs say whose file is open, nor on the patient's
banner: where it would stand on the field, it goes above it; in a field that takes all the room, it goes where the
caret is not.
"""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import BoxStyle, paint_box
from lgc_app.ui.widgets.key_cap import KeyCap
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

SECONDS = 10
_TICK_MILLISECONDS = 1000
_ABOVE_BARS = 94
_GAP = 8
_LOOK_AGAIN_MILLISECONDS = 300
_TARGET = 28


class Toast(QFrame):
    """One sentence, and "Annuler (10 s)" when it can be undone; paused by hover and by focus."""

    def __init__(
        self, look: Look, words: str, undo: Callable[[], None] | None, close: Callable[[QWidget], None]
    ) -> None:
        super().__init__()
        self._look = look
        self._undo = undo
        self._close = close
        self.seconds = SECONDS
        self.words = words
        self.about = ""
        self._button = QPushButton()
        self._key = KeyCap(look, "Ctrl+Z", "toasttext")
        self._build()
        self._timer = QTimer(self, interval=_TICK_MILLISECONDS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self._count()
        look.follow(self._restyle)

    def tick(self) -> None:
        """Let a second pass, unless the person is reading it."""
        if self.underMouse() or self._button.hasFocus():
            return
        self.seconds -= 1
        if self.seconds <= 0:
            self._close(self)
        else:
            self._count()

    def undo(self) -> bool:
        """Undo and go; give False when nothing can be undone."""
        if self._undo is None:
            return False
        undo, self._undo = self._undo, None
        self._close(self)
        undo()
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw the dark box, framed in high contrast."""
        line = self._look.colour("line") if self._look.theme.high_contrast else None
        painter = QPainter(self)
        paint_box(painter, QRectF(self.rect()), BoxStyle(self._look.colour("toast"), line, self._look.px(8)))

    def _build(self) -> None:
        self._row = QHBoxLayout(self)
        self._row.addWidget(Text(self._look, self.words, TextRole.DENSE, "toasttext"))
        self._row.addWidget(self._button)
        self._row.addWidget(self._key)
        self._button.setFlat(True)
        self._button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.clicked.connect(self._on_press)
        self._key.setVisible(self._undo is not None)

    def _on_press(self) -> None:
        if not self.undo():
            self._close(self)

    def _count(self) -> None:
        words = tr("Annuler ({delay} s)", delay=self.seconds) if self._undo else tr("Fermer")
        self._button.setText(words)
        self._button.setAccessibleName(words)

    def _restyle(self) -> None:
        px, ink = self._look.px, self._look.theme.palette["toasttext"]
        self._row.setContentsMargins(px(14), px(4), px(14), px(4))
        self._row.setSpacing(px(12))
        self._button.setFont(self._look.font(TextRole.DENSE_STRONG))
        self._button.setMinimumHeight(px(_TARGET))
        self._button.setStyleSheet(
            f"QPushButton {{ color: {ink}; background: transparent; border: 0; text-decoration: underline; }}"
            f"QPushButton:focus {{ border: 2px solid {ink}; }}"
        )
        self.adjustSize()


_SEEN_AT_ONCE = 2
"""More would cover the work; the older ones can still be undone by Ctrl+Z until their time is over."""


class ToastStack(QObject):
    """The toasts of a window, the newest at the bottom; Ctrl+Z takes the newest that can be undone."""

    def __init__(self, window: QWidget, look: Look, content: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._look = look
        self._content = content
        self._watch = QTimer(self, interval=_LOOK_AGAIN_MILLISECONDS)
        self._watch.timeout.connect(self._make_way)
        self.toasts: list[Toast] = []
        window.installEventFilter(self)
        look.changed.connect(self._place)
        cast(QApplication, QApplication.instance()).focusChanged.connect(self._on_focus)

    def say(self, words: str, undo: Callable[[], None] | None = None, *, about: str = "") -> Toast:
        """Show a sentence for SECONDS; `undo` makes it undoable.

        News about a thing ("exchange") takes the place of what was said of it before, which is no longer true.
        """
        for older in [toast for toast in self.toasts if about and toast.about == about]:
            self._remove(older)
        toast = Toast(self._look, words, undo, self._remove)
        toast.about = about
        toast.setParent(self._window)
        self.toasts.append(toast)
        self._place()  # before it shows: a toast born in a corner would think that the pointer is over it
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(toast, words))
        return toast

    def undo(self) -> bool:
        """Undo the newest; give False when there is nothing to undo."""
        return any(toast.undo() for toast in reversed(tuple(self.toasts)))

    def clear(self) -> None:
        """Take all away, as when the screen locks."""
        for toast in tuple(self.toasts):
            self._remove(toast)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when the window changes size."""
        if event.type() is QEvent.Type.Resize and watched is self._window:
            QTimer.singleShot(0, self, self._place)
        return False

    def _remove(self, toast: QWidget) -> None:
        self.toasts = [other for other in self.toasts if other is not toast]
        toast.hide()
        toast.deleteLater()
        self._place()

    def _make_way(self) -> None:
        """Go elsewhere when the caret came under a toast."""
        caret = self._caret()
        if any(toast.isVisible() and toast.geometry().intersects(caret) for toast in self.toasts):
            self._place()

    def _place(self) -> None:
        (self._watch.start if self.toasts else self._watch.stop)()
        places = self._places()
        for toast in self.toasts[: -len(places) or None]:
            toast.hide()
        for toast, place in zip(reversed(self.toasts), places, strict=False):
            toast.setGeometry(place)
            toast.show()
            toast.raise_()

    def _places(self) -> list[QRect]:
        """Give the place of each toast that is seen, the newest's first: the lowest where nothing is typed."""
        gap, area = self._look.px(_GAP), self._area()
        typed, caret = self._typed_in(), self._caret()
        low = self._stacked(area.bottom())
        above = self._stacked(typed.top() - gap)
        room = [places for places in (low, above) if all(area.contains(place) for place in places)]
        free = [places for places in room if not any(place.intersects(typed) for place in places)]
        if free:
            return free[0]
        high = self._stacked(area.top() + gap + sum(place.height() + gap for place in low))
        return low if not any(place.intersects(caret) for place in low) else high

    def _stacked(self, bottom: int) -> list[QRect]:
        """Give places one above the other, the newest's first, in the middle of the window."""
        places = []
        for toast in reversed(self.toasts[-_SEEN_AT_ONCE:]):
            toast.adjustSize()
            bottom -= toast.height()
            left = (self._window.width() - toast.width()) // 2
            places.append(QRect(QPoint(left, bottom), toast.size()))
            bottom -= self._look.px(_GAP)
        return places

    def _area(self) -> QRect:
        """Give where toasts may stand: over the content, above the action bar wherever a screen has one or not."""
        top = self._content.mapTo(self._window, QPoint(0, 0)).y()
        return QRect(0, top, self._window.width(), self._window.height() - self._look.px(_ABOVE_BARS) - top)

    def _typed_in(self) -> QRect:
        """Give the place of the field that has the keyboard, empty when nothing is being typed."""
        field = self._field()
        return QRect(field.mapTo(self._window, QPoint(0, 0)), field.size()) if field else QRect()

    def _caret(self) -> QRect:
        """Give the lines that are being typed: a field of one line, or those around the caret of another."""
        field = self._field()
        if not isinstance(field, QPlainTextEdit):
            return self._typed_in()
        line = field.cursorRect()
        tall = line.height()
        top = field.viewport().mapTo(self._window, line.topLeft()).y() - tall
        return QRect(self._typed_in().left(), top, field.width(), 3 * tall)

    def _field(self) -> QLineEdit | QPlainTextEdit | None:
        field = QApplication.focusWidget()
        is_ours = isinstance(field, QLineEdit | QPlainTextEdit) and self._window.isAncestorOf(field)
        return field if is_ours and isinstance(field, QLineEdit | QPlainTextEdit) else None

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Make way for the field one goes to; a toast that takes the keyboard itself stays where it is."""
        if self.toasts and isinstance(now, QLineEdit | QPlainTextEdit):
            self._place()

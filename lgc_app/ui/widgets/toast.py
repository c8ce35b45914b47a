# SPDX-License-Identifier: EUPL-1.2
"""Ten seconds to undo: a line above the action bar that never takes the focus and waits under the pointer.

It never stands on a field in which one can type, nor on its heading, nor on the top bar, whose tabs say whose file
is open, nor on the patient's banner: where a field is in its place, it stands in the row of the status line.
"""

from collections.abc import Callable, Iterable, Sequence
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
_HEADING = 30
"""Above a field: its label, or what is said beside it."""


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
        """Let a second pass, unless the person is reading it, or it waits for its turn to be seen."""
        if self.isHidden() or self.underMouse() or self._button.hasFocus():
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

    def fit(self, width: int) -> None:
        """Take the size of the words, on several lines where they are wider than the room."""
        self._words.setWordWrap(False)
        self._words.setFixedSize(self._words.sizeHint())
        self.adjustSize()
        if self.width() > width:
            self._words.setWordWrap(True)
            self._words.setFixedWidth(self._words.width() - (self.width() - width))
            self._words.setFixedHeight(self._words.heightForWidth(self._words.width()))
            self.adjustSize()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        """Draw the dark box, framed in high contrast."""
        line = self._look.colour("line") if self._look.theme.high_contrast else None
        painter = QPainter(self)
        paint_box(painter, QRectF(self.rect()), BoxStyle(self._look.colour("toast"), line, self._look.px(8)))

    def _build(self) -> None:
        self._row = QHBoxLayout(self)
        self._words = Text(self._look, self.words, TextRole.DENSE, "toasttext")
        self._row.addWidget(self._words)
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
"""More would cover the work; an older one waits, its seconds too, and Ctrl+Z reaches it meanwhile."""


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
        """Go elsewhere when a field came under a toast."""
        fields = self._fields()
        if any(not toast.isHidden() and _meets([toast.geometry()], fields) for toast in self.toasts):
            self._place()

    def _place(self) -> None:
        (self._watch.start if self.toasts else self._watch.stop)()
        for toast in self.toasts:
            toast.fit(self._room().width())
        places = self._places()
        for toast in self.toasts[: -len(places) or None]:
            toast.hide()
        for toast, place in zip(reversed(self.toasts), places, strict=False):
            toast.setGeometry(place)
            toast.show()
            toast.raise_()

    def _places(self) -> list[QRect]:
        """Give the place of each toast that is seen, the newest's first."""
        over = self._over_the_bar()
        return self._over_the_line() if _meets(over, self._fields()) else over

    def _over_the_bar(self) -> list[QRect]:
        """Give places one above the other, in the middle, above where an action bar stands."""
        bottom = self._window.height() - self._look.px(_ABOVE_BARS)
        places = []
        for toast in reversed(self.toasts[-_SEEN_AT_ONCE:]):
            bottom -= toast.height()
            places.append(QRect(QPoint((self._window.width() - toast.width()) // 2, bottom), toast.size()))
            bottom -= self._look.px(_GAP)
        return places

    def _over_the_line(self) -> list[QRect]:
        """Give places side by side over the status line, as many as fit: nothing is ever typed there."""
        room, places = self._room(), list[QRect]()
        left = room.left()
        for toast in reversed(self.toasts[-_SEEN_AT_ONCE:]):
            if places and left + toast.width() > room.right():
                break
            places.append(QRect(QPoint(left, room.bottom() - toast.height()), toast.size()))
            left += toast.width() + self._look.px(_GAP)
        return places

    def _room(self) -> QRect:
        """Give the room of a toast: as wide as the content, to the bottom of the window."""
        gap, corner = self._look.px(_GAP), self._content.mapTo(self._window, QPoint(0, 0))
        whole = QRect(corner, QPoint(self._window.width() - 1, self._window.height() - 1))
        return whole.adjusted(gap, 0, -gap, 0)

    def _fields(self) -> list[QRect]:
        """Give what is in sight of the fields in which one can type, each with the heading above it."""
        head = self._look.px(_HEADING)
        fields = [*self._window.findChildren(QLineEdit), *self._window.findChildren(QPlainTextEdit)]
        seen = [(one, one.visibleRegion().boundingRect()) for one in fields if one.isVisible()]
        places = [part.translated(one.mapTo(self._window, QPoint(0, 0))) for one, part in seen if part.isValid()]
        return [place.adjusted(0, -head, 0, 0) for place in places]

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Make way for the fields one goes to; a toast that takes the keyboard itself stays where it is."""
        if self.toasts and isinstance(now, QLineEdit | QPlainTextEdit):
            self._place()


def _meets(places: Iterable[QRect], fields: Sequence[QRect]) -> bool:
    return any(place.intersects(field) for place in places for field in fields)

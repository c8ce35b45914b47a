# SPDX-License-Identifier: EUPL-1.2
"""History, work, context: side by side when there is room, else the sides become drawers (design ui.md §3)."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from lgc_app.ui.theme.look import Look

# logical widths (pixels at 100 % of text) of the design's table
_WIDE, _MIDDLE, _NARROW = 1600, 1201, 1000
_LEFT, _LEFT_WIDE = 272, 320
_RIGHT, _RIGHT_WIDE = 268, 340
_LEAST, _MOST = 200, 480
_HANDLE = 5


class ThreePanes(QWidget):
    """Below 1201 the left pane is a drawer, below 1000 the right one too; `reveal` opens it, Escape closes it.

    The sides are as wide as the person made them; `sized` carries their widths at 100 % of text.
    """

    sized = Signal(int, int)

    def __init__(self, look: Look, left: QWidget, work: QWidget, right: QWidget) -> None:
        super().__init__()
        self._look = look
        self._left, self._work, self._right = left, work, right
        self._drawers: set[QWidget] = set()
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(_HANDLE)
        self._wished: tuple[int, int] | None = None
        for pane in (left, work, right):
            self._split.addWidget(pane)
        self._split.setStretchFactor(1, 1)
        for pane in (left, right):
            pane.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._split)
        self._split.splitterMoved.connect(self._on_moved)
        look.follow(self._arrange)

    def set_widths(self, left: int, right: int) -> None:
        """Make the sides as wide as a person wished (at 100 % of text); 0 for the widths of the design."""
        kept = tuple(min(max(width, _LEAST), _MOST) for width in (left, right))
        self._wished = (kept[0], kept[1]) if left and right else None
        self._arrange()

    def reveal(self, pane: QWidget) -> None:
        """Show a pane; as a drawer over the work when there is no room beside it."""
        if pane in self._drawers:
            self._place(pane)
            pane.show()
            pane.raise_()

    def is_drawer(self, pane: QWidget) -> bool:
        """Say whether a pane has lost its place beside the work."""
        return pane in self._drawers

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the panes in and out of their drawers."""
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close a drawer by Escape."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() is QEvent.Type.KeyPress and watched in self._drawers:
            assert isinstance(watched, QWidget)
            watched.hide()
            self._work.setFocus()
            return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        if not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            return  # nobody said yet how wide: sides put away now would come back at once
        logical = (self.width() + self._look.px(88)) * 100 / self._look.theme.scale
        wide = logical >= _WIDE
        widths = (_LEFT_WIDE, _RIGHT_WIDE) if wide else (_LEFT, _RIGHT)
        left, right = self._wished or widths
        self._settle(self._left, 0, left, beside=logical >= _MIDDLE)
        last = 1 if self._left in self._drawers else 2
        self._settle(self._right, last, right, beside=logical >= _NARROW)
        self._share(left, right)

    def _share(self, left: int, right: int) -> None:
        """Give the sides their widths, the work what is left."""
        px = self._look.px
        given = {self._left: px(left), self._right: px(right)}
        beside = [pane for at in range(self._split.count()) if (pane := self._split.widget(at)) is not None]
        rest = self._split.width() - sum(given.get(pane, 0) for pane in beside) - _HANDLE * (len(beside) - 1)
        self._split.setSizes([given.get(pane, max(rest, 0)) for pane in beside])

    def _on_moved(self) -> None:
        """Remember the widths; a side that is a drawer keeps the one it had."""
        scale = self._look.theme.scale
        before = self._wished or (_LEFT, _RIGHT)
        now = [
            kept if pane in self._drawers else round(pane.width() * 100 / scale)
            for pane, kept in ((self._left, before[0]), (self._right, before[1]))
        ]
        self._wished = (now[0], now[1])
        self.sized.emit(*self._wished)

    def _settle(self, pane: QWidget, place: int, width: int, *, beside: bool) -> None:
        pane.setMinimumWidth(self._look.px(_LEAST if beside else width))
        pane.setMaximumWidth(self._look.px(_MOST if beside else width))
        if beside and pane in self._drawers:
            self._drawers.discard(pane)
            self._split.insertWidget(place, pane)
            pane.show()
        elif not beside and pane not in self._drawers:
            self._drawers.add(pane)
            pane.setParent(self)
            pane.hide()
        elif not beside and pane.isVisible():
            self._place(pane)

    def _place(self, pane: QWidget) -> None:
        left = 0 if pane is self._left else self.width() - pane.width()
        pane.setGeometry(left, 0, pane.width(), self.height())

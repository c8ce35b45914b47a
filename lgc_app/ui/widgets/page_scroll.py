# SPDX-License-Identifier: EUPL-1.2
"""Pages one under the other, drawn from pixels that come when they come: white paper until then."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from lgc_app.services.opened_document import PagePixels, PageSize
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import paint_focus_ring
from lgc_app.ui.widgets.page_image import image_of

_WIDEST: Final = 900
"""Pixels of the design: an A4 page at about its size on a desk; on a wide screen more of it is in sight."""

_MARGIN: Final = 6
_GAP: Final = 6
_STEP: Final = 20
_KEPT: Final = 8
"""Pages kept drawn: some 25 MB at the width of a desk."""

_TO_AN_END: Final = {Qt.Key.Key_Home: "minimum", Qt.Key.Key_End: "maximum"}


class PageScroll(QAbstractScrollArea):
    """Knows the sizes of the pages, and which one is wanted next; whoever holds the document gives it.

    `moved` when other pages may be in sight, or wider ones.
    """

    moved = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._sizes: Sequence[PageSize] = ()
        self._tops: list[int] = []
        self._bottoms: list[int] = []
        self._drawn: dict[int, QImage] = {}
        self._troubles: dict[int, str] = {}
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().valueChanged.connect(self.moved)
        look.follow(self._lay_out)

    @property
    def page_count(self) -> int:
        """Count the pages."""
        return len(self._sizes)

    @property
    def is_drawn(self) -> bool:
        """Tell whether every page in sight is as sharp as it gets."""
        return all(not self._is_missing(at) for at in self._in_sight())

    def trouble(self, number: int) -> str:
        """Give why a page is not there, "" when nothing is wrong with it."""
        return self._troubles.get(number, "")

    def show_sizes(self, sizes: Sequence[PageSize]) -> None:
        """Begin a document at its first page; none forgets everything."""
        self._sizes = sizes
        self._drawn.clear()
        self._troubles.clear()
        self._lay_out()
        self.verticalScrollBar().setValue(0)

    def wanted(self) -> tuple[int, int] | None:
        """Give the page to draw next and its width in pixels of the screen: in sight first, then beside."""
        seen = self._in_sight()
        beside = (seen.stop, seen.start - 1) if seen else ()
        for at in (*seen, *(one for one in beside if 0 <= one < self.page_count)):
            if self._is_missing(at):
                return at, self._width_on_screen()
        return None

    def put(self, number: int, page: PagePixels) -> None:
        """Show a page that was wanted; pages far from it are let go."""
        self._drawn[number] = image_of(page)
        for far in sorted(self._drawn, key=lambda at: abs(at - number))[_KEPT:]:
            del self._drawn[far]
        self.viewport().update()

    def put_trouble(self, number: int, sentence: str) -> None:
        """Say on a page why it is not there."""
        self._troubles[number] = sentence
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the room."""
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the first or the last page; the scroll area knows the arrows and Page up, Page down."""
        end = _TO_AN_END.get(Qt.Key(event.key()))
        if end is None:
            super().keyPressEvent(event)
            return
        bar = self.verticalScrollBar()
        bar.setValue(bar.minimum() if end == "minimum" else bar.maximum())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages in sight."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), self.palette().brush(QPalette.ColorRole.Dark))
        for at in self._in_sight():
            place = self._place(at)
            painter.fillRect(place, QColor(Qt.GlobalColor.white))
            if at in self._drawn:
                painter.drawImage(place, self._drawn[at])
            elif at in self._troubles:
                painter.setFont(self._look.font(TextRole.BODY))
                painter.setPen(QColor(Qt.GlobalColor.black))
                middle = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(place.adjusted(_GAP, _GAP, -_GAP, -_GAP), middle, self._troubles[at])
        if self.hasFocus():
            paint_focus_ring(painter, self.viewport().rect(), self._look)

    def _width(self) -> int:
        return max(min(self.viewport().width() - 2 * _MARGIN, self._look.px(_WIDEST)), 1)

    def _width_on_screen(self) -> int:
        return round(self._width() * self.devicePixelRatioF())

    def _is_missing(self, at: int) -> bool:
        if at in self._troubles:
            return False
        wanted = self._sizes[at].pixels(self._width_on_screen())
        drawn = self._drawn.get(at)
        return drawn is None or (drawn.width(), drawn.height()) != wanted

    def _in_sight(self) -> range:
        top = self.verticalScrollBar().value()
        first = bisect_left(self._bottoms, top)
        return range(first, bisect_right(self._tops, top + self.viewport().height()))

    def _place(self, at: int) -> QRect:
        width = self._width()
        left, top = (self.viewport().width() - width) // 2, self._tops[at] - self.verticalScrollBar().value()
        return QRect(left, top, width, self._bottoms[at] - self._tops[at])

    def _lay_out(self) -> None:
        """Put the pages one under the other, and stay where one was."""
        bar, before = self.verticalScrollBar(), self._bottoms[-1] if self._bottoms else 0
        at, width = bar.value(), self._width()
        self._tops, self._bottoms = [], []
        down = _MARGIN
        for size in self._sizes:
            self._tops.append(down)
            down += size.pixels(width)[1]
            self._bottoms.append(down)
            down += _GAP
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(_STEP)
        bar.setRange(0, max(down - self.viewport().height(), 0))
        if before and self._bottoms:
            bar.setValue(round(at * self._bottoms[-1] / before))
        self.viewport().update()
        self.moved.emit()

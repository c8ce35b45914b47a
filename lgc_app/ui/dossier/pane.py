# SPDX-License-Identifier: EUPL-1.2
"""The frame of a pane: its ground, its edge, its accessible name, and a heading of one height."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.restyle import set_mark

_HEAD_HEIGHT = 45


class Pane(QFrame):
    """A column of parts; `edge` is the side where its line is."""

    def __init__(self, edge: str, name: str) -> None:
        super().__init__()
        if edge:
            self.setProperty("edge", edge)
        set_mark(self, "ground", "surface")
        self.setAccessibleName(name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)


class Heading(QFrame):
    """The line above a note: title, hour, state; verbs at the right. `spare` goes when there is no room for it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.spare: QWidget | None = None
        self.setProperty("edge", "bottom")
        self.row = QHBoxLayout(self)
        look.follow(self._restyle)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets one after the other."""
        for widget in widgets:
            self.row.addWidget(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Look again when a part has other words."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        if self.spare is None:
            return
        there = [item.widget() for item in map(self.row.itemAt, range(self.row.count())) if item is not None]
        shown = [one for one in there if one is not None and (one is self.spare or not one.isHidden())]
        margins = self.row.contentsMargins()
        need = sum(one.sizeHint().width() + self.row.spacing() for one in shown)
        fits = need + margins.left() + margins.right() <= self.width()
        if self.spare.isHidden() == fits:
            self.spare.setVisible(fits)

    def _restyle(self) -> None:
        px = self._look.px
        self.setFixedHeight(px(_HEAD_HEIGHT))
        self.row.setContentsMargins(px(14), 0, px(14), 0)
        self.row.setSpacing(px(9))

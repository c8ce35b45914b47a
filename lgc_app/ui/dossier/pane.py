# SPDX-License-Identifier: EUPL-1.2
"""The frame of a pane: its ground, its edge, its accessible name, and a heading of one height."""

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
    """The line above a note: title, hour, state; verbs at the right."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("edge", "bottom")
        self.row = QHBoxLayout(self)
        look.follow(self._restyle)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets one after the other."""
        for widget in widgets:
            self.row.addWidget(widget)

    def _restyle(self) -> None:
        px = self._look.px
        self.setFixedHeight(px(_HEAD_HEIGHT))
        self.row.setContentsMargins(px(14), 0, px(14), 0)
        self.row.setSpacing(px(9))

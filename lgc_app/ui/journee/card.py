# SPDX-License-Identifier: EUPL-1.2
"""A white card with a head: icon, title, what counts, and a verb at the right."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.pill import Pill
from lgc_app.ui.widgets.text import ShrinkingText


class Card(QFrame):
    """Holds one widget under its head."""

    def __init__(self, look: Look, title: str, icon: str = "") -> None:
        super().__init__()
        self._look = look
        self._icon_name = icon
        self.setProperty("card", "yes")
        self.setAccessibleName(title)
        self._head = QFrame()
        self._head.setProperty("edge", "bottom")
        self._icon = QLabel()
        self.title = ShrinkingText(look, title, TextRole.SECTION)
        self.aside = ShrinkingText(look, "", TextRole.DENSE, "text2")
        self._pills: list[Pill] = []
        self._row = QHBoxLayout(self._head)
        for part in (self._icon, self.title):
            self._row.addWidget(part)
        self._row.addWidget(self.aside, 1)
        self._icon.setVisible(bool(icon))  # once it has a parent: alone it would be a window
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self._head)
        look.follow(self._restyle)

    def hold(self, widget: QWidget) -> None:
        """Put the content under the head."""
        self._column.addWidget(widget, 1)

    def add_verb(self, widget: QWidget) -> None:
        """Put a button at the right of the head."""
        self._row.addWidget(widget)

    def show_pills(self, contents: tuple[PillContent, ...]) -> None:
        """Say what counts, after the title."""
        for pill in self._pills:
            self._row.removeWidget(pill)
            pill.hide()
            pill.deleteLater()
        self._pills = [Pill(self._look, content) for content in contents]
        for place, pill in enumerate(self._pills):
            self._row.insertWidget(2 + place, pill)

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(1, 1, 1, 1)
        self._head.setFixedHeight(px(47))
        self._row.setContentsMargins(px(12), 0, px(12), 0)
        self._row.setSpacing(px(9))
        if self._icon_name:
            ink = self._look.colour("accent")
            self._icon.setPixmap(self._look.pixmap(self._icon_name, ink, 20, self.devicePixelRatioF()))

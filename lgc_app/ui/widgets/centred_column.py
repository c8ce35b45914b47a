# SPDX-License-Identifier: EUPL-1.2
"""A column in the middle of a page, never wider than is good to read; it scrolls when the page is low."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.scroll_page import ScrollPage


class CentredColumn(ScrollPage):
    """`column` takes the parts, from top to bottom; it has its air above and below."""

    def __init__(self, look: Look, width: int, spacing: int) -> None:
        holder = QWidget()
        super().__init__(holder)
        self._look, self._width, self._spacing = look, width, spacing
        self._middle = QWidget()
        self.column = QVBoxLayout(self._middle)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addStretch()
        row = QHBoxLayout(holder)
        row.addStretch(1)
        row.addWidget(self._middle, 100)
        row.addStretch(1)
        look.follow(self._restyle)

    def end(self) -> None:
        """Leave as much air under the parts as above them."""
        self.column.addStretch()

    def _restyle(self) -> None:
        self._middle.setMaximumWidth(self._look.px(self._width))
        self.column.setSpacing(self._look.px(self._spacing))

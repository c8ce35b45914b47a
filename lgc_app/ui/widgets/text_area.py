# SPDX-License-Identifier: EUPL-1.2
"""A text that grows with what is typed and tells every change, so that each key is saved."""

import math

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look

_MINIMUM_LINES = 2
_VERTICAL_FRAME = 14


class TextArea(QPlainTextEdit):
    """A plain text editor; `typed` carries the whole text after each change of the person (not of set_text)."""

    typed = Signal(str)

    def __init__(self, look: Look, name: str, *, lines: int = _MINIMUM_LINES) -> None:
        super().__init__()
        self._look = look
        self._lines = lines
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._on_change)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        look.follow(self._restyle)

    def set_text(self, text: str) -> None:
        """Show a text that was not typed here: no `typed`, and the undo history begins again."""
        blocked = self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(blocked)
        self._grow()

    def sizeHint(self) -> QSize:
        """Ask for every line, wrapped at the present width."""
        lines = max(self._lines, int(self.document().size().height()))
        return QSize(self._look.px(200), lines * self._line_height() + self._look.px(_VERTICAL_FRAME))

    def minimumSizeHint(self) -> QSize:
        """Never hide a line."""
        return QSize(self._look.px(80), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter to the screen's primary action; a new line is Enter alone."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _line_height(self) -> int:
        """Return the height Qt gives to a line: both halves are rounded up, lineSpacing rounds their sum."""
        metrics = QFontMetricsF(self.font())
        return max(self.fontMetrics().lineSpacing(), math.ceil(metrics.ascent()) + math.ceil(metrics.descent()))

    def _on_change(self) -> None:
        self.typed.emit(self.toPlainText())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap at the new width, and take the height that it asks for."""
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        wanted = self.sizeHint().height()
        if self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)
        self._show_first_line()

    def _show_first_line(self) -> None:
        """Scroll back: every line has its place, but Qt scrolls to the cursor while the area is still too low."""
        bar = self.verticalScrollBar()
        if bar.value() and self.height() >= self.sizeHint().height():
            bar.setValue(0)

    def _restyle(self) -> None:
        self.setFont(self._look.font(TextRole.BODY))
        self._grow()

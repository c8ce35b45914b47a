# SPDX-License-Identifier: EUPL-1.2
"""A field with a few answers: label above, a list that arrows and letters move through."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import paint_icon
from lgc_app.ui.widgets.restyle import set_state
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

_ARROW = 16


class ArrowedBox(QComboBox):
    """A list whose arrow is drawn from our icons: the style sheet takes away the native one."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, then its arrow."""
        super().paintEvent(event)
        px = self._look.px
        place = QPointF(self.width() - px(_ARROW + 9), (self.height() - px(_ARROW)) / 2)
        paint_icon(QPainter(self), place, self._look, "down", self._look.colour("text2"), _ARROW)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: scrolling never changes an answer."""
        event.ignore()


class ChoiceField(QWidget):
    """`changed` carries the value chosen, "" when nothing is; `options` are (value, words) pairs."""

    changed = Signal(str)

    def __init__(self, look: Look, label: str, options: Sequence[tuple[str, str]], *, empty: bool = False) -> None:
        super().__init__()
        self._look = look
        self._label = Text(look, label, TextRole.DENSE_MEDIUM)
        self._aside = Text(look, "", TextRole.CAPTION, "text2")
        self.editor: QComboBox = ArrowedBox(look)
        self.editor.setAccessibleName(label)
        self.editor.view().setAccessibleName(label)
        self.editor.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._label.setBuddy(self.editor)
        if empty:
            self.editor.addItem(tr("À choisir"), "")
        for value, words in options:
            self.editor.addItem(tr(words), value)
        self._wrong = Text(look, "", TextRole.DENSE, "danger", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self._label, self.editor, self._aside, self._wrong):
            self._column.addWidget(part)
        self._aside.hide()
        self._wrong.hide()
        self.editor.currentIndexChanged.connect(self._on_index)
        look.follow(self._restyle)

    def text(self) -> str:
        """Give the value chosen."""
        return str(self.editor.currentData() or "")

    def set_text(self, value: str) -> None:
        """Choose a value; `changed` is not emitted, for nobody chose."""
        blocked = self.editor.blockSignals(True)
        self.editor.setCurrentIndex(max(self.editor.findData(value), 0))
        self.editor.blockSignals(blocked)

    def set_previous(self, words: str) -> None:
        """Say under the field where the value comes from."""
        self._aside.setText(words)
        self._aside.setVisible(bool(words))

    def set_error(self, sentence: str) -> None:
        """Say what is wrong under the field, "" when all is well."""
        set_state(self.editor, "error" if sentence else "")
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence)

    def _on_index(self, _index: int) -> None:
        self.changed.emit(self.text())

    def _restyle(self) -> None:
        self._column.setSpacing(self._look.px(4))
        self.editor.setFont(self._look.font(TextRole.BODY))

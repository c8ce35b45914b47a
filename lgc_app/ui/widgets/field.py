# SPDX-License-Identifier: EUPL-1.2
"""A field: label above, unit at the right, previous value and hint under it, and what is wrong in words."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.restyle import set_state
from lgc_app.ui.widgets.text import ShrinkingText, Text


class Field(QWidget):
    """A labelled editor; `editor` is a QLineEdit unless another is given. The typed text is never dropped."""

    changed = Signal(str)

    def __init__(
        self,
        look: Look,
        label: str,
        *,
        unit: str = "",
        hint: str = "",
        previous: str = "",
        editor: QLineEdit | QPlainTextEdit | None = None,
    ) -> None:
        super().__init__()
        self._look = look
        self._hint = hint
        self.editor: QLineEdit | QPlainTextEdit = editor or QLineEdit()
        self._unit = Text(look, unit, TextRole.DENSE, "text2")
        self._label = Text(look, label, TextRole.DENSE_MEDIUM)
        self._label.setBuddy(self.editor)
        self._aside = ShrinkingText(look, "", TextRole.CAPTION, "text2")
        self._previous = Text(look, previous, TextRole.CAPTION, "text2")
        self._wrong_icon = QLabel()
        self._wrong = Text(look, "", TextRole.DENSE, "danger", wrap=True)
        self._build()
        self._name(label)
        self._listen()
        self.set_hint(hint)
        self.set_error("")
        look.follow(self._restyle)

    def text(self) -> str:
        """Give what is typed."""
        return self.editor.text() if isinstance(self.editor, QLineEdit) else self.editor.toPlainText()

    def set_text(self, text: str) -> None:
        """Show a text; `changed` is not emitted, for it was not typed."""
        blocked = self.editor.blockSignals(True)
        if isinstance(self.editor, QLineEdit):
            self.editor.setText(text)
        else:
            self.editor.setPlainText(text)
        self.editor.blockSignals(blocked)

    def set_label(self, label: str) -> None:
        """Call the field otherwise: what it holds depends on another one."""
        self._label.setText(label)
        self._name(label)

    def set_hint(self, hint: str) -> None:
        """Say beside the label what may help; also read out as the description."""
        self._hint = hint
        self._aside.setText(hint)
        self._aside.setVisible(bool(hint))
        self.editor.setAccessibleDescription(hint)

    def set_previous(self, previous: str) -> None:
        """Show the value of last time under the field."""
        self._previous.setText(previous)
        self._previous.setVisible(bool(previous))

    def set_error(self, sentence: str) -> None:
        """Say what is wrong under the field, "" when all is well."""
        set_state(self.editor, "error" if sentence else "")
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))
        self._wrong_icon.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence or self._hint)

    def _name(self, label: str) -> None:
        unit = self._unit.text()
        self.editor.setAccessibleName(f"{label}, {unit}" if unit else label)

    def _listen(self) -> None:
        if isinstance(self.editor, QLineEdit):
            self.editor.textChanged.connect(self.changed)
        else:
            self.editor.textChanged.connect(self._on_text)

    def _on_text(self) -> None:
        self.changed.emit(self.text())

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._label)
        head.addWidget(self._aside)
        head.addStretch()
        body = QHBoxLayout()
        body.addWidget(self.editor, 1)
        body.addWidget(self._unit)
        wrong = QHBoxLayout()
        wrong.addWidget(self._wrong_icon, 0, Qt.AlignmentFlag.AlignTop)
        wrong.addWidget(self._wrong, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for row in (head, body):
            self._column.addLayout(row)
        self._column.addWidget(self._previous)
        self._column.addLayout(wrong)
        self._unit.setVisible(bool(self._unit.text()))  # now that it has a parent: alone it would be a window
        self.set_previous(self._previous.text())

    def _restyle(self) -> None:
        self._column.setSpacing(self._look.px(4))
        self.editor.setFont(self._look.font(TextRole.BODY))
        ink = self._look.colour("danger")
        self._wrong_icon.setPixmap(self._look.pixmap("danger", ink, 16, self.devicePixelRatioF()))

    def minimumSizeHint(self) -> QSize:
        """Stay usable when narrow."""
        return QSize(self._look.px(60), super().minimumSizeHint().height())

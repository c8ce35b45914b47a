# SPDX-License-Identifier: EUPL-1.2
"""A field: label above, unit at the right, previous value and hint under it, and what is wrong in words."""

from functools import cached_property

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.restyle import set_state
from lgc_app.ui.widgets.text import ShrinkingText, Text


class Field(QWidget):
    """A labelled editor; `editor` is a QLineEdit unless another is given. The typed text is never dropped.

    A file has thirty of them: what most never say (hint, previous value, what is wrong) is made when it is said.
    """

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
        self._unit = unit
        self._label = Text(look, label, TextRole.DENSE_MEDIUM)
        self._label.setBuddy(self.editor)
        self._build()
        self._name(label)
        self._listen()
        self.set_hint(hint)
        self.set_previous(previous)
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
        if hint or "_aside" in vars(self):
            self._aside.setText(hint)
            self._aside.setVisible(bool(hint))
        self.editor.setAccessibleDescription(hint)

    def set_previous(self, previous: str) -> None:
        """Show the value of last time under the field."""
        if previous or "_previous" in vars(self):
            self._previous.setText(previous)
            self._previous.setVisible(bool(previous))

    def wrap_previous(self) -> None:
        """Let what is under the field take several lines: proposals, where a value is one."""
        self._previous.setWordWrap(True)
        self._previous.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def put_beside(self, widget: QWidget) -> None:
        """Put something at the right of the label."""
        self._head.addWidget(widget)

    def set_error(self, sentence: str) -> None:
        """Say what is wrong under the field, "" when all is well."""
        set_state(self.editor, "error" if sentence else "")
        if sentence or "_wrong" in vars(self):
            self._wrong.setText(sentence)
            self._wrong.setVisible(bool(sentence))
            self._wrong_icon.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence or self._hint)

    def _name(self, label: str) -> None:
        self.editor.setAccessibleName(f"{label}, {self._unit}" if self._unit else label)

    @cached_property
    def _aside(self) -> ShrinkingText:
        aside = ShrinkingText(self._look, "", TextRole.CAPTION, "text2")
        aside.hide()
        self._head.insertWidget(1, aside)
        return aside

    @cached_property
    def _previous(self) -> Text:
        previous = Text(self._look, "", TextRole.CAPTION, "text2", parent=self)
        previous.hide()
        self._column.insertWidget(2, previous)
        return previous

    @cached_property
    def _wrong(self) -> Text:
        wrong = Text(self._look, "", TextRole.DENSE, "danger", wrap=True, parent=self)
        wrong.hide()
        self._foot.addWidget(self._wrong_icon, 0, Qt.AlignmentFlag.AlignTop)
        self._foot.addWidget(wrong, 1)
        return wrong

    @cached_property
    def _wrong_icon(self) -> QLabel:
        icon = QLabel(self)
        icon.hide()
        self._tint(icon)
        return icon

    def _tint(self, icon: QLabel) -> None:
        icon.setPixmap(self._look.pixmap("danger", self._look.colour("danger"), 16, self.devicePixelRatioF()))

    def _listen(self) -> None:
        if isinstance(self.editor, QLineEdit):
            self.editor.textChanged.connect(self.changed)
        else:
            self.editor.textChanged.connect(self._on_text)

    def _on_text(self) -> None:
        self.changed.emit(self.text())

    def _build(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self._label)
        self._head.addStretch()
        body = QHBoxLayout()
        body.addWidget(self.editor, 1)
        if self._unit:
            body.addWidget(Text(self._look, self._unit, TextRole.DENSE, "text2"))
        self._foot = QHBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for row in (self._head, body, self._foot):
            self._column.addLayout(row)

    def _restyle(self) -> None:
        self._column.setSpacing(self._look.px(4))
        self.editor.setFont(self._look.font(TextRole.BODY))
        if "_wrong_icon" in vars(self):
            self._tint(self._wrong_icon)

    def minimumSizeHint(self) -> QSize:
        """Stay usable when narrow."""
        return QSize(self._look.px(60), super().minimumSizeHint().height())

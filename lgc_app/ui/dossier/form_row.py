# SPDX-License-Identifier: EUPL-1.2
"""One question of a form: its words, its answer beside them, what last time said and what is wrong."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from lgc_app.services.forms import Before
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.choice_field import ArrowedBox
from lgc_app.ui.widgets.restyle import set_state
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr
from lgc_core.clinical.forms.question import Question
from lgc_core.clinical.vitals import BY_KEY
from lgc_core.model.words import fold

_EMPTYING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FormRow(QObject):
    """`typed` at each key, `answered` when the answer is whole: chosen, or its field left.

    One letter chooses (« o », « n »), the arrows too, Suppr takes the answer back, Entrée goes on, Échap leaves.
    """

    typed = Signal()
    answered = Signal()
    left = Signal()

    def __init__(self, look: Look, question: Question, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self.question = question
        name = _name(question)
        self.words = QWidget()
        self._label = Text(look, name, TextRole.DENSE, wrap=True)
        self._before = Text(look, "", TextRole.CAPTION, "text2", wrap=True)
        self._wrong = Text(look, "", TextRole.CAPTION, "danger", wrap=True)
        self.editor = self._options() if question.options else self._line()
        self.editor.setAccessibleName(name)
        self._label.setBuddy(self.editor)
        self.editor.installEventFilter(self)
        self._shown = ""
        self._build()
        look.follow(self._restyle)

    def text(self) -> str:
        """Give the answer as typed or chosen."""
        if isinstance(self.editor, QLineEdit):
            return self.editor.text().strip()
        return str(self.editor.currentData() or "")

    @property
    def told(self) -> str:
        """Give the answer that was told last, written or on its way."""
        return self._shown

    @property
    def waits(self) -> bool:
        """Tell whether something is typed that was not told as an answer."""
        return self.text() != self._shown

    def show_answer(self, typed: str) -> None:
        """Show an answer that was not typed here."""
        self._shown = typed
        blocked = self.editor.blockSignals(True)
        if isinstance(self.editor, QLineEdit):
            self.editor.setText(typed)
        else:
            self.editor.setCurrentIndex(max(self.editor.findData(typed), 0))
        self.editor.blockSignals(blocked)

    def type_again(self, typed: str) -> None:
        """Put back what was being typed; it still waits to be an answer."""
        shown = self._shown
        self.show_answer(typed)
        self._shown = shown

    def take(self) -> str:
        """Give the answer that waits; it waits no more."""
        self._shown = self.text()
        return self._shown

    def set_before(self, before: Before | None) -> None:
        """Say what the last consultation answered."""
        words = tr("{day} : {words}", day=before.day, words=before.typed) if before else ""
        self._before.setText(words)
        self._before.setVisible(bool(words))

    def set_error(self, sentence: str) -> None:
        """Say what is wrong with the answer, "" when all is well."""
        set_state(self.editor, "error" if sentence else "")
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence)

    def set_writable(self, *, writable: bool) -> None:
        """Let the answer be changed, or not."""
        self.editor.setEnabled(writable)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on by Entrée, leave by Échap, take a choice back by Suppr."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.editor.focusNextChild()
                return True
            if key is Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if key in _EMPTYING and isinstance(self.editor, ArrowedBox):
                self.editor.setCurrentIndex(0)
                return True
            if isinstance(self.editor, ArrowedBox) and self._choose(self.editor, event):
                return True
        return super().eventFilter(watched, event)

    def _choose(self, box: ArrowedBox, event: QKeyEvent) -> bool:
        """Choose the next answer that begins with a letter, at once: Qt would wait for the rest of a word."""
        letter = fold(event.text())
        if len(letter) != 1 or not letter.isalnum() or event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        count = box.count()
        order = [(box.currentIndex() + step) % count for step in range(1, count + 1)]
        found = next((at for at in order if fold(box.itemText(at)).startswith(letter)), None)
        if found is not None:
            box.setCurrentIndex(found)
        return True

    def _options(self) -> ArrowedBox:
        box = ArrowedBox(self._look)
        box.view().setAccessibleName(self.question.words)
        box.setSizeAdjustPolicy(ArrowedBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(max(map(len, self.question.options)))
        box.addItem("–", "")
        for words in self.question.options:
            box.addItem(words, words)
        box.currentIndexChanged.connect(self._on_chosen)
        return box

    def _line(self) -> QLineEdit:
        line = QLineEdit()
        line.setMaxLength(2_000)
        if self.question.kind == "date":
            line.setPlaceholderText(tr("jj/mm/aaaa"))
        line.textEdited.connect(self._on_key)
        line.editingFinished.connect(self._on_finished)
        return line

    def _on_key(self, _text: str) -> None:
        self.typed.emit()

    def _on_chosen(self, _index: int) -> None:
        self.answered.emit()

    def _on_finished(self) -> None:
        if self.waits:
            self.answered.emit()

    def _build(self) -> None:
        column = QVBoxLayout(self.words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._label, self._before, self._wrong):
            column.addWidget(part)
        self._before.hide()
        self._wrong.hide()

    def _restyle(self) -> None:
        self.editor.setFont(self._look.font(TextRole.DENSE))


def _name(question: Question) -> str:
    unit = BY_KEY[question.measure].unit_text if question.measure else question.unit_text
    return f"{question.words} ({unit})" if unit else question.words

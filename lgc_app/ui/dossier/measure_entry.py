# SPDX-License-Identifier: EUPL-1.2
"""Ctrl+G: six fields, seven for a young child; Entrée writes them all, Échap closes and keeps what was typed."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.typography import NO_BREAK
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.flow_layout import FlowLayout
from lgc_app.ui.widgets.restyle import set_state
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

_FIELDS = (
    ("ta", "Tension", "mmHg", 112),
    ("pouls", "Pouls", "/min", 88),
    ("temperature", "Température", "°C", 116),
    ("spo2", "SpO₂", "%", 80),
    ("poids", "Poids", "kg", 88),
    ("taille", "Taille", "cm", 88),
    ("perimetre_cranien", "Pér. crânien", "cm", 100),
)
_OF_CHILD = "perimetre_cranien"
_OF_PRESSURE = {"pas": "ta", "pad": "ta"}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MeasureEntry(QWidget):
    """`asked` carries what was typed, by key of the table of vitals; `closed` wants the strip back."""

    asked = Signal(object)
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setAccessibleName(tr("Saisie des mesures"))
        self.fields = {key: _MeasureField(look, words, unit, width) for key, words, unit, width in _FIELDS}
        self._flow = FlowLayout()
        self._icon = QLabel()
        self._wrong = Text(look, "", TextRole.DENSE, "danger", wrap=True)
        self.save = Button(look, tr("Enregistrer"), small=True, key="Return")
        self.close_button = Button(look, tr("Fermer"), ButtonKind.LINK, key="Escape")
        self._build()
        self._listen()
        look.follow(self._restyle)

    def open(self, previous: Mapping[str, str], *, child: bool = False) -> None:
        """Show the last values under the fields, and take the keyboard; the head is measured in a young child."""
        head = self.fields[_OF_CHILD]
        head.setVisible(child or bool(head.text()))
        for key, field in self.fields.items():
            field.set_previous(previous.get(key, NO_BREAK))
        self.show()
        self.fields["ta"].editor.setFocus()

    def typed(self) -> dict[str, str]:
        """Give what is in the fields."""
        return {key: field.text().strip() for key, field in self.fields.items() if field.text().strip()}

    def clear(self) -> None:
        """Empty the fields: what was in them is written."""
        self.show_error("", "")
        for field in self.fields.values():
            field.set_text("")

    def show_error(self, measure: str, sentence: str) -> None:
        """Mark the field of a measure ("pas", "temperature"...) and say what is wrong; "" when all is well."""
        wrong = _OF_PRESSURE.get(measure, measure)
        for key, field in self.fields.items():
            set_state(field.editor, "error" if sentence and key == wrong else "")
            field.editor.setAccessibleDescription(sentence if key == wrong else "")
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))
        self._icon.setVisible(bool(sentence))
        if sentence and wrong in self.fields:
            editor = self.fields[wrong].editor
            editor.setFocus()
            assert isinstance(editor, QLineEdit)
            editor.selectAll()

    @property
    def error(self) -> str:
        """Give the sentence shown, "" when there is none."""
        return "" if self._wrong.isHidden() else self._wrong.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Write all on Entrée from any field, close on Échap."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() in _ENTER and plain:
                if not event.isAutoRepeat():
                    self._on_save()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.closed.emit()
                return True
        return super().eventFilter(watched, event)

    def _on_save(self) -> None:
        typed = self.typed()
        if typed:
            self.asked.emit(typed)
        else:
            self.closed.emit()

    def _listen(self) -> None:
        self.save.clicked.connect(self._on_save)
        self.close_button.clicked.connect(self.closed)
        for field in self.fields.values():
            field.editor.installEventFilter(self)

    def _build(self) -> None:
        fields = QWidget()
        fields.setLayout(self._flow)
        for field in self.fields.values():
            self._flow.addWidget(field)
        wrong = QHBoxLayout()
        wrong.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        wrong.addWidget(self._wrong, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.save)
        foot.addWidget(self.close_button)
        foot.addStretch()
        self._column = QVBoxLayout(self)
        self._column.addWidget(fields)
        self._column.addLayout(wrong)
        self._column.addLayout(foot)
        self.show_error("", "")

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(12), px(8), px(12), px(8))
        self._column.setSpacing(px(6))
        self._flow.set_gaps(px(10), px(6))
        self._icon.setPixmap(
            self._look.pixmap("danger", self._look.colour("danger"), 16, self.devicePixelRatioF())
        )


class _MeasureField(Field):
    """A field of fixed width: the unit stands in its label, so that six fit side by side."""

    def __init__(self, look: Look, words: str, unit: str, width: int) -> None:
        self._width = width
        super().__init__(look, words, hint=unit, editor=QLineEdit())
        self.editor.setAccessibleName(f"{words}, {unit}")
        self.editor.setMinimumWidth(0)

    def sizeHint(self) -> QSize:
        """Ask for the width of the widest value, or of the label."""
        return QSize(
            max(self._look.px(self._width), super().minimumSizeHint().width()), super().sizeHint().height()
        )

# SPDX-License-Identifier: EUPL-1.2
"""Ctrl+M: the templates and forms of a note in a short list above it; those of the reason first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr
from lgc_core.clinical.forms.known import FORMS, proposed_forms
from lgc_core.clinical.forms.question import Form
from lgc_core.model.template import Template
from lgc_core.model.words import fold

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROWS, _ROW = 5, 28


FORM: Final = "form:"
"""Begins the key of a form; a template has its id."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: its key, what it is called, the words that find it."""

    key: str
    name: str
    words: str


def proposed(templates: Sequence[Template], motif: str) -> list[Choice]:
    """Return the templates of notes and the forms, those whose reason is in the motif first."""
    words = set(fold(motif).split())
    notes = [one for one in templates if one.kind == "note"]
    matched = [bool(words & set(fold(f"{one.reason} {one.name}").split())) for one in notes]
    lines = [Choice(one.id, one.name, f"{one.name} {one.reason}") for one in notes]
    called = proposed_forms(motif)
    forms = {form.id: _line_of(form) for form in FORMS}
    first = [line for line, fits in zip(lines, matched, strict=True) if fits]
    first += [forms.pop(form.id) for form in called]
    return first + [line for line in lines if line not in first] + [*forms.values()]


def _line_of(form: Form) -> Choice:
    return Choice(FORM + form.id, tr("Formulaire : {title}", title=form.title), f"formulaire {form.title}")


class TemplateChooser(QFrame):
    """`chosen` carries the key of a line, `closed` wants the note back."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._choices: list[Choice] = []
        self.setProperty("card", "quiet")
        self.setAccessibleName(tr("Choisir un modèle ou un formulaire"))
        self.filter = QLineEdit()
        self.filter.setAccessibleName(tr("Chercher un modèle ou un formulaire"))
        self.rows = QListWidget()
        self.rows.setAccessibleName(tr("Modèles et formulaires"))
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.empty = Text(look, tr("Aucun modèle ni formulaire à ce nom."), TextRole.DENSE, "text2")
        self._title = Text(look, tr("Modèle"), TextRole.DENSE_MEDIUM)
        self.close_button = Button(look, tr("Fermer"), ButtonKind.LINK, small=True, key="Escape")
        self._build()
        self.filter.textChanged.connect(self._show)
        self.filter.installEventFilter(self)
        self.rows.itemClicked.connect(self._take)
        self.close_button.clicked.connect(self.closed)
        look.follow(self._restyle)

    def open(self, choices: Sequence[Choice]) -> None:
        """Show lines in this order and take the keyboard."""
        self._choices = list(choices)
        self.filter.clear()
        self._show()
        self.show()
        self.filter.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move by the arrows, insert on Entrée, close on Échap."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.rows.setCurrentRow(min(max(self.rows.currentRow() + step, 0), self.rows.count() - 1))
                return True
            if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                if (item := self.rows.currentItem()) is not None and not event.isAutoRepeat():
                    self._take(item)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.closed.emit()
                return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        words = fold(self.filter.text()[:100]).split()
        self.rows.clear()
        for one in self._choices:
            if all(word in fold(one.words) for word in words):
                item = QListWidgetItem(one.name, self.rows)
                item.setData(Qt.ItemDataRole.UserRole, one.key)
        self.rows.setCurrentRow(0)
        self.empty.setVisible(not self.rows.count())
        self._restyle()

    def _take(self, item: QListWidgetItem) -> None:
        self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self.close_button)
        self._column.addLayout(head)
        for part in (self.filter, self.rows, self.empty):
            self._column.addWidget(part)

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(9), px(4), px(9), px(8))
        self._column.setSpacing(px(4))
        self.filter.setFont(self._look.font(TextRole.BODY))
        self.rows.setFont(self._look.font(TextRole.DENSE))
        for at in range(self.rows.count()):
            self.rows.item(at).setSizeHint(QSize(px(_ROW), px(_ROW)))
        self.rows.setFixedHeight(px(_ROW) * min(max(self.rows.count(), 1), _ROWS) + 2)

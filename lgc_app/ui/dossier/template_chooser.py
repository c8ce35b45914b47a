# SPDX-License-Identifier: EUPL-1.2
"""Ctrl+M: the templates of a note in a short list above it; those of the reason first."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr
from lgc_core.model.template import Template
from lgc_core.model.words import fold

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROWS, _ROW = 5, 28


def proposed(templates: Sequence[Template], motif: str) -> list[Template]:
    """Return the templates of notes, those whose reason is in the motif first."""
    words = set(fold(motif).split())
    notes = [one for one in templates if one.kind == "note"]
    return sorted(notes, key=lambda one: not words & set(fold(f"{one.reason} {one.name}").split()))


class TemplateChooser(QFrame):
    """`chosen` carries the id of a template, `closed` wants the note back."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._templates: list[Template] = []
        self.setProperty("card", "quiet")
        self.setAccessibleName(tr("Choisir un modèle"))
        self.filter = QLineEdit()
        self.filter.setAccessibleName(tr("Chercher un modèle"))
        self.rows = QListWidget()
        self.rows.setAccessibleName(tr("Modèles"))
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.empty = Text(look, tr("Aucun modèle à ce nom."), TextRole.DENSE, "text2")
        self._title = Text(look, tr("Modèle"), TextRole.DENSE_MEDIUM)
        self.close_button = Button(look, tr("Fermer"), ButtonKind.LINK, small=True, key="Escape")
        self._build()
        self.filter.textChanged.connect(self._show)
        self.filter.installEventFilter(self)
        self.rows.itemClicked.connect(self._take)
        self.close_button.clicked.connect(self.closed)
        look.follow(self._restyle)

    def open(self, templates: Sequence[Template]) -> None:
        """Show templates in this order and take the keyboard."""
        self._templates = list(templates)
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
        for one in self._templates:
            if all(word in fold(f"{one.name} {one.reason}") for word in words):
                item = QListWidgetItem(one.name, self.rows)
                item.setData(Qt.ItemDataRole.UserRole, one.id)
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

# SPDX-License-Identifier: EUPL-1.2
"""The patient a document goes to: shown, or searched for in place (F2)."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import Cell, Recipe, Row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import tr
from lgc_app.ui.words.people import born_words
from lgc_core.model.values import When
from lgc_core.store.search import PatientLine

_SHOWN: Final = 6
_DOWN: Final = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PatientPicker(QWidget):
    """`chosen` carries the id of a patient; Escape gives up the search and keeps the one before."""

    chosen = Signal(str)

    def __init__(
        self, look: Look, tasks: Tasks, find: Callable[[str], Sequence[PatientLine]], label: str = ""
    ) -> None:
        super().__init__()
        self._look, self._tasks, self._find = look, tasks, find
        self._kept = ""
        self._typed = ""
        self.field = Field(look, label or tr("Patient"))
        self.found = RowList(look, tr("Dossiers trouvés"), Recipe())
        self.found.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.found.opened.connect(self._choose)
        self.found.clicked.connect(lambda _index: self._choose(self.found.current_key()))
        self.field.changed.connect(self._on_typed)
        self.field.editor.installEventFilter(self)
        self.found.installEventFilter(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.field)
        self._column.addWidget(self.found)
        self.found.hide()

    def show_patient(self, words: str) -> None:
        """Show who is chosen, "" for nobody; a search under way ends."""
        self._kept = words
        self._typed = ""
        self.field.set_text(words)
        self.field.set_error("")
        self.field.set_hint("")
        self.found.hide()

    def suggest(self, lines: Sequence[PatientLine]) -> None:
        """Propose patients under an empty field: nobody is chosen until somebody does."""
        if lines and not self._kept and not self._typed:
            self.field.set_hint(tr("nommé dans le texte : vérifiez, puis choisissez"))
            self._show(lines)

    def search(self) -> None:
        """Begin to look for another patient."""
        self.field.editor.setFocus()
        self.field.editor.selectAll()

    @property
    def is_searching(self) -> bool:
        """Say whether letters were typed that chose nobody yet."""
        return bool(self._typed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down or Enter go to what was found, Escape back to who was chosen."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape and self._typed:
            self.show_patient(self._kept)
            self.field.editor.setFocus()
            return True
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if watched is self.field.editor and event.key() in _DOWN and plain and self.found.isVisible():
            if event.key() == Qt.Key.Key_Down:
                self.found.setFocus()
            else:
                self._choose(self.found.current_key())
            return True
        return False

    def _on_typed(self, typed: str) -> None:
        self._typed = typed.strip()
        self.field.set_error("")
        if not self._typed:
            self.found.hide()
            return
        words = self._typed
        self._tasks.read(lambda: (words, self._find(words)), self._on_found)

    def _on_found(self, answer: tuple[str, Sequence[PatientLine]]) -> None:
        typed, lines = answer
        if typed != self._typed:
            return
        self.field.set_hint("")
        self._show(lines)
        self.field.set_error("" if lines else tr("Aucun dossier ne porte ce nom. Essayez la date de naissance."))

    def _show(self, lines: Sequence[PatientLine]) -> None:
        self.found.set_rows([_row(line) for line in lines[:_SHOWN]])
        self.found.setFixedHeight(max(self.found.content_height(), 0) + 2)
        self.found.setVisible(bool(lines))
        self.found.choose_first()

    def _choose(self, patient: str) -> None:
        if patient:
            self._typed = ""
            self.found.hide()
            self.chosen.emit(patient)


def _row(line: PatientLine) -> Row:
    born = When(text=line.birth_date).display() if line.birth_date else ""
    maiden = f" {born_words(line)}" if line.born_as else ""
    sentence = f"{line.shown}{maiden}, {born}"
    return Row(line.patient_id, (Cell((Run(line.shown), Run(f"{maiden}  {born}", colour="text2"))),), sentence)

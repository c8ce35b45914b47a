# SPDX-License-Identifier: EUPL-1.2
"""A field that finds a patient, and the list under it: the keys go to both while one types a name."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

from lgc_app.ui.kept_value import KeptValue
from lgc_app.ui.navigation import Desk
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import Cell, Column, Recipe, Row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import tr
from lgc_app.ui.words.people import about
from lgc_core.store.search import PatientLine

_PAUSE_MILLISECONDS: Final = 80
_SHOWN: Final = 20
_BEFORE: Final = "Les patients trouvés s’affichent ici.\n↑ ↓ pour aller à l’un d’eux, Entrée pour le choisir."
_NOBODY: Final = "Aucun dossier ne répond.\nEssayez la date de naissance (12/03/1952) ou le téléphone."
_LIST_KEYS: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter})


class PatientFinder(QObject):
    """`field` and `list` are placed by whoever made it; the patient is `list.current_key()`."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.field = Field(desk.look, tr("Patient"), hint=tr("nom, prénom, date de naissance ou téléphone"))
        self.list = RowList(desk.look, tr("Patients trouvés"), Recipe((Column(),), 36))
        self.list.say_when_empty(tr(_BEFORE))
        self._wanted = ""
        self._turn = 0
        self.choice = KeptValue(self, self.list.current_key, self._want)
        self.list.chosen.connect(self.choice.touch)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._search)
        self.field.changed.connect(self._on_typed)
        self.field.editor.installEventFilter(self)

    def clear(self) -> None:
        """Begin anew: nobody is typed, nobody is found, and no search under way comes back."""
        self._pause.stop()
        self._turn += 1
        self.field.set_text("")
        self.field.set_error("")
        self._want("")
        self.list.say_when_empty(tr(_BEFORE))
        self.list.set_rows(())

    def find_again(self) -> None:
        """Look for what was given back in the field; whoever had been chosen is, and nobody else."""
        if self.field.text().strip():
            self._search(given_back=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Enter work in the list while one types a name."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if not held and Qt.Key(event.key()) in _LIST_KEYS:
                self.list.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def _want(self, patient: str) -> None:
        self._wanted = patient

    def _on_typed(self) -> None:
        self._wanted = ""
        self._pause.start()

    def _search(self, *, given_back: bool = False) -> None:
        self._pause.stop()
        self._turn += 1
        typed, patients = self.field.text(), self._desk.cabinet.patients
        self._desk.tasks.read(
            lambda: patients.find(typed, _SHOWN), partial(self._on_found, self._turn, given_back), owner=self
        )

    def _on_found(self, turn: int, given_back: bool, lines: Sequence[PatientLine]) -> None:
        if turn != self._turn:
            return
        self.list.say_when_empty(tr(_NOBODY if self.field.text().strip() else _BEFORE))
        today = self._desk.cabinet.session.now().date()
        self.list.set_rows([_row(line, today) for line in lines])
        if not given_back:
            self.list.choose_first()
        elif not self._wanted or not self.list.choose(self._wanted):
            self.list.setCurrentIndex(QModelIndex())


def _row(line: PatientLine, today: dt.date) -> Row:
    soft = about(line, today)
    runs = (Run(line.shown, TextRole.BODY_MEDIUM), Run(f"   {soft}", TextRole.DENSE, "text2"))
    return Row(line.patient_id, (Cell(runs, icon="person"),), f"{line.shown}, {soft}")

# SPDX-License-Identifier: EUPL-1.2
"""« À faire aujourd’hui » in the context: what the file lacks, each line with its verb."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.services.due_today import Due, DueKind
from lgc_app.ui.dossier.context_section import ContextSection
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import count, tr

SHOWN: Final = 5
_VERBS: Final[dict[DueKind, str]] = {
    "allergie": "Noter",
    "mesure": "Mesurer",
    "analyse": "Ordonnance",
    "lecture": "Voir",
    "vaccin": "Vacciner",
    "dépistage": "Noter",
}

WHERE_DONE: Final = {"vaccin": "vaccins", "analyse": "courrier", "lecture": "biologie"}
"""The part of the file that a verb leads to; measures and allergies are typed in place."""


class DueSection(ContextSection):
    """`wanted` carries the kind of the line whose verb was pressed; `told` the statement of a screening."""

    wanted = Signal(str)
    told = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, tr("À faire aujourd’hui"))
        self.due: tuple[Due, ...] = ()
        self.buttons: list[Button] = []
        self._place = QWidget()
        self._rows_of_due = QVBoxLayout(self._place)
        self._rows_of_due.setContentsMargins(0, 0, 0, 0)
        self._more = Text(look, "", TextRole.DENSE, "text2", wrap=True)
        self.add_below(self._place)
        self.add_below(self._more)
        self.show_due(())

    def show_due(self, due: Sequence[Due]) -> None:
        """Show the first lines, and how many more there are; an empty list takes no room."""
        if tuple(due) == self.due and self.buttons:
            return
        self.due = tuple(due)
        self.setVisible(bool(due))
        self.buttons = []
        while (item := self._rows_of_due.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        for one in due[:SHOWN]:
            self._rows_of_due.addWidget(self._row(one))
        more = len(due) - SHOWN
        self._more.setText(tr("et {number}", number=count(more, "autre", "autres")) if more > 0 else "")
        self._more.setVisible(more > 0)

    def _row(self, one: Due) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._look.px(8))
        words = f"{one.words} ({one.aside})" if one.aside else one.words
        row.addWidget(Text(self._look, tr("{words}", words=words), TextRole.DENSE, wrap=True), 1)
        verb = Button(self._look, tr(_VERBS[one.kind]), ButtonKind.LINK, small=True)
        verb.setAccessibleName(tr("{verb} : {what}", verb=_VERBS[one.kind], what=words))
        verb.clicked.connect(partial(self._on_verb, one))
        row.addWidget(verb, 0, Qt.AlignmentFlag.AlignTop)
        self.buttons.append(verb)
        return made

    def _on_verb(self, one: Due, _checked: bool = False) -> None:
        if one.statement:
            self.told.emit(one.statement)
        else:
            self.wanted.emit(one.kind)

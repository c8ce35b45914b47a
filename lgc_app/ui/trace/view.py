# SPDX-License-Identifier: EUPL-1.2
"""The screen « Qui a ouvert ce dossier »: when, who, on which post, what, why; and whether the trail is intact."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lgc_app.services.cabinet import Cabinet
from lgc_app.ui.actions import Action
from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import Cell, Column, Recipe, Row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import count, tr
from lgc_core.errors import UserError
from lgc_core.model.audit import AuditRead
from lgc_core.model.patient import Patient

WHERE: Final = "trace"
SHOWN: Final = 2_000
"""Lines shown, the newest; `serenite trail` gives them all."""

_WHEN: Final = 170
_WHO: Final = 260
_WHY: Final = 170


class TraceScreen(QWidget):
    """Reads the trail of the patient in front; only who may read it has this screen filled."""

    def __init__(self, desk: Desk, back: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._patient = ""
        look = desk.look
        self.state = Text(look, "", TextRole.DENSE, "text2", wrap=True)
        columns = (Column(_WHEN), Column(_WHO), Column(), Column(_WHY))
        self.list = RowList(look, tr("Qui a ouvert ce dossier"), Recipe(columns))
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Qui a ouvert ce dossier"))
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.state)
        self._column.addWidget(self.list, 1)
        heading = tr("Documents")
        actions = (Action("trace-back", tr("Retour au dossier"), "", WHERE, back, "back", heading, bar=True),)
        words = tr(
            "Chaque ouverture du dossier sur ce poste. Les lignes sont chaînées : une ligne effacée se voit."
        )
        self.page = Screen(
            WHERE, tr("qui a ouvert ce dossier"), self, actions, (self.list,), "patients",
            banner=True, patient=True, help_words=words,
        )  # fmt: skip
        look.follow(self._restyle)

    def show_patient(self, patient: Patient) -> None:
        """Read the trail of a patient."""
        self._patient = patient.id
        self._desk.tasks.read(
            partial(_read, self._desk.cabinet, patient.id),
            partial(self._on_read, patient.id),
            failed=self._on_refused,
        )

    def clear(self) -> None:
        """Forget the patient."""
        self._patient = ""
        self.list.set_rows(())
        self.state.setText("")

    def _on_read(self, patient: str, found: tuple[list[AuditRead], bool]) -> None:
        if patient != self._patient:
            return
        lines, intact = found
        self.list.set_rows(rows(lines[:SHOWN]))
        self.list.choose_first()
        state = tr("Trace intacte.") if intact else tr("Trace modifiée : prévenez l’administrateur de la région.")
        opened = count(len(lines), "ouverture", "ouvertures")
        self.state.setText(tr("Qui a ouvert ce dossier : {opened}. {state}", opened=opened, state=state))

    def _on_refused(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self.state.setText(tr("{why}", why=error.sentence))

    def _restyle(self) -> None:
        px = self._desk.look.px
        self._column.setContentsMargins(px(14), px(12), px(14), 0)
        self._column.setSpacing(px(8))


def rows(lines: Sequence[AuditRead]) -> list[Row]:
    """Return the lines of the trail as rows."""
    return [_row(one) for one in lines]


def _row(one: AuditRead) -> Row:
    when = f"{'/'.join(reversed(one.at[:10].split('-')))} {one.at[11:16]}"
    parts = (when, one.by.name, _capital(one.what), tr("motif : {why}", why=one.why))
    cells = tuple(Cell((Run(part, TextRole.DENSE),)) for part in parts)
    return Row(one.id, cells, ", ".join(parts))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _read(cabinet: Cabinet, patient: str) -> tuple[list[AuditRead], bool]:
    return cabinet.trail.of_patient(patient), cabinet.trail.is_intact()

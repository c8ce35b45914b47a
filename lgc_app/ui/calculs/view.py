# SPDX-License-Identifier: EUPL-1.2
"""The screen Calculs: formulas at the left, the chosen one filled from the file at the right."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.services.calculations import Known
from lgc_app.ui.actions import Action
from lgc_app.ui.calculs.form import FormulaForm
from lgc_app.ui.calculs.presenter import rows
from lgc_app.ui.kept_fields import KeptFields
from lgc_app.ui.kept_value import KeptValue
from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import Column, Recipe
from lgc_app.ui.widgets.scroll_page import ScrollPage
from lgc_app.ui.words import tr
from lgc_core.clinical.calculators.catalogue import BY_KEY, FORMULAS
from lgc_core.model.patient import Patient
from lgc_core.store.changes import Changes

WHERE: Final = "calculs"
_LIST_WIDTH: Final = 272


class CalculsScreen(QWidget):
    """`show_patient` fills it; a formula stays chosen from one patient to the next."""

    def __init__(self, desk: Desk, back: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._patient: Patient | None = None
        self._known: dict[str, Known] = {}
        self.list = RowList(desk.look, tr("Calculs"), Recipe((Column(),)))
        self.form = FormulaForm(desk.look)
        holder = QWidget()
        set_mark(holder, "ground", "surface")
        held = QHBoxLayout(holder)
        held.setContentsMargins(0, 0, 0, 0)
        held.addWidget(self.form, 1)
        held.addStretch()
        self._scroll = ScrollPage(holder)
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Calculs"))
        self._build()
        self.list.chosen.connect(self._on_formula)
        self.list.opened.connect(lambda _key: self._go_on())
        desk.tasks.changed.connect(self._on_changed)
        self.page = self._page(back)
        values = KeptValue(self, lambda: self.form.by_hand, self.form.type_again)
        self.form.typed.connect(values.touch)
        self._kept = KeptFields(desk, {"values": values}, self, quiet=True)
        desk.look.follow(self._restyle)

    def show_patient(self, patient: Patient) -> None:
        """Fill the formulas from the file of a patient."""
        self._patient = patient
        today = self._desk.cabinet.session.now().date()
        # of today only: a weight of last week would pass for one of now
        self._kept.follow(f"calculs:{today}:{patient.id}")
        self.refresh()

    def refresh(self) -> None:
        """Read the file again; what a hand typed stays."""
        if self._patient is not None:
            reading = partial(self._desk.cabinet.calculations.known, self._patient)
            self._desk.tasks.read(reading, self._on_known)

    def clear(self) -> None:
        """Forget the patient; what a hand typed waits until this patient comes back today."""
        self._kept.follow("")
        self._patient, self._known = None, {}
        self.form.clear()

    def copy(self) -> None:
        """Put the sentence of the result in the clipboard, or go to what is missing."""
        line = self.form.answer.line
        if not line:
            self._go_on()
            return
        QGuiApplication.clipboard().setText(line)
        self._desk.navigator.say(tr("Copié. Collez-le dans la note (Ctrl+V)."))

    def _on_known(self, known: dict[str, Known]) -> None:
        self._known = known
        self._on_formula(self.list.current_key() or FORMULAS[0].key)

    def _on_formula(self, key: str) -> None:
        if self._patient is not None and key in BY_KEY:
            self.form.show_formula(BY_KEY[key], self._known)

    def _on_changed(self, changes: object) -> None:
        ours = self._patient and isinstance(changes, Changes) and changes.concerns(self._patient.id)
        if ours and isinstance(changes, Changes) and changes.touches("observation"):
            self.refresh()

    def _go_on(self) -> None:
        editor = self.form.first_missing()
        if editor is not None:
            editor.setFocus()

    def _page(self, back: Callable[[], None]) -> Screen:
        heading = tr("Calculs")
        actions = (
            Action("calculs-back", tr("Retour au dossier"), "", WHERE, back, "back", heading, bar=True),
            Action(
                "calculs-copy", tr("Copier pour la note"), "Ctrl+Return", WHERE, self.copy, "document", heading,
                primary=True,
            ),
        )  # fmt: skip
        words = tr("Flèches : changer de calcul. Entrée : aller aux valeurs. Tout se recalcule à chaque touche.")
        return Screen(
            WHERE, tr("calculs"), self, actions, (self.list, self._scroll), "patients",
            banner=True, patient=True, help_words=words,
        )  # fmt: skip

    def _build(self) -> None:
        self.list.set_rows(rows())
        self.list.choose_first()
        self._side = QFrame()
        self._side.setProperty("edge", "right")
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 1, 0)
        side.addWidget(self.list)
        self._scroll.setAccessibleName(tr("Valeurs et résultat"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(self._scroll, 1)

    def _restyle(self) -> None:
        self._side.setFixedWidth(self._desk.look.px(_LIST_WIDTH))

# SPDX-License-Identifier: EUPL-1.2
"""The screen « Réglages du cabinet »: a choice is taken at once, for every post, and can be taken back."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.choice_field import ChoiceField
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr
from lgc_core.clinical.renal import formula_name
from lgc_core.errors import OutsideError, UserError
from lgc_core.model.practice import FiltrationEquation
from lgc_core.model.rights import Right
from lgc_core.store.changes import Changes

WHERE: Final = "reglages"
_EQUATIONS: Final = (
    ("2009", "CKD-EPI 2009, comme les laboratoires français"),
    ("2021", "CKD-EPI 2021, sans origine ethnique"),
)
_WIDTH: Final = 620


class SettingsScreen(QObject):
    """Shows the choices of the practice; only a doctor or an administrator changes them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.view = QWidget()
        self.setParent(self.view)
        self._desk = desk
        self._equation: FiltrationEquation = "2009"
        look = desk.look
        self._title = Text(look, tr("Réglages du cabinet"), TextRole.TITLE)
        self.equation = ChoiceField(look, tr("Formule du DFG affiché"), _EQUATIONS)
        self._about = Text(look, _about(), TextRole.DENSE, "text2", wrap=True)
        self._who = Text(look, tr("Un médecin du cabinet peut changer ce réglage."), TextRole.DENSE, wrap=True)
        may = desk.cabinet.session.may(Right.MANAGE_PRACTICE)
        self.equation.editor.setEnabled(may)
        self._who.setVisible(not may)
        set_mark(self.view, "ground", "surface")
        self.view.setAccessibleName(tr("Réglages du cabinet"))
        self._people_title = Text(look, tr("Personnes"), TextRole.SECTION)
        self._people_about = Text(look, _about_people(), TextRole.DENSE, "text2", wrap=True)
        self.people = Button(look, tr("Personnes et cartes"), icon="users")
        self.people.clicked.connect(self._go_people)
        self._column = QVBoxLayout(self.view)
        self._column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignTop)
        people: tuple[QWidget, ...] = (self._people_title, self._people_about, self.people)
        for part in people:
            self._column.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
            part.setVisible(may)
        self._numbers_title = Text(look, tr("Calculs"), TextRole.SECTION)
        numbers: tuple[QWidget, ...] = (self._numbers_title, self.equation, self._about, self._who)
        for part in numbers:
            self._column.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addStretch(1)
        self.equation.changed.connect(self._on_chosen)
        words = tr("Un choix vaut pour tous les postes du cabinet, dès le prochain échange.")
        self.screen = Screen(
            WHERE, tr("réglages"), self.view, (), (self.view,), WHERE, help_words=words, first=self.equation.editor
        )  # fmt: skip
        look.follow(self._restyle)

    def load(self) -> None:
        """Read the choices."""
        service = self._desk.cabinet.practice_settings
        self._desk.tasks.read(service.equation, self._on_read, owner=self.view)

    def refresh(self, changes: Changes) -> None:
        """Show what another post chose."""
        if changes.touches("practice"):
            self.load()

    def _go_people(self) -> None:
        self._desk.navigator.show("personnes")

    def _on_read(self, equation: FiltrationEquation) -> None:
        self._equation = equation
        self.equation.set_text(equation)

    def _on_chosen(self, chosen: str) -> None:
        before, now = self._equation, _equation(chosen)
        self._choose(now, tr("DFG du cabinet : {formula}.", formula=formula_name(now)), before)

    def _choose(self, equation: FiltrationEquation, said: str, before: FiltrationEquation | None = None) -> None:
        def done(_changes: Changes) -> None:
            self._on_read(equation)
            back = tr("DFG du cabinet : {formula}.", formula=formula_name(before)) if before else ""
            undo = partial(self._choose, before, back) if before else None
            self._desk.navigator.say(said, undo)

        service = self._desk.cabinet.practice_settings
        self._desk.tasks.write(
            partial(service.choose_equation, equation), done, owner=self.view, failed=self._on_refused
        )

    def _on_refused(self, error: BaseException) -> None:
        if not isinstance(error, UserError | OutsideError):
            raise error
        self.equation.set_text(self._equation)
        self._desk.navigator.say(tr("{why}", why=error.sentence))

    def _restyle(self) -> None:
        px = self._desk.look.px
        self._column.setContentsMargins(px(20), px(16), px(20), px(16))
        self._column.setSpacing(px(10))
        for part in (self.equation, self._about, self._who):
            part.setMaximumWidth(px(_WIDTH))


def _equation(chosen: str) -> FiltrationEquation:
    return "2021" if chosen == "2021" else "2009"


def _about_people() -> str:
    return tr("Qui travaille au cabinet, jusqu’à quand, et les cartes qui ouvrent ce poste.")


def _about() -> str:
    return tr(
        "Le nom de la formule est écrit partout où le DFG est montré : bandeau, courbe, synthèse, courriers. "
        "Les anciennes valeurs sont recalculées de leur créatinine. Pour les doses, Cockcroft et Gault reste dans "
        "Calculs, quel que soit ce choix. CKD-EPI 2009 : Levey, Ann Intern Med 2009 ; HAS 2012. "
        "CKD-EPI 2021 : Inker, N Engl J Med 2021."
    )

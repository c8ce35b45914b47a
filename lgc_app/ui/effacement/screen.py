# SPDX-License-Identifier: EUPL-1.2
"""« Copie et effacement »: what the law keeps in words, a copy to hand over, and an erasure in two steps.

An erasure cannot be taken back: a reason first, then the name of the patient typed again.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.services.erasure import Assessment, Erased, WrongNameError
from lgc_app.ui.actions import Action
from lgc_app.ui.kept_fields import KeptFields
from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.typography import french
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.scroll_page import ScrollPage
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr
from lgc_core.errors import OutsideError, UserError
from lgc_core.model.patient import Patient
from lgc_core.model.rights import Right
from lgc_core.store.changes import Changes

WHERE: Final = "effacement"
_WIDTH: Final = 720


class ErasureScreen(QWidget):
    """`copy` hands the file over; once erased, its tab is closed."""

    def __init__(self, desk: Desk, back: Callable[[], None], copy: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._patient = ""
        look = desk.look
        self._title = Text(look, tr("Copie et effacement du dossier"), TextRole.SECTION)
        self.law = Text(look, "", TextRole.BODY_MEDIUM, wrap=True)
        self.taken = Text(look, "", TextRole.BODY, wrap=True)
        self.limits = Text(look, "", TextRole.DENSE, "text2", wrap=True)
        self.copy = Button(look, tr("Remettre une copie au patient"), icon="stored")
        self.who = Text(look, tr("Seul un médecin du cabinet peut effacer un dossier."), TextRole.DENSE, wrap=True)
        self.reason = Field(look, tr("Motif de l’effacement"), hint=tr("il reste dans la trace, avec votre nom"))
        self.go_on = Button(look, tr("Continuer"))
        self.name = Field(look, tr("Nom du dossier, à taper"))
        self.erase_button = Button(look, tr("Effacer définitivement"), icon="danger")
        self.give_up = Button(look, tr("Ne rien effacer"), ButtonKind.LINK)
        self._parts = (self._title, self.law, self.taken, self.limits, self.who, self.reason)
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Copie et effacement du dossier"))
        self._build()
        self.copy.clicked.connect(copy)
        self.go_on.clicked.connect(self.ask_name)
        self.erase_button.clicked.connect(self.erase)
        self.give_up.clicked.connect(back)
        words = tr("Un effacement ne s’annule pas. La loi garde un dossier de soins 20 ans au moins.")
        leave = Action("erasure-back", tr("Retour au dossier"), "", WHERE, back, "back", tr("Documents"), bar=True)
        self.page = Screen(
            WHERE, tr("copie et effacement"), self, (leave,), (self._sheet,), "patients",
            banner=True, patient=True, help_words=words, first=self.copy,
        )  # fmt: skip
        # the name is not kept: it is typed again for each erasure
        self._kept = KeptFields(desk, {"reason": self.reason}, self, quiet=True)
        look.follow(self._restyle)

    def show_patient(self, patient: Patient) -> None:
        """Say what the law keeps of a patient."""
        self._patient = patient.id
        self._kept.follow(f"effacement:{patient.id}")
        assess = partial(self._desk.cabinet.erasure.assess, patient.id)
        self._desk.tasks.read(assess, partial(self._on_assessed, patient.id), failed=self._on_refused)

    def clear(self) -> None:
        """Forget the patient; the reason that was typed waits until this patient comes back."""
        self._kept.follow("")
        self._patient = ""
        for text in (self.law, self.taken, self.limits):
            text.setText("")
        for field in (self.reason, self.name):
            field.set_text("")
            field.set_error("")
        self._show_steps(may=False, named=False)
        self.who.hide()

    def ask_name(self) -> None:
        """Go to the second step, once there is a reason."""
        if not self.reason.text().strip():
            self.reason.set_error(tr("Indiquez le motif de l’effacement : il reste dans la trace."))
            self.reason.editor.setFocus()
            return
        self.reason.set_error("")
        self._show_steps(may=True, named=True)
        self.name.editor.setFocus()

    def erase(self) -> None:
        """Erase, with the name that is typed."""
        erase, done = self._desk.cabinet.erasure.erase, list[Erased]()
        patient, reason, name = self._patient, self.reason.text(), self.name.text()

        def write() -> Changes:
            done.append(erase(patient, reason, name))
            return done[0].changes

        then = partial(self._on_erased, patient, done)
        self._desk.tasks.write(write, then, owner=self, failed=self._on_refused)

    def _on_assessed(self, patient: str, found: Assessment) -> None:
        if patient != self._patient:
            return
        self.law.setText(french(found.sentence))
        title = tr("Un effacement prendrait :") if found.may_erase else tr("Ce dossier contient :")
        self.taken.setText("\n".join([title, *(f"– {line}" for line in found.lines)]))
        self.name.set_hint(tr("écrivez {name} : accents et majuscules sont libres", name=found.shown))
        allowed = self._desk.cabinet.session.may(Right.ERASE)
        self.limits.setText(french("\n".join(found.limits)) if found.may_erase else "")
        self.who.setVisible(found.may_erase and not allowed)
        self._show_steps(may=found.may_erase and allowed, named=False)

    def _on_erased(self, patient: str, done: list[Erased], _changes: Changes) -> None:
        said = tr("Dossier effacé. La trace en garde le motif et votre nom.")
        if done[0].documents:
            said += " " + tr("Documents détruits sur ce poste : {number}.", number=done[0].documents)
        self._kept.forget()
        self.clear()
        self._desk.navigator.close_patient(patient)
        self._desk.navigator.say(said)

    def _on_refused(self, error: BaseException) -> None:
        if not isinstance(error, UserError | OutsideError):
            raise error
        words = tr("{why}", why=error.sentence)
        if isinstance(error, WrongNameError):
            self.name.set_error(words)
            self.name.editor.setFocus()
        elif self.law.text():
            self._desk.navigator.say(words)
        else:
            self.law.setText(words)

    def _show_steps(self, *, may: bool, named: bool) -> None:
        self.reason.setVisible(may)
        self.go_on.setVisible(may and not named)
        for part in (self.name, self.erase_button, self.give_up):
            part.setVisible(may and named)

    def _build(self) -> None:
        self._sheet = QWidget()
        set_mark(self._sheet, "ground", "surface")
        self._sheet.setAccessibleName(tr("Copie et effacement"))
        self._column = QVBoxLayout(self._sheet)
        for part in self._parts:
            self._column.addWidget(part)
        self._column.insertLayout(2, _row(self.copy))
        self._column.addLayout(_row(self.go_on))
        self._column.addWidget(self.name)
        self._column.addLayout(_row(self.erase_button, self.give_up))
        self._column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ScrollPage(self._sheet))
        self._show_steps(may=False, named=False)
        self.who.hide()

    def _restyle(self) -> None:
        px = self._desk.look.px
        self._column.setContentsMargins(px(20), px(16), px(20), px(16))
        self._column.setSpacing(px(10))
        for part in (*self._parts, self.name):
            part.setMaximumWidth(px(_WIDTH))


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row

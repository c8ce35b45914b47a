# SPDX-License-Identifier: EUPL-1.2
"""The form of a person of the practice: what is wrong stands beside each field."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from lgc_app.services.people_form import TITLES, PersonForm
from lgc_app.services.staffing import ROLE_WORDS
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.choice_field import ChoiceField
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.words import tr
from lgc_core.model.staff import Role

_ROLES: Final = tuple((role.value, words.capitalize()) for role, words in ROLE_WORDS.items())
_WIDEST: Final = 760


class PersonFields(QWidget):
    """`changed` at each key, `left` when a field is left."""

    changed = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.family = Field(look, tr("Nom"))
        self.given = Field(look, tr("Prénom"))
        self.title = ChoiceField(look, tr("Titre"), [(one, one or "Aucun") for one in TITLES])
        self.role = ChoiceField(look, tr("Rôle"), _ROLES, empty=True)
        self.number = Field(look, tr("Numéro RPPS"), hint=tr("vide : la carte le dira"))
        self.last_day = Field(look, tr("Dernier jour"), hint=tr("vide : sans fin"))
        self.replaces = ChoiceField(look, tr("Remplace"), (), empty=True)
        self._errors = {
            "family": self.family, "given": self.given, "number": self.number, "last_day": self.last_day,
        }  # fmt: skip
        self._grid = QGridLayout(self)
        places = ((self.family, self.given), (self.title, self.role), (self.number, self.last_day))
        for row, (first, second) in enumerate(places):
            self._grid.addWidget(first, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(second, row, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.replaces, len(places), 0, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        for field in self._errors.values():
            field.changed.connect(self._on_typed)
            field.editor.editingFinished.connect(self.left)  # type: ignore[union-attr]  # each is a QLineEdit
        for choice in (self.title, self.role, self.replaces):
            choice.changed.connect(self._on_typed)
        self.role.changed.connect(self._fit)
        look.follow(self._restyle)

    def show_people(self, people: Sequence[tuple[str, str]]) -> None:
        """Say who may be replaced; the one chosen stays."""
        kept = self.replaces.text()
        editor = self.replaces.editor
        blocked = editor.blockSignals(True)
        while editor.count() > 1:
            editor.removeItem(1)
        for staff, name in people:
            editor.addItem(name, staff)
        editor.blockSignals(blocked)
        self.replaces.set_text(kept)

    def show_form(self, form: PersonForm) -> None:
        """Show a person as typed."""
        for field, words in (
            (self.family, form.family), (self.given, form.given), (self.number, form.number),
            (self.last_day, form.last_day),
        ):  # fmt: skip
            field.set_text(words)
        for choice, value in ((self.title, form.title), (self.role, form.role), (self.replaces, form.replaces)):
            choice.set_text(value)
        self.show_error("", "")
        self._fit(form.role)

    def form(self) -> PersonForm:
        """Give what is typed."""
        return PersonForm(
            family=self.family.text(), given=self.given.text(), title=self.title.text(), role=self.role.text(),
            number=self.number.text(), last_day=self.last_day.text(), replaces=self.replaces.text(),
        )  # fmt: skip

    def show_error(self, at: str, sentence: str) -> None:
        """Say what is wrong beside its field, and go there."""
        for name, field in self._errors.items():
            field.set_error(sentence if name == at else "")
        for name, choice in (("title", self.title), ("role", self.role), ("replaces", self.replaces)):
            choice.set_error(sentence if name == at else "")
        if at:
            wrong: Field | ChoiceField = getattr(self, at)
            wrong.editor.setFocus()

    def _fit(self, role: str) -> None:
        self.replaces.setVisible(role == Role.REMPLACANT)
        is_clinical = role in (Role.MEDECIN, Role.INFIRMIER, Role.REMPLACANT)
        self.number.set_label(tr("Numéro RPPS") if is_clinical or not role else tr("Numéro de la carte"))

    def _on_typed(self, _words: str) -> None:
        self.changed.emit()

    def _restyle(self) -> None:
        px = self._look.px
        self.setMaximumWidth(px(_WIDEST))
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(8))

# SPDX-License-Identifier: EUPL-1.2
"""The widgets of « Personnes »: everybody at the left, the line chosen at the right."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.services.people import Everybody, Person
from lgc_app.services.people_form import PersonForm
from lgc_app.services.people_history import Happened
from lgc_app.services.staffing import ROLE_WORDS
from lgc_app.ui.personnes.card_list import CardList
from lgc_app.ui.personnes.form import PersonFields
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import ROW_HEIGHT_TWO_LINES, Cell, Recipe, Row, header_row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.scroll_page import ScrollPage
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import count, tr
from lgc_core.model.staff import Role
from lgc_core.model.values import When

_LIST: Final = 320
_WIDEST: Final = 760
_TOLD: Final = 8
_ICONS: Final = {
    Role.MEDECIN: "consultation",
    Role.REMPLACANT: "consultation",
    Role.INFIRMIER: "nurse",
    Role.SECRETAIRE: "inbox",
    Role.ADMIN: "settings",
}


class PeopleView(QWidget):
    """A list, and a form; what is typed stays in the form until it is written."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown = PersonForm(family="")
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Personnes"))
        self.rows = RowList(look, tr("Personnes du cabinet"), Recipe(height=ROW_HEIGHT_TWO_LINES))
        self.name = Text(look, "", TextRole.SECTION, wrap=True)
        self.note = NoteFrame(look, Tone.INFO)
        self.fields = PersonFields(look)
        self.end = Button(look, tr("Mettre fin à son accès maintenant"), ButtonKind.LINK, small=True)
        self.cards = CardList(look)
        self._told_title = Text(look, tr("Ce qui a changé"), TextRole.SECTION)
        self._told = Text(look, "", TextRole.DENSE, "text2", wrap=True)
        self.pane = QFrame()
        self._build()
        look.follow(self._restyle)

    def show_list(self, everybody: Everybody, chosen: str) -> None:
        """Show those who are here, then those who left."""
        rows: list[Row] = []
        for title, people in ((tr("Au cabinet"), everybody.here), (tr("Accès terminés"), everybody.left)):
            if people:
                rows.append(header_row(title, str(len(people))))
                rows += [person_row(one) for one in people]
        self.rows.set_rows(rows)
        if chosen:
            self.rows.choose(chosen)
        may_be_replaced = [one.staff for one in everybody.here if one.staff.role is Role.MEDECIN]
        self.fields.show_people([(one.id, one.name.shown) for one in may_be_replaced])

    def show_person(self, person: Person, form: PersonForm, *, is_me: bool) -> None:
        """Show a line; one's own has no end."""
        staff = person.staff
        self.name.setText(tr("{name} (vous)", name=staff.name.shown) if is_me else staff.name.shown)
        self._show_form(form)
        self.end.setVisible(not person.has_left and not is_me)
        self.cards.show()
        self.cards.show_cards(person.cards, may_add=not person.has_left, name=staff.name.shown)
        if person.has_left:
            day = When(text=staff.valid_to).display()
            self._say(
                tr("Accès terminé le {day}.", day=day),
                tr("Pour un retour, écrivez un nouveau dernier jour ou videz-le, puis ajoutez sa carte."),
            )
        elif not person.opens_here:
            self._say(tr("Sa carte n’ouvre pas encore ce poste."), tr("Ajoutez-la plus bas, avec la personne."))
        else:
            self.note.hide()

    def show_new(self, form: PersonForm) -> None:
        """Begin a line; the card comes once the line is written."""
        self.name.setText(tr("Nouvelle personne"))
        self.rows.setCurrentIndex(QModelIndex())
        self._show_form(form)
        self.end.hide()
        self.cards.hide()
        self._say(tr("Enregistrez d’abord la personne."), tr("Sa carte s’ajoute ensuite, sur chaque poste."))
        self.show_history(())

    def show_history(self, told: Sequence[Happened]) -> None:
        """Tell the last gestures on a line."""
        lines = [f"{one.at:%d/%m/%Y %H:%M} · {one.by} · {one.what}" for one in told[:_TOLD]]
        self._told.setText("\n".join(lines))
        for part in (self._told_title, self._told):
            part.setVisible(bool(lines))

    def settle(self, form: PersonForm) -> None:
        """Note that what is typed is written."""
        self._shown = form
        self.fields.show_error("", "")

    @property
    def dirty(self) -> bool:
        """Tell whether something typed is not written."""
        return self.fields.form() != self._shown

    def retype(self, form: PersonForm) -> None:
        """Show what was typed and never written, over the line as it is."""
        shown = self._shown
        self._show_form(form)
        self._shown = shown

    def _show_form(self, form: PersonForm) -> None:
        self._shown = form
        self.fields.show_form(form)

    def _say(self, strong: str, words: str) -> None:
        self.note.set_runs((Run(strong, TextRole.DENSE_STRONG),), (Run(words),))
        self.note.show()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._left = QFrame()
        self._left.setProperty("edge", "right")
        held = QVBoxLayout(self._left)
        held.setContentsMargins(0, 0, 0, 0)
        held.addWidget(self.rows)
        set_mark(self.pane, "ground", "surface")
        self.pane.setAccessibleName(tr("Personne choisie"))
        self._column = QVBoxLayout(self.pane)
        buttons = QHBoxLayout()
        buttons.addWidget(self.end)
        buttons.addStretch()
        for part in (self.name, self.note, self.fields):
            self._column.addWidget(part)
        self._column.addLayout(buttons)
        self._column.addWidget(self.cards)
        self._column.addWidget(self._told_title)
        self._column.addWidget(self._told)
        self._column.addStretch()
        row.addWidget(self._left)
        row.addWidget(ScrollPage(self.pane), 1)

    def _restyle(self) -> None:
        px = self._look.px
        self._left.setFixedWidth(px(_LIST))
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(10))
        for part in (self.name, self.note, self.cards, self._told):
            part.setMaximumWidth(px(_WIDEST))


def person_row(one: Person) -> Row:
    """Show a person in the list: the role, the end, and how many cards open this post."""
    staff = one.staff
    about = [tr(ROLE_WORDS[staff.role]).capitalize()]
    if staff.valid_to:
        day = When(text=staff.valid_to).display()
        about.append(tr("parti le {day}", day=day) if one.has_left else tr("jusqu’au {day}", day=day))
    if not one.has_left:
        here = len([card for card in one.cards if card.opens_here])
        about.append(count(here, tr("carte ici"), tr("cartes ici")) if here else tr("pas de carte ici"))
    words = " · ".join(about)
    name = Run(staff.name.shown, TextRole.DENSE if one.has_left else TextRole.DENSE_MEDIUM)
    cell = Cell((name,), (Run(words, TextRole.CAPTION, "text2"),), _ICONS[staff.role])
    return Row(staff.id, (cell,), f"{staff.name.shown}, {words}")

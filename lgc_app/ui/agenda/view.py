# SPDX-License-Identifier: EUPL-1.2
"""The page of the agenda: the span and its people above, the grid, the same day as a list at the right."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.ui.agenda.grid import AgendaGrid
from lgc_app.ui.agenda.plan import Person
from lgc_app.ui.journee.card import Card
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.pill import PillButton
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import Align, Column, Recipe
from lgc_app.ui.widgets.text import ShrinkingText, Text
from lgc_app.ui.words import tr

_SIDE: Final = 270
_SIDE_SHARE: Final = 0.24
_NO_SIDE: Final = 820
"""Pixels of the design below which the list leaves its room to the grid; the palette still has its acts."""

LIST_RECIPE: Final = Recipe((Column(48), Column(), Column(32, Align.RIGHT)), 50)
WISH_RECIPE: Final = Recipe((Column(),), 50)


class AgendaView(QWidget):
    """`stepped(n)`, `today_asked`, `span_asked(days)` move in time; `people_chosen` when a pill was pressed."""

    stepped = Signal(int)
    today_asked = Signal()
    span_asked = Signal(int)
    people_chosen = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        set_mark(self, "ground", "window")
        self.setAccessibleName(tr("Agenda"))
        self.title = ShrinkingText(look, "", TextRole.SECTION)
        self.back, self.forward = (Button(look, "", icon=icon) for icon in ("back", "forward"))
        self.today = Button(look, tr("Aujourd’hui"))
        self.one_day = PillButton(look, PillContent(tr("Jour")), checkable=True)
        self.week = PillButton(look, PillContent(tr("Semaine")), checkable=True)
        self.book = Button(look, tr("Rendez-vous"), ButtonKind.PRIMARY, icon="add", key="Ctrl+N")
        self.grid = AgendaGrid(look)
        self.grid_card = QFrame()
        self.grid_card.setProperty("card", "yes")
        self.pointed = ShrinkingText(look, "", TextRole.DENSE, "text2")
        self.day_card = Card(look, tr("Le jour en liste"))
        self.list = RowList(look, tr("Rendez-vous du jour"), LIST_RECIPE)
        self.wish_card = Card(look, tr("Liste d’attente"), "clock")
        self.wishes = RowList(look, tr("Liste d’attente : qui viendrait plus tôt"), WISH_RECIPE)
        self.no_wish = Text(look, tr("Personne n’attend une place plus tôt."), TextRole.DENSE, "text2", wrap=True)
        self.people: list[tuple[Person, PillButton]] = []
        self._build()
        look.follow(self._restyle)

    def show_people(self, people: Sequence[Person]) -> None:
        """Offer the people as filters, all on; a lone one needs none."""
        if [person for person, _pill in self.people] == list(people):
            return
        for _person, pill in self.people:
            pill.hide()
            pill.deleteLater()
        self.people = []
        for person in people if len(people) > 1 else ():
            pill = PillButton(self._look, PillContent(person.initials, Tone.NEUTRAL), checkable=True)
            pill.setAccessibleName(tr("Montrer {person}", person=person.shown))
            pill.setToolTip(person.shown)
            pill.setChecked(True)
            pill.clicked.connect(self._on_person)
            self._people_row.addWidget(pill)
            self.people.append((person, pill))

    def shown_people(self, everybody: Sequence[Person]) -> list[Person]:
        """Return the people whose filter is on; nobody chosen is everybody."""
        off = {person.id for person, pill in self.people if not pill.isChecked()}
        return [person for person in everybody if person.id not in off] or list(everybody)

    def show_span(self, days: int) -> None:
        """Light the span that is shown."""
        self.one_day.setChecked(days == 1)
        self.week.setChecked(days > 1)

    def settle(self) -> None:
        """Give the waiting list the height of its rows."""
        rows = min(len(self.wishes.rows), 4)
        self.wishes.setVisible(rows > 0)
        self.no_wish.setVisible(rows == 0)
        self.wishes.setFixedHeight(self._look.px(50) * rows)

    def minimumSizeHint(self) -> QSize:
        """Accept the smallest window."""
        return QSize(self._look.px(480), self._look.px(260))

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002 -- Qt's signature
        """Leave the greater part to the grid."""
        self._fit()

    def _build(self) -> None:
        for button, words in ((self.back, tr("Avant")), (self.forward, tr("Après"))):
            button.setAccessibleName(words)
            button.setToolTip(words)
        self.back.clicked.connect(partial(self._on_step, -1))
        self.forward.clicked.connect(partial(self._on_step, 1))
        self.today.clicked.connect(self.today_asked)
        self.one_day.clicked.connect(partial(self._on_span, 1))
        self.week.clicked.connect(partial(self._on_span, 7))
        self._head = QHBoxLayout()
        self._people_row = QHBoxLayout()
        self._head.addWidget(self.title)
        self._head.addStretch()
        self._head.addLayout(self._people_row)
        for part in (self.one_day, self.week, self.back, self.today, self.forward, self.book):
            self._head.addWidget(part)
        frame = QVBoxLayout(self.grid_card)
        frame.setContentsMargins(1, 1, 1, 1)
        frame.setSpacing(0)
        frame.addWidget(self.grid, 1)
        frame.addWidget(self.pointed)
        self.day_card.hold(self.list)
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.wishes)
        inside.addWidget(self.no_wish)
        self.wish_card.hold(body)
        self.side = QWidget()
        self._side_column = QVBoxLayout(self.side)
        self._side_column.setContentsMargins(0, 0, 0, 0)
        self._side_column.addWidget(self.day_card, 1)
        self._side_column.addWidget(self.wish_card)
        self._row = QHBoxLayout()
        self._row.addWidget(self.grid_card, 1)
        self._row.addWidget(self.side)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addLayout(self._row, 1)

    def _on_step(self, by: int) -> None:
        self.stepped.emit(by)

    def _on_span(self, days: int) -> None:
        self.span_asked.emit(days)

    def _on_person(self) -> None:
        self.people_chosen.emit()

    def _fit(self) -> None:
        self.side.setVisible(self.width() >= self._look.px(_NO_SIDE))
        self.side.setFixedWidth(min(self._look.px(_SIDE), round(self.width() * _SIDE_SHARE)))

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(12), px(10), px(12), px(10))
        self._column.setSpacing(px(10))
        for row in (self._head, self._people_row, self._row):
            row.setSpacing(px(8))
        self._side_column.setSpacing(px(11))
        for words in (self.pointed, self.no_wish):
            words.setContentsMargins(px(12), px(8), px(12), px(8))
        self._fit()
        self.settle()

# SPDX-License-Identifier: EUPL-1.2
"""The page of the day (mockup b): agenda at the left, waiting room and what came in at the right."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from lgc_app.ui.journee.card import Card
from lgc_app.ui.journee.day_rows import AGENDA_RECIPE, INBOX_RECIPE, WAITING_RECIPE
from lgc_app.ui.journee.task_card import TaskCard
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.empty_state import EmptyState
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.scroll_page import ScrollPage
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

_SIDE = 447
# of the page, when the text is large
_SIDE_SHARE = 0.37
# with less, the head of the agenda gives up a button
_WHOLE_HEAD = 700


class JourneeView(QWidget):
    """Shows rows; what is pressed is told by signals and by `agenda.opened`, `waiting.opened`, `inbox.opened`."""

    day_asked = Signal(int)
    today_asked = Signal()

    def __init__(self, look: Look, *, medical: bool, files: bool, task_card: TaskCard | None = None) -> None:
        super().__init__()
        self._look = look
        self.task_card = task_card
        set_mark(self, "ground", "window")
        self.setAccessibleName(tr("Journée"))
        self.agenda_card = Card(look, tr("Agenda"))
        self.agenda = RowList(look, tr("Agenda du jour"), AGENDA_RECIPE)
        self.waiting_card = Card(look, tr("Salle d’attente"), "waiting")
        self.waiting = RowList(look, tr("Salle d’attente"), WAITING_RECIPE)
        self.inbox_card = Card(look, tr("Réception"), "inbox")
        self.inbox = RowList(look, tr("Réception, les plus graves d’abord"), INBOX_RECIPE)
        self.arrived = Button(look, tr("Arrivée d’un patient"), ButtonKind.LINK)
        self.call = Button(look, tr("Appeler le suivant"), ButtonKind.PRIMARY, key="F8")
        self.file_all = Button(look, tr("Tout classer"), ButtonKind.LINK)
        self.book = Button(look, tr("Rendez-vous"), ButtonKind.PRIMARY, icon="add", key="Ctrl+N")
        self.waits = Button(look, tr("Ce qui attend"), key="Ctrl+J")
        self.outage = NoteFrame(look, Tone.NEUTRAL, buttons=(self.waits,))
        self.nobody = Text(look, tr("Personne en salle d’attente."), TextRole.DENSE, "text2")
        self.nothing = Text(look, tr("Tout est classé."), TextRole.DENSE, "text2")
        self._days = [Button(look, "", icon=icon) for icon in ("back", "forward")]
        self._today = Button(look, tr("Aujourd’hui"))
        self._pages = QStackedWidget()
        self._build(medical=medical, files=files)
        self.outage.hide()
        look.follow(self._restyle)

    def show_outage(self, strong: str, words: str) -> None:
        """Say that the network is cut and what still works; "" hides the note."""
        self.outage.setVisible(bool(strong))
        if strong:
            self.outage.set_runs((Run(strong, TextRole.DENSE_STRONG), Run(words)))

    def show_empty(self, *, empty: bool) -> None:
        """Show the sentence of an empty day instead of the list."""
        self._pages.setCurrentIndex(1 if empty else 0)

    def show_call(self, *, shown: bool) -> None:
        """Offer to call the next one, where somebody waits and may be called by who is here."""
        self._call_line.setVisible(shown)

    def settle(self) -> None:
        """Give the lists at the right the height of their rows."""
        for rows, words in ((self.waiting, self.nobody), (self.inbox, self.nothing)):
            shown = len(rows.rows)
            rows.setVisible(shown > 0)
            words.setVisible(shown == 0)
            rows.setFixedHeight(self._look.px(50) * shown)

    def _build(self, *, medical: bool, files: bool) -> None:
        self._pages.addWidget(self.agenda)
        self._pages.addWidget(EmptyState(self._look, tr("Aucun rendez-vous."), tr("Ajouter"), self.book.click))
        self.agenda_card.hold(self._pages)
        for button, words in zip(self._days, (tr("Jour précédent"), tr("Jour suivant")), strict=True):
            button.setAccessibleName(words)
            button.setToolTip(words)
        self._days[0].clicked.connect(self._on_day_before)
        self._days[1].clicked.connect(self._on_day_after)
        self._today.clicked.connect(self.today_asked)
        for verb in (self._days[0], self._today, self._days[1], self.book):
            self.agenda_card.add_verb(verb)
        self._fill_side(medical=medical, files=files)
        self._row = QHBoxLayout()
        self._row.addWidget(self.agenda_card, 1)
        self._row.addWidget(self._aside)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.outage)
        self._column.addLayout(self._row, 1)

    def _fill_side(self, *, medical: bool, files: bool) -> None:
        self._side = QWidget()
        set_mark(self._side, "ground", "window")
        # four cards do not fit on a low window or in a large text: they scroll rather than cover one another
        self._aside = ScrollPage(self._side)
        self._aside.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        for rows in (self.waiting, self.inbox):
            self._aside.keep_in_sight(rows)
        if self.task_card is not None:
            self._aside.keep_in_sight(self.task_card.list)
        self._stack = QVBoxLayout(self._side)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self.waiting_card.add_verb(self.arrived)
        self._call_line = QWidget()
        line = QHBoxLayout(self._call_line)
        line.setContentsMargins(self._look.px(12), self._look.px(8), self._look.px(12), self._look.px(10))
        line.addStretch()
        line.addWidget(self.call)
        self._fill_card(self.waiting_card, self.waiting, self.nobody, self._call_line)
        self._fill_card(self.inbox_card, self.inbox, self.nothing)
        self.inbox_card.add_verb(self.file_all)
        self._stack.addWidget(self.waiting_card)
        self._stack.addWidget(self.inbox_card)
        if self.task_card is not None:
            self._stack.addWidget(self.task_card)
        self._call_line.setVisible(medical)
        self.inbox_card.setVisible(files)
        self._stack.addStretch(1)

    def _fill_card(self, card: Card, rows: RowList, words: Text, foot: QWidget | None = None) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(rows)
        column.addWidget(words)
        if foot is not None:
            column.addWidget(foot)
        card.hold(body)

    def _on_day_before(self) -> None:
        self.day_asked.emit(-1)

    def _on_day_after(self) -> None:
        self.day_asked.emit(1)

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002 -- Qt's signature
        """Leave the greater part to the agenda."""
        self._fit()

    def _fit(self) -> None:
        side = min(self._look.px(_SIDE), round(self.width() * _SIDE_SHARE))
        self._aside.setFixedWidth(side)
        # the palette still goes back to today
        self._today.setVisible(self.width() - side >= self._look.px(_WHOLE_HEAD))

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(12), px(10), px(12), px(10))
        self._column.setSpacing(px(10))
        self._row.setSpacing(px(11))
        self._stack.setSpacing(px(11))
        for words in (self.nobody, self.nothing):
            words.setContentsMargins(px(12), px(12), px(12), px(12))
        self._fit()
        self.settle()

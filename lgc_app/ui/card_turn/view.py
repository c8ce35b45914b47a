# SPDX-License-Identifier: EUPL-1.2
"""« Ajouter une carte à ce poste »: covers the window, shows no patient, asks the code of the card."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.unlock.owner_card import OwnerCard
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.centred_column import CentredColumn
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_app.ui.widgets.pin_boxes import DIGITS, PinBoxes
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.widgets.tick_box import TickBox
from lgc_app.ui.words import tr

_WIDTH: Final = 560
_SPACING: Final = 12


@dataclass(frozen=True, slots=True)
class TurnContent:
    """What the page shows: `asks` the code, `must_tick` before a last try, `strong` and `words` in the note."""

    title: str = ""
    subtitle: str = ""
    card: PillContent | None = None
    asks: bool = False
    must_tick: bool = False
    busy: bool = False
    tone: Tone = Tone.INFO
    strong: str = ""
    words: str = ""


class CardTurnView(QWidget):
    """`pin_given` carries the digits as a bytearray that the receiver overwrites; `given_up` is Annuler."""

    pin_given = Signal(object)
    given_up = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.content = TurnContent()
        set_mark(self, "ground", "window")
        self.setAccessibleName(tr("Ajouter une carte à ce poste"))
        self._title = Text(look, tr("Ajouter une carte à ce poste"), TextRole.TITLE, wrap=True)
        self.steps = Text(look, "", TextRole.BODY, wrap=True)
        self._owner = OwnerCard(look)
        self._asked = Text(look, tr("Code de la carte (4 chiffres)"), TextRole.SECTION)
        self.pin = PinBoxes(look)
        self._hint = Text(look, _hint(), TextRole.DENSE, "text2", wrap=True)
        self._note = NoteFrame(look, Tone.INFO)
        self.tick = TickBox(look, tr("Je comprends que cet essai est le dernier"))
        self.add_button = Button(look, tr("Ajouter cette carte"), ButtonKind.PRIMARY, icon="card", key="Return")
        self.cancel = Button(look, tr("Annuler"), ButtonKind.PLAIN, key="Escape")
        self.until = Text(look, "", TextRole.DENSE, "text2", wrap=True)
        self._build()
        self.pin.submitted.connect(self.submit)
        self.add_button.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.given_up)
        leave = QShortcut(QKeySequence("Escape"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.given_up)

    def show_content(self, content: TurnContent) -> None:
        """Show where things stand; the code is forgotten when something else is said."""
        self.wipe()
        self.content = content
        self._owner.show_owner(content.title, content.subtitle, content.card)
        for part in (self._asked, self.pin, self.add_button):
            part.setVisible(content.asks)
        self._hint.setVisible(content.asks and not content.strong)
        self.pin.setEnabled(not content.busy)
        self.cancel.setEnabled(not content.busy)
        self._note.setVisible(bool(content.strong))
        self._note.set_tone(content.tone)
        below = (Run(content.words),) if content.words else ()
        self._note.set_runs((Run(content.strong, TextRole.DENSE_STRONG),), below)
        self.tick.setVisible(content.must_tick)
        self.add_button.set_words(tr("Ajout…") if content.busy else tr("Ajouter cette carte"))
        (self.pin if content.asks else self.cancel).setFocus()

    def submit(self) -> None:
        """Send the code; pressed too early, go to what is missing."""
        content = self.content
        if content.busy or not content.asks:
            return
        if self.pin.count < DIGITS:
            self.pin.setFocus()
        elif content.must_tick and not self.tick.isChecked():
            self.tick.setFocus()
        else:
            self.pin_given.emit(self.pin.take())

    def wipe(self) -> None:
        """Forget what was typed."""
        self.pin.wipe()
        self.tick.setChecked(False)

    def _build(self) -> None:
        page = CentredColumn(self._look, _WIDTH, _SPACING)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.cancel)
        buttons.addStretch()
        for part in (
            self._title,
            self.steps,
            self._owner,
            self._asked,
            self.pin,
            self._hint,
            self._note,
            self.tick,
        ):
            page.column.addWidget(part)
        page.column.addLayout(buttons)
        page.column.addWidget(self.until)
        page.end()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(page)


def _hint() -> str:
    return tr("La personne tape elle-même son code. Il n’est ni gardé, ni écrit.")

# SPDX-License-Identifier: EUPL-1.2
"""The unlock screen (mockup a): who holds the card, the code, the other ways. It is also the lock screen."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.unlock.owner_card import OwnerCard
from lgc_app.ui.unlock.place_panel import PlacePanel
from lgc_app.ui.unlock.presenter import Entry, UnlockContent
from lgc_app.ui.unlock.ways import Way, Ways
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.centred_column import CentredColumn
from lgc_app.ui.widgets.key_cap import KeyCap
from lgc_app.ui.widgets.pin_boxes import DIGITS, PinBoxes
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.widgets.tick_box import TickBox
from lgc_app.ui.words import tr

if TYPE_CHECKING:
    from lgc_app.ui.widgets.note_frame import NoteFrame

_WIDTH, _SPACING = 520, 10


class UnlockView(QWidget):
    """Shows UnlockContent. Nothing leaves before Enter.

    `pin_given` carries the digits as a bytearray that the receiver overwrites; `secret_given(entry, text)` carries
    a recovery code or a pass phrase; `way_chosen` a Way.
    """

    pin_given = Signal(object)
    secret_given = Signal(object, str)
    way_chosen = Signal(str)

    def __init__(self, look: Look, place: str, clock: Callable[[], datetime] = datetime.now) -> None:
        super().__init__()
        self._look = look
        self.content = UnlockContent()
        set_mark(self, "ground", "window")
        self.setAccessibleName(tr("Ouvrir le cabinet"))
        self.panel = PlacePanel(look, place, clock)
        self._owner = OwnerCard(look)
        self._title = Text(look, "", TextRole.SECTION)
        self.pin = PinBoxes(look)
        self.secret = QLineEdit()
        self.secret.setAccessibleName(tr("Code de secours ou phrase de passe"))
        self._hint = Text(look, "", TextRole.DENSE, "text2", wrap=True)
        self.tick = TickBox(look, tr("Je comprends que cet essai est le dernier"))
        self._tick_key = KeyCap(look, "Space")
        self.open_button = Button(look, tr("Ouvrir"), ButtonKind.PRIMARY, icon="open", key="Return")
        self._ways = Ways(look)
        self._build()
        self._listen()
        look.follow(self._restyle)

    def show_content(self, content: UnlockContent) -> None:
        """Show a situation; what was typed is kept only while the same thing is asked."""
        if content.entry is not self.content.entry or content.title != self.content.title or content.strong:
            self.wipe()
        self.content = content
        self.panel.show_waiting(content.waiting)
        self._owner.show_owner(content.title, content.subtitle, content.card)
        self._title.setText(_TITLES[content.entry])
        self._show_entry(content)
        self._show_note(content)
        self.open_button.set_words(tr("Ouverture…") if content.busy else tr("Ouvrir"))
        self.take_focus()

    def wipe(self) -> None:
        """Forget everything typed."""
        self.pin.wipe()
        self.secret.clear()
        self.tick.setChecked(False)

    def take_focus(self) -> None:
        """Put the keyboard where the person types."""
        if self.content.entry is Entry.PIN:
            self.pin.setFocus()
        elif self.content.entry is not Entry.NOTHING:
            self.secret.setFocus()

    def submit(self) -> None:
        """Send what is typed; pressed too early, go to what is missing."""
        content = self.content
        if content.busy or content.entry is Entry.NOTHING:
            return
        if content.entry is Entry.PIN:
            if self.pin.count < DIGITS:
                self.pin.setFocus()
            elif content.must_tick and not self.tick.isChecked():
                self.tick.setFocus()
            else:
                self.pin_given.emit(self.pin.take())
        elif self.secret.text().strip():
            self.secret_given.emit(content.entry, self.secret.text())
        else:
            self.secret.setFocus()

    def _show_entry(self, content: UnlockContent) -> None:
        asks_pin, asks = content.entry is Entry.PIN, content.entry is not Entry.NOTHING
        self._title.setVisible(asks)
        self.pin.setVisible(asks_pin)
        self.pin.setEnabled(not content.busy)
        self.secret.setVisible(asks and not asks_pin)
        if asks:
            self.secret.setAccessibleName(_TITLES[content.entry])
        hidden = content.entry is Entry.PASS_PHRASE
        self.secret.setEchoMode(QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal)
        self._hint.setText(content.hint)
        self._hint.setVisible(bool(content.hint) and not content.strong)
        self.open_button.setVisible(asks)

    def _show_note(self, content: UnlockContent) -> None:
        if content.strong or "_note" in vars(self):
            self._say_note(content)
        self.tick.setVisible(content.must_tick)
        self._tick_key.setVisible(content.must_tick)

    def _say_note(self, content: UnlockContent) -> None:
        from lgc_app.ui.widgets.runs import Run  # noqa: PLC0415 -- see _note

        below = (Run(content.words),) if content.words else ()
        self._note.set_tone(content.note_tone, "danger" if content.must_tick else "")
        self._note.set_runs((Run(content.strong, TextRole.DENSE_STRONG),), below)
        self._note.setVisible(bool(content.strong))

    @cached_property
    def _note(self) -> "NoteFrame":
        """Make the note under the hint; its imports would cost each start 5 ms, and most have nothing to say."""
        from lgc_app.ui.widgets.note_frame import NoteFrame  # noqa: PLC0415 -- see above

        note = NoteFrame(self._look, self.content.note_tone)
        self._column.insertWidget(self._column.indexOf(self._hint) + 1, note)
        return note

    def _listen(self) -> None:
        self.pin.submitted.connect(self.submit)
        self.secret.returnPressed.connect(self.submit)
        self.open_button.clicked.connect(self.submit)
        self._ways.chosen.connect(self.way_chosen)
        check = QShortcut(QKeySequence("F1"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        check.activated.connect(self._on_check)

    def _on_check(self) -> None:
        self.way_chosen.emit(str(Way.CHECK_READER))

    def _build(self) -> None:
        page = CentredColumn(self._look, _WIDTH, _SPACING)
        self._column = page.column
        tick = QHBoxLayout()
        tick.addWidget(self.tick)
        tick.addWidget(self._tick_key)
        tick.addStretch()
        self._column.addWidget(self._owner)
        self._column.addSpacing(self._look.px(14))
        for widget in (self._title, self.pin, self.secret, self._hint):
            self._column.addWidget(widget)
        self._column.addLayout(tick)
        self._column.addSpacing(self._look.px(8))
        self._column.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addSpacing(self._look.px(10))
        self._column.addWidget(self._ways)
        page.end()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.panel)
        whole.addWidget(page, 1)
        self.panel.watch(self)

    def _restyle(self) -> None:
        self.secret.setFont(self._look.font(TextRole.SECTION))


_TITLES = {
    Entry.NOTHING: "",
    Entry.PIN: tr("Code de la carte (4 chiffres)"),
    Entry.RECOVERY_CODE: tr("Code de secours"),
    Entry.PASS_PHRASE: tr("Phrase de passe"),
}

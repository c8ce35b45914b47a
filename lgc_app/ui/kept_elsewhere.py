# SPDX-License-Identifier: EUPL-1.2
"""What this person left in the same form for another day or person: said, and never applied by itself."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Signal

from lgc_app.ui.keeping import nothing, unkept
from lgc_app.ui.navigation import Desk
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import tr

Say = Callable[[str, Mapping[str, str]], str]
"""Makes the sentence of a form that waits, from its name and its fields; "" when it is not to be shown."""


class KeptElsewhere(NoteFrame):
    """One note for the form that waits first; `taken` carries its name when a person goes on with it.

    `moved` says that it came or went: the panel around it takes the height that it needs.
    """

    taken = Signal(str)
    moved = Signal()

    def __init__(self, desk: Desk, say: Say, *, may_take: bool = True) -> None:
        self._take = Button(desk.look, tr("Reprendre"), small=True)
        self._drop = Button(desk.look, tr("Oublier"), small=True)
        super().__init__(desk.look, Tone.WARN, icon="draft", buttons=(self._take, self._drop))
        self._desk = desk
        self._say = say
        self._asked = ("", "", "")
        self._name = ""
        self._left: Mapping[str, str] = {}
        self._take.setVisible(may_take)
        self._take.clicked.connect(self._on_take)
        self._drop.clicked.connect(self._on_drop)
        self.hide()

    def look_for(self, first: str, last: str = "", but: str = "") -> None:
        """Show what waits in the forms whose name begins and ends so, `but` the one in view."""
        self._asked = (first, last, but)
        self.hide()
        drafts = self._desk.cabinet.form_drafts
        self._desk.tasks.read(
            lambda: drafts.begun(first, last, but), partial(self._on_found, self._asked), owner=self
        )

    def _on_found(self, asked: tuple[str, str, str], found: Mapping[str, Mapping[str, str]]) -> None:
        if asked != self._asked:
            return
        told = {name: words for name, left in found.items() if (words := self._say(name, left))}
        self._name = next(iter(told), "")
        self.setVisible(bool(told))  # before its words: hidden, it does not measure them
        if told:
            self._left = found[self._name]
            self.set_runs((Run(told[self._name]),))
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            self._settle()  # at the width that the panel has given it now
        self.moved.emit()

    def _on_take(self) -> None:
        self.taken.emit(self._name)

    def _on_drop(self) -> None:
        name, left = self._name, dict(self._left)
        self._keep(name, {})
        self._desk.navigator.say(tr("Saisie oubliée."), lambda: self._keep(name, left))

    def _keep(self, name: str, values: Mapping[str, str]) -> None:
        drafts = self._desk.cabinet.form_drafts
        self._desk.tasks.read(lambda: drafts.keep(name, values), nothing, failed=unkept)
        self.look_for(*self._asked)

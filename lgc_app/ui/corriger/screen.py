# SPDX-License-Identifier: EUPL-1.2
"""The screen « À corriger »: offers again, or takes off the list with a reason; nothing is deleted."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from lgc_app.services.set_aside import Aside
from lgc_app.ui.actions import Action
from lgc_app.ui.corriger.view import CorrigerView
from lgc_app.ui.kept_fields import KeptFields
from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.words import tr
from lgc_core.errors import UserError
from lgc_core.store.changes import NOTHING, Changes

WHERE = "corriger"


class CorrigerScreen(QObject):
    """Owns the page. `screen` goes to the frame."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._waiting: list[Aside] = []
        self._shown: Aside | None = None
        self.view = CorrigerView(desk.look)
        self.setParent(self.view)  # it goes when the window destroys the page
        self._kept = KeptFields(desk, {"reason": self.view.reason}, self, quiet=True)
        heading = tr("À corriger")
        actions = (
            Action("corriger-later", tr("Plus tard"), "", WHERE, self.later, "clock", heading, bar=True),
            Action(
                "corriger-offer", tr("Proposer de nouveau"), "Ctrl+Return", WHERE, self.offer, "exchange", heading,
                primary=True,
            ),
        )  # fmt: skip
        self.screen = Screen(
            WHERE,
            tr("éléments à corriger"),
            self.view,
            actions,
            (self.view.list, self.view.words, self.view.reason.editor),
            "echanges",
            patient=True,
            help_words=tr(
                "Chaque élément est gardé en entier. Proposez-le de nouveau, ou écartez-le avec un motif."
            ),
            first=self.view.list,
        )
        self.view.list.chosen.connect(self._on_chosen)
        self.view.dropped.connect(self._on_dropped)
        self.view.left.connect(self.later)

    def load(self) -> None:
        """Read what waits."""
        self._desk.tasks.read(self._desk.cabinet.set_aside.waiting, self._on_read, owner=self)

    def refresh(self, _changes: Changes) -> None:
        """Read again: an exchange may bring or mend an element."""
        if self.view.isVisible():
            self.load()

    def later(self) -> None:
        """Go back to the exchanges."""
        self._desk.navigator.show("echanges")

    def offer(self) -> None:
        """Write the element anew over what the record shows now."""
        if self._shown is None:
            return
        write = partial(self._desk.cabinet.set_aside.offer_again, self._shown.id)
        words = tr("Proposé de nouveau. Enregistré ici, sera envoyé au retour du réseau.")
        self._desk.tasks.write(write, lambda _: self._done(words), owner=self, failed=self._on_refused)

    def _on_dropped(self, reason: str) -> None:
        if self._shown is None:
            return
        set_aside, op_id = self._desk.cabinet.set_aside, self._shown.id

        def write() -> Changes:
            set_aside.drop(op_id, reason)
            return NOTHING

        def done(_changes: Changes) -> None:
            self._kept.forget(_draft_of(op_id))
            self._done(words, undo)

        def back() -> Changes:
            set_aside.put_back(op_id)
            return NOTHING

        def undo() -> None:
            self._desk.tasks.write(back, lambda _: self.load(), owner=self)

        words = tr("Écarté. L’élément reste gardé en entier.")
        self._desk.tasks.write(write, done, owner=self, failed=self._on_reason_refused)

    def _done(self, words: str, undo: Callable[[], None] | None = None) -> None:
        self._desk.navigator.say(words, undo)
        self.load()

    def _on_reason_refused(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self.view.reason.set_error(error.sentence)
        self.view.reason.editor.setFocus()

    def _on_refused(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self._desk.navigator.say(error.sentence)
        self.load()

    def _on_read(self, found: list[Aside]) -> None:
        self._waiting = found
        self.view.show_rows(found)
        if found and not self.view.list.current_key():
            self.view.list.choose_first()
        self._on_chosen(self.view.list.current_key())

    def _on_chosen(self, key: str) -> None:
        before, self._shown = self._shown, next((one for one in self._waiting if one.id == key), None)
        if self._shown is None:
            self._kept.follow("")
        elif before is not None and before.id == self._shown.id:
            self.view.show_aside(self._shown)  # read again: the reason being typed stays
        else:
            self._kept.follow("")
            self.view.show_aside(self._shown)
            self.view.clear_reason()
            self._kept.follow(_draft_of(self._shown.id))


def _draft_of(op_id: str) -> str:
    return f"écarter:{op_id}"

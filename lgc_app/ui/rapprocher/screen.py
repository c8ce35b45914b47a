# SPDX-License-Identifier: EUPL-1.2
"""The screen « Versions à rapprocher »: reads what waits, writes what is decided, and can take it back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from lgc_app.services.conflicts import Decision
from lgc_app.services.disputes import Choice, Dispute
from lgc_app.ui.actions import Action
from lgc_app.ui.keeping import KeepTimer, nothing
from lgc_app.ui.navigation import Desk
from lgc_app.ui.rapprocher.dispute_words import others_words, rows, second_choice, verbs_of
from lgc_app.ui.rapprocher.view import RapprocherView
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.words import tr
from lgc_core.errors import UserError
from lgc_core.store.changes import Changes

WHERE = "rapprocher"


class RapprocherScreen(QObject):
    """Owns the page. `screen` goes to the frame; `acts_changed` when the main action is said otherwise."""

    acts_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._waiting: Sequence[Dispute] = ()
        self._wanted = ""
        self._shown: Dispute | None = None
        self._reading: Dispute | None = None
        self.view = RapprocherView(desk.look)
        self.setParent(self.view)  # it goes when the window destroys the page
        self._timer = KeepTimer(self, self.keep)
        self.screen = Screen(
            WHERE,
            tr("versions à rapprocher"),
            self.view,
            self._actions(),
            (self.view.list, self.view.first.words, self.view.second.words, self.view.editor),
            "echanges",
            patient=True,
            help_words=tr(
                "Ctrl+1 ou Ctrl+2 garde une version. F8 prend un passage, puis 1, 2 ou 3. Échap : plus tard."
            ),
            first=self.view.list,
        )
        self.view.list.chosen.connect(self._on_chosen)
        self.view.first.kept.connect(self.choose_first)
        self.view.second.kept.connect(self.choose_second)
        self.view.to_file.clicked.connect(self.open_file)
        self.view.left.connect(self.later)
        self.view.editor.typed.connect(self._on_typed)
        self.view.show_nothing()

    def load(self, wanted: str = "") -> None:
        """Read what waits; `wanted` is the entity whose mark was pressed."""
        self._wanted = wanted or self._wanted
        conflicts = self._desk.cabinet.conflicts

        def read() -> tuple[list[Dispute], int]:
            waiting = conflicts.waiting()
            return waiting, conflicts.for_others(len(waiting))

        self._desk.tasks.read(read, self._on_read)

    def refresh(self, _changes: Changes) -> None:
        """Read again: any exchange may bring or close a version."""
        if self.view.isVisible():
            self.load()

    def keep(self) -> None:
        """Put the text being reunited on the disk: it is not a version yet, and must not be lost."""
        self._timer.stop()
        one, text = self._shown, self.view.editor.toPlainText()
        if one is not None and self.view.editor.document().isModified():
            self.view.editor.document().setModified(False)
            self._desk.tasks.read(partial(self._desk.cabinet.conflicts.keep_text, one, text), nothing, owner=self)

    def choose_first(self) -> None:
        """Keep the version shown."""
        self._decide(Choice.FIRST)

    def choose_second(self) -> None:
        """Keep the other version, or make a complement of it."""
        choice = second_choice(self._shown) if self._shown else None
        if choice is not None:
            self._decide(choice)

    def validate(self) -> None:
        """Keep the reunited text; with nothing left to decide, go back."""
        if self._shown is None:
            self.later()
            return
        verbs = verbs_of(self._shown)
        if verbs.primary:
            self._decide(Choice.TEXT, self.view.editor.toPlainText())
        else:
            self._desk.navigator.say(verbs.missing)

    def later(self) -> None:
        """Decide another day: both versions stay."""
        self.keep()
        self._desk.navigator.show("echanges")

    def open_file(self) -> None:
        """Open the file of the patient."""
        if self._shown is not None and self._shown.patient:
            self.keep()
            self._desk.navigator.open_patient(self._shown.patient)

    def _decide(self, choice: Choice, text: str = "") -> None:
        one = self._shown
        if one is None:
            return
        self.keep()  # the vault answers in order: the decision, or its refusal, finds the text on the disk
        conflicts = self._desk.cabinet.conflicts
        decided: list[Decision] = []

        def write() -> Changes:
            decided.append(conflicts.resolve(one, choice, text))
            return decided[0].changes

        self._desk.tasks.write(write, lambda _: self._on_decided(decided[0]), owner=self, failed=self._on_refused)

    def _on_decided(self, decision: Decision) -> None:
        words = tr("Choix enregistré ici. L’autre version reste dans l’historique.")
        undo = partial(self._take_back, decision) if decision.can_undo else None
        self._desk.navigator.say(words, undo)
        self.load()

    def _take_back(self, decision: Decision) -> None:
        conflicts = self._desk.cabinet.conflicts
        self._wanted = decision.entity_id
        self._desk.tasks.write(lambda: conflicts.take_back(decision), lambda _: self.load(), owner=self)

    def _on_refused(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self._desk.navigator.say(error.sentence)
        self.load()

    def _on_read(self, found: tuple[Sequence[Dispute], int]) -> None:
        self._waiting, others = found
        self.view.count.set_content(PillContent(str(len(self._waiting)), Tone.CONFLICT))
        self.view.others.setText(others_words(others))
        self.view.others.setVisible(others > 0)
        self.view.list.set_rows(rows(self._waiting))
        wanted = next((one.id for one in self._waiting if self._wanted in (one.id, one.entity_id)), "")
        self._wanted = ""
        if not (wanted and self.view.list.choose(wanted)) and not self.view.list.current_key():
            self.view.list.choose_first()
        if not self._waiting:
            self._shown = None
            self.view.show_nothing()
            self.acts_changed.emit()
        else:
            self._on_chosen(self.view.list.current_key())

    def _on_chosen(self, key: str) -> None:
        one = next((one for one in self._waiting if one.id == key), None)
        if one is None or one == self._shown:
            return
        self.keep()
        self._reading = one
        kept = partial(self._desk.cabinet.conflicts.kept_text, one)
        self._desk.tasks.read(kept, partial(self._show, one), owner=self)

    def _show(self, one: Dispute, kept: str) -> None:
        if one is not self._reading:
            return
        self._shown = one
        self.view.show_dispute(one, verbs_of(one), kept)
        self.view.editor.document().setModified(False)
        self.acts_changed.emit()

    def _on_typed(self, _text: str) -> None:
        self._timer.touch()

    def _next(self) -> None:
        self.view.editor.step(1)

    def _previous(self) -> None:
        self.view.editor.step(-1)

    def _primary_words(self) -> str:
        if self._shown is None:
            return tr("Retour aux échanges")
        return tr("Valider le texte réuni") if verbs_of(self._shown).primary else tr("Choisir une version")

    def _actions(self) -> tuple[Action, ...]:
        heading = tr("Rapprocher")
        return (
            Action("rapprocher-later", tr("Décider plus tard"), "", WHERE, self.later, "clock", heading, bar=True),
            Action(
                "rapprocher-valid", tr("Valider le texte réuni"), "Ctrl+Return", WHERE, self.validate, "check",
                heading, primary=True, words_now=self._primary_words,
            ),
            Action("rapprocher-1", tr("Garder la version 1"), "Ctrl+1", WHERE, self.choose_first, "", heading),
            Action("rapprocher-2", tr("Garder la version 2"), "Ctrl+2", WHERE, self.choose_second, "", heading),
            Action("rapprocher-previous", tr("Passage précédent"), "F7", WHERE, self._previous, "", heading),
            Action("rapprocher-next", tr("Passage suivant"), "F8", WHERE, self._next, "", heading),
            Action("rapprocher-file", tr("Ouvrir le dossier"), "", WHERE, self.open_file, "folder-open", heading),
        )  # fmt: skip

# SPDX-License-Identifier: EUPL-1.2
"""The forms of the note in view: opened, answered, kept at each key, taken back."""

from collections.abc import Callable, Mapping
from functools import cached_property, partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from lgc_app.services.cabinet import Cabinet
from lgc_app.services.forms import Before
from lgc_app.ui.dossier.form_block import FormBlock
from lgc_app.ui.dossier.note_pane import NotePane
from lgc_app.ui.dossier.reading import OpenNote, draft_name, made
from lgc_app.ui.keeping import KeepTimer, nothing, unkept
from lgc_app.ui.navigation import Desk
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.words import tr
from lgc_core.clinical.forms.known import BY_ID, proposed_forms
from lgc_core.errors import OutsideError, UserError
from lgc_core.store.changes import Changes

Answers = dict[str, dict[str, str]]
Step = tuple[str, str, str]
"""Form, question, the answer before."""


class FormFilling(QObject):
    """Writes each answer once it is whole; a key of one being typed is kept as a draft before."""

    def __init__(
        self, desk: Desk, patient: str, note: NotePane, follow: Callable[[], OpenNote], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient = patient
        self._note = note
        self._follow = follow
        self.blocks: dict[str, FormBlock] = {}
        self._written: Answers = {}
        self._done: list[Step] = []
        self._wrong: dict[tuple[str, str], str] = {}
        self._proposed = ""
        self._timer = KeepTimer(self, self._keep_typed)
        note.typed.connect(self._on_note)

    @cached_property
    def proposal(self) -> Button:
        """Give the form that the Motif proposes, beside it; made when a motif proposes one."""
        button = Button(self._desk.look, "", ButtonKind.LINK, small=True)
        button.hide()
        self._note.fields["motif"].put_beside(button)
        button.clicked.connect(lambda: self.open(self._proposed))
        return button

    @property
    def has_keys(self) -> bool:
        """Tell whether the keyboard is in a form."""
        focus = QApplication.focusWidget()
        return focus is not None and any(block.isAncestorOf(focus) for block in self.blocks.values())

    def show(self, answers: Answers, typed: Mapping[str, str], *, other: bool, writable: bool) -> None:
        """Show the forms of the note in view, `other` than before or not; a stop left `typed` in their fields."""
        if other:
            self.clear()
        on_the_way = self.waiting()
        self._written = answers
        for form in [one for one in BY_ID if one in answers or one in self.blocks]:
            but = {code for where, code, _words in on_the_way if where == form}
            self._block(form).show_answers(answers.get(form, {}), but)
        self._type_again(typed)
        self.set_writable(writable=writable)
        self._propose()

    def clear(self) -> None:
        """Take every form off the screen; `keep` came before, while their note was in view."""
        self._timer.stop()
        self._done.clear()
        self._wrong.clear()
        self._written = {}
        for form in tuple(self.blocks):
            self._drop(form)

    def set_writable(self, *, writable: bool) -> None:
        """Let the forms be answered, or not."""
        for block in self.blocks.values():
            block.set_writable(writable=writable)

    def open(self, form: str) -> None:
        """Open a form, or go to it, at its first question."""
        block = self._block(form)
        self._propose()
        block.take_keys()

    def undo(self) -> bool:
        """Take the last answer back and go there; give False when there is none."""
        if not self._done:
            return False
        form, code, before = self._done.pop()
        if form not in self.blocks:
            return self.undo()
        block = self.blocks[form]
        block.rows[code].show_answer(before)
        block.rows[code].set_error("")
        self._wrong.pop((form, code), None)
        block.say_alerts()
        self._write(form, code, before)
        block.take_keys(code)
        return True

    def keep(self) -> None:
        """Write every answer that waits."""
        for form, block in self.blocks.items():
            for code, row in block.rows.items():
                if row.waits:
                    self._on_answered(form, code)
        self.flush()

    def flush(self) -> None:
        """Keep what is being typed as it is, whole or not."""
        if self._timer.isActive():
            self._keep_typed()

    def hold(self) -> None:
        """Keep nothing more: a signature takes every answer with it."""
        self._timer.stop()

    def waiting(self) -> list[tuple[str, str, str]]:
        """Give form, question and words of every answer that is not written: what a signature must not miss."""
        found = {
            (form, code): row.text()
            for form, block in self.blocks.items()
            for code, row in block.rows.items()
            if row.text() != self._written.get(form, {}).get(code, "")
        }
        return [(form, code, words) for (form, code), words in found.items()]

    def refused(self) -> bool:
        """Go to an answer that cannot be kept as it is; give False when there is none."""
        for form, code in self._wrong:
            if form in self.blocks:
                self.blocks[form].take_keys(code)
                return True
        return False

    def _block(self, form: str) -> FormBlock:
        if form in self.blocks:
            return self.blocks[form]
        today = self._desk.cabinet.session.now().date()
        block = FormBlock(self._desk.look, BY_ID[form], today)
        self.blocks[form] = block
        self._note.put_form(block)
        block.typed.connect(partial(self._on_typed, form))
        block.answered.connect(partial(self._on_answered, form))
        block.withdrawn.connect(partial(self._on_withdrawn, form))
        block.left.connect(lambda: self._note.editor("O").setFocus())
        forms, note = self._desk.cabinet.forms, self._follow()
        self._desk.tasks.read(
            lambda: forms.before(self._patient, form, note.encounter), partial(self._on_before, form), owner=self
        )
        return block

    def _drop(self, form: str) -> None:
        block = self.blocks.pop(form)
        block.hide()
        block.setParent(None)
        block.deleteLater()

    def _on_before(self, form: str, before: Mapping[str, Before]) -> None:
        if form in self.blocks:
            self.blocks[form].show_before(before)

    def _on_note(self, code: str) -> None:
        if code == "motif":
            self._propose()

    def _propose(self) -> None:
        """Name the form that the words of the Motif call for; a person opens it."""
        found = [form for form in proposed_forms(self._note.take("motif")[0]) if form.id not in self.blocks]
        self._proposed = found[0].id if found else ""
        if found:
            self.proposal.set_words(tr("Formulaire : {title}", title=found[0].title))
        if found or "proposal" in vars(self):
            self.proposal.setVisible(bool(found))

    def _on_typed(self, form: str, code: str) -> None:
        self._wrong.pop((form, code), None)
        self.blocks[form].rows[code].set_error("")
        self._timer.touch()

    def _on_answered(self, form: str, code: str) -> None:
        row = self.blocks[form].rows[code]
        before, words = row.told, row.take()
        self._done.append((form, code, before))
        self._write(form, code, words)

    def _write(self, form: str, code: str, words: str) -> None:
        cabinet, patient, note = self._desk.cabinet, self._patient, self._follow()
        self._desk.tasks.write(
            lambda: cabinet.forms.answer(made(cabinet, patient, note), form, code, words),
            partial(self._on_written, form, code, words),
            owner=self,
            failed=partial(self._on_unwritten, form, code),
        )

    def _on_written(self, form: str, code: str, words: str, _changes: Changes) -> None:
        self._written.setdefault(form, {})[code] = words
        self._wrong.pop((form, code), None)
        if form in self.blocks:
            self.blocks[form].rows[code].set_error("")
            self._keep_typed()

    def _on_unwritten(self, form: str, code: str, error: BaseException) -> None:
        if not isinstance(error, UserError | OutsideError):
            raise error
        self._wrong[form, code] = error.sentence
        if form in self.blocks:
            self.blocks[form].rows[code].set_error(error.sentence)
            self._keep_typed()

    def _keep_typed(self) -> None:
        """Keep what waits on the disk of this post, and forget what no longer does."""
        self._timer.stop()
        typed = {f"{form} {code}": words for form, code, words in self.waiting() if words}
        cabinet, patient, note = self._desk.cabinet, self._patient, self._follow()
        self._desk.tasks.read(partial(_keep, cabinet, patient, note, typed), nothing, failed=unkept)

    def _type_again(self, typed: Mapping[str, str]) -> None:
        for key, words in typed.items():
            form, _, code = key.partition(" ")
            known = BY_ID.get(form)
            if known is None or known.question(code) is None:
                continue
            row = self._block(form).rows[code]
            if not row.text():
                row.type_again(words)
                self._on_answered(form, code)

    def _on_withdrawn(self, form: str) -> None:
        self.keep()
        cabinet, note = self._desk.cabinet, self._follow()
        given = {code: row.text() for code, row in self.blocks[form].rows.items() if row.text()}
        title = self.blocks[form].form.title
        self._drop(form)
        self._wrong = {key: said for key, said in self._wrong.items() if key[0] != form}
        self._written.pop(form, None)
        self._keep_typed()
        self._propose()
        self._note.editor("O").setFocus()
        if given and note.encounter:
            self._desk.tasks.write(
                lambda: cabinet.forms.answer_all(note.encounter, form, dict.fromkeys(given, "")),
                lambda _changes: self._desk.navigator.say(
                    tr("« {title} » retiré.", title=title), partial(self._put_back, form, given)
                ),
                owner=self,
            )

    def _put_back(self, form: str, given: Mapping[str, str]) -> None:
        block = self._block(form)
        for code, words in given.items():
            block.rows[code].type_again(words)
            self._on_answered(form, code)
        block.say_alerts()


def _keep(cabinet: Cabinet, patient: str, note: OpenNote, typed: Mapping[str, str]) -> None:
    if typed or note.encounter:
        cabinet.form_drafts.keep(draft_name(made(cabinet, patient, note), patient), typed)

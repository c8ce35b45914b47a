# SPDX-License-Identifier: EUPL-1.2
"""The middle of the file: today's consultation, an older one taken up again, or a signed one to read."""

from collections.abc import Callable
from functools import cached_property, partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget

from lgc_app.services.drafts import ADDENDUM
from lgc_app.services.encounters import WrongFileNoteError
from lgc_app.ui.dossier.autosave import Autosave
from lgc_app.ui.dossier.form_filling import FormFilling
from lgc_app.ui.dossier.history import CURRENT
from lgc_app.ui.dossier.note_pane import NotePane
from lgc_app.ui.dossier.notices import Notices
from lgc_app.ui.dossier.reading import NoteReading, read_note, read_today
from lgc_app.ui.dossier.section_words import READ_ONLY, heading, restored, signed_words, unsigned
from lgc_app.ui.dossier.signed_pane import SignedPane
from lgc_app.ui.navigation import Desk
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.words import tr
from lgc_app.ui.words.messages import Message
from lgc_core.errors import OutsideError, UserError
from lgc_core.store.changes import Changes


def sentence_of(error: BaseException) -> str:
    """Return what a person is told; anything but our own errors is a bug and goes on.

    Raises:
        BaseException: the error itself, when nobody foresaw it.
    """
    if not isinstance(error, UserError | OutsideError):
        raise error
    return error.sentence


class Centre(QObject):
    """Shows notes and keeps what is typed in them; `shown` carries the key of the history line in view.

    `read_only` carries the NoteReading of a signed note, `misplaced` asks to say that it is in the wrong file.
    """

    shown = Signal(str)
    read_only = Signal(object)
    misplaced = Signal()

    def __init__(self, desk: Desk, patient: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient = patient
        self.note = NotePane(desk.look)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.note)
        self.stack.setAccessibleName(tr("Consultation"))
        self.saving = Autosave(desk, patient, self.note.take, self)
        self.forms = FormFilling(desk, patient, self.note, lambda: self.saving.note, self)
        self._complement = Autosave(desk, patient, self._take_complement, self)
        self.encounter = ""
        self._listen()

    @property
    def is_signed(self) -> bool:
        """Tell whether a signed consultation is in view."""
        return self.stack.currentWidget() is not self.note

    @cached_property
    def signed(self) -> SignedPane:
        """Give the pane of signed consultations, made when one is read."""
        signed = SignedPane(self._desk.look)
        self.stack.addWidget(signed)
        signed.typed.connect(self._complement.touch)
        signed.left.connect(self._complement.flush)
        signed.added.connect(self._on_added)
        signed.back.connect(self.go_today)
        signed.misplaced.connect(self.misplaced)
        self._complement.too_long.connect(signed.set_error)
        return signed

    def _take_complement(self, code: str) -> tuple[str, int]:
        return self.signed.take(code)

    def undo(self) -> bool:
        """Take back the last thing typed when the keyboard is in the note; give False when there is nothing."""
        if self.forms.has_keys:
            return self.forms.undo()
        return self._types_here() and self.note.undoing.undo()

    def redo(self) -> bool:
        """Do again what was taken back."""
        return self._types_here() and self.note.undoing.redo()

    def _types_here(self) -> bool:
        focus = QApplication.focusWidget()
        return not self.is_signed and focus is not None and self.note.isAncestorOf(focus)

    def keep(self, then: Callable[[], None] | None = None) -> None:
        """Write what was typed and make operations of it; `then` comes when both are done."""
        self._complement.flush()
        self.forms.keep()
        self.saving.cut(then)

    def go_today(self) -> None:
        """Come back to the consultation of now."""
        self._leave()
        self._desk.tasks.read(partial(read_today, self._desk.cabinet, self._patient), self.show_today)

    def go(self, encounter: str) -> None:
        """Show a consultation by its id: to read when it is signed, else to take up again."""
        self._leave()
        self._desk.tasks.read(
            partial(read_note, self._desk.cabinet, encounter), self._on_note, failed=self.say_refused
        )

    def show_today(self, reading: NoteReading) -> None:
        """Show today's consultation, and what waits from before."""
        self._write_in(reading)
        if reading.unsigned:
            oldest = reading.unsigned[-1]
            verbs = ((tr("Reprendre"), partial(self.go, oldest.id)),)
            self.note.notices.put("unsigned", Tone.NEUTRAL, unsigned(oldest), verbs, icon="history")
        self.shown.emit(CURRENT)

    def refresh(self, changes: Changes) -> None:
        """Show what another post, or another view, changed in the note; never over something being typed.

        The vault answers in order: what is read here holds every key sent before. Hence the look at what still
        waits, and at the strokes that come meanwhile.
        """
        encounter = self.saving.note.encounter
        if self.is_signed or not encounter or self.saving.waits or not _is_about_notes(changes):
            return
        strokes = self.saving.strokes
        self._desk.tasks.read(
            partial(read_note, self._desk.cabinet, encounter),
            partial(self._on_again, encounter, strokes),
            owner=self,
        )

    def say_refused(self, error: BaseException) -> None:
        """Say why, above the note."""
        self._notices().put("refused", Tone.DANGER, sentence_of(error), ((tr("Fermer"), self._drop_refused),))

    def say(self, words: str) -> None:
        """Say what is to be done first, above the note."""
        self._notices().put("refused", Tone.NEUTRAL, words, ((tr("Fermer"), self._drop_refused),), icon="info")

    def forget_refused(self) -> None:
        """Take back what the last act had to say."""
        self._drop_refused()

    def _drop_refused(self) -> None:
        self.note.notices.drop("refused")
        if "signed" in vars(self):
            self.signed.notices.drop("refused")

    def _notices(self) -> Notices:
        return self.signed.notices if self.is_signed else self.note.notices

    def _leave(self) -> None:
        self.keep()
        self._drop_refused()
        self.set_writable(writable=False)

    def set_writable(self, *, writable: bool) -> None:
        """Let the note and its forms be written in, or not while they are read or signed."""
        self.note.set_writable(writable=writable)
        self.forms.set_writable(writable=writable)

    def _on_note(self, reading: NoteReading) -> None:
        if reading.note is not None and reading.note.is_signed:
            self._read_only(reading)
        else:
            self._write_in(reading)
            self.note.notices.drop("unsigned")
            self.shown.emit(f"encounter:{reading.encounter}")

    def _on_again(self, encounter: str, strokes: int, reading: NoteReading) -> None:
        untouched = strokes == self.saving.strokes and encounter == self.saving.note.encounter
        if reading.note is None or self.is_signed or not untouched:
            return
        if reading.note.is_signed:
            self._read_only(reading)
        else:
            self.note.show_texts(self.note.when.text(), reading.note.sections)
            self.forms.show(reading.forms, {}, other=False, writable=reading.writable)
            self._say_versions(self.note.notices, reading)

    def _write_in(self, reading: NoteReading) -> None:
        note, now = reading.note, self._desk.cabinet.session.now()
        other = self.saving.note.encounter != reading.encounter
        self.encounter = reading.encounter
        self.saving.follow(reading.encounter, uncut=bool(reading.drafts))
        self.note.notices.clear()
        self.note.show_texts(
            heading(note.encounter if note else None, now), note.sections if note else {}, other=other
        )
        self.forms.show(reading.forms, reading.form_typed, other=other, writable=reading.writable)
        self.note.set_kept(kept=True)
        self._say_versions(self.note.notices, reading)
        self.stack.setCurrentWidget(self.note)
        if not reading.writable:
            self.note.set_writable(writable=False)
            self.note.notices.put("lease", Tone.DANGER, tr(READ_ONLY))
        if reading.drafts:
            last = max(reading.drafts, key=lambda draft: draft.at)
            verbs = ((tr("Fermer"), partial(self.note.notices.drop, "restored")),)
            self.note.notices.put("restored", Tone.INFO, restored(reading.drafts), verbs, icon="history")
            self.note.editor(last.code).go_to(last.cursor)
            self._take_keys(last.code)

    def _say_versions(self, notices: Notices, reading: NoteReading) -> None:
        """Say that another hand wrote the same lines; nobody has to decide now."""
        notices.drop("versions")
        if reading.disputed:
            verbs = ((tr("Rapprocher"), partial(self._desk.navigator.bring_together, reading.disputed)),)
            notices.put("versions", Tone.CONFLICT, tr(Message.CONFLICT), verbs)

    def _take_keys(self, code: str) -> None:
        focus = QApplication.focusWidget()
        if focus is None or self.stack.isAncestorOf(focus) or focus is self.stack:
            self.note.editor(code).setFocus()

    def _read_only(self, reading: NoteReading) -> None:
        assert reading.note is not None
        self.encounter = reading.encounter
        self._complement.follow(reading.encounter)
        self.forms.flush()  # signed by another hand meanwhile: what was being typed here is kept
        self.forms.clear()
        self.signed.notices.clear()
        self.signed.show_note(signed_words(reading.note))
        self._say_versions(self.signed.notices, reading)
        self.read_only.emit(reading)
        self.stack.setCurrentWidget(self.signed)
        if reading.drafts:
            draft = reading.drafts[-1]
            self.signed.show_complement(draft.text, draft.cursor, shown=True)
            verbs = ((tr("Fermer"), partial(self.signed.notices.drop, "restored")),)
            self.signed.notices.put("restored", Tone.INFO, restored(reading.drafts), verbs, icon="history")
        self.shown.emit(f"encounter:{reading.encounter}")

    def complete(self) -> None:
        """Open a complement to the signed note in view, or add the one being typed."""
        if not self.signed.may_write:
            self.say(WrongFileNoteError().sentence)
        elif self.signed.field.isHidden():
            self.signed.open_complement()
        else:
            self._on_added(self.signed.editor.toPlainText())

    def _on_added(self, text: str) -> None:
        self._complement.flush()
        encounter, service = self.encounter, self._desk.cabinet.encounters
        self._desk.tasks.write(
            lambda: service.add(encounter, text),
            lambda _changes: self.go(encounter),
            owner=self,
            failed=self._on_not_added,
        )

    def _on_not_added(self, error: BaseException) -> None:
        self.signed.set_error(ADDENDUM, sentence_of(error))

    def _on_kept(self, at: str) -> None:
        self.note.set_kept(kept=not self.saving.refused)
        self.note.notices.drop("disk")
        if not self.saving.refused:
            self._desk.navigator.saved(at)

    def _on_too_long(self, code: str, sentence: str) -> None:
        self.note.set_error(code, sentence)
        self.note.set_kept(kept=not sentence)

    def _on_failed(self, sentence: str) -> None:
        self.note.set_kept(kept=False)
        self.note.notices.put("disk", Tone.DANGER, sentence)

    def _on_complement_failed(self, sentence: str) -> None:
        self.signed.set_error(ADDENDUM, sentence)
        self.signed.set_kept(kept=False)

    def _on_complement_kept(self, at: str) -> None:
        self.signed.set_error(ADDENDUM, "")
        self.signed.set_kept(kept=True)
        self._desk.navigator.saved(at)

    def _on_typed(self, code: str) -> None:
        self.saving.touch(code)
        if code not in self.saving.refused:
            self.note.set_error(code, "")

    def _listen(self) -> None:
        self.note.typed.connect(self._on_typed)
        self.note.left.connect(self.saving.cut)
        self.saving.kept.connect(self._on_kept)
        self.saving.too_long.connect(self._on_too_long)
        self.saving.failed.connect(self._on_failed)
        self._complement.kept.connect(self._on_complement_kept)
        self._complement.failed.connect(self._on_complement_failed)


def _is_about_notes(changes: Changes) -> bool:
    return changes.touches("note_section") or changes.touches("form_answer") or changes.touches("encounter")

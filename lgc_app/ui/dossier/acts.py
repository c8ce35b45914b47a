# SPDX-License-Identifier: EUPL-1.2
"""What is done with a consultation: sign it, send its report, send the summary of the patient, print."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from lgc_app.services.emission import NotSignedError
from lgc_app.services.encounters import EmptyNoteError
from lgc_app.ui.dossier.centre import Centre
from lgc_app.ui.dossier.reading import draft_name, keep_text, made
from lgc_app.ui.navigation import Desk
from lgc_app.ui.words import tr
from lgc_app.ui.words.messages import Message
from lgc_core.store.changes import Changes


class Acts(QObject):
    """Each act says its refusal above the note; a second press before the answer does nothing."""

    def __init__(self, desk: Desk, patient: str, centre: Centre, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient = patient
        self._centre = centre
        self._busy = False
        self._told: list[str] = []

    def verb(self) -> str:
        """Say what the main action does to the note in view."""
        return tr("Ajouter un complément") if self._centre.is_signed else tr("Signer la consultation")

    def sign(self) -> None:
        """Sign the consultation in view, by the card when it opened the vault; an empty one asks for words.

        What is signed already takes a complement instead.
        """
        centre = self._centre
        if self._busy:
            return
        if centre.is_signed:
            centre.complete()
            return
        if centre.saving.refused:
            centre.note.editor(centre.saving.refused).setFocus()
            return
        if centre.forms.refused():
            return
        centre.forget_refused()
        if self._fields_left():
            return
        centre.set_writable(writable=False)
        self._write(self._signature(), self._on_signed, self._on_unsigned)

    def _fields_left(self) -> bool:
        """Show, once, the fields of a template that nobody filled; the second press signs them as they are."""
        left = self._centre.note.empty_fields()
        told, self._told = self._told, left
        if not left or left == told:
            return False
        number = f"{len(left)} champ{'s' if len(left) > 1 else ''}"
        self._centre.say(
            tr("Il reste {number} à remplir : {first}. Signez de nouveau pour garder tel quel.",
               number=number, first=left[0])
        )  # fmt: skip
        self._centre.note.next_field()
        return True

    def report(self) -> None:
        """Make the report of the signed consultation in view, and queue it."""
        encounter = self._signed_encounter()
        if encounter:
            emission = self._desk.cabinet.emission
            self._write(lambda: emission.emit_report(encounter).changes, self._on_queued, self._on_refused)

    def summary(self) -> None:
        """Make the summary of the patient (VSM), and queue it."""
        emission, patient = self._desk.cabinet.emission, self._patient
        self._write(lambda: emission.emit_vsm(patient).changes, self._on_queued, self._on_refused)

    def print_out(self) -> None:
        """Show the PDF of the report of the consultation in view."""
        encounter = self._signed_encounter()
        if encounter:
            documents = self._desk.cabinet.documents
            self._desk.tasks.read(
                partial(documents.made_of, encounter, self._patient), self._on_report, failed=self._on_refused
            )

    def save(self) -> None:
        """Write everything now, and answer the hour."""
        self._centre.keep(self._on_saved)

    def _signature(self) -> Callable[[], Changes]:
        cabinet, patient = self._desk.cabinet, self._patient
        note, typed = self._centre.saving.note, self._centre.saving.everything()
        answers = self._centre.forms.waiting()
        self._centre.saving.hold()
        self._centre.forms.hold()
        with_card = cabinet.session.sign is not None

        def sign() -> Changes:
            # what is on the screen is written in the same turn: a write that failed before cannot be left out
            for draft in typed:
                keep_text(cabinet, patient, note, draft)
            for form, code, words in answers:
                cabinet.forms.answer(made(cabinet, patient, note), form, code, words)
            if not note.encounter:
                raise EmptyNoteError
            changes = cabinet.encounters.sign(note.encounter, with_card=with_card)
            cabinet.form_drafts.keep(draft_name(note.encounter, patient), {})
            return changes

        return sign

    def _write(
        self, call: Callable[[], Changes], done: Callable[[Changes], None], failed: Callable[[BaseException], None]
    ) -> None:
        if self._busy:
            return
        self._busy = True
        self._desk.tasks.write(call, partial(self._after, done), owner=self, failed=partial(self._after, failed))

    def _after(self, then: Callable[[Any], None], answer: object) -> None:
        self._busy = False
        then(answer)

    def _signed_encounter(self) -> str:
        self._centre.forget_refused()
        if self._centre.is_signed:
            return self._centre.encounter
        self._centre.say(NotSignedError().sentence)
        return ""

    def _on_signed(self, _changes: Changes) -> None:
        encounter = self._centre.saving.note.encounter
        self._centre.saving.follow("")
        self._centre.go(encounter)
        self._desk.navigator.say(tr("Consultation signée. Un complément reste possible."))

    def _on_unsigned(self, error: BaseException) -> None:
        note = self._centre.note
        self._centre.set_writable(writable=True)
        self._centre.saving.resume()
        if isinstance(error, EmptyNoteError):
            note.first.setFocus()
            note.set_error("motif", error.sentence)
            return
        self._centre.say_refused(error)

    def _on_queued(self, _changes: Changes) -> None:
        self._centre.forget_refused()
        self._desk.navigator.say(tr(Message.QUEUED))

    def _on_refused(self, error: BaseException) -> None:
        self._centre.say_refused(error)

    def _on_report(self, document: str) -> None:
        if document:
            self._desk.navigator.open_document(document)
        else:
            self._centre.say(tr("Pas encore de compte rendu. Faites-le d’abord, puis imprimez."))

    def _on_saved(self) -> None:
        now = self._desk.cabinet.session.now()
        self._desk.navigator.say(tr("Tout est enregistré ici à {hour}.", hour=f"{now:%H:%M}"))

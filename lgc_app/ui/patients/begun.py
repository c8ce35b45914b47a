# SPDX-License-Identifier: EUPL-1.2
"""The form of an identity as it comes and goes: one at a time, kept under its own name, never for another person.

Choosing somebody puts the form away. What was typed stays on the disk: a creation under a name of its own, a
correction under its patient's, as what it changes. Nothing that is put away can be saved before it is taken up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from lgc_app.services.admission import FAMILY, GIVENS, Typed
from lgc_app.services.duplicates import Likeness
from lgc_app.services.identity_form import form_of
from lgc_app.ui.kept_elsewhere import KeptElsewhere
from lgc_app.ui.kept_fields import EMPTIED, KeptFields
from lgc_app.ui.navigation import Desk
from lgc_app.ui.patients.form import AdmissionForm
from lgc_app.ui.words import tr
from lgc_core.model.ids import new_id
from lgc_core.model.patient import Patient
from lgc_core.model.values import Telecom
from lgc_core.store.changes import Changes

NEW_PATIENT: Final = "nouveau patient"
"""What the names of all drafts of a creation begin with."""


def correction_of(patient: str) -> str:
    """Name the draft of a correction; it ends with its patient's id, and goes with the file."""
    return f"identite:{patient}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A creation as it was asked: what is typed after is not in it. `turn` is the form that it was read from."""

    typed: Typed
    flags: tuple[str, ...]
    draft: str
    turn: int


class BegunIdentity(QObject):
    """`came` and `went` say that the form is to be seen, or no longer; `waiting` says what was begun and put away.

    `created(Patient)` and `corrected(id)` say what was written from the form in front, which then goes.
    """

    came = Signal()
    went = Signal()
    waiting = Signal(str)
    created = Signal(object)
    corrected = Signal(str)

    def __init__(self, desk: Desk, form: AdmissionForm, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._form = form
        self._kept = KeptFields(desk, form.kept, self, form.say_place, stale=self._on_stale)
        self.aside = KeptElsewhere(desk, self._aside_words, may_take=False)
        form.hold_note(self.aside)
        self._turn = 0
        self._asked: Asked | None = None
        self._next = ""
        self.is_open = False
        form.anyway.connect(self._on_anyway)
        form.abandoned.connect(self.abandon)
        self._read_begun()

    @property
    def verb(self) -> str:
        """Say what the main action does with the form."""
        return tr("Enregistrer") if self._form.corrects is not None else tr("Créer le dossier")

    @property
    def waits(self) -> bool:
        """Tell whether something typed has not even been sent to the vault."""
        return self._kept.waits

    def create(self, typed: str = "") -> None:
        """Open the form of a new patient: the creation that waits comes back; asked again, an empty one."""
        another = self.is_open and self._form.corrects is None
        if another and not typed and not self._kept.typed:
            self._form.take_focus()
            return
        self.put_away()
        self._form.begin(typed)
        self._come(f"{NEW_PATIENT}:{new_id()}")
        if not another:
            drafts = self._desk.cabinet.form_drafts
            self._desk.tasks.read(
                lambda: drafts.begun(NEW_PATIENT), partial(self._on_begun, self._turn), owner=self
            )

    def correct(self, patient: Patient) -> None:
        """Open the identity of a file; what was begun of its correction, and no older value, comes over it."""
        self.put_away()
        self._form.begin_correction(patient)
        self._come(correction_of(patient.id), form_of(patient))

    def resume(self) -> None:
        """Take up the creation that waits."""
        drafts = self._desk.cabinet.form_drafts
        name = self._next
        self._desk.tasks.read(lambda: drafts.waiting(name), partial(self._take_up, name), owner=self)

    def put_away(self) -> None:
        """Leave the form; what is typed in it is on the disk, and said to be waiting."""
        if not self.is_open:
            return
        patient, typed = self._form.corrects, self._kept.typed
        self._leave()
        if patient is not None and typed:
            self._desk.navigator.say(
                tr("Correction mise de côté, rien n’est changé : {name}.", name=patient.shown),
                partial(self.correct, patient),
            )
        self._read_begun()

    def abandon(self) -> None:
        """Leave the form and drop what is in it; the toast takes it back."""
        if not self.is_open:
            return
        patient, name, typed = self._form.corrects, self._kept.name, self._kept.typed
        self._kept.forget()
        self._leave()
        if patient is not None and typed:
            self._say_dropped(tr("Correction abandonnée."), name, typed, partial(self.correct, patient))
        elif typed:
            self._say_dropped(tr("Création abandonnée."), name, typed, partial(self._take_up, name, typed))
        self._read_begun()

    def submit(self) -> None:
        """Write what the form says, once nothing in it is wrong and no file looks like it."""
        if self._form.corrects is not None:
            self._save()
        else:
            self._look_for_twins()

    def keep(self) -> None:
        """Put on the disk what is typed."""
        self._kept.flush()

    def _come(self, name: str, base: Mapping[str, str] | None = None) -> None:
        self._turn += 1
        self.is_open = True
        self.aside.hide()
        self._kept.follow(name, base)
        self.came.emit()
        self._form.take_focus()
        self._read_begun()

    def _leave(self) -> None:
        self._kept.follow("")
        self._turn += 1
        self._form.corrects = None
        self.is_open = False
        self.went.emit()

    def _on_stale(self) -> None:
        """Say beside the form what was typed over a file that reads otherwise today: nothing of it is put back."""
        if self._form.corrects is not None:
            self.aside.look_for(correction_of(self._form.corrects.id), but=self._kept.name)

    def _aside_words(self, _name: str, left: Mapping[str, str]) -> str:
        labels = {name: field.editor.accessibleName() for name, field in self._form.fields.items()}
        said = [tr("{field} « {text} »", field=labels[key], text=left[key]) for key in labels if key in left]
        said += [tr("{field} vidé", field=labels[key]) for key in left.get(EMPTIED, "").split() if key in labels]
        return tr("À relire : la fiche a changé depuis. Vous aviez tapé : {said}.", said=", ".join(said))

    def _on_begun(self, turn: int, begun: Mapping[str, Mapping[str, str]]) -> None:
        """Bring back the newest creation that says nothing else than what is typed already."""
        typed, own = self._kept.typed, self._kept.name
        fits = [name for name, left in begun.items() if typed.items() <= left.items() and name != own]
        if turn == self._turn and fits:
            self._kept.forget()
            self._kept.take_up(fits[-1], begun[fits[-1]])
            self._read_begun()

    def _take_up(self, name: str, left: Mapping[str, str]) -> None:
        self.put_away()
        self._form.begin("")
        self._come(f"{NEW_PATIENT}:{new_id()}")
        self._kept.take_up(name, left)
        self._form.take_focus()
        self._read_begun()

    def _say_dropped(self, words: str, name: str, typed: Mapping[str, str], again: "partial[None]") -> None:
        drafts = self._desk.cabinet.form_drafts

        def take_back() -> None:
            self._desk.tasks.read(lambda: drafts.keep(name, typed), lambda _none: again(), owner=self)

        self._desk.navigator.say(words, take_back)

    def _read_begun(self) -> None:
        drafts = self._desk.cabinet.form_drafts
        self._desk.tasks.read(lambda: drafts.begun(NEW_PATIENT), self._on_waiting)

    def _on_waiting(self, begun: Mapping[str, Mapping[str, str]]) -> None:
        others = {name: left for name, left in begun.items() if name != self._kept.name}
        self._next = next(reversed(others), "")
        self.waiting.emit(_waiting_words(others[self._next], len(others)) if others else "")

    def _look_for_twins(self) -> None:
        typed = self._form.read()
        if typed.traits is None:
            return
        asked = Asked(typed, self._form.ticked, self._kept.name, self._turn)
        traits, duplicates = typed.traits, self._desk.cabinet.duplicates
        self._desk.tasks.read(
            lambda: duplicates.like(traits, typed.ins, typed.usual), partial(self._on_looked, asked), owner=self
        )

    def _on_looked(self, asked: Asked, found: Sequence[Likeness]) -> None:
        if not found:
            self._admit(asked)
        elif asked.turn == self._turn:
            self._asked = asked
            self._form.warn(found)

    def _on_anyway(self) -> None:
        asked, self._asked = self._asked, None
        if asked is not None and asked.turn == self._turn:
            self._admit(replace(asked, flags=self._form.ticked))

    def _admit(self, asked: Asked) -> None:
        typed, patients = asked.typed, self._desk.cabinet.patients
        traits = typed.traits
        if traits is None:
            return
        phones = (Telecom(kind="tel", value=typed.phone),) if typed.phone else ()
        self._desk.tasks.read(
            lambda: patients.admit(
                traits, usual=typed.usual, ins=typed.ins, address=typed.address, telecoms=phones, flags=asked.flags
            ),
            partial(self._on_admitted, asked),
            owner=self,
        )

    def _on_admitted(self, asked: Asked, patient: Patient) -> None:
        changes = Changes(entities=frozenset({("patient", patient.id)}), patients=frozenset({patient.id}))
        was_in_front = self._written(asked.turn, asked.draft)
        self._desk.tasks.changed.emit(changes)
        self._desk.navigator.say(tr("Dossier créé : {name}.", name=patient.shown))
        if was_in_front:
            self.created.emit(patient)

    def _save(self) -> None:
        seen, after = self._form.corrects, self._form.read_correction()
        turn, draft = self._turn, self._kept.name
        if seen is None or after is None:
            return
        patients, tasks = self._desk.cabinet.patients, self._desk.tasks

        def done(_changes: Changes) -> None:
            if self._written(turn, draft):
                self.corrected.emit(seen.id)
            self._desk.navigator.say(
                tr("Identité corrigée : {name}.", name=after.shown),
                lambda: tasks.write(lambda: patients.correct(after, seen)),
            )

        tasks.write(lambda: patients.correct(seen, after), done, owner=self)

    def _written(self, turn: int, draft: str) -> bool:
        """Drop the draft of what is written, and leave its form; give False when one has left it already."""
        is_in_front = turn == self._turn
        self._kept.forget(draft)
        if is_in_front:
            self._leave()
        self._read_begun()
        return is_in_front


def _waiting_words(left: Mapping[str, str], number: int) -> str:
    name = " ".join(left[field] for field in (FAMILY, GIVENS) if field in left) or tr("sans nom")
    words = tr("Dossier commencé : {name}", name=name)
    return words if number == 1 else words + tr(", et {others} de plus", others=number - 1)

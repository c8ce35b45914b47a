# SPDX-License-Identifier: EUPL-1.2
"""« Signée dans le mauvais dossier »: the note stays as it was signed, and its text waits in the right file.

The mark is one field beside the seal (`Encounter.wrong_file`); nothing that was signed changes. The measures of
the note leave the curves and the doses of the wrong file: they are annulled there and written in the right one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import msgspec
import sqlalchemy as sa

from lgc_app.services.drafts import Drafts
from lgc_app.services.encounters import Encounters, Note, sealed_sections
from lgc_app.services.once_more import once_more
from lgc_app.services.one_line import one_line
from lgc_app.services.personal_notes import note_key, own_words, write_own
from lgc_app.services.session import Session
from lgc_app.services.staffing import has_ended
from lgc_app.services.trail import Trail
from lgc_core.errors import UserError
from lgc_core.model.document import Document
from lgc_core.model.encounter import Encounter, WrongFile
from lgc_core.model.entity import Entity
from lgc_core.model.form import FormAnswer, answer_id
from lgc_core.model.ids import new_id
from lgc_core.model.note import PRIVATE_SECTION, SECTION_TITLES, NoteSection, section_id
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Patient
from lgc_core.model.personal_note import PersonalNote
from lgc_core.model.rights import Right
from lgc_core.model.staff import Staff
from lgc_core.model.values import Author, When
from lgc_core.store import links, queries
from lgc_core.store.changes import Changes
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.store.unit_of_work import UnitOfWork

OUT_OF: Final = "consultation signée dans le mauvais dossier"
"""Words of the read trail, and reason of what is taken out of the wrong file."""

INTO: Final = "consultation reprise d’un autre dossier"
BACK: Final = "mauvais dossier : annulé"
_DOCUMENT = ENTITY_TABLES[Document].c
_SECTION = ENTITY_TABLES[NoteSection].c
_ANSWER = ENTITY_TABLES[FormAnswer].c
_OBSERVATION = ENTITY_TABLES[Observation].c


class NotThereError(UserError):
    """The act does not fit the note: not signed, marked before, or not marked."""


class NotYoursToMoveError(UserError):
    """Somebody else signed it, and is still here to say so."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} a signé cette consultation\u00a0: demandez-lui de la retirer de ce dossier.")


class SameFileError(UserError):
    """The file named is the one where the note already is, or one linked to it."""

    def __init__(self) -> None:
        super().__init__("C’est déjà le dossier de cette personne. Choisissez le dossier où elle aurait dû être.")


class CopyChangedError(UserError):
    """The copy was taken up in the right file: undoing would lose words."""

    def __init__(self) -> None:
        super().__init__(
            "Le texte a déjà été repris dans l’autre dossier. Rien n’est annulé\u00a0: ouvrez-y la consultation, "
            "ou ajoutez un complément ici."
        )


@dataclass(frozen=True, slots=True)
class Moved:
    """What was done: the mark, and whether a document made from the note is already in the wrong file."""

    changes: Changes
    mark: WrongFile
    documents: tuple[str, ...]


class WrongFiles:
    """Takes signed notes out of a file where they have no place."""

    def __init__(self, session: Session, trail: Trail, encounters: Encounters, drafts: Drafts) -> None:
        self._session = session
        self._trail = trail
        self._encounters = encounters
        self._drafts = drafts

    def move(self, encounter: str, patient: str, why: str = "") -> Moved:
        """Mark a signed note as being of somebody else, and copy its text into a draft of that file.

        Raises:
            NotThereError: it is not signed, or was marked before. NotYoursToMoveError: of a colleague.
            SameFileError: the same person. LookupError: the note or the patient is not here.
        """
        self._session.require(Right.SIGN_NOTE)
        note = self._encounters.get(encounter)
        wrong, said = note.encounter.patient, one_line(why)
        self._check(note, patient)
        self._trail.record(wrong, OUT_OF)
        self._trail.record(patient, INTO)
        copy = _Copy(note, patient, new_id(), self._session.staff.id)
        with self._session.store.unit_of_work(self._session.author) as uow:
            mark = WrongFile(
                by=self._session.author, at=uow.at, why=said, patient=patient, draft=copy.draft,
                measures=tuple(one.id for one in note.observations),
            )  # fmt: skip
            _refuse_twice(uow.get(Encounter, encounter))
            self._copy_in(uow, copy)
            for one in note.observations:
                uow.annul(Observation, one.id, OUT_OF)
            uow.set(Encounter, encounter, wrong_file=mark)
        with self._session.store.reading() as connection:
            where = (_DOCUMENT.ix_patient == wrong, _DOCUMENT.encounter == f'"{encounter}"')
            made = queries.find(connection, Document, *where)
        return Moved(uow.changes, mark, tuple(one.title for one in made))

    def take_back(self, encounter: str) -> Changes:
        """Undo `move`: the note is of its file again, the copy that nobody touched goes.

        Raises:
            NotThereError: it is not marked. CopyChangedError: the copy was written in, or signed.
        """
        self._session.require(Right.SIGN_NOTE)
        note = self._encounters.get(encounter)
        mark = note.encounter.wrong_file
        if mark is None:
            raise NotThereError("Cette consultation n’est pas marquée comme étant dans le mauvais dossier.")
        self._refuse_others(note)
        if any(one.encounter == mark.draft for one in self._drafts.waiting()):
            raise CopyChangedError
        self._trail.record(note.encounter.patient, BACK)
        self._trail.record(mark.patient, BACK)
        with self._session.store.unit_of_work(self._session.author) as uow:
            before = _as_signed(uow.connection, note, mark)
            self._take_copy(uow, _Copy(before, mark.patient, mark.draft, mark.by.staff))
            for one in before.observations:
                uow.create(once_more(one))
            uow.set(Encounter, encounter, wrong_file=None)
        return uow.changes

    def _check(self, note: Note, patient: str) -> None:
        if not note.is_signed:
            raise NotThereError("Cette consultation n’est pas signée\u00a0: corrigez-la, ou videz-la.")
        _refuse_twice(note.encounter)
        self._refuse_others(note)
        with self._session.store.reading() as connection:
            if queries.get(connection, Patient, patient) is None:
                raise LookupError(patient)
            if patient in links.members(connection, note.encounter.patient):
                raise SameFileError

    def _refuse_others(self, note: Note) -> None:
        """Leave a note to who signed it; of somebody who left, a doctor may say it."""
        author = _author_of(note)
        if author is None or author.staff == self._session.staff.id:
            return
        with self._session.store.reading() as connection:
            theirs = queries.get(connection, Staff, author.staff)
        left = theirs is None or has_ended(theirs, self._session.now().date())
        if not (left and self._session.may(Right.CERTIFY)):
            raise NotYoursToMoveError(author.name)

    def _copy_in(self, uow: UnitOfWork, copy: "_Copy") -> None:
        uow.create(copy.encounter(self._session))
        for entity in copy.entities():
            uow.create(entity)
        words = own_words(uow.connection, self._session, copy.note.encounter.id)
        if words:
            write_own(uow, self._session, copy.draft, copy.patient, words)

    def _take_copy(self, uow: UnitOfWork, copy: "_Copy") -> None:
        """Annul a copy, if it is still what was copied.

        Raises:
            CopyChangedError: it is not.
        """
        if uow.get(Encounter, copy.draft) is None or uow.is_sealed(Encounter, copy.draft):
            raise CopyChangedError
        there = _there(uow.connection, copy.draft)
        if _said(there) != _said(copy.entities()):
            raise CopyChangedError
        for one in there:
            uow.annul(type(one), one.id, BACK)
        own = note_key(self._session, copy.draft)
        if uow.get(PersonalNote, own) is not None:
            uow.annul(PersonalNote, own, BACK)
        uow.annul(Encounter, copy.draft, BACK)


class _Copy:
    """What a note becomes in another file: the same moment, the same words, not signed."""

    def __init__(self, note: Note, patient: str, draft: str, mover: str) -> None:
        self.note = note
        self.patient = patient
        self.draft = draft
        self._mover = mover

    def encounter(self, session: Session) -> Encounter:
        """Return the contact, of the day it took place, of whoever will sign it."""
        known = self.note.encounter
        return Encounter(
            id=self.draft, patient=self.patient, kind=known.kind, period=known.period, reasons=known.reasons,
            main_act=known.main_act, responsible=session.stamp(),
        )  # fmt: skip

    def entities(self) -> list[Entity]:
        """Return its sections, measures and answers."""
        ids = {one.id: new_id() for one in self.note.observations}
        return [*self._sections(), *self._measures(ids), *self._answers(ids)]

    def _sections(self) -> Iterator[NoteSection]:
        for code in SECTION_TITLES:
            text = self._texts().get(code, "")
            if text.strip() and code != PRIVATE_SECTION:
                yield NoteSection(
                    id=section_id(self.draft, code), encounter=self.draft, patient=self.patient,
                    code=code, text=text,  # type: ignore[arg-type]  # codes come from our own table
                )  # fmt: skip

    def _texts(self) -> dict[str, str]:
        """Return what was signed, then what came under it without being signed, then the complements."""
        signed = sealed_sections(self.note.sealed) if self.note.sealed else dict(self.note.sections)
        for code, late in self.note.late.items():
            signed[code] = "\n".join(part for part in (signed.get(code, ""), late) if part)
        added = [f"Complément du {When(text=one.at[:10]).display()} : {one.text}" for one in self.note.addenda]
        signed["libre"] = "\n".join(part for part in (self._whose(), signed.get("libre", ""), *added) if part)
        return signed

    def _whose(self) -> str:
        """Say whose words these are, when somebody else will sign them."""
        author = _author_of(self.note)
        if author is None or author.staff == self._mover:
            return ""
        start = self.note.encounter.period.start
        day = f" du {start.display()[:10]}" if start else ""
        return f"Repris d’une consultation{day} signée par {author.name}, dans un autre dossier."

    def _measures(self, ids: dict[str, str]) -> Iterator[Observation]:
        for one in self.note.observations:
            yield msgspec.structs.replace(
                one, id=ids[one.id], patient=self.patient, encounter=self.draft, created=None,
                corrects=ids.get(one.corrects, ""), parent=ids.get(one.parent, ""),
            )  # fmt: skip

    def _answers(self, ids: dict[str, str]) -> Iterator[FormAnswer]:
        for one in self.note.answers:
            if one.value is not None or one.observation in ids:
                yield msgspec.structs.replace(
                    one, id=answer_id(self.draft, one.form, one.question), patient=self.patient,
                    encounter=self.draft, created=None, observation=ids.get(one.observation, ""),
                )  # fmt: skip


def _refuse_twice(known: Encounter | None) -> None:
    if known is None or known.wrong_file is not None:
        raise NotThereError("Cette consultation est déjà marquée comme étant dans le mauvais dossier.")


def _author_of(note: Note) -> Author | None:
    sealed = note.sealed or note.encounter
    return sealed.created.by if sealed.created else None


def _as_signed(connection: sa.Connection, note: Note, mark: WrongFile) -> Note:
    """Return a marked note with the measures that went with it."""
    gone = (queries.get_annulled(connection, Observation, key) for key in mark.measures)
    return replace(note, observations=tuple(one for one in gone if one is not None))


def _there(connection: sa.Connection, draft: str) -> list[Entity]:
    return [
        *queries.find(connection, NoteSection, _SECTION.ix_encounter == draft),
        *queries.find(connection, Observation, _OBSERVATION.ix_encounter == draft),
        *queries.find(connection, FormAnswer, _ANSWER.ix_encounter == draft),
    ]


def _said(entities: Iterable[Entity]) -> list[str]:
    """Return what entities say, without who wrote them nor their ids, in one order."""
    return sorted(_words(one) for one in entities)


def _words(one: Entity) -> str:
    if isinstance(one, NoteSection):
        return f"{one.code} {one.text}"
    if isinstance(one, FormAnswer):
        return f"{one.form} {one.question} {one.value} {bool(one.observation)}"
    assert isinstance(one, Observation)
    return f"{one.code} {one.value} {one.at}"

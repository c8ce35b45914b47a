# SPDX-License-Identifier: EUPL-1.2
"""Consultations: opened, written, signed; after the signature only an addendum."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from lgc_app.services.drafts import Drafts
from lgc_app.services.personal_notes import own_words
from lgc_app.services.session import Session, Signer
from lgc_core.clinical.forms.answers import Told, told
from lgc_core.errors import UserError
from lgc_core.model.canonical import read
from lgc_core.model.encounter import Encounter
from lgc_core.model.form import FormAnswer
from lgc_core.model.ids import new_id
from lgc_core.model.note import PRIVATE_SECTION, Addendum, NoteSection, clean_text
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Patient
from lgc_core.model.rights import Right
from lgc_core.model.seal import SEAL_PREFIX, Seal, SealedRecord, seal_content, seal_digest
from lgc_core.model.values import Concept, Interval, Stamp, at_instant
from lgc_core.store import links, queries
from lgc_core.store.changes import Changes
from lgc_core.store.log import OPEN
from lgc_core.store.tables import ENTITY_TABLES, conflict
from lgc_core.store.unit_of_work import UnitOfWork

_ENCOUNTER = ENTITY_TABLES[Encounter].c
_SECTION = ENTITY_TABLES[NoteSection].c
_ANSWER = ENTITY_TABLES[FormAnswer].c
_OBSERVATION = ENTITY_TABLES[Observation].c
_ADDENDUM = ENTITY_TABLES[Addendum].c
_SEALED = ENTITY_TABLES[SealedRecord].c


class AlreadySignedError(UserError):
    """The note was signed, here or on another post."""

    def __init__(self) -> None:
        super().__init__("Cette consultation est signée. Ajoutez un complément.")


class EmptyNoteError(UserError):
    """Nothing was written."""

    def __init__(self) -> None:
        super().__init__("La consultation est vide. Écrivez au moins une ligne avant de signer.")


class OpenConflictError(UserError):
    """Two versions must be brought together before the note is sealed."""

    def __init__(self) -> None:
        super().__init__("Deux versions de cette note sont à rapprocher avant de signer.")


class WrongFileNoteError(UserError):
    """The note is of somebody else: nothing is built on it in this file."""

    def __init__(self) -> None:
        super().__init__(
            "Cette consultation est marquée «\u00a0mauvais dossier\u00a0»\u00a0: écrivez dans le dossier de la "
            "bonne personne, ou annulez d’abord la marque."
        )


@dataclass(frozen=True, slots=True)
class Note:
    """An encounter with all that belongs to it."""

    encounter: Encounter
    sections: dict[str, str]
    observations: tuple[Observation, ...]
    addenda: tuple[Addendum, ...]
    sealed: SealedRecord | None
    answers: tuple[FormAnswer, ...] = ()

    @property
    def forms(self) -> tuple[Told, ...]:
        """Return the forms answered in it, in words: as signed once it is."""
        if self.is_signed and self.sealed is not None:
            return sealed_forms(self.sealed)
        return told(self.answers, self.observations)

    @property
    def late(self) -> dict[str, str]:
        """Return the texts that are in the note and not under its signature: « hors signature »."""
        if not self.is_signed or self.sealed is None:
            return {}
        signed = sealed_sections(self.sealed)
        return {
            code: text
            for code, text in self.sections.items()
            if text.strip() and code != PRIVATE_SECTION and signed.get(code, "") != text
        }

    @property
    def is_signed(self) -> bool:
        """Tell whether it was sealed."""
        return self.encounter.status == "signe"


class Encounters:
    """The consultations of a practice."""

    def __init__(self, session: Session, drafts: Drafts) -> None:
        self._session = session
        self._drafts = drafts

    def open_today(self, patient: str) -> Note:
        """Return today's unsigned consultation of this person with the patient, opened if there is none."""
        self._session.require(Right.WRITE_NOTE)
        if known := self.today_of(patient):
            return known
        now = self._session.now()
        encounter = Encounter(
            id=new_id(), patient=patient, period=Interval(start=at_instant(now)), responsible=self._session.stamp()
        )
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(encounter)
        return self.get(encounter.id)

    def today_of(self, patient: str) -> Note | None:
        """Return today's unsigned consultation of this person, None when nothing was written yet."""
        self._session.require(Right.READ_RECORD)
        today = self._session.now().date()
        found = next((one for one in self._drafts_of(patient) if _day(one) == today), None)
        return self.get(found.id) if found else None

    def unsigned_of(self, patient: str) -> list[Encounter]:
        """Return older consultations of this person, never signed: « Reprendre »."""
        self._session.require(Right.READ_RECORD)
        today = self._session.now().date()
        return [one for one in self._drafts_of(patient) if _day(one) != today]

    def _drafts_of(self, patient: str) -> list[Encounter]:
        with self._session.store.reading() as connection:
            where = (links.is_of(connection, _ENCOUNTER.ix_patient, patient), _ENCOUNTER.ix_status == "brouillon")
            found = queries.find(connection, Encounter, *where, order=_ENCOUNTER.ix_at_ms.desc())
        mine = self._session.staff.id
        return [one for one in found if one.created and one.created.by.staff == mine]

    def get(self, encounter: str) -> Note:
        """Return a consultation as stored, drafts of this post laid over it.

        Raises:
            LookupError: when it does not exist.
        """
        self._session.require(Right.READ_RECORD)
        with self._session.store.reading() as connection:
            found = queries.get(connection, Encounter, encounter)
            if found is None:
                raise LookupError(encounter)
            sections = queries.find(connection, NoteSection, _SECTION.ix_encounter == encounter)
            measures = queries.find(
                connection, Observation, _OBSERVATION.ix_encounter == encounter, order=_OBSERVATION.id
            )
            answers = queries.find(connection, FormAnswer, _ANSWER.ix_encounter == encounter, order=_ANSWER.id)
            addenda = queries.find(connection, Addendum, _ADDENDUM.ix_encounter == encounter, order=_ADDENDUM.id)
            sealed = queries.find(connection, SealedRecord, _SEALED.ix_aggregate == encounter)
            own = own_words(connection, self._session, encounter)
        texts: dict[str, str] = {section.code: section.text for section in sections if self._may_read(section)}
        if own is not None:
            texts[PRIVATE_SECTION] = own
        if found.status != "signe":
            texts |= {draft.code: draft.text for draft in self._drafts.waiting() if draft.encounter == encounter}
        given = tuple(one for one in answers if one.is_given)
        return Note(found, texts, tuple(measures), tuple(addenda), sealed[-1] if sealed else None, given)

    def _may_read(self, section: NoteSection) -> bool:
        mine = section.created is not None and section.created.by.staff == self._session.staff.id
        own = mine and self._session.in_person
        return section.code != PRIVATE_SECTION or own

    def sign(self, encounter: str, *, with_card: bool = False) -> Changes:
        """Seal a consultation: its exact bytes are kept, hashed and signed.

        Raises:
            AlreadySignedError: sealed before, here or elsewhere.
            EmptyNoteError: nothing was written.
            OpenConflictError: two versions are to be brought together first.
            OutsideError: the card was removed while it signed; the draft stays.
        """
        self._session.require(Right.SIGN_NOTE)
        self._drafts.cut(encounter)
        note = self.get(encounter)
        self._check_signable(note)
        record = self._seal(note, with_card=with_card)
        ended = msgspec.structs.replace(note.encounter.period, end=at_instant(self._session.now()))
        reasons = note.encounter.reasons or _reasons(note)
        with self._session.store.unit_of_work(self._session.author) as uow:
            _check_unchanged(uow, note)
            uow.create(record)
            uow.sign(Encounter, encounter, record.id, status="signe", period=ended, reasons=reasons)
        return uow.changes

    def _check_signable(self, note: Note) -> None:
        if note.is_signed:
            raise AlreadySignedError
        if not any(_shared_texts(note).values()) and not note.observations and not note.answers:
            raise EmptyNoteError
        if self.disputed(note.encounter.id):
            raise OpenConflictError

    def disputed(self, encounter: str) -> str:
        """Return what is in two versions in a consultation, the consultation itself or a section; else nothing."""
        self._session.require(Right.READ_RECORD)
        ids = [encounter]
        with self._session.store.reading() as connection:
            sections = queries.find(connection, NoteSection, _SECTION.ix_encounter == encounter)
            ids += [section.id for section in sections if self._may_read(section)]
            ids += connection.execute(sa.select(_ANSWER.id).where(_ANSWER.ix_encounter == encounter)).scalars()
            waiting = sa.select(conflict.c.entity_id).where(
                conflict.c.entity_id.in_(ids), conflict.c.state == OPEN
            )
            return connection.execute(waiting.order_by(conflict.c.id).limit(1)).scalar() or ""

    def _seal(self, note: Note, *, with_card: bool) -> SealedRecord:
        with self._session.store.reading() as connection:
            patient = queries.get(connection, Patient, note.encounter.patient)
        if patient is None:
            raise LookupError(note.encounter.patient)
        return sealed_record(note, patient, self._session.stamp(), self._session.sign if with_card else None)

    def add(self, encounter: str, text: str) -> Changes:
        """Add a complement to a signed consultation; its draft goes in the same transaction.

        Raises:
            EmptyNoteError: nothing was written. WrongFileNoteError: it was signed in the wrong file.
        """
        self._session.require(Right.WRITE_NOTE)
        text = clean_text(text).strip()
        if not text:
            raise EmptyNoteError
        note = self.get(encounter)
        if note.encounter.wrong_file is not None:
            raise WrongFileNoteError
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(
                Addendum(id=new_id(), encounter=encounter, patient=note.encounter.patient, text=text, at=uow.at)
            )
            self._drafts.forget_addendum(uow, encounter)
        return uow.changes


def sealed_record(note: Note, patient: Patient, by: Stamp, sign: Signer | None = None) -> SealedRecord:
    """Return the exact bytes of a note under a seal: of the card when it signs, of the session else.

    Raises:
        OutsideError: the card was removed while it signed.
    """
    content = seal_content(_content(note, patient))
    signature = sign(hashlib.sha256(SEAL_PREFIX + content.encode()).digest()) if sign else None
    seal = Seal(
        sha256=seal_digest(content),
        by=by,
        at=by.at,
        method="carte" if signature else "session",
        cert_sha256=signature.cert_sha256 if signature else "",
        signature=signature.value if signature else "",
    )
    return SealedRecord(
        id=new_id(),
        patient=patient.id,
        aggregate_type="encounter",
        aggregate_id=note.encounter.id,
        content=content,
        seal=seal,
    )


def _day(encounter: Encounter) -> dt.date | None:
    return encounter.period.start.date if encounter.period.start else None


def _reasons(note: Note) -> tuple[Concept, ...]:
    first = note.sections.get("motif", "").strip().split("\n")[0]
    return (Concept(text=first),) if first else ()


def _shared_texts(note: Note) -> dict[str, str]:
    """Return the sections that hold words, without the personal notes: everybody reads what is sealed."""
    return {code: text for code, text in note.sections.items() if text.strip() and code != PRIVATE_SECTION}


def _check_unchanged(uow: UnitOfWork, note: Note) -> None:
    """Refuse to sign what an exchange changed between the reading and the writing: nobody saw it.

    Raises:
        AlreadySignedError: signed elsewhere meanwhile. OpenConflictError: a text is no longer the one read.
    """
    if uow.is_sealed(Encounter, note.encounter.id):
        raise AlreadySignedError
    now = queries.find(uow.connection, NoteSection, _SECTION.ix_encounter == note.encounter.id)
    if any(one.text != note.sections.get(one.code, one.text) for one in now if one.code != PRIVATE_SECTION):
        raise OpenConflictError
    answers = queries.find(uow.connection, FormAnswer, _ANSWER.ix_encounter == note.encounter.id, order=_ANSWER.id)
    if tuple(one for one in answers if one.is_given) != note.answers:
        raise OpenConflictError


def _content(note: Note, patient: Patient) -> dict[str, Any]:
    """Return what the signer saw: subject, responsible, sections and measures with their ids."""
    forms = {"forms": [msgspec.to_builtins(one) for one in note.forms]} if note.answers else {}
    return {
        "encounter": msgspec.to_builtins(note.encounter),
        "subject": {
            "id": patient.id,
            "traits": msgspec.to_builtins(patient.traits),
            "ins": msgspec.to_builtins(patient.ins),
        },
        "sections": _shared_texts(note),
        "observations": [msgspec.to_builtins(one) for one in note.observations],
        **forms,
    }


def sealed_sections(record: SealedRecord) -> dict[str, str]:
    """Return the texts inside a sealed record: what was signed, whatever the rows say since."""
    return dict(read(record.content, dict[str, Any])["sections"])


def sealed_forms(record: SealedRecord) -> tuple[Told, ...]:
    """Return the forms inside a sealed record, in the words that were signed."""
    return tuple(msgspec.convert(read(record.content, dict[str, Any]).get("forms", []), list[Told]))

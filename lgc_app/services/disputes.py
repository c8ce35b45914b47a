# SPDX-License-Identifier: EUPL-1.2
"""One value in two versions, as a person reads it: title, patient, both versions, what may be decided."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import sqlalchemy as sa

from lgc_app.services.conflict_versions import Version, Versions
from lgc_app.services.conflict_words import NOTHING, field_words, value_words
from lgc_app.services.session import Session
from lgc_app.services.word_diff import Passage, passages
from lgc_core.clinical.forms.answers import question_words, words_of
from lgc_core.model.catalogue import BY_NAME
from lgc_core.model.encounter import Encounter
from lgc_core.model.entity import field_rules
from lgc_core.model.form import FormAnswer
from lgc_core.model.note import (
    PRIVATE_SECTION,
    SECTION_TITLES,
    NoteSection,
)
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Patient, age_shown
from lgc_core.model.rights import Right, may
from lgc_core.model.values import When
from lgc_core.oplog.operation import ANNUL_FIELD, SEAL_FIELD
from lgc_core.oplog.resolution import Cited
from lgc_core.oplog.state import DECODER, EntityState
from lgc_core.store import log, queries, states
from lgc_core.store.identity import USER, kind_of
from lgc_core.store.unit_of_work import patient_of

Nature = Literal["texte", "valeur clinique", "administratif", "identité", "hors signature", "suppression"]
_NATURES: Final[dict[str, Nature]] = {
    "A": "administratif",
    "B": "valeur clinique",
    "C": "texte",
    "D": "hors signature",
    "G": "identité",
}
_RIGHTS: Final = {
    "patient": Right.EDIT_IDENTITY,
    "appointment": Right.MANAGE_AGENDA,
    "practice": Right.MANAGE_PRACTICE,
    "staff": Right.MANAGE_PRACTICE,
    "device": Right.MANAGE_PRACTICE,
    "note_section": Right.WRITE_NOTE,
    "form_answer": Right.WRITE_NOTE,
    "personal_note": Right.WRITE_NOTE,
    "preference": Right.SEE_IDENTITY,
    "dossier_request": Right.WRITE_NOTE,
    "dossier_message": Right.WRITE_NOTE,
    "care_team_member": Right.WRITE_NOTE,
    "encounter": Right.WRITE_NOTE,
}
"""Who decides; what is clinical and not named here needs the right over problems: a clinician."""


class Choice(enum.Enum):
    """What a person may decide."""

    FIRST = "1"
    SECOND = "2"
    TEXT = "texte"
    COMPLEMENT = "complément"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """One value in two versions; the first is shown in the record meanwhile.

    Attributes:
        seen: version of the value shown, which the decision is about.
        more: further versions, to decide after this one.
        choices: what may be decided; « FIRST » alone means that both only stay in the history.
    """

    entity_type: str
    entity_id: str
    field: str
    patient: str
    shown: str
    age: str
    title: str
    nature: Nature
    right: Right
    first: Version
    second: Version
    passages: tuple[Passage, ...]
    seen: str | None
    cited: tuple[Cited, ...]
    more: int
    choices: frozenset[Choice]

    @property
    def id(self) -> str:
        """Return the name of this dispute in lists and commands."""
        return f"{self.entity_id}:{self.field}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A conflict that a person decided: both versions, for ever, and by whom."""

    shown: str
    title: str
    first: Version
    second: Version
    by: Version


class Disputes:
    """Builds disputes over one connection."""

    def __init__(self, session: Session, connection: sa.Connection) -> None:
        self._session = session
        self._connection = connection
        self._versions = Versions(connection)
        self._names: dict[str, Patient | None] = {}

    def dispute(self, state: EntityState, rows: Sequence[sa.Row[Any]]) -> Dispute | None:
        """Return a value in two versions as a person reads it, None when it is not theirs to read."""
        field, right = rows[0].field, right_over(state.entity_type)
        if not may(self._session.staff.role, right) or self._is_private(state):
            return None
        leaf, chain, leaves = self._versions.newest(rows)
        first, second = self._both(state, field, leaf)
        patient = self._patient(patient_of(state))
        return Dispute(
            entity_type=state.entity_type,
            entity_id=state.entity_id,
            field=field,
            patient=patient.id if patient else "",
            shown=patient.shown if patient else "",
            age=age_shown(patient.traits.birth_date, self._session.now().date()) if patient else "",
            title=self._title(state, field),
            nature=_nature(state, field, leaf.merge),
            right=right,
            first=first,
            second=second,
            passages=passages(first.text, second.text),
            seen=state.version(field),
            cited=tuple(Cited(winner=row.winner_op, loser=row.loser_op) for row in chain),
            more=leaves - 1,
            choices=self._choices(state, field, leaf),
        )

    def decided(self, row: sa.Row[Any]) -> Decided | None:
        """Return a conflict that was decided, None when it is not this person's to read."""
        key = (row.entity_type, row.entity_id)
        state = states.load(self._connection, [key]).get(key)
        if (
            state is None
            or not may(self._session.staff.role, right_over(row.entity_type))
            or self._is_private(state)
        ):
            return None
        patient = self._patient(patient_of(state))
        first, second = (
            self._versions.made(op, value_words(row.entity_type, row.field, value), value)
            for op, value in ((row.winner_op, row.winner_value), (row.loser_op, row.loser_value))
        )
        return Decided(
            shown=patient.shown if patient else "",
            title=self._title(state, row.field),
            first=first,
            second=second,
            by=self._versions.made(row.resolved_by or "", "", None),
        )

    def _both(self, state: EntityState, field: str, leaf: sa.Row[Any]) -> tuple[Version, Version]:
        if field == ANNUL_FIELD:
            kept = self._versions.made(leaf.winner_op, "La ligne est gardée, avec sa modification", None)
            reason = value_words(state.entity_type, field, leaf.loser_value)
            return kept, self._versions.made(leaf.loser_op, reason, leaf.loser_value)
        if field == SEAL_FIELD:
            names = ("Signature montrée", "Autre signature, faite en même temps")
            return (
                self._versions.made(leaf.winner_op, names[0], leaf.winner_value),
                self._versions.made(leaf.loser_op, names[1], leaf.loser_value),
            )
        if state.annulled_op is not None:
            reason = self._versions.annulment(state.annulled_op)
            first = self._versions.made(state.annulled_op, f"Ligne retirée : {reason}", None)
        else:
            value = state.value(field)
            words = self._words(state.entity_type, field, value)
            first = self._versions.made(state.version(field) or state.created_op, words, value)
        words = self._words(state.entity_type, field, leaf.loser_value)
        return first, self._versions.made(leaf.loser_op, words, leaf.loser_value)

    def _words(self, entity_type: str, field: str, text: str | None) -> str:
        """Return a value as it is read; the measure of an answer is its number, not its id."""
        if (entity_type, field) == ("form_answer", "observation") and text:
            taken = queries.get(self._connection, Observation, text.strip('"'))
            return words_of(taken.value) if taken else NOTHING
        return value_words(entity_type, field, text)

    def _choices(self, state: EntityState, field: str, leaf: sa.Row[Any]) -> frozenset[Choice]:
        if field == ANNUL_FIELD:
            return frozenset({Choice.FIRST} | ({Choice.SECOND} if state.annulled_op is None else set()))
        if leaf.merge == "D" or self._is_sealed(state):
            is_text = state.entity_type == "note_section" and field == "text"
            return frozenset({Choice.FIRST} | ({Choice.COMPLEMENT} if is_text else set()))
        if state.annulled_op is not None or leaf.loser_value is None:
            return frozenset({Choice.FIRST})
        known = next((rule for rule in field_rules(BY_NAME[state.entity_type]) if rule.name == field), None)
        if state.entity_type == "form_answer":
            return frozenset({Choice.FIRST, Choice.SECOND})
        return frozenset({Choice.FIRST, Choice.SECOND} | ({Choice.TEXT} if known and known.type is str else set()))

    def _is_sealed(self, state: EntityState) -> bool:
        if state.sealed_id is not None:
            return True
        parent = BY_NAME[state.entity_type].aggregate
        return bool(parent) and log.sealed_on_disk(self._connection, (state.value(parent) or "").strip('"'))

    def _is_private(self, state: EntityState) -> bool:
        if kind_of(state.partition) == USER:
            return state.partition != self._session.own_partition
        if state.entity_type != "note_section":
            return False
        section = DECODER.decode(NoteSection, state.entity_id, state.fields)
        assert isinstance(section, NoteSection)
        own = section.created is not None and section.created.by.staff == self._session.staff.id
        return section.code == PRIVATE_SECTION and not own

    def _patient(self, patient: str) -> Patient | None:
        if patient not in self._names:
            self._names[patient] = queries.get(self._connection, Patient, patient) if patient else None
        return self._names[patient]

    def _title(self, state: EntityState, field: str) -> str:
        words = field_words(state.entity_type, field)
        if state.entity_type == "note_section":
            section = DECODER.decode(NoteSection, state.entity_id, state.fields)
            assert isinstance(section, NoteSection)
            return f"{SECTION_TITLES[section.code]}, {self._of_encounter(section.encounter)}"
        if state.entity_type == "form_answer":
            answer = DECODER.decode(FormAnswer, state.entity_id, state.fields)
            assert isinstance(answer, FormAnswer)
            return f"{question_words(answer)}, {self._of_encounter(answer.encounter)}"
        for name in ("code", "agent", "product", "label"):
            if name != field and name in state.fields:
                return f"{words} : {value_words(state.entity_type, name, state.value(name))}"
        return words

    def _of_encounter(self, encounter: str) -> str:
        found = queries.get(self._connection, Encounter, encounter)
        start = found.period.start if found else None
        return f"consultation du {(start or When(missing='UNK')).display()[:10]}"


def right_over(entity_type: str) -> Right:
    """Return the right that deciding about a kind of entity takes."""
    return _RIGHTS.get(entity_type, Right.WRITE_PROBLEM)


def _nature(state: EntityState, field: str, merge: str) -> Nature:
    if field == ANNUL_FIELD:
        return "suppression"
    if _RIGHTS.get(state.entity_type) in (Right.MANAGE_AGENDA, Right.MANAGE_PRACTICE):
        return "administratif"
    return _NATURES.get(merge, "administratif")

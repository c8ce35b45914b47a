# SPDX-License-Identifier: EUPL-1.2
"""Structured forms of a consultation: proposed by its reason, answered one question at a time, sealed with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from lgc_app.services.encounters import AlreadySignedError
from lgc_app.services.measures import TYPED_WRONG, Measures
from lgc_app.services.session import Session
from lgc_core.clinical.forms.answers import answered, told, typed_of, value_of
from lgc_core.clinical.forms.known import BY_ID, FORMS, proposed_forms
from lgc_core.clinical.forms.question import Form, Question
from lgc_core.errors import UserError
from lgc_core.model.encounter import Encounter
from lgc_core.model.form import FormAnswer, answer_id
from lgc_core.model.observation import Observation, Value
from lgc_core.model.rights import Right
from lgc_core.store import links, queries
from lgc_core.store.changes import Changes
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.store.unit_of_work import UnitOfWork

_ANSWER = ENTITY_TABLES[FormAnswer].c
_ENCOUNTER = ENTITY_TABLES[Encounter].c


LAST_VISITS: Final = 12
"""Consultations with forms that are looked through for the answers of the last time."""


class UnknownFormError(UserError):
    """This version has no such form, or the form no such question."""

    def __init__(self) -> None:
        super().__init__("Ce formulaire n’est pas connu de cette version. Mettez ce poste à jour.")


@dataclass(frozen=True, slots=True)
class Before:
    """The answer of an earlier consultation: its words as one would type them, and its day."""

    typed: str
    day: str


class Forms:
    """Proposes forms, keeps answers, and reads those of earlier consultations."""

    def __init__(self, session: Session, measures: Measures) -> None:
        self._session = session
        self._measures = measures

    def proposed(self, motif: str = "") -> list[Form]:
        """Return every form, those that the words of the reason propose first."""
        first = proposed_forms(motif)
        return first + [form for form in FORMS if form not in first]

    def answer(self, encounter: str, form: str, question: str, typed: str) -> Changes:
        """Write one answer as typed, in place of the one before; "" takes it back.

        Raises:
            WrongAnswerError, ImpossibleMeasureError, UnreadableMeasureError: it is no answer, nothing is written.
            AlreadySignedError: the consultation was signed, here or elsewhere.
            UnknownFormError: of another version.
        """
        return self.answer_all(encounter, form, {question: typed})

    def answer_all(self, encounter: str, form: str, typed: Mapping[str, str]) -> Changes:
        """Write several answers of one form in one transaction: all of them, or none.

        Raises:
            As `answer`.
        """
        self._session.require(Right.WRITE_NOTE)
        asked = {code: _question(form, code) for code in typed}
        today = self._session.now().date()
        values = {
            code: None if asked[code].measure else value_of(asked[code], words, today)
            for code, words in typed.items()
        }
        with self._session.store.unit_of_work(self._session.author) as uow:
            patient = _patient_of_draft(uow, encounter)
            for code, words in typed.items():
                taken = self._measured(patient, encounter, asked[code], words)
                _write(uow, FormAnswer(
                    id=answer_id(encounter, form, code), encounter=encounter, patient=patient, form=form,
                    question=code, value=values[code], observation=taken.id if taken else "",
                ), taken)  # fmt: skip
        return uow.changes

    def withdraw(self, encounter: str, form: str) -> dict[str, str]:
        """Take every answer of a form back, and return what was typed: `answer_all` writes it again.

        Raises:
            AlreadySignedError: the consultation was signed.
        """
        self._session.require(Right.WRITE_NOTE)
        given = self.typed(encounter).get(form, {})
        if given:
            self.answer_all(encounter, form, dict.fromkeys(given, ""))
        return given

    def typed(self, encounter: str) -> dict[str, dict[str, str]]:
        """Return the answers of a consultation as one would type them: by form, then by question."""
        self._session.require(Right.READ_RECORD)
        with self._session.store.reading() as connection:
            return _typed_in(connection, encounter)

    def texts(self, encounter: str) -> list[tuple[str, str]]:
        """Return the forms of a consultation in words: titles and texts."""
        self._session.require(Right.READ_RECORD)
        with self._session.store.reading() as connection:
            answers, measures = _answers(connection, encounter)
        return [(one.title, one.text) for one in told(answers, measures)]

    def before(self, patient: str, form: str, encounter: str = "") -> dict[str, Before]:
        """Return the last answers to a form in other consultations of the patient, by question.

        An earlier version of the form counts: its questions keep their codes.
        """
        self._session.require(Right.READ_RECORD)
        name = form.partition("@")[0]
        found: dict[str, Before] = {}
        with self._session.store.reading() as connection:
            for visit in self._visits(connection, patient)[:LAST_VISITS]:
                if visit.id == encounter:
                    continue
                day = visit.period.start.display()[:10] if visit.period.start else ""
                for known, answers in _typed_in(connection, visit.id).items():
                    if known.partition("@")[0] == name:
                        found = {code: Before(words, day) for code, words in answers.items()} | found
        return found

    def _visits(self, connection: sa.Connection, patient: str) -> list[Encounter]:
        answered_in = sa.select(_ANSWER.ix_encounter).where(links.is_of(connection, _ANSWER.ix_patient, patient))
        where = (_ENCOUNTER.id.in_(answered_in), _ENCOUNTER.ix_wrong.is_(None))
        return queries.find(connection, Encounter, *where, order=_ENCOUNTER.ix_at_ms.desc())

    def _measured(self, patient: str, encounter: str, question: Question, typed: str) -> Observation | None:
        if not question.measure or not typed.strip():
            return None
        return self._measures.read(patient, encounter, question.measure, typed)


def _question(form: str, code: str) -> Question:
    known = BY_ID.get(form)
    question = known.question(code) if known else None
    if question is None:
        raise UnknownFormError
    return question


def _patient_of_draft(uow: UnitOfWork, encounter: str) -> str:
    known = uow.get(Encounter, encounter)
    if known is None:
        raise LookupError(encounter)
    if uow.is_sealed(Encounter, encounter):
        raise AlreadySignedError
    return known.patient


def _write(uow: UnitOfWork, answer: FormAnswer, taken: Observation | None) -> None:
    """Write an answer with its measure; the measure that it replaces was typed by mistake."""
    known = uow.get(FormAnswer, answer.id)
    old = uow.get(Observation, known.observation) if known and known.observation else None
    if taken and old and taken.value == old.value:
        return
    if old:
        uow.annul(Observation, old.id, TYPED_WRONG)
    if taken:
        uow.create(taken)
    if known is not None:
        uow.set(FormAnswer, answer.id, value=answer.value, observation=answer.observation)
    elif answer.is_given:
        uow.create(answer)


def _answers(connection: sa.Connection, encounter: str) -> tuple[list[FormAnswer], list[Observation]]:
    answers = queries.find(connection, FormAnswer, _ANSWER.ix_encounter == encounter, order=_ANSWER.id)
    measures = queries.by_ids(connection, Observation, {one.observation for one in answers} - {""})
    return answers, list(measures.values())


def _typed_in(connection: sa.Connection, encounter: str) -> dict[str, dict[str, str]]:
    answers, measures = _answers(connection, encounter)
    numbers: dict[str, Value | None] = {one.id: one.value for one in measures}
    found: dict[str, dict[str, str]] = {}
    for one in answers:
        if words := typed_of(answered(one, numbers)):
            found.setdefault(one.form, {})[one.question] = words
    return found

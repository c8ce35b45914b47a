# SPDX-License-Identifier: EUPL-1.2
"""Problems and allergies added from the file, in the words typed."""

from typing import Final

from lgc_app.services.references import References
from lgc_app.services.session import Session
from lgc_core.errors import UserError
from lgc_core.model.absence import Absence, absence_id
from lgc_core.model.allergy import Allergy
from lgc_core.model.entity import Entity, entity_name
from lgc_core.model.ids import new_id
from lgc_core.model.note import clean_text
from lgc_core.model.problem import Problem
from lgc_core.model.rights import Right
from lgc_core.model.values import Concept
from lgc_core.model.words import fold
from lgc_core.store import queries
from lgc_core.store.changes import Changes

MAX_WORDS: Final = 200
"""A longer line is a note, not the name of a problem."""

_TAKEN_BACK: Final = "ajout annulé aussitôt"


class UnnamedError(UserError):
    """Nothing, or too much, was typed."""


class AlreadyThereError(UserError):
    """The same words are in the list."""

    def __init__(self, words: str) -> None:
        super().__init__(f"«\u00a0{words}\u00a0» est déjà dans la liste.")


class KnownAllergyError(UserError):
    """« Aucune allergie » contradicts the list."""

    def __init__(self) -> None:
        super().__init__("Une allergie est au dossier. Retirez-la d’abord, avec son motif.")


class Problems:
    """Adds to the lists of problems and allergies."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add_problem(self, patient: str, typed: str) -> Changes:
        """Add an active problem.

        Raises:
            UnnamedError: nothing typed, or more than MAX_WORDS characters.
            AlreadyThereError: the same words are there, and current.
        """
        self._session.require(Right.WRITE_PROBLEM)
        words = cleaned_words(typed)
        with self._session.store.reading() as connection:
            known = queries.of_patient(connection, Problem, patient)
        _refuse_twice(words, [one.code.text for one in known if one.status == "actif"])
        return self._create(Problem(id=new_id(), patient=patient, code=References(self._session).concept(words)))

    def add_allergy(self, patient: str, typed: str) -> Changes:
        """Add an active allergy; « aucune allergie connue », if it was said, is beaten by it.

        Raises:
            UnnamedError: nothing typed, or more than MAX_WORDS characters.
            AlreadyThereError: the same agent is there, and active.
        """
        self._session.require(Right.WRITE_PROBLEM)
        words = cleaned_words(typed)
        _refuse_twice(words, [one.agent.text for one in self._allergies(patient)])
        return self._create(Allergy(id=new_id(), patient=patient, agent=Concept(text=words)))

    def state_no_allergy(self, patient: str) -> Changes:
        """Say that no allergy is known today: a statement with its author and its date.

        Raises:
            KnownAllergyError: an active allergy is in the file.
        """
        self._session.require(Right.WRITE_PROBLEM)
        if self._allergies(patient):
            raise KnownAllergyError
        key, today = absence_id(patient, "allergie"), self._session.now().date().isoformat()
        with self._session.store.unit_of_work(self._session.author) as uow:
            if uow.get(Absence, key) is None:
                uow.create(Absence(id=key, patient=patient, topic="allergie", reason="aucun_connu", at=today))
            else:
                uow.set(Absence, key, reason="aucun_connu", at=today)
        return uow.changes

    def take_back(self, added: Changes) -> Changes:
        """Undo an addition that was just made: the line is annulled, its history stays."""
        self._session.require(Right.WRITE_PROBLEM)
        with self._session.store.unit_of_work(self._session.author) as uow:
            for kind in (Problem, Allergy):
                for name, key in added.entities:
                    if name == entity_name(kind):
                        uow.annul(kind, key, _TAKEN_BACK)
        return uow.changes

    def _allergies(self, patient: str) -> list[Allergy]:
        with self._session.store.reading() as connection:
            found = queries.of_patient(connection, Allergy, patient)
        return [one for one in found if one.status == "actif"]

    def _create(self, entity: Entity) -> Changes:
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(entity)
        return uow.changes


def cleaned_words(typed: str) -> str:
    """Return words of one line.

    Raises:
        UnnamedError: nothing typed, or more than MAX_WORDS characters.
    """
    words = " ".join(clean_text(typed).split())
    if not words:
        raise UnnamedError("Écrivez le nom, puis Entrée.")
    if len(words) > MAX_WORDS:
        raise UnnamedError(
            f"Nom trop long ({len(words)} caractères). Gardez l’essentiel, le reste va dans la note."
        )
    return words


def _refuse_twice(words: str, known: list[str]) -> None:
    if fold(words) in {fold(one) for one in known}:
        raise AlreadyThereError(words)

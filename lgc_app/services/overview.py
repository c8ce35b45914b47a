# SPDX-License-Identifier: EUPL-1.2
"""What must stay in sight of a patient: the banner and the context pane, in words."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import sqlalchemy as sa

from lgc_app.services.clearance import Clearance, clearance
from lgc_app.services.disputed_values import DisputedValues, both_words, status_words
from lgc_app.services.pregnancies import pregnancy_in
from lgc_app.services.renal import filtrations
from lgc_app.services.session import Session
from lgc_core.clinical.pregnancy import Pregnancy
from lgc_core.clinical.renal import Filtration, parted_by_date, yearly_change
from lgc_core.model.absence import Absence, absence_id
from lgc_core.model.allergy import Allergy
from lgc_core.model.identity import IdentityCheck, IdentityStatus, identity_status
from lgc_core.model.patient import Patient, age_shown, sex_shown
from lgc_core.model.problem import Problem
from lgc_core.model.rights import Right
from lgc_core.model.treatment import Treatment
from lgc_core.model.values import When
from lgc_core.store import queries
from lgc_core.store.tables import conflict

L = TypeVar("L", bound=Allergy | Problem | Treatment)
AllergyState = Literal["connues", "aucune", "inconnu"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a list: words, and what stands at the right; `versions` is above one in a conflict.

    `comment` is read by pointing at it, `faded` says that it is no longer current.
    """

    id: str
    words: str
    aside: str = ""
    versions: int = 1
    comment: str = ""
    faded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The banner and the context of one patient.

    `noted` are all the problems that were read for it: who builds on an overview reads them from here.
    """

    patient: Patient
    shown: str
    born_as: str
    sex_and_age: str
    birth: str
    identity: IdentityStatus
    allergy_state: AllergyState
    allergies: tuple[str, ...]
    allergy_lines: tuple[Line, ...]
    allergy_words: str
    filtrations: tuple[Filtration, ...]
    renal_words: str
    renal_is_low: bool
    renal_to_check: bool
    clearance: Clearance | None
    pregnancy: Pregnancy | None
    ald: str
    deceased: str
    problems: tuple[Line, ...]
    treatments: tuple[Line, ...]
    noted: tuple[Problem, ...] = ()


class Overviews:
    """Builds overviews."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, patient: Patient) -> Overview:
        """Return what the banner and the context pane show."""
        self._session.require(Right.READ_RECORD)
        today = self._session.now().date()
        with self._session.store.reading() as connection:
            checks = queries.of_patient(connection, IdentityCheck, patient.id)
            lists = _Lists(connection, patient.id)
            noted = queries.of_patient(connection, Problem, patient.id)
            allergies, problems, treatments = lists.allergies(), lists.problems(noted), lists.treatments()
            no_allergy = lists.no_allergy()
            pregnancy = pregnancy_in(connection, patient, noted, today)
            every = filtrations(connection, patient, self._session.practice.id)
            renal, misdated = parted_by_date(every, today)
            dose = clearance(connection, patient, renal[-1] if renal else None, today)
        state, words = _allergy_words(allergies, no_allergy)
        return Overview(
            patient=patient,
            shown=patient.shown,
            born_as=patient.born_as,
            sex_and_age=_sex_and_age(patient, today),
            birth=When(text=patient.traits.birth_date).display(),
            identity=identity_status(patient.traits, patient.identity_flags, checks),
            allergy_state=state,
            allergies=tuple(one.words for one in allergies),
            allergy_lines=allergies,
            allergy_words=words,
            filtrations=renal,
            renal_words=_renal_words(renal, today) + _misdated_words(misdated),
            renal_is_low=bool(renal) and renal[-1].ml_min < 60,
            renal_to_check=bool(misdated) or (bool(renal) and renal[-1].is_stale(today)),
            clearance=dose,
            pregnancy=pregnancy,
            ald=", ".join(one.ald for one in noted if one.ald),
            deceased=patient.deceased.when.display() if patient.deceased else "",
            problems=problems,
            treatments=treatments,
            noted=tuple(noted),
        )


class _Lists:
    """The lists of one patient; a line that any version keeps current is in sight."""

    def __init__(self, connection: sa.Connection, patient: str) -> None:
        self._connection = connection
        self._patient = patient
        self._disputed = DisputedValues(connection, (Allergy, Problem, Treatment, Absence))

    def allergies(self) -> tuple[Line, ...]:
        """Return the allergies."""
        living = self._living(Allergy)
        return self._lines(Allergy, living, lambda one: one.status == "actif", allergy_shown, _nothing)

    def problems(self, noted: list[Problem]) -> tuple[Line, ...]:
        """Return the current problems, of those that were read."""
        return self._lines(Problem, noted, _is_current, lambda one: one.code.text, _since)

    def treatments(self) -> tuple[Line, ...]:
        """Return the treatments under way."""
        living = self._living(Treatment)
        return self._lines(
            Treatment, living, lambda one: one.status == "en_cours", lambda one: one.product.text, _posology
        )

    def no_allergy(self) -> tuple[Absence, ...]:
        """Return the versions of the statement that no allergy is known, none when it was never made."""
        found = queries.get(self._connection, Absence, absence_id(self._patient, "allergie"))
        return self._disputed.variants(found) if found else ()

    def _living(self, kind: type[L]) -> list[L]:
        return queries.of_patient(self._connection, kind, self._patient)

    def _lines(
        self,
        kind: type[L],
        living: list[L],
        is_current: Callable[[L], bool],
        words: Callable[[L], str],
        aside: Callable[[L], str],
    ) -> tuple[Line, ...]:
        removed: list[L] = self._disputed.removed(kind, self._patient)
        gone = {one.id for one in removed}
        lines = []
        for one in (*living, *removed):
            versions = self._disputed.variants(one)
            if not any(map(is_current, versions)):
                continue
            said = both_words(versions, words)
            doubts = [status_words(versions, lambda version: version.status.replace("_", " "))]
            if one.id in gone or self._disputed.may_be_removed(one.id):
                doubts.append("à garder ou à retirer")
            doubt = ", ".join(part for part in doubts if part)
            lines.append(
                Line(
                    id=one.id,
                    words=f"{said} ({doubt})" if doubt else said,
                    aside=both_words(versions, aside),
                    versions=self._disputed.count(one.id),
                )
            )
        return tuple(lines)


def _sex_and_age(patient: Patient, today: dt.date) -> str:
    traits = patient.traits
    return f"{sex_shown(traits.sex, traits.birth_date, today)}, {age_shown(traits.birth_date, today)}"


def disputed_versions(connection: sa.Connection) -> dict[str, int]:
    """Return how many versions wait to be brought together, by entity."""
    query = sa.select(conflict.c.entity_id, sa.func.count()).where(conflict.c.state == "ouvert")
    return {row[0]: row[1] + 1 for row in connection.execute(query.group_by(conflict.c.entity_id))}


def allergy_shown(allergy: Allergy) -> str:
    """Return `Pénicilline (urticaire, 1998)`."""
    details = [reaction.text for reaction in allergy.reactions]
    if allergy.onset and allergy.onset.text and not allergy.onset.missing:
        details.append(allergy.onset.display())
    return f"{allergy.agent.text} ({', '.join(details)})" if details else allergy.agent.text


def _allergy_words(allergies: Sequence[Line], absence: tuple[Absence, ...]) -> tuple[AllergyState, str]:
    if allergies:
        label = "Allergie" if len(allergies) == 1 else "Allergies"
        said = ", ".join(f"{one.words} · 2\u00a0versions" if one.versions > 1 else one.words for one in allergies)
        return "connues", f"{label}\u00a0: {said}"
    reasons = {one.reason for one in absence}
    if reasons == {"aucun_connu"}:
        return "aucune", f"Aucune allergie connue (le {When(text=absence[0].at[:10]).display()})"
    if "aucun_connu" in reasons:
        return "inconnu", "Allergies\u00a0: aucune connue ou non renseignées (2\u00a0versions)"
    return "inconnu", "Allergies non renseignées"


def _renal_words(series: Sequence[Filtration], today: dt.date) -> str:
    if not series:
        return "DFG\u00a0: pas de créatinine au dossier"
    last = series[-1]
    words = f"DFG\u00a0{last.ml_min}\u00a0mL/min ({last.formula}) · stade\u00a0{last.stage} · "
    if last.is_stale(today):
        words += f"{last.on:%d/%m/%Y}, {ago(last.on, today)}, à contrôler avant d’adapter une dose"
    else:
        words += ago(last.on, today)
    change = yearly_change(series)
    if change:
        words += f" · {'+' if change > 0 else '−'}{abs(change)} en 12\u00a0mois"
    return words


def dated_renal_words(known: Overview) -> str:
    """Say the filtration with its date: on paper or in a signed text, « il y a 6 jours » grows old."""
    if not known.filtrations or (day := f"{known.filtrations[-1].on:%d/%m/%Y}") in known.renal_words:
        return known.renal_words
    return f"{known.renal_words} (créatinine du {day})"


def _misdated_words(misdated: Sequence[Filtration]) -> str:
    """Say that a creatinine is dated in the future: its value is in Biologie, and counts for nothing else."""
    return f" · créatinine datée du {misdated[-1].on:%d/%m/%Y}, à vérifier" if misdated else ""


def ago(day: dt.date, today: dt.date) -> str:
    """Return how long ago a day was, in the words of the banner."""
    days = (today - day).days
    if days <= 0:
        return "aujourd’hui"
    if days == 1:
        return "hier"
    if days < 60:
        return f"il y a {days}\u00a0jours"
    months = days * 12 // 365
    return f"il y a {months}\u00a0mois" if months < 24 else f"il y a {months // 12}\u00a0ans"


def _is_current(problem: Problem) -> bool:
    return problem.status in {"actif", "rémission"} and problem.kind != "familial"


def _since(problem: Problem) -> str:
    start = problem.period.start
    since = start.text[:4] if start and not start.missing else ""
    return " · ".join(part for part in (since, "ALD" if problem.ald else "") if part)


def _posology(treatment: Treatment) -> str:
    return treatment.posology.text if treatment.posology else ""


def _nothing(_allergy: Allergy) -> str:
    return ""

# SPDX-License-Identifier: EUPL-1.2
"""What must stay in sight of a patient: the banner and the context pane, in words."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

import sqlalchemy as sa

from lgc_app.services.renal import filtrations
from lgc_app.services.session import Session
from lgc_core.clinical.renal import Filtration, yearly_change
from lgc_core.model.absence import Absence, absence_id
from lgc_core.model.allergy import Allergy
from lgc_core.model.identity import IdentityCheck, IdentityStatus, identity_status
from lgc_core.model.patient import Patient, age_shown
from lgc_core.model.problem import Problem
from lgc_core.model.treatment import Treatment
from lgc_core.model.values import When
from lgc_core.store import queries
from lgc_core.store.tables import conflict

AllergyState = Literal["connues", "aucune", "inconnu"]
_SEX: Final = {"F": "Femme", "M": "Homme", "UN": "Sexe inconnu"}


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
    """The banner and the context of one patient."""

    patient: Patient
    shown: str
    born_as: str
    sex_and_age: str
    birth: str
    identity: IdentityStatus
    allergy_state: AllergyState
    allergies: tuple[str, ...]
    allergy_words: str
    filtrations: tuple[Filtration, ...]
    renal_words: str
    renal_is_low: bool
    ald: str
    deceased: str
    problems: tuple[Line, ...]
    treatments: tuple[Line, ...]


class Overviews:
    """Builds overviews."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, patient: Patient) -> Overview:
        """Return what the banner and the context pane show."""
        today = self._session.now().date()
        with self._session.store.reading() as connection:
            checks = queries.of_patient(connection, IdentityCheck, patient.id)
            allergies = [
                one for one in queries.of_patient(connection, Allergy, patient.id) if one.status == "actif"
            ]
            no_allergy = queries.get(connection, Absence, absence_id(patient.id, "allergie"))
            problems = queries.of_patient(connection, Problem, patient.id)
            treatments = queries.of_patient(connection, Treatment, patient.id)
            renal = filtrations(connection, patient)
            disputed = disputed_versions(connection)
        state, words = _allergy_words(allergies, no_allergy)
        return Overview(
            patient=patient,
            shown=patient.shown,
            born_as=patient.born_as,
            sex_and_age=f"{_SEX[patient.traits.sex]}, {age_shown(patient.traits.birth_date, today)}",
            birth=When(text=patient.traits.birth_date).display(),
            identity=identity_status(patient.traits, patient.identity_flags, checks),
            allergy_state=state,
            allergies=tuple(allergy_shown(one) for one in allergies),
            allergy_words=words,
            filtrations=tuple(renal),
            renal_words=_renal_words(renal, today),
            renal_is_low=bool(renal) and renal[-1].ml_min < 60,
            ald=", ".join(one.ald for one in problems if one.ald),
            deceased=patient.deceased.when.display() if patient.deceased else "",
            problems=tuple(_problem(one, disputed) for one in problems if _is_current(one)),
            treatments=tuple(_treatment(one, disputed) for one in treatments if one.status == "en_cours"),
        )


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


def _allergy_words(allergies: list[Allergy], absence: Absence | None) -> tuple[AllergyState, str]:
    if allergies:
        label = "Allergie" if len(allergies) == 1 else "Allergies"
        return "connues", f"{label}\u00a0: {', '.join(map(allergy_shown, allergies))}"
    if absence is not None and absence.reason == "aucun_connu":
        return "aucune", f"Aucune allergie connue (le {When(text=absence.at[:10]).display()})"
    return "inconnu", "Allergies non renseignées"


def _renal_words(series: list[Filtration], today: dt.date) -> str:
    if not series:
        return "DFG\u00a0: pas de créatinine au dossier"
    last = series[-1]
    words = f"DFG\u00a0{last.ml_min}\u00a0mL/min · stade\u00a0{last.stage} · {ago(last.on, today)}"
    change = yearly_change(series)
    if change:
        words += f" · {'+' if change > 0 else '−'}{abs(change)} en 12\u00a0mois"
    return words


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


def _problem(problem: Problem, disputed: dict[str, int]) -> Line:
    start = problem.period.start
    since = start.text[:4] if start and not start.missing else ""
    aside = " · ".join(part for part in (since, "ALD" if problem.ald else "") if part)
    return Line(id=problem.id, words=problem.code.text, aside=aside, versions=disputed.get(problem.id, 1))


def _treatment(treatment: Treatment, disputed: dict[str, int]) -> Line:
    posology = treatment.posology.text if treatment.posology else ""
    return Line(
        id=treatment.id, words=treatment.product.text, aside=posology, versions=disputed.get(treatment.id, 1)
    )

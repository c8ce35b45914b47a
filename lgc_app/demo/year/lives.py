# SPDX-License-Identifier: EUPL-1.2
"""One patient's year: what they have, why they came, what was found; nothing is written here."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lgc_app.demo.year import childhood, seasons
from lgc_app.demo.year.acute import AFTER_THE_CYCLONE, EPISODES, Episode
from lgc_app.demo.year.chronic import CHRONIC, Chronic, share_at
from lgc_app.demo.year.laboratory import Body
from lgc_app.demo.year.people import made_id
from lgc_app.demo.year.talk import say
from lgc_core.clinical.frequent_problems import concept_of
from lgc_core.model.allergy import Allergy
from lgc_core.model.entity import Entity
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Patient
from lgc_core.model.problem import Problem
from lgc_core.model.procedure import Procedure
from lgc_core.model.treatment import Treatment
from lgc_core.model.values import Concept, Interval, Posology, When

_ALLERGENS: Final = (
    ("Pénicillines", "urticaire"), ("Amoxicilline", "éruption"), ("Ibuprofène", "œdème des paupières"),
    ("Acariens", "rhinite"), ("Crevettes", "urticaire"), ("Iode (produit de contraste)", "prurit"),
    ("Latex", "eczéma de contact"), ("Venin d’hyménoptère", "réaction locale étendue"),
)  # fmt: skip
_OPERATIONS: Final = (
    "Appendicectomie", "Cholécystectomie", "Amygdalectomie", "Cataracte opérée", "Cure de hernie inguinale",
    "Prothèse totale de hanche", "Césarienne", "Hystérectomie",
)  # fmt: skip
_KINDRED: Final = (("Diabète de type 2", "mère"), ("Diabète de type 2", "père"), ("Infarctus du myocarde", "père"),
                   ("Cancer du sein", "mère"), ("Hypertension artérielle", "mère"))  # fmt: skip
_HABITS: Final = (
    "{Tabac : 10 PA, fume 8 cigarettes par jour.|Tabac : sevré depuis 2019.|N’a jamais fumé.}",
    "{Alcool : rhum le week-end.|Alcool : occasionnel.|Pas d’alcool.}",
)


@dataclass(slots=True)
class Seen:
    """One visit: when it was wished for, what was written and measured."""

    wished: dt.date
    motif: str
    texts: dict[str, str]
    measures: dict[str, str]


@dataclass(slots=True)
class Life:
    """One patient with all that is known, by the day when it was written."""

    patient: Patient
    since: dt.date
    facts: list[Entity] = field(default_factory=list)
    visits: list[Seen] = field(default_factory=list)
    results: list[tuple[dt.date, list[Observation]]] = field(default_factory=list)
    labels: frozenset[str] = frozenset()
    age: int = 0


class Living:
    """Makes lives, one after the other, from one dice."""

    def __init__(self, dice: random.Random, today: dt.date) -> None:
        self._dice = dice
        self._today = today
        self._first = today - dt.timedelta(days=365)

    def life_of(self, patient: Patient) -> Life:
        """Make the year of a patient."""
        born = dt.date.fromisoformat(patient.traits.birth_date)
        age = (self._today - born).days // 365
        having = [one for one in CHRONIC if self._dice.random() * 100 < share_at(one, age)]
        known = self._first - dt.timedelta(days=self._dice.randint(30, 2500))
        life = Life(patient=patient, since=max(known, born + dt.timedelta(days=8)), age=age)
        life.since = min(life.since, self._today - dt.timedelta(days=3))
        life.labels = frozenset(one.label for one in having)
        life.facts = [*self._problems(patient, having, age), *self._background(patient, age)]
        body = Body(patient, life.labels, age, self._dice)
        pressure = self._dice.gauss(141 if "Hypertension artérielle" in life.labels else 124, 9)
        life.visits = [
            *self._follow_up(having, age, pressure),
            *self._acute(patient, age, pressure),
            *self._childhood(patient, born, age),
        ]
        life.visits = sorted((one for one in life.visits if one.wished > life.since), key=lambda one: one.wished)
        life.results = list(self._results(life, having, body))
        return life

    def _problems(self, patient: Patient, having: list[Chronic], age: int) -> Iterator[Entity]:
        for one in having:
            year = self._today.year - min(self._dice.randint(1, 16), max(age - 1, 1))
            ald = "30" if one.label in ("Diabète de type 2", "Insuffisance cardiaque") else ""
            yield Problem(
                id=made_id(self._dice), patient=patient.id, code=concept_of(one.label),
                period=Interval(start=When(text=str(year))), ald=ald,
            )  # fmt: skip
            for group in one.drugs.split(" + "):
                product, _, posology = self._dice.choice(group.split(";")).partition("|")
                if product and posology:
                    since = When(text=str(min(year + 1, self._today.year)))
                    yield Treatment(
                        id=made_id(self._dice), patient=patient.id, product=Concept(text=product),
                        posology=Posology(text=posology), period=Interval(start=since),
                    )  # fmt: skip

    def _background(self, patient: Patient, age: int) -> Iterator[Entity]:
        dice = self._dice
        if dice.random() < 0.09:
            agent, reaction = dice.choice(_ALLERGENS)
            yield Allergy(id=made_id(dice), patient=patient.id, agent=Concept(text=agent),
                          reactions=(Concept(text=reaction),))  # fmt: skip
        if age > 25 and dice.random() < 0.3:
            what = dice.choice(
                [
                    one
                    for one in _OPERATIONS
                    if patient.traits.sex == "F" or one not in ("Césarienne", "Hystérectomie")
                ]
            )
            when = When(text=str(self._today.year - dice.randint(1, max(age - 20, 2))))
            yield Procedure(id=made_id(dice), patient=patient.id, code=Concept(text=what), when=when)
        if age > 30 and dice.random() < 0.22:
            label, who = dice.choice(_KINDRED)
            yield Problem(
                id=made_id(dice), patient=patient.id, kind="familial", code=concept_of(label), relative=who
            )

    def _follow_up(self, having: list[Chronic], age: int, pressure: float) -> Iterator[Seen]:
        busiest = max((one.visits for one in having), default=0.0)
        times = int(busiest) + (self._dice.random() < busiest % 1)
        for rank in range(times):
            gap = 365 // times
            day = self._first + dt.timedelta(days=rank * gap + self._dice.randint(0, gap - 1))
            about = sorted(having, key=lambda one: (-one.visits, self._dice.random()))[:3]
            named = {
                "Hypertension artérielle": "HTA",
                "Diabète de type 2": "diabète",
                "Maladie rénale chronique": "rein",
            }
            words = ", ".join(named.get(one.label, one.label[:1].lower() + one.label[1:]) for one in about[:2])
            texts = {
                "motif": say(self._dice, f"{{Renouvellement, {words}|Suivi {words}|Renouvellement}}"),
                "S": self._said(one.asked for one in about),
                "O": self._said(one.found for one in about),
                "A": self._said(one.concluded for one in about),
                "P": self._said(one.done for one in about),
            }
            settled = pressure - 2.5 * rank
            yield Seen(day, texts["motif"], texts, self._adult_measures(age, settled, fever=False))

    def _said(self, parts: Iterator[str]) -> str:
        return "\n".join(dict.fromkeys(say(self._dice, part) for part in parts))

    def _acute(self, patient: Patient, age: int, pressure: float) -> Iterator[Seen]:
        for episode in EPISODES:
            low, high = episode.ages
            if not low <= age <= high or episode.sex not in ("", patient.traits.sex):
                continue
            for month in range(12):
                day = self._first + dt.timedelta(days=month * 30 + self._dice.randint(0, 30))
                if self._dice.random() < episode.rate / 12 * seasons.weight(episode.season, day):
                    yield self._episode(episode, day, age, pressure)
        cyclone = seasons.cyclone_of(self._today.year)
        if self._first < cyclone < self._today - dt.timedelta(days=20) and age > 7 and self._dice.random() < 0.03:
            yield self._episode(
                self._dice.choice(AFTER_THE_CYCLONE),
                cyclone + dt.timedelta(days=self._dice.randint(3, 18)),
                age,
                pressure,
            )

    def _episode(self, episode: Episode, day: dt.date, age: int, pressure: float) -> Seen:
        dice = self._dice
        texts = {
            "motif": say(dice, episode.motif), "S": say(dice, episode.asked), "O": say(dice, episode.found),
            "A": say(dice, episode.concluded), "P": say(dice, episode.done),
        }  # fmt: skip
        if age > 17 and dice.random() < 0.08:
            texts["S"] = f"{texts['S']}\n{' '.join(say(dice, one) for one in _HABITS)}"
        measures = self._adult_measures(age, pressure, fever=episode.fever) if age >= 16 else {}
        if episode.fever or (age < 16 and dice.random() < 0.5):
            measures["temperature"] = f"{dice.gauss(38.6 if episode.fever else 37.1, 0.4):.1f}"
        return Seen(day, texts["motif"], texts, measures)

    def _adult_measures(self, age: int, pressure: float, *, fever: bool) -> dict[str, str]:
        dice = self._dice
        if age < 16 or dice.random() < 0.25:
            return {}
        high = round(dice.gauss(pressure, 5) / 2) * 2
        return {
            "pas": str(min(max(high, 92), 208)),
            "pad": str(min(max(round(high * 0.57 + dice.gauss(2, 4)), 50), 118)),
            "pouls": str(min(max(round(dice.gauss(92 if fever else 74, 8)), 48), 130)),
        }

    def _childhood(self, patient: Patient, born: dt.date, age: int) -> Iterator[Seen]:
        if age > 16:
            return
        line = self._dice.gauss(0, 0.8)
        for months in childhood.EXAMINATIONS:
            day = born + dt.timedelta(days=round(months * 30.44) + self._dice.randint(0, 12))
            if not self._first < day < self._today or self._dice.random() < 0.12:
                continue
            weight, height, head = childhood.size_at(patient, months, line + self._dice.gauss(0, 0.08))
            measures = {"poids": f"{weight:.1f}" if months > 24 else f"{weight:.2f}", "taille": f"{height:.1f}"}
            if months <= 36:
                measures["perimetre_cranien"] = f"{head:.1f}"
            when = f"{months} mois" if months < 25 else f"{months // 12} ans"
            texts = {
                "motif": f"Examen des {when}", "S": say(self._dice, childhood.ASKED),
                "O": say(self._dice, childhood.FOUND), "A": say(self._dice, childhood.CONCLUDED),
                "P": say(self._dice, childhood.DONE),
            }  # fmt: skip
            yield Seen(day, texts["motif"], texts, measures)

    def _results(
        self, life: Life, having: list[Chronic], body: Body
    ) -> Iterator[tuple[dt.date, list[Observation]]]:
        panels = tuple(dict.fromkeys(panel for one in having for panel in one.tests))
        times = 3 if "hba1c" in panels else 2 if panels else int(life.age > 40 and self._dice.random() < 0.3)
        for rank in range(times + (1 if panels and self._dice.random() < 0.5 else 0)):
            ago = rank * 365 // max(times, 1) + self._dice.randint(4, 70)
            day = self._today - dt.timedelta(days=ago)
            if day.weekday() < 6 and day > life.since:
                yield day, list(body.report((*panels, "nfs"), day, ago / 365))
        for seen in life.visits:
            if "engue" in seen.texts["A"]:
                day = seen.wished + dt.timedelta(days=1)
                if day < self._today:
                    yield day, list(body.dengue(day, self._dice.choice((2, 3, 4, 5))))

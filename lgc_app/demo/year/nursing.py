# SPDX-License-Identifier: EUPL-1.2
"""The nurse's year: who is visited, at what hour, and what was passed on."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lgc_app.demo.year.lives import Life
from lgc_app.demo.year.people import made_id
from lgc_app.demo.year.seasons import is_cyclone
from lgc_app.demo.year.talk import say
from lgc_core.model.agenda_rule import Rhythm
from lgc_core.model.entity import Entity
from lgc_core.model.nursing import CareDone, CareSchedule, Visit, VisitDone, visit_id
from lgc_core.model.staff import Staff
from lgc_core.model.transmission import Transmission
from lgc_core.model.values import Concept
from lgc_core.model.values.when import REUNION

DAYS: Final = 60
"""Days of passages that are written: before, the practice kept its round on paper."""


class _Care(NamedTuple):
    words: str
    hours: tuple[str, ...]
    fixed: bool
    every: int
    focus: str
    data: str
    actions: str
    results: str


_CARES: Final = (
    _Care("Insuline, glycémie capillaire", ("06:30", "18:00"), True, 1, "Glycémie",
          "Glycémie à jeun {1,42|1,68|2,10|0,71} g/L. {A bien mangé hier soir|Repas sauté hier soir|Se sent "
          "fatiguée}.",
          "{Insuline faite selon protocole|Resucrage, contrôle à 15 min|Insuline faite, point d’injection "
          "changé}.",
          "{1,10 g/L au contrôle|Médecin prévenu|À revoir ce soir}."),
    _Care("Toilette, bas de contention", ("07:00",), False, 1, "Peau, mobilité",
          "{Rougeur du talon gauche|Peau fragile|Marche avec déambulateur|Œdèmes plus marqués ce matin}.",
          "{Toilette au lit|Toilette au lavabo avec aide}, {effleurage|bas posés|talon déchargé}.",
          "{Rougeur disparue à la décharge|Fille prévenue|Poids demandé demain}."),
    _Care("Pansement d’ulcère de jambe", ("08:30",), False, 2, "Plaie",
          "Ulcère {4 × 3|5 × 4|3 × 3} cm, {fibrineux|bourgeonnant}, exsudat {modéré|faible}, {pas "
          "d’odeur|odeur légère}.",
          "Détersion, {alginate|hydrocellulaire}, bande de contention.",
          "{Berges propres|Bourgeonne bien|Photo à demander au médecin}."),
    _Care("Pilulier de la semaine", ("09:15",), False, 7, "Traitement",
          "{Deux prises oubliées|Prises régulières|Boîte de furosémide vide}.",
          "Pilulier préparé pour 7 jours{, ordonnance relue|}.", "{Renouvellement à demander|Rien à signaler}."),
    _Care("Surveillance tension, poids", ("09:45",), False, 3, "Tension",
          "TA {15/8|14/7|16/9|11/6}, poids {stable|+ 1 kg|+ 2 kg en 4 jours}.", "{Repos, reprise à 10 min|Pesée}.",
          "{13/7 au repos|Médecin prévenu du poids|Stable}."),
    _Care("Injection d’anticoagulant", ("10:15",), True, 1, "Injection", "{Hématome au flanc|Pas d’hématome}.",
          "Injection sous-cutanée, {flanc droit|flanc gauche}.", "{Bien supportée|Dernière injection vendredi}."),
)  # fmt: skip


def rounds_of(
    lives: Sequence[Life], nurse: Staff, ordered: str, today: dt.date, dice: random.Random
) -> Iterator[tuple[str, Entity]]:
    """Give, with the moment of each, the cares of some old patients, two months of passages and what was said."""
    old = [life for life in lives if life.age >= 68]
    for life in dice.sample(old, min(len(old), max(len(lives) // 140, 5))):
        care = dice.choice(_CARES)
        first = today - dt.timedelta(days=dice.randint(DAYS, 300))
        plan = CareSchedule(
            id=made_id(dice), patient=life.patient.id, care=Concept(text=care.words), ordered=ordered,
            rhythm=Rhythm(every=care.every), hours=care.hours, fixed=care.fixed, first=first.isoformat(),
            nurse=nurse.id,
        )  # fmt: skip
        yield f"{first.isoformat()}T07:00:00.000+04:00", plan
        for back in range(DAYS, 0, -1):
            day = today - dt.timedelta(days=back)
            if plan.is_due(day) and not is_cyclone(day):
                for hour in care.hours:
                    yield from _passage(life, plan, care, day, hour, nurse, dice)


def _passage(
    life: Life, plan: CareSchedule, care: _Care, day: dt.date, hour: str, nurse: Staff, dice: random.Random
) -> Iterator[tuple[str, Entity]]:
    at = dt.datetime.combine(day, dt.time.fromisoformat(hour), REUNION) + dt.timedelta(minutes=dice.randint(4, 20))
    moment = at.isoformat(timespec="milliseconds")
    key = visit_id(life.patient.id, day.isoformat(), hour)
    is_away = dice.random() < 0.015
    done = CareDone(schedule=plan.id, words=care.words, done=not is_away, comment="")
    yield moment, Visit(
        id=key, patient=life.patient.id, day=day.isoformat(), planned=hour, nurse=nurse.id,
        status="absente" if is_away else "faite", ticked=() if is_away else (plan.id,),
        done=VisitDone(at=moment, by=nurse.author, cares=(done,)),
    )  # fmt: skip
    if not is_away and dice.random() < 0.3:
        yield moment, Transmission(
            id=made_id(dice), patient=life.patient.id, at=moment, focus=care.focus, data=say(dice, care.data),
            actions=say(dice, care.actions), results=say(dice, care.results), important=dice.random() < 0.06,
            visit=key,
        )  # fmt: skip

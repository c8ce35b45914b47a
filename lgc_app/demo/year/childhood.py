# SPDX-License-Identifier: EUPL-1.2
"""Children of the practice: their examinations, how they grow, their vaccines at the age of the calendar.

Growth: medians near those of the WHO standard, smoothed by us, shifted by a child's own line; vaccines: the French
calendar of 2025 as `lgc_core.clinical.vaccination.calendar_2025` holds it.
"""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Final

from lgc_app.demo.year.people import made_id
from lgc_core.clinical.vaccination.products import BY_NAME
from lgc_core.model.patient import Patient
from lgc_core.model.vaccination import Vaccination
from lgc_core.model.values import Stamp, on_day
from lgc_core.model.words import fold

EXAMINATIONS: Final = (1, 2, 3, 4, 5, 6, 9, 11, 12, 16, 24, 36, 48, 60, 72, 102, 138, 162, 192)
"""Months of age of the examinations of children that the Assurance maladie pays in full."""

_GIRLS: Final = ((0, 3.3, 49.5, 34), (3, 5.8, 60, 39.5), (6, 7.3, 66, 42), (12, 9.0, 74, 45), (24, 11.5, 86, 47.2),
                 (36, 13.9, 95, 48.3), (60, 18, 109, 49.8), (96, 25.5, 127, 51.5), (144, 41, 151, 53),
                 (192, 54, 163, 54.5), (216, 56, 164, 55))  # fmt: skip
_BOYS: Final = ((0, 3.4, 50, 34.6), (3, 6.3, 61.5, 40.5), (6, 7.9, 67.8, 43.2), (12, 9.6, 76, 46),
                (24, 12.2, 87.5, 48.3),
                (36, 14.4, 96, 49.5), (60, 18.5, 110, 50.8), (96, 26, 128, 52.2), (144, 40, 149, 53.5),
                (192, 61, 174, 55.5), (216, 67, 176, 56))  # fmt: skip
"""Months, kilograms, centimetres, centimetres of skull."""

_SCHEDULE: Final = (
    (2, "Hexyon"), (2, "Prevenar 20"), (2, "Rotarix"), (3, "Bexsero"), (3, "Rotarix"), (4, "Hexyon"),
    (4, "Prevenar 20"),
    (5, "Bexsero"), (6, "Nimenrix"), (11, "Hexyon"), (11, "Prevenar 20"), (12, "M-M-RVaxPro"), (12, "Bexsero"),
    (12, "Nimenrix"), (16, "M-M-RVaxPro"), (72, "Tetravac-acellulaire"), (138, "Repevax"), (144, "Gardasil 9"),
    (150, "Gardasil 9"), (138, "MenQuadfi"),
)  # fmt: skip
ASKED: Final = (
    "{Mange de tout|Allaité|Diversification en cours|Petit mangeur}. {Dort ses nuits|Se réveille une fois}. "
    "{Bien à la "
    "crèche|Gardé par sa grand-mère|Va à l’école avec plaisir}. {Pas d’inquiétude des parents|Questions sur les "
    "écrans|"
    "Questions sur le sommeil}."
)
FOUND: Final = (
    "{Bon contact, éveillé|Souriant|Coopère bien}. {Auscultation normale|Cœur régulier, poumons libres}. "
    "{Hanches stables|"
    "Marche acquise|Langage de son âge|Rachis droit}. {Tympans normaux|Vision et audition : rien à signaler}."
)
CONCLUDED: Final = "{Développement harmonieux|Croissance régulière sur son couloir|Examen de l’âge normal}."
DONE: Final = (
    "{Vitamine D|Conseils : chaleur, eau, moustiques|Brossage des dents|Prévention des noyades au lagon "
    "rappelée}. "
    "{Prochain examen programmé|Carnet rempli}."
)


def size_at(patient: Patient, months: float, line: float) -> tuple[float, float, float]:
    """Return kilograms, centimetres and skull of a child on its own line (-2 to 2 standard deviations or so)."""
    table = _GIRLS if patient.traits.sex == "F" else _BOYS
    before = max((row for row in table if row[0] <= months), default=table[0])
    after = min((row for row in table if row[0] > months), default=before)
    part = 0.0 if after[0] == before[0] else (months - before[0]) / (after[0] - before[0])
    weight, height, head = (before[rank] + (after[rank] - before[rank]) * part for rank in (1, 2, 3))
    return weight * (1 + 0.11 * line), height * (1 + 0.038 * line), head * (1 + 0.022 * line)


def vaccines_of(patient: Patient, today: dt.date, who: Stamp, dice: random.Random) -> Iterator[Vaccination]:
    """Give the doses that were due by now; one child in twelve is late, adults have their boosters."""
    born = dt.date.fromisoformat(patient.traits.birth_date)
    late = 150 if dice.random() < 0.08 else 0
    doses: dict[str, int] = {}
    for months, name in _SCHEDULE:
        day = born + dt.timedelta(days=round(months * 30.44) + dice.randint(0, 20) + late)
        if day > today or day.year < 2018:  # older doses are in a paper booklet that nobody typed
            continue
        doses[name] = doses.get(name, 0) + 1
        yield _dose(patient, name, day, who, dice, number=doses[name])
    yield from _adult(patient, born, today, who, dice)


def _adult(
    patient: Patient, born: dt.date, today: dt.date, who: Stamp, dice: random.Random
) -> Iterator[Vaccination]:
    age = (today - born).days // 365
    if age >= 25 and dice.random() < 0.6:
        yield _dose(
            patient, "Repevax" if age < 65 else "Revaxis", _past(today, dice, 12), who, dice, act="BOOSTER"
        )
    if age >= 65 and dice.random() < 0.55:
        autumn = dt.date(today.year, 4, 14) + dt.timedelta(days=dice.randint(0, 50))
        yield _dose(patient, "Efluelda", min(autumn, today), who, dice)
    if age >= 65 and dice.random() < 0.25:
        yield _dose(patient, "Shingrix", _past(today, dice, 2), who, dice, number=1)


def _past(today: dt.date, dice: random.Random, years: int) -> dt.date:
    return today - dt.timedelta(days=dice.randint(20, years * 365))


def _dose(
    patient: Patient,
    name: str,
    day: dt.date,
    who: Stamp,
    dice: random.Random,
    *,
    number: int = 0,
    act: str = "IMMUNIZ",
) -> Vaccination:
    product = BY_NAME[fold(name)]
    return Vaccination(
        id=made_id(dice),
        patient=patient.id,
        vaccine=product.concept(product.cip13[0] if product.cip13 else ""),
        act="BOOSTER" if act == "BOOSTER" else "IMMUNIZ",
        dose_number=number,
        at=on_day(day),
        lot=_lot(dice),
        targets=product.valences,
        performer=who,
    )


def _lot(dice: random.Random) -> str:
    letters = "ABCDEFGHKLMN"
    return f"{dice.choice(letters)}{dice.randint(10, 99)}{dice.choice(letters)}{dice.randint(1, 9)}"

# SPDX-License-Identifier: EUPL-1.2
"""Households of La Réunion put together by a seeded dice: fictional people, real communes.

Names: frequent family names and given names of the island, written here as they are heard in a waiting room.
Communes and postcodes: INSEE, code officiel géographique, and La Poste (Licence Ouverte), as facts.
"""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from typing import Final, Literal

from lgc_app.demo.people import fictional_ins, fictional_traits
from lgc_core.model.patient import Patient, UsualIdentity
from lgc_core.model.places import COMMUNES_974
from lgc_core.model.values import Address, Telecom

Sex = Literal["F", "M"]

_FAMILIES: Final = (
    "Hoarau Payet Grondin Boyer Fontaine Rivière Dijoux Robert Maillot Técher Lauret Bègue Nativel Clain Vitry "
    "Turpin Gonthier Lebon Cadet Picard Morel Smith Mussard Damour Folio Law-Yat Ah-Kiem Chane-Kune Lebreton "
    "Sautron Hubert Samson Sery Collet Rosaire Leperlier Leveneur Baret Bénard Cazal Pausé Perrault Potin Vergoz "
    "Zitte Virapoullé Valliamé Velou Moutoussamy Ramassamy Virassamy Vellin Soubaya Latchoumane Madi Abdallah "
    "Saïd Patel Ingar Omarjee Ravat Barencourt Fontaine Gaze Huet Jacquemart Lépinay Maunier Nourry Palas "
    "Rangama Sinama Tanguy Thomas Tossem Ah-Hot Fock-Yee Lin-Kwong Chan-Ou-Teung Arhiman Caroupaye Govindin "
    "Mardaye"
)
FAMILIES: Final = tuple(_FAMILIES.split())
"""The first ones are met more often than the last ones."""

_GIVEN: Final[dict[Sex, tuple[tuple[int, str], ...]]] = {
    "F": (
        (
            1955,
            (
                "Marie-Josée Marie-Thérèse Yvette Jocelyne Françoise Raymonde Suzanne Georgette Lucette Rosemay "
                "Marie-Claude Éliette Gilberte Ginette Monique Simone Andrée Thérèse Denise Josiane"
            ),
        ),
        (
            1975,
            (
                "Marie-Ange Nadine Brigitte Sylvie Patricia Corinne Nadège Fabienne Béatrice Marlène Ketty "
                "Huguette Gislaine Marie-Noëlle Catherine Isabelle Sita Martine Claudette Yolaine"
            ),
        ),
        (
            1995,
            (
                "Aurélie Stéphanie Ludivine Émilie Vanessa Géraldine Mélissa Sabrina Élodie Gaëlle Virginie "
                "Priscilla Laëtitia Karine Audrey Marie-Laure Estelle Jessica Anne-Lise Soraya"
            ),
        ),
        (
            2010,
            (
                "Océane Anaïs Manon Chloé Noémie Maëva Laurine Inès Mathilde Marine Emma Léa Shana Camille Julie "
                "Eva Lana Laura Coralie Cassandra"
            ),
        ),
        (
            2100,
            (
                "Lina Zoé Jade Mila Alya Louna Kiara Ambre Alicia Nélia Maylie Inaya Léana Kayla Éléna Lou Romy "
                "Naya Talia Elya"
            ),
        ),
    ),
    "M": (
        (
            1955,
            (
                "Joseph Expédit Antoine Gaston Lucien René Marcel Raymond Roland Jean-Claude Ignace Axel Émile "
                "Maxime Édouard Gabriel Henri Clovis Fulbert Marius"
            ),
        ),
        (
            1975,
            (
                "Jean-Noël Gérard Patrice Willy Éric Jean-René Didier Daniel Serge Yannick Harry Bernard Jean- "
                "Bernard Thierry Jean-Luc Judex Hubert Alain Philippe Michel"
            ),
        ),
        (
            1995,
            (
                "Mickaël Fabrice Loïc Ludovic Kévin Fred Jimmy Cédric Rajesh Anthony Gaël Sébastien Giovanni "
                "Johnny Jérôme Stéphane Damien Frédéric David Teddy"
            ),
        ),
        (
            2010,
            (
                "Enzo Lucas Mathieu Théo Dylan Quentin Alexandre Rayan Hugo Nathan Noah Yohan Dimitri Florian "
                "Thomas Valentin Mathis Samuel Adrien Jordan"
            ),
        ),
        (
            2100,
            (
                "Liam Kaïs Noa Ilan Kylian Mayron Ezio Malo Naël Eden Milo Lenny Imran Soan Livio Timéo Aaron "
                "Elio Noham Isaac"
            ),
        ),
    ),
}
"""Given names of those born before a year."""

_HOMES: Final = (
    ("97413", "97436", 30), ("97413", "97424", 12), ("97413", "97416", 6), ("97401", "97425", 12),
    ("97423", "97426", 9), ("97404", "97427", 9), ("97414", "97450", 7), ("97414", "97421", 3),
    ("97415", "97460", 5), ("97415", "97434", 4), ("97415", "97435", 4), ("97415", "97411", 2),
    ("97416", "97410", 3), ("97416", "97432", 2), ("97422", "97430", 3), ("97422", "97418", 1),
    ("97411", "97400", 2), ("97411", "97490", 1), ("97411", "97417", 1), ("97407", "97420", 2),
    ("97408", "97419", 1), ("97410", "97470", 1), ("97409", "97440", 1), ("97420", "97441", 1),
    ("97418", "97438", 1), ("97402", "97412", 1), ("97419", "97439", 1), ("97417", "97442", 1),
    ("97412", "97480", 1), ("97405", "97429", 1), ("97403", "97414", 1), ("97424", "97413", 1),
    ("97421", "97433", 1), ("97406", "97431", 1),
)  # fmt: skip
"""Commune, postcode, weight: the 24 communes, and mostly Saint-Leu, where the practice is."""

_STREETS: Final = (
    "chemin Ravine", "rue du Général-Lambert", "allée des Flamboyants", "rue des Bougainvilliers",
    "chemin Georges-Thénor", "rue Haute", "chemin des Letchis", "rue du Stade", "impasse des Vacoas",
    "route de la Chaloupe", "chemin Surprise", "rue de la Compagnie-des-Indes", "allée des Tamarins",
    "chemin du Piton", "rue Adrien-Lagourgue", "lotissement Les Filaos", "résidence Les Badamiers",
    "chemin Dubuisson", "rue Jean-Albany", "route Hubert-Delisle",
)  # fmt: skip
_JOBS: Final = (
    "agriculteur (canne)", "aide à domicile", "agent communal", "enseignante", "maçon", "chauffeur de car",
    "caissière", "infirmière", "agent d’entretien", "pêcheur", "étudiant", "demandeur d’emploi",
    "secrétaire", "mécanicien", "cuisinière", "agent de sécurité", "coiffeuse", "électricien",
    "assistante maternelle", "commerçant",
)  # fmt: skip
_AGES: Final = ((0, 2, 5), (3, 14, 15), (15, 29, 15), (30, 44, 18), (45, 59, 21), (60, 74, 17), (75, 96, 9))
"""First and last year of age, share of a hundred patients of a practice."""


def make_people(count: int, dice: random.Random, today: dt.date) -> list[Patient]:
    """Return fictional patients, some in the same house; the same seed gives the same people, ids included."""
    found: list[Patient] = []
    while len(found) < count:
        found.extend(_household(len(found), dice, today))
    return found[:count]


def made_id(dice: random.Random) -> str:
    """Return an id of the dice's own, in the form of those of the record."""
    return str(uuid.UUID(int=dice.getrandbits(128), version=4))


def _household(rank: int, dice: random.Random, today: dt.date) -> Iterator[Patient]:
    family = _family(dice)
    address = _address(dice)
    phone = Telecom(value=_phone(dice), use="MC")
    for member in range(dice.choice((1, 1, 1, 2, 2, 3, 4))):
        yield _person(rank + member, family, address, phone, dice, today)


def _person(
    rank: int, family: str, address: Address, phone: Telecom, dice: random.Random, today: dt.date
) -> Patient:
    sex: Sex = dice.choice(("F", "M"))
    born = _birth(dice, today)
    given = _given(sex, born.year, dice)
    age = (today - born).days // 365
    maiden = _family(dice) if sex == "F" and age > 24 and dice.random() < 0.45 else family
    cog = dice.choice(tuple(COMMUNES_974)) if dice.random() < 0.9 else dice.choice(("97608", "99333", "75056"))
    has_ins = dice.random() < 0.93
    return Patient(
        id=made_id(dice),
        record_number=f"{3000 + rank}",
        traits=fictional_traits(maiden, given, sex, born, cog),
        usual=UsualIdentity(family=family, given=given),
        ins=fictional_ins(sex, born, cog, dice) if has_ins else None,
        address=address,
        telecoms=(phone,) if age < 18 else (Telecom(value=_phone(dice), use="MC"),),
        job="retraité" if age > 64 else dice.choice(_JOBS) if age > 17 else "",
    )


def _birth(dice: random.Random, today: dt.date) -> dt.date:
    youngest, oldest, _share = dice.choices(_AGES, [share for _, _, share in _AGES])[0]
    return today - dt.timedelta(days=dice.randint(youngest * 365 + 12, oldest * 365 + 364))


def _given(sex: Sex, year: int, dice: random.Random) -> str:
    names = next(names for before, names in _GIVEN[sex] if year < before)
    return dice.choice(names.split())


def _family(dice: random.Random) -> str:
    return FAMILIES[min(int(dice.expovariate(1 / 22)), len(FAMILIES) - 1)]


def _phone(dice: random.Random) -> str:
    return f"{dice.choice(('0692', '0692', '0693'))}{dice.randint(0, 999999):06d}"


def _address(dice: random.Random) -> Address:
    cog, postcode, _ = dice.choices(_HOMES, [weight for _, _, weight in _HOMES])[0]
    return Address(
        house=str(dice.randint(1, 240)),
        street=dice.choice(_STREETS),
        postcode=postcode,
        city=COMMUNES_974[cog],
        cog=cog,
    )

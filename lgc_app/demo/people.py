# SPDX-License-Identifier: EUPL-1.2
"""Fictional people of La Réunion: common family names and given names put together by a seeded dice."""

import datetime as dt
import random
from typing import Final, Literal

from lgc_core.codes import INS_TEST
from lgc_core.model.identity import control_key
from lgc_core.model.ids import new_id
from lgc_core.model.patient import Ins, Patient, UsualIdentity
from lgc_core.model.places import COMMUNES_974
from lgc_core.model.values import Address, Telecom, Traits

FAMILIES: Final = (
    "Hoarau", "Payet", "Grondin", "Boyer", "Fontaine", "Rivière", "Dijoux", "Turpin", "Maillot", "Sautron",
    "Bègue",
    "Lebon",
    "Nativel", "Técher", "Lauret", "Clain", "Robert", "Vitry", "Cadet", "Baret", "Gonthier", "Ramassamy",
    "Virassamy", "Moutoussamy", "Ah-Kiem", "Picard", "Morel", "Law-Yat", "Mussard", "Damour", "Folio", "Smith",
)  # fmt: skip
WOMEN: Final = (
    "Marie-Josette", "Rosemay", "Yvette", "Chloé", "Maëva", "Aurélie", "Sita", "Hélène", "Marie-Ange", "Géraldine",
    "Noémie", "Emmanuelle", "Lucie", "Ketty", "Ludivine", "Françoise", "Jocelyne", "Inès", "Anaïs", "Zoé",
)  # fmt: skip
MEN: Final = (
    "Jean-Noël", "Kévin", "Enzo", "Fred", "Gaston", "Lucien", "Mickaël", "Jean-René", "Willy", "Éric", "Didier",
    "Loïc", "Théo", "François", "Rajesh", "Joseph", "Expédit", "Patrice", "Gérard", "Noé",
)  # fmt: skip
_STREETS: Final = ("chemin Ravine", "rue du Général-Lambert", "allée des Flamboyants", "rue des Bougainvilliers")
_POSTCODES: Final = {
    "97413": "97436", "97415": "97460", "97401": "97425", "97423": "97426", "97404": "97427", "97414": "97450",
}  # fmt: skip
"""Communes around Saint-Leu, where the patients of the demo live."""


def fictional_traits(family: str, given: str, sex: Literal["F", "M"], born: dt.date, cog: str) -> Traits:
    """Return traits as the civil record writes them: capitals, given names apart."""
    return Traits(
        birth_family=family.upper(),
        birth_givens=given.upper().replace("-", " "),
        first_given=given.upper().split("-")[0],
        sex=sex,
        birth_date=born.isoformat(),
        birth_cog=cog,
    )


def make_patients(count: int, dice: random.Random, today: dt.date) -> list[Patient]:
    """Return fictional patients; the same seed gives the same people."""
    return [_patient(rank, dice, today) for rank in range(count)]


def _patient(rank: int, dice: random.Random, today: dt.date) -> Patient:
    sex: Literal["F", "M"] = dice.choice(("F", "M"))
    given = dice.choice(WOMEN if sex == "F" else MEN)
    family = dice.choice(FAMILIES)
    married = dice.choice(FAMILIES) if sex == "F" and dice.random() < 0.4 else family
    born = today - dt.timedelta(days=int(dice.triangular(30, 95 * 365, 45 * 365)))
    cog = dice.choice(tuple(COMMUNES_974))
    return Patient(
        id=new_id(),
        record_number=f"{1000 + rank}",
        traits=fictional_traits(family, given, sex, born, cog),
        usual=UsualIdentity(family=married, given=given),
        ins=fictional_ins(sex, born, cog, dice),
        address=_address(dice),
        telecoms=(Telecom(value=f"0692{dice.randint(0, 999999):06d}", use="MC"),),
    )


def fictional_ins(sex: Literal["F", "M"], born: dt.date, cog: str, dice: random.Random) -> Ins:
    """Return a matricule under the test OID: nobody can mistake it for a real one."""
    number = f"{2 if sex == 'F' else 1}{born:%y%m}{cog}{dice.randint(1, 999):03d}"
    return Ins(matricule=number + control_key(number), oid=INS_TEST)


def _address(dice: random.Random) -> Address:
    cog = dice.choice(tuple(_POSTCODES))
    return Address(
        house=str(dice.randint(1, 180)),
        street=dice.choice(_STREETS),
        postcode=_POSTCODES[cog],
        city=COMMUNES_974[cog],
        cog=cog,
    )

# SPDX-License-Identifier: EUPL-1.2
"""Who works and who is cared for in the practice of the pictures: fictional, and so are their numbers."""

import datetime as dt
from typing import Final, Literal

from cps_simulator.people import CardOwner
from lgc_app.demo.cast import DOCTOR
from lgc_app.demo.posts import OWNERS
from lgc_core.codes import INS_TEST, PROFESSION
from lgc_core.model.identity import control_key
from lgc_core.model.ids import derived_id
from lgc_core.model.patient import Ins, Patient, UsualIdentity
from lgc_core.model.staff import Role, Staff
from lgc_core.model.values import Address, PersonName, Telecom, Traits, coded
from lgc_core.model.values.when import REUNION

NOW: Final = dt.datetime(2026, 11, 23, 10, 42, 7, tzinfo=REUNION)
"""The Monday of the mockups: the wall clock of the pictures stands still there."""

PARTNER: Final = Staff(
    id=derived_id("pictures", "partner"),
    name=PersonName(family="Ramassamy", given="Jean-Noël", title="Dr"),
    ps_id="899700521235",
    profession=coded("Médecin généraliste", PROFESSION, "G15_10/SM54"),
    role=Role.MEDECIN,
)
LOCUM: Final = Staff(
    id=derived_id("pictures", "locum"),
    name=PersonName(family="Payet", given="Loïc", title="Dr"),
    ps_id="899700521236",
    profession=coded("Médecin généraliste", PROFESSION, "G15_10/SM54"),
    role=Role.REMPLACANT,
    valid_to="2026-11-30",
    replaces=DOCTOR.id,
)
CARDS: Final = {**OWNERS, "locum": CardOwner(LOCUM.ps_id, "PAYET", "LOIC")}


def _patient(
    number: str,
    family: str,
    given: str,
    sex: Literal["F", "M"],
    born: str,
    *,
    usual: str = "",
    street: str,
    city: str = "Saint-Leu",
) -> Patient:
    insee = f"{2 if sex == 'F' else 1}{born[2:4]}{born[5:7]}97413{number[-3:]}"
    post = {"Saint-Leu": ("97436", "97413"), "Les Trois-Bassins": ("97426", "97423")}[city]
    house, _, way = street.partition(" ")
    return Patient(
        id=derived_id("pictures", number),
        record_number=number,
        traits=Traits(
            birth_family=family.upper(), birth_givens=given.upper().replace("-", " "),
            first_given=given.upper().split("-")[0], sex=sex, birth_date=born, birth_cog="97413",
        ),
        usual=UsualIdentity(family=usual or family, given=given),
        ins=Ins(matricule=insee + control_key(insee), oid=INS_TEST),
        address=Address(house=house, street=way, postcode=post[0], city=city, cog=post[1]),
        telecoms=(Telecom(value=f"06924{number}0", use="MC"),),
    )  # fmt: skip


LINA: Final = _patient("2001", "Hoarau", "Lina", "F", "2025-03-10", street="48 chemin Ravine")
GASTON: Final = _patient("2002", "Turpin", "Gaston", "M", "1948-07-02", street="7 rue du Lagon")
MAX: Final = _patient("2003", "Gonthier", "Max", "M", "1961-01-19", street="22 allée des Flamboyants")
ANDREE: Final = _patient(
    "2004", "Morel", "Andrée", "F", "1939-05-30", usual="Picard", street="3 chemin Bras-Mouton",
    city="Les Trois-Bassins",
)  # fmt: skip
KEVIN: Final = _patient("2005", "Vitry", "Kévin", "M", "1997-02-11", street="15 rue des Bougainvilliers")
PEOPLE: Final = (LINA, GASTON, MAX, ANDREE, KEVIN)
STAFF: Final = (PARTNER, LOCUM)
TODAY: Final = {
    "motif": "Toux productive et fièvre depuis 4 jours",
    "S": (
        "Toux grasse, fièvre à 38,5 °C le soir, pas de dyspnée au repos. Pas de voyage. Mari grippé la semaine "
        "passée. Prend ses traitements."
    ),
    "O": "Foyer de crépitants en base droite. Pas de signe de lutte. Mollets souples.",
    "A": "Pneumopathie communautaire de la base droite, sans signe de gravité.",
    "P": "Radio du thorax, NFS, CRP. Antibiotique sans pénicilline. Revoir à 48 h.",
}
"""The note of the consultation that is going on, by section."""

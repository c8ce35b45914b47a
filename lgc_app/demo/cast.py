# SPDX-License-Identifier: EUPL-1.2
"""The practice of the demo and the people whose files are told: fictional, and so are their numbers."""

import datetime as dt
from typing import Final

from lgc_core.codes import INS_TEST, PROFESSION, STRUCTURE_ID
from lgc_core.model.ids import derived_id
from lgc_core.model.patient import Ins, Patient, UsualIdentity
from lgc_core.model.practice import Practice
from lgc_core.model.staff import Role, Staff
from lgc_core.model.values import Address, PersonName, StructureId, Telecom, Traits, coded

PRACTICE_ID: Final = derived_id("demo", "Cabinet des Bougainvilliers")
PRACTICE: Final = Practice(
    id=PRACTICE_ID,
    name="Cabinet des Bougainvilliers",
    address=Address(house="12", street="rue des Bougainvilliers", postcode="97436", city="Saint-Leu", cog="97413"),
    telecoms=(Telecom(value="0262340000", use="WP"),),
    struct_ids=(StructureId(root=STRUCTURE_ID, extension="499700521234001"),),
    sector="SA08",
)
DOCTOR: Final = Staff(
    id=derived_id("demo", "doctor"),
    name=PersonName(family="Ethève", given="Maëlle", title="Dr"),
    ps_id="899700521234",
    profession=coded("Médecin généraliste", PROFESSION, "G15_10/SM54"),
    role=Role.MEDECIN,
)
NURSE: Final = Staff(
    id=derived_id("demo", "nurse"),
    name=PersonName(family="Nativel", given="Laurent"),
    ps_id="899700527777",
    profession=coded("Infirmier", PROFESSION, "G15_60"),
    role=Role.INFIRMIER,
)
SECRETARY: Final = Staff(
    id=derived_id("demo", "secretary"),
    name=PersonName(family="Clain", given="Sophie"),
    ps_id="499700521234001/SC01",
    role=Role.SECRETAIRE,
)
PEOPLE: Final = (DOCTOR, NURSE, SECRETARY)

HOARAU: Final = Patient(
    id=derived_id("demo", "hoarau"),
    record_number="0974",
    traits=Traits(
        birth_family="GRONDIN",
        birth_givens="MARIE JOSETTE",
        first_given="MARIE",
        sex="F",
        birth_date="1952-03-12",
        birth_cog="97413",
    ),
    usual=UsualIdentity(family="Hoarau", given="Marie-Josette", civility="Mme"),
    ins=Ins(matricule="252039741300144", oid=INS_TEST),
    address=Address(house="48", street="chemin Ravine", postcode="97436", city="Saint-Leu", cog="97413"),
    telecoms=(Telecom(value="0692412512", use="MC"),),
)
DOMINIQUE: Final = Patient(
    id=derived_id("demo", "pat-trois"),
    record_number="0975",
    traits=Traits(
        birth_family="PAT-TROIS",
        birth_givens="DOMINIQUE MARIE-LOUISE",
        first_given="DOMINIQUE",
        sex="F",
        birth_date="1979-03-28",
        birth_cog="51215",
    ),
    usual=UsualIdentity(family="Pat-Trois", given="Dominique", civility="Mme"),
    ins=Ins(matricule="279035121518989", oid=INS_TEST),
    address=Address(house="3", street="rue du Lagon", postcode="97436", city="Saint-Leu", cog="97413"),
    telecoms=(Telecom(value="0692790328", use="MC"),),
)
"""Test identity that the public CI-SIS example documents are about, so that they can be imported."""

HOARAU_CREATININES: Final = (
    (dt.date(2024, 11, 8), "96"),
    (dt.date(2025, 5, 20), "99"),
    (dt.date(2025, 11, 14), "104"),
    (dt.date(2026, 5, 12), "112"),
    (dt.date(2026, 11, 17), "124"),
)
"""µmol/L."""

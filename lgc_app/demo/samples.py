# SPDX-License-Identifier: EUPL-1.2
"""Documents that arrive during the day: a folder given by the caller, else fictional ones of our own making."""

import datetime as dt
from pathlib import Path
from typing import Final

from interop.cda.write.context import EmissionContext
from interop.cda.write.vsm import Summary, write_vsm
from lgc_app.demo.cast import DOMINIQUE
from lgc_core.codes import CIM10, PROFESSION, STRUCTURE_ID
from lgc_core.model.allergy import Allergy
from lgc_core.model.identity import IdentityStatus
from lgc_core.model.ids import new_id
from lgc_core.model.problem import Problem
from lgc_core.model.treatment import Treatment
from lgc_core.model.values import (
    Address,
    Concept,
    Interval,
    Organisation,
    PersonName,
    Posology,
    Stamp,
    StructureId,
    Telecom,
    When,
    coded,
)

GIVEN: Final = Path(__file__).parents[3] / "shared" / "samples" / "cda"
"""Official examples, where the workplace has them."""

ABOUT_DOMINIQUE: Final = (
    "VSM_1.4_2022.01.xml",
    "IPS-FR_2024.01.xml",
    "BIO-CR-BIO_2024.01_TSH_1.xml",
    "LDL-SES_2022.01.xml",
    "VAC_2023.01.xml",
)
"""The five kinds that the day files one by one; the others are imported and wait."""


def documents_words(given: Path | None) -> str:
    """Say where the documents of the day come from: a report must not call our own fiction real."""
    if given is not None:
        return f"documents du dossier donné : {given.name}"
    return "documents : exemples officiels" if GIVEN.is_dir() else "documents : exemple fictif du projet"


def documents(given: Path | None, folder: Path, now: dt.datetime) -> list[Path]:
    """Return the documents of the day, the official ones when they are there."""
    source = given or (GIVEN if GIVEN.is_dir() else None)
    if source is not None:
        found = sorted(source.glob("*.xml"))
        first = [path for path in found if path.name in ABOUT_DOMINIQUE]
        return first + [path for path in found if path not in first]
    file = folder / "synthese-fictive.xml"
    file.write_bytes(fictional_vsm(now))
    return [file]


def fictional_vsm(now: dt.datetime) -> bytes:
    """Return the summary that another practice, fictional, sends about our patient."""
    sender = _other_doctor(now)
    assert sender.organisation is not None
    identifier = new_id()
    context = EmissionContext(
        patient=DOMINIQUE,
        identity=IdentityStatus.QUALIFIEE,
        practice=sender.organisation,
        local_root=f"2.25.{int(identifier.replace('-', ''), 16)}",
        author=sender,
        legal_authenticator=sender,
        issued=now,
        document_id=identifier,
        series_id=identifier,
        birth_city="Reims",
    )
    return write_vsm(context, _summary())


def _other_doctor(now: dt.datetime) -> Stamp:
    address = Address(house="5", street="rue de la Plaine", postcode="97427", city="L’Étang-Salé", cog="97404")
    practice = Organisation(
        name="Cabinet de la Plaine (fictif)",
        ids=(StructureId(root=STRUCTURE_ID, extension="499700529999001"),),
        sector="SA07",
        setting="AMBULATOIRE",
        address=address,
        telecoms=(Telecom(value="0262260000", use="WP"),),
    )
    return Stamp(
        name=PersonName(family="Sautron", given="Aurélie", title="Dr"),
        ps_id="899700529999",
        profession=coded("Médecin généraliste", PROFESSION, "G15_10/SM54"),
        organisation=practice,
        address=address,
        telecoms=practice.telecoms,
        at=now.isoformat(timespec="seconds"),
    )


def _summary() -> Summary:
    since = Interval(start=When(text="2019"))
    return Summary(
        problems=(
            Problem(id=new_id(), patient="", code=coded("Hypothyroïdie", CIM10, "E03.9"), period=since),
            Problem(id=new_id(), patient="", code=coded("Migraine", CIM10, "G43.9")),
        ),
        allergies=(Allergy(id=new_id(), patient="", agent=Concept(text="Ibuprofène")),),
        treatments=(
            Treatment(
                id=new_id(),
                patient="",
                product=Concept(text="Lévothyroxine 75 µg, comprimé"),
                posology=Posology(text="1 le matin à jeun"),
            ),
        ),
    )

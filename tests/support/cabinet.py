# SPDX-License-Identifier: EUPL-1.2
"""An open practice for tests: real services over a record in memory and an encrypted safe in a folder."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from msgspec import structs

from lgc_app.services.cabinet import Cabinet, make_cabinet
from lgc_app.services.session import Session
from lgc_app.vault.attachments import AttachmentStore
from lgc_app.vault.keys import DatabaseKey
from lgc_core.codes import LOINC, PROFESSION
from lgc_core.model.ids import derived_id, new_id
from lgc_core.model.observation import Flag, Observation, ReferenceRange, Value
from lgc_core.model.patient import Ins, Patient
from lgc_core.model.practice import Practice
from lgc_core.model.staff import Role, Staff
from lgc_core.model.values import Address, PersonName, Quantity, Range, Telecom, Traits, When, coded
from lgc_core.store.store import Store
from tests.support.record import AT, DOCTOR, PRACTICE, add, make_patient, make_store

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "cda"
EVERY_ROLE = tuple(Role)


def a_practice() -> Practice:
    """Cabinet des Bougainvilliers, Saint-Leu."""
    return Practice(
        id=PRACTICE,
        name="Cabinet des Bougainvilliers",
        address=Address(house="18", street="rue du Lagon", postcode="97436", city="SAINT-LEU", cog="97413"),
        telecoms=(Telecom(kind="tel", value="0262000000", use="WP"),),
    )


def a_staff(role: Role = Role.MEDECIN) -> Staff:
    """Dr Maëlle Ethève, or the same person in another role."""
    return Staff(
        id=DOCTOR.staff,
        name=PersonName(family="Ethève", given="Maëlle", title="Dr", civility="MME"),
        ps_id="810001234567",
        profession=coded("Médecin - Médecine Générale (SM)", PROFESSION, "G15_10/SM54"),
        role=role,
    )


def open_test_cabinet(folder: Path, *, role: Role = Role.MEDECIN, now: dt.datetime = AT) -> Cabinet:
    """Return the services of an open session; the wall clock stands still at `now`, no region answers."""
    store = make_store()
    store.now = lambda: now
    practice, staff = a_practice(), a_staff(role)
    add(store, practice, staff)
    session = Session(store, practice, staff)
    safe = AttachmentStore(folder / "pieces", DatabaseKey.generate())
    return make_cabinet(session, safe, None, lambda _content: b"signature of a test")


def store_of(cabinet: Cabinet) -> Store:
    """Return the record behind the services, to write what no service writes yet."""
    return cabinet.session.store


def keep(cabinet: Cabinet, *entities: object) -> None:
    """Write entities in one transaction."""
    add(store_of(cabinet), *entities)


def a_result(
    patient: str,
    loinc: str,
    words: str,
    value: str | Value,
    unit: str,
    day: str,
    *,
    low: str = "",
    high: str = "",
    flags: tuple[Flag, ...] = (),
    **more: object,
) -> Observation:
    """One result of a laboratory with its range."""
    bounds = [Quantity(value=bound, unit=unit) if bound else None for bound in (low, high)]
    reference = ReferenceRange(range=Range(low=bounds[0], high=bounds[1])) if low or high else None
    fields: dict[str, object] = {
        "category": "bio",
        "value": Value(quantity=Quantity(value=value, unit=unit)) if isinstance(value, str) else value,
        "entry": "import",
        **more,
    }
    return Observation(
        id=new_id(),
        patient=patient,
        code=coded(words, LOINC, loinc),
        at=When(text=day),
        ref_range=reference,
        flags=flags,
        **fields,  # type: ignore[arg-type]
    )


def two_years_of_kidneys(patient: str) -> Iterable[Observation]:
    """Five creatinines going up, as in the mockup of Biologie; the newest in mg/L, as some laboratories send."""
    values = (("2024-11-08", "96"), ("2025-05-20", "99"), ("2025-11-14", "104"), ("2026-05-12", "112"))
    for day, value in values:
        yield a_result(patient, "14682-9", "Créatinine", value, "umol/L", day, low="45", high="84", flags=("H",))
    milligrams = str(Decimal("14.0"))
    yield a_result(
        patient, "2160-0", "Créatinine", milligrams, "mg/L", "2026-11-17", low="5.1", high="9.5", flags=("H",)
    )


def sample(name: str) -> bytes:
    """Return a document of the ANS; a test that calls this carries `@pytest.mark.given`."""
    return (SAMPLES / name).read_bytes()


def patient_of_the_samples() -> Patient:
    """The person of nearly every document of the ANS."""
    traits = Traits(
        birth_family="PAT-TROIS",
        birth_givens="DOMINIQUE MARIE-LOUISE",
        first_given="DOMINIQUE",
        sex="F",
        birth_date="1979-03-28",
        birth_cog="51215",
    )
    ins = Ins(matricule="279035121518989", oid="1.2.250.1.213.1.4.8")
    return Patient(id=derived_id("test", "pat-trois"), traits=traits, ins=ins)


def a_followed_patient() -> Patient:
    """Mme Hoarau of the mockups, whose kidneys and diabetes are followed."""
    return structs.replace(make_patient(), id=derived_id("test", "hoarau"))


def two_years_of_laboratory(patient: str) -> Iterable[Observation]:
    """The table of the mockup of Biologie, one critical potassium included."""
    days = ("2026-11-17", "2026-05-12", "2025-11-14", "2025-05-20", "2024-11-08")
    table = (
        ("2823-3", "Potassium", "mmol/L", "3.5", "5.1", ("6.3", "4.9", "4.8", "4.7", "4.8")),
        ("9318-7", "Albumine/créatinine urinaire", "mg/g", "", "30", ("", "", "84", "", "61")),
        ("4548-4", "Hémoglobine A1c", "%", "4.0", "6.0", ("7.8", "7.4", "7.6", "7.2", "7.3")),
        ("1558-6", "Glycémie à jeun", "g/L", "0.70", "1.10", ("1.52", "1.38", "1.44", "1.31", "1.36")),
        ("13457-7", "LDL", "g/L", "", "1.00", ("0.98", "", "1.02", "", "1.10")),
        ("718-7", "Hémoglobine", "g/dL", "12.0", "16.0", ("11.4", "11.9", "12.1", "", "12.4")),
        ("777-3", "Plaquettes", "10*9/L", "150", "400", ("231", "244", "238", "", "252")),
        ("1988-5", "CRP", "mg/L", "", "5", ("", "", "", "", "3")),
    )
    yield from two_years_of_kidneys(patient)
    for loinc, words, unit, low, high, values in table:
        for day, value in zip(days, values, strict=True):
            if value:
                flags: tuple[Flag, ...] = ("HH",) if value == "6.3" else ()
                yield a_result(patient, loinc, words, value, unit, day, low=low, high=high, flags=flags)

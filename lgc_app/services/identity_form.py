# SPDX-License-Identifier: EUPL-1.2
"""The identity of a file as a form, and the file as the form says it should be: what is not touched stays.

A partial birth date, a second phone or an address in lines, as they were received, survive a change beside them.
"""

import datetime as dt
from collections.abc import Set as AbstractSet

from msgspec import structs

from lgc_app.services import admission as identity
from lgc_app.services.admission import Typed, read_form
from lgc_core.model.patient import Patient
from lgc_core.model.values import Telecom, Traits, When
from lgc_core.model.values.traits import Sex

_SEX_TYPED: dict[Sex, str] = {"F": "F", "M": "M", "UN": "I"}
_TRAITS = (identity.FAMILY, identity.GIVENS, identity.BIRTH, identity.SEX, identity.COG)


def form_of(patient: Patient) -> dict[str, str]:
    """Return a file as the fields of the form show it."""
    traits, address = patient.traits, patient.address
    return {
        identity.FAMILY: traits.birth_family,
        identity.GIVENS: traits.birth_givens,
        identity.BIRTH: When(text=traits.birth_date).display(),
        identity.SEX: _SEX_TYPED[traits.sex],
        identity.COG: traits.birth_cog,
        identity.USUAL: patient.usual.family,
        identity.MATRICULE: patient.ins.matricule if patient.ins else "",
        identity.PHONE: next((one.value for one in patient.telecoms if one.kind == "tel"), ""),
        identity.STREET: ", ".join(
            part for part in (*address.lines, f"{address.house} {address.street}".strip()) if part
        )
        if address
        else "",
        identity.TOWN: f"{address.postcode} {address.city}".strip() if address else "",
        identity.DEATH: patient.deceased.when.display() if patient.deceased else "",
    }


def corrected(patient: Patient, values: dict[str, str], today: dt.date) -> tuple[Patient | None, dict[str, str]]:
    """Return the file with what was changed in its form, or None and a sentence for each field that is wrong."""
    before = form_of(patient)
    touched = {name for name, text in before.items() if values.get(name, text).strip() != text.strip()}
    typed = read_form(before | values, today)
    faults = {name: sentence for name, sentence in typed.faults.items() if name in touched}
    if faults:
        return None, faults
    return _with(patient, typed, touched, values, today), {}


def _with(
    patient: Patient, typed: Typed, touched: AbstractSet[str], values: dict[str, str], today: dt.date
) -> Patient:
    after = patient
    if not touched.isdisjoint(_TRAITS):
        after = structs.replace(after, traits=_traits(patient.traits, touched, values, today))
    if identity.USUAL in touched:
        after = structs.replace(after, usual=structs.replace(patient.usual, family=typed.usual.family))
    if identity.MATRICULE in touched:
        after = structs.replace(after, ins=typed.ins)
    if identity.PHONE in touched:
        after = structs.replace(after, telecoms=_phones(patient.telecoms, typed.phone))
    if not touched.isdisjoint((identity.STREET, identity.TOWN)):
        after = structs.replace(after, address=typed.address)
    if identity.DEATH in touched:
        after = structs.replace(after, deceased=typed.deceased)
    return after


def _traits(former: Traits, touched: AbstractSet[str], values: dict[str, str], today: dt.date) -> Traits:
    """Read the touched traits; the others lend a date that can be read, and are not taken from it."""
    lent = {
        identity.FAMILY: "X",
        identity.GIVENS: "X",
        identity.BIRTH: f"{today:%d/%m/%Y}",
        identity.SEX: "I",
        identity.COG: "",
        identity.USUAL: "",
    }
    read = read_form(lent | {name: values[name] for name in touched if name in _TRAITS}, today).traits
    assert read is not None  # the touched fields were read before
    fields: dict[str, tuple[str, ...]] = {
        identity.FAMILY: ("birth_family",),
        identity.GIVENS: ("birth_givens", "first_given"),
        identity.BIRTH: ("birth_date",),
        identity.SEX: ("sex",),
        identity.COG: ("birth_cog",),
    }
    changes = {one: getattr(read, one) for name in touched if name in fields for one in fields[name]}
    return structs.replace(former, **changes)


def _phones(former: tuple[Telecom, ...], phone: str) -> tuple[Telecom, ...]:
    """Put a number in the place of the first one, empty for none; the other ways to reach somebody stay."""
    at = next((place for place, one in enumerate(former) if one.kind == "tel"), len(former))
    made = (Telecom(kind="tel", value=phone, use=former[at].use if at < len(former) else ""),) if phone else ()
    return (*former[:at], *made, *former[at + 1 :])

# SPDX-License-Identifier: EUPL-1.2
"""The Patient resource: birth traits as official name, the usual name, the INS with its OID."""

from typing import Any, Final

from lgc_core.model.patient import Patient
from lgc_core.model.values import Address, Telecom

_GENDERS: Final = {"F": "female", "M": "male"}
_TELECOMS: Final = {"tel": "phone", "mailto": "email", "fax": "fax", "http": "url", "https": "url"}


def patient_resource(one: Patient) -> dict[str, Any]:
    """Return the resource of a patient."""
    traits = one.traits
    official = {"use": "official", "family": traits.birth_family, "given": traits.birth_givens.split(" ")}
    usual = {"use": "usual", "family": one.usual.family, "given": [one.usual.given]} if one.usual.family else {}
    ins = {"use": "official", "system": f"urn:oid:{one.ins.oid}", "value": one.ins.matricule} if one.ins else {}
    return {
        "resourceType": "Patient",
        "id": one.id,
        "identifier": [ins],
        "name": [official, usual],
        "gender": _GENDERS.get(traits.sex, "unknown"),
        "birthDate": traits.birth_date,
        "telecom": [_telecom(found) for found in one.telecoms],
        "address": [_address(one.address)] if one.address else [],
        "deceasedDateTime": one.deceased.when.text if one.deceased else "",
    }


def _telecom(found: Telecom) -> dict[str, str]:
    return {"system": _TELECOMS.get(found.kind, "other"), "value": found.value}


def _address(found: Address) -> dict[str, Any]:
    return {"line": list(found.shown), "city": found.city, "postalCode": found.postcode, "country": found.country}

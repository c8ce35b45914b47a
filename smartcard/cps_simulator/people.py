# SPDX-License-Identifier: EUPL-1.2
"""Who a simulated card is for, and the subject its certificates carry (IGC-Santé, persons)."""

from dataclasses import dataclass

from cryptography import x509
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class CardOwner:
    """A fictional person. `id_nat` is 8 and 11 digits of RPPS, or a structure's register for a CPE."""

    id_nat: str
    surname: str
    given: str
    title: str = "Médecin"
    structure: str = ""


def subject_of(owner: CardOwner) -> x509.Name:
    """Build C=FR, O, title, then CN, SN and GN in one multi-valued RDN, as on a real CPS."""
    single = [(NameOID.COUNTRY_NAME, "FR"), (NameOID.ORGANIZATION_NAME, "SIMULATION")]
    if owner.structure:
        single.append((NameOID.ORGANIZATIONAL_UNIT_NAME, owner.structure))
    single.append((NameOID.TITLE, owner.title))
    person = [
        x509.NameAttribute(NameOID.COMMON_NAME, owner.id_nat),
        x509.NameAttribute(NameOID.SURNAME, owner.surname),
        x509.NameAttribute(NameOID.GIVEN_NAME, owner.given),
    ]
    lone = [x509.RelativeDistinguishedName([x509.NameAttribute(oid, value)]) for oid, value in single]
    return x509.Name([*lone, x509.RelativeDistinguishedName(person)])

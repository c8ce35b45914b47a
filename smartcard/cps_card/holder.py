# SPDX-License-Identifier: EUPL-1.2
"""Who a certificate says the holder is (IGC-Santé, certificates of persons)."""

from dataclasses import dataclass
from typing import Self

from cryptography import x509
from cryptography.x509.oid import NameOID, ObjectIdentifier

from cps_card.errors import CardFaultError

_RPPS_PREFIX = "8"  # G08 of the ANS nomenclature: 8 = RPPS, 0 = ADELI, 3 = a structure's register
_ID_NAT_RPPS_LENGTH = 12


@dataclass(frozen=True)
class Holder:
    """The person of the card. `id_nat` is the PS_IdNat (prefix and number); other fields as certified.

    The title (« Médecin ») is a hint for the screen, never a right: rights come from the practice.
    """

    id_nat: str
    surname: str
    given: str
    title: str = ""
    organisation: str = ""
    structure: str = ""

    @property
    def rpps(self) -> str | None:
        """The RPPS number (11 digits), when the holder is known by one."""
        if len(self.id_nat) == _ID_NAT_RPPS_LENGTH and self.id_nat.startswith(_RPPS_PREFIX):
            return self.id_nat[1:]
        return None

    @property
    def is_nominative(self) -> bool:
        """Tell whether the card names a person: a service card (CPE) may hold a pseudonym only."""
        return bool(self.surname)

    @property
    def full_name(self) -> str:
        """Given name then surname, as on the screen."""
        return f"{self.given} {self.surname}".strip()

    @classmethod
    def from_certificate(cls, certificate: x509.Certificate) -> Self:
        """Read the subject. The name sits in one multi-valued RDN: attributes are sought, not positions."""
        id_nat = _first(certificate, NameOID.COMMON_NAME)
        if not id_nat:
            raise CardFaultError("the certificate names nobody")
        return cls(
            id_nat=id_nat,
            surname=_first(certificate, NameOID.SURNAME),
            given=_first(certificate, NameOID.GIVEN_NAME),
            title=_first(certificate, NameOID.TITLE),
            organisation=_first(certificate, NameOID.ORGANIZATION_NAME),
            structure=_first(certificate, NameOID.ORGANIZATIONAL_UNIT_NAME),
        )


def _first(certificate: x509.Certificate, oid: ObjectIdentifier) -> str:
    for attribute in certificate.subject.get_attributes_for_oid(oid):
        return str(attribute.value)
    return ""

# SPDX-License-Identifier: EUPL-1.2
"""How people are named, reached and located."""

from typing import Literal

import msgspec


class PersonName(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A professional's or contact's name; a patient's birth identity is `Traits`, never this."""

    family: str
    given: str = ""
    civility: str = ""
    title: str = ""

    @property
    def shown(self) -> str:
        """Return `Dr Maëlle Ethève` or `Laurent Nativel`."""
        return " ".join(part for part in (self.title, self.given, self.family) if part)


class Address(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A postal address: free lines or split parts, whichever came; the whole is one sync field."""

    lines: tuple[str, ...] = ()
    house: str = ""
    street: str = ""
    unit: str = ""
    postcode: str = ""
    city: str = ""
    cog: str = ""
    country: str = ""

    @property
    def shown(self) -> tuple[str, ...]:
        """Return the printable lines."""
        street = " ".join(part for part in (self.house, self.street) if part)
        city = " ".join(part for part in (self.postcode, self.city) if part)
        return tuple(line for line in (*self.lines, street, self.unit, city, self.country) if line)


TelecomKind = Literal["tel", "mailto", "fax", "http", "https", "ftp", "mllp", "autre"]


class Telecom(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A phone, an address of mail or another way to reach somebody."""

    kind: TelecomKind = "tel"
    value: str
    use: str = ""

    @property
    def uri(self) -> str:
        """Return the CDA form, as `tel:0262000000`."""
        return self.value if self.kind == "autre" else f"{self.kind}:{self.value}"

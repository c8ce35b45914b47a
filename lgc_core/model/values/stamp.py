# SPDX-License-Identifier: EUPL-1.2
"""People and places copied into what they signed (model.md §1.5): headers survive the locum and the move."""

import msgspec

from lgc_core.model.values.concept import Concept
from lgc_core.model.values.person import Address, PersonName, Telecom


class StructureId(msgspec.Struct, frozen=True, kw_only=True):
    """A Struct_IdNat; the first digit of `extension`: 1 FINESS, 2 SIREN, 3 SIRET, 4 RPPS-rang."""

    root: str
    extension: str


class Organisation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A structure as it was at the time of a signature or reception."""

    name: str = ""
    ids: tuple[StructureId, ...] = ()
    sector: str = ""
    setting: str = ""
    address: Address | None = None
    telecoms: tuple[Telecom, ...] = ()


class Stamp(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who, in what role, for which structure, at that time.

    Attributes:
        ps_id: PS_IdNat text as received; ours is `8` + RPPS.
        profession: JDV_J01 concept, as `G15_10/SM54`.
        at: RFC 3339 instant of the act.
    """

    name: PersonName
    ps_id: str = ""
    ps_id_root: str = ""
    profession: Concept | None = None
    role: str = ""
    organisation: Organisation | None = None
    address: Address | None = None
    telecoms: tuple[Telecom, ...] = ()
    device: str = ""
    at: str = ""


class Author(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who wrote a row here: lighter than a stamp, which is for what is sealed, emitted or received."""

    staff: str
    name: str
    role: str = ""
    ps_id: str = ""


class Provenance(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a row comes from: its author, when, on which post, and whose hand or replacement."""

    by: Author
    at: str
    device: str
    entered_by: Author | None = None
    on_behalf_of: Author | None = None


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The place in a received document that a fact was read from; a click opens it there.

    Attributes:
        document: id of the Document row.
        locator: element path (CDA) or line number (HPRIM, HL7 segment).
    """

    document: str
    locator: str = ""
    entry_ids: tuple[str, ...] = ()
    reader: str = ""
    accepted_by: Author | None = None
    accepted_at: str = ""

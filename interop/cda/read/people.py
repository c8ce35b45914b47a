# SPDX-License-Identifier: EUPL-1.2
"""Names, addresses, telecoms, organisations and stamps of professionals, as a document carries them."""

from typing import Final, cast, get_args

from lxml import etree

from interop.cda.tree import attr, find, find_all, local, words
from interop.cda.values import codings, when
from lgc_core.model.values import Address, Concept, Organisation, PersonName, Stamp, StructureId, Telecom
from lgc_core.model.values.person import TelecomKind

_KINDS: Final = frozenset(get_args(TelecomKind)) - {"autre"}
_PARTS: Final = {
    "houseNumber": "house",
    "streetName": "street",
    "unitID": "unit",
    "postalCode": "postcode",
    "city": "city",
    "county": "cog",
    "country": "country",
}


def person_name(element: etree._Element | None) -> PersonName | None:
    """Read a name; None without a family name."""
    family = " ".join(words(part) for part in find_all(element, "family")).strip()
    if not family:
        family = words(element) if element is not None and not len(element) else ""
    if not family:
        return None
    return PersonName(
        family=family,
        given=" ".join(words(part) for part in find_all(element, "given")).strip(),
        civility=words(find(element, "prefix")),
        title=words(find(element, "suffix")).capitalize(),
    )


def address(element: etree._Element | None) -> Address | None:
    """Read an address: split parts, and whatever else as free lines; None when nothing is there."""
    if element is None:
        return None
    parts = {field: words(find(element, tag)) for tag, field in _PARTS.items()}
    lines = tuple(
        words(child) for child in element.iterchildren("*") if local(child) not in _PARTS and words(child)
    )
    if not lines and not any(parts.values()):
        free = words(element)
        return Address(lines=(free,)) if free else None
    return Address(lines=lines, **parts)


def telecoms(element: etree._Element) -> tuple[Telecom, ...]:
    """Read every telecom that has a value."""
    return tuple(_telecom(item) for item in find_all(element, "telecom") if attr(item, "value"))


def _telecom(element: etree._Element) -> Telecom:
    uri, use = attr(element, "value"), attr(element, "use")
    scheme, separator, rest = uri.partition(":")
    if separator and scheme.lower() in _KINDS and rest:
        return Telecom(kind=cast("TelecomKind", scheme.lower()), value=rest, use=use)
    return Telecom(kind="autre", value=uri, use=use)


def organisation(element: etree._Element | None) -> Organisation | None:
    """Read a structure; None when it says nothing."""
    if element is None:
        return None
    found = Organisation(
        name=words(find(element, "name")),
        ids=tuple(
            StructureId(root=attr(i, "root"), extension=attr(i, "extension"))
            for i in find_all(element, "id")
            if attr(i, "root")
        ),
        setting=attr(find(element, "standardIndustryClassCode"), "code"),
        address=address(find(element, "addr")),
        telecoms=telecoms(element),
    )
    return found if found != Organisation() else None


def stamp(participation: etree._Element | None) -> Stamp | None:
    """Read an author, authenticator, performer, custodian or recipient; None when it names nobody."""
    if participation is None:
        return None
    role = next((c for c in participation.iterchildren("*") if local(c) in _ROLES), participation)
    structure = organisation(_first(role, *_ORGANISATIONS))
    device = _device(role)
    name = person_name(_first(role, *_PERSONS)) or _name_of(structure, device)
    if name is None:
        return None
    identifier = _ps_id(role)
    moment = when(find(participation, "time"))
    return Stamp(
        name=name,
        ps_id=attr(identifier, "extension"),
        ps_id_root=attr(identifier, "root"),
        profession=_profession(find(role, "code")),
        role=attr(find(participation, "functionCode"), "code"),
        organisation=structure,
        address=address(find(role, "addr")),
        telecoms=telecoms(role),
        device=device,
        at=moment.text if moment and not moment.missing else "",
    )


_ROLES: Final = frozenset(
    {"assignedAuthor", "assignedEntity", "associatedEntity", "intendedRecipient", "assignedCustodian",
     "participantRole"}
)  # fmt: skip
_PERSONS: Final = (
    "assignedPerson/name", "associatedPerson/name", "informationRecipient/name", "playingEntity/name",
)  # fmt: skip
_ORGANISATIONS: Final = (
    "representedOrganization", "scopingOrganization", "receivedOrganization",
    "representedCustodianOrganization",
)  # fmt: skip


def _first(element: etree._Element, *paths: str) -> etree._Element | None:
    return next((found for steps in paths if (found := find(element, steps)) is not None), None)


def _device(role: etree._Element) -> str:
    device = find(role, "assignedAuthoringDevice")
    names = (words(find(device, tag)) for tag in ("manufacturerModelName", "softwareName"))
    return " ".join(part for part in names if part)


def _name_of(structure: Organisation | None, device: str) -> PersonName | None:
    text = device or (structure.name if structure else "")
    return PersonName(family=text) if text else None


def _ps_id(role: etree._Element) -> etree._Element | None:
    return next((i for i in find_all(role, "id") if attr(i, "extension")), None)


def _profession(element: etree._Element | None) -> Concept | None:
    found = codings(element)
    if not found:
        return None
    return Concept(text=found[0].display or found[0].code, codings=found)

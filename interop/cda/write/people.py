# SPDX-License-Identifier: EUPL-1.2
"""Print names, addresses, telecoms, organisations and professionals."""

import re

from lxml import etree

from interop.cda.write.element import make, null
from interop.cda.write.labels import SECTORS, SETTINGS
from lgc_core.codes import PRACTICE_SETTING, PROFESSION, PS_ID
from lgc_core.model.values import Address, Organisation, PersonName, Stamp, Telecom


def address(found: Address | None) -> etree._Element:
    """Return `addr`, with split parts when there are some, else free lines."""
    if found is None:
        return null("addr", "NAV")
    parts = (
        ("houseNumber", found.house),
        ("streetName", found.street),
        ("unitID", found.unit),
        ("postalCode", found.postcode),
        ("city", found.city),
        ("country", found.country),
    )
    lines = [make("streetAddressLine", None, line) for line in found.lines]
    return make("addr", None, lines, [make(tag, None, text) for tag, text in parts if text])


def telecoms(found: tuple[Telecom, ...]) -> list[etree._Element]:
    """Return the telecoms, or one that says there is none."""
    uses = {"": "", "H": "H", "MC": "MC", "WP": "WP", "EC": "EC"}
    usable = [t for t in found if t.kind != "autre"]
    printed = [make("telecom", {"value": _uri(t), "use": uses.get(t.use, "")}) for t in usable]
    return printed or [null("telecom", "NAV")]


def _uri(found: Telecom) -> str:
    """Return the address; spaces and dots that people type in phone numbers are left out."""
    if found.kind not in ("tel", "fax"):
        return found.uri
    return f"{found.kind}:{re.sub(r'[^0-9+]', '', found.value)}"


def person_name(found: PersonName) -> etree._Element:
    """Return a professional's name."""
    return make(
        "name",
        None,
        make("prefix", None, found.civility) if found.civility else None,
        make("given", None, found.given) if found.given else None,
        make("family", None, found.family),
        make("suffix", None, found.title.upper().rstrip(".")) if found.title else None,
    )


def organisation(tag: str, found: Organisation, *, setting: bool = True) -> etree._Element:
    """Return a structure with its identifiers; `setting` adds the practice setting."""
    label = SETTINGS.get(found.setting, "")
    industry = {
        "code": found.setting,
        "displayName": label,
        "codeSystem": PRACTICE_SETTING,
        "codeSystemName": "practiceSettingCode",
    }
    return make(
        tag,
        None,
        [make("id", {"root": i.root, "extension": i.extension}) for i in found.ids],
        make("name", None, found.name),
        telecoms(found.telecoms),
        address(found.address),
        make("standardIndustryClassCode", industry) if setting and label else None,
    )


def professional(tag: str, who: Stamp, practice: Organisation) -> etree._Element:
    """Return an assignedAuthor or assignedEntity, with the structure it acts for."""
    structure = who.organisation or practice
    return make(
        tag,
        None,
        make("id", {"root": who.ps_id_root or PS_ID, "extension": who.ps_id}),
        _profession(who),
        address(who.address or structure.address),
        telecoms(who.telecoms or structure.telecoms),
        make("assignedPerson", None, person_name(who.name)),
        organisation("representedOrganization", structure),
    )


def _profession(who: Stamp) -> etree._Element | None:
    if who.profession is None or not who.profession.codings:
        return None
    coding = who.profession.codings[0]
    return make(
        "code",
        {
            "code": coding.code,
            "displayName": coding.display or who.profession.text,
            "codeSystem": coding.system or PROFESSION,
        },
    )


def facility_code(practice: Organisation) -> dict[str, str]:
    """Return the attributes of the facility type."""
    return {"code": practice.sector, "displayName": SECTORS.get(practice.sector, "")}

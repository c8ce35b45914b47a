# SPDX-License-Identifier: EUPL-1.2
"""The medicine or vaccine of an administration (CI-SIS E.43): its words, its codes, its lot."""

from typing import Final

from lxml import etree

from interop.cda.oids import PHARM_NS
from interop.cda.references import References
from interop.cda.tree import attr, find, words
from interop.cda.values import codings, concept
from lgc_core.model.values import Concept

_GENERIC: Final = "/".join(
    f"{{{PHARM_NS}}}{step}" for step in ("asSpecializedKind", "generalizedMedicineClass", "code")
)


def material(administration: etree._Element) -> etree._Element | None:
    """Return the manufacturedMaterial of an administration."""
    return find(administration, "consumable/manufacturedProduct/manufacturedMaterial")


def product(administration: etree._Element, references: References) -> Concept | None:
    """Return the product with CIS, CIP, Médicabase and ATC codings; None when nothing names it."""
    found = material(administration)
    named = concept(find(found, "code"), references, words(find(found, "name")), references.entry(administration))
    if named is None or found is None:
        return named
    generic = tuple(c for e in found.findall(_GENERIC) for c in codings(e))
    return Concept(text=named.text, codings=tuple(dict.fromkeys((*named.codings, *generic))))


def lot(administration: etree._Element) -> tuple[str, str]:
    """Return the lot number, or the reason that it is missing."""
    element = find(material(administration), "lotNumberText")
    number = words(element)
    return (number, "") if number else ("", attr(element, "nullFlavor") or "UNK")

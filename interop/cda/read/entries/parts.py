# SPDX-License-Identifier: EUPL-1.2
"""Pieces that several entries share: status, comment, severity, nested observations, absence codes."""

from typing import Final

from lxml import etree

from interop.cda.oids import ABSENT_OR_UNKNOWN, CLINICAL_STATUS, COMMENT
from interop.cda.references import References
from interop.cda.tree import attr, find, find_all, templates
from interop.cda.values import is_bare
from lgc_core.codes import SNOMED_CT
from lgc_core.model.absence import Absence, Topic

_TOPICS: Final[dict[str, Topic]] = {
    "no-known-allergies": "allergie",
    "no-allergy-info": "allergie",
    "no-known-medications": "traitement",
    "no-medication-info": "traitement",
    "no-known-problems": "problème",
    "no-problem-info": "problème",
    "no-known-procedures": "acte",
    "no-procedure-info": "acte",
    "no-known-devices": "dispositif",
    "no-device-info": "dispositif",
    "no-known-immunizations": "vaccin",
    "no-immunization-info": "vaccin",
}
"""JDV_AbsentOrUnknown*_CISIS. Narrower codes (no known *food* allergy) leave the topic open."""

_SNOMED_NONE: Final[dict[str, Topic]] = {
    "160245001": "problème",
    "716186003": "allergie",
    "787481004": "traitement",
}
"""SNOMED CT « no known… » codes seen in European summaries; the three that name a whole topic."""

_NARROW: Final = "no-known-"


def nested(element: etree._Element, wanted: frozenset[str]) -> etree._Element | None:
    """Return the first clinical statement of that template inside the entry relationships."""
    return next(iter(all_nested(element, wanted)), None)


def all_nested(element: etree._Element, wanted: frozenset[str]) -> list[etree._Element]:
    """Return every clinical statement of that template inside the entry relationships."""
    return [
        child
        for relation in find_all(element, "entryRelationship")
        for child in relation.iterchildren("*")
        if templates(child) & wanted
    ]


def comment(element: etree._Element, references: References) -> str:
    """Return the author's comment on an entry."""
    found = (references.entry(act) for act in all_nested(element, COMMENT))
    return " ".join(text for text in found if not is_bare(text))


def clinical_status(element: etree._Element) -> str:
    """Return the code of the clinical status: active, inactive, remission, resolved, or empty."""
    return attr(find(nested(element, CLINICAL_STATUS), "value"), "code")


def negated(element: etree._Element) -> bool:
    """Tell whether an entry says that something is not so."""
    return attr(element, "negationInd") == "true"


def absence(written: str, *coded: etree._Element | None) -> Absence | None:
    """Return the statement of absence that one of the codes makes, None when none does."""
    for element in coded:
        code, system = attr(element, "code"), attr(element, "codeSystem")
        topic = _TOPICS.get(code) if system == ABSENT_OR_UNKNOWN else None
        if system == SNOMED_CT:
            topic = _SNOMED_NONE.get(code)
        if topic:
            unknown = code.endswith("-info")
            return Absence(
                id="",
                patient="",
                topic=topic,
                reason="indisponible" if unknown else "aucun_connu",
                at=written,
            )
    return None


def narrow_absence(*coded: etree._Element | None) -> bool:
    """Tell whether a code denies a part of a topic only (no known food allergy)."""
    return any(attr(e, "codeSystem") == ABSENT_OR_UNKNOWN and attr(e, "code").startswith(_NARROW) for e in coded)

# SPDX-License-Identifier: EUPL-1.2
"""Allergies and « no known allergy » (CI-SIS E.40 › E.41)."""

from typing import Final

from lxml import etree

from interop.cda.oids import ABSENT_OR_UNKNOWN
from interop.cda.write.datatypes import concept, interval
from interop.cda.write.element import make, null, template
from interop.cda.write.entries.problem import clinical_status, comment_relation
from interop.cda.write.header import coded
from interop.cda.write.section import Cell, Written, original_text, text_of
from lgc_core.codes import ATC, CIP, CIS, LOINC, MEDICABASE, SMS_SUBSTANCE, SNOMED_CT
from lgc_core.model.absence import Absence
from lgc_core.model.allergy import Allergy
from lgc_core.model.ids import derived_id
from lgc_core.model.values import Coding, Concept, Interval

_IHE: Final = "1.3.6.1.4.1.19376.1.5.3.1."
_CONCERN: Final = ("2.16.840.1.113883.10.20.1.27", _IHE + "4.5.1", _IHE + "4.5.3", "1.2.250.1.213.1.1.3.40")
_ALLERGY: Final = (
    "2.16.840.1.113883.10.20.1.18", "2.16.840.1.113883.10.20.1.28", _IHE + "4.5", _IHE + "4.6",
    "1.2.250.1.213.1.1.3.41",
)  # fmt: skip
_REACTION: Final = (
    "2.16.840.1.113883.10.20.1.28", _IHE + "4.5", "2.16.840.1.113883.10.20.1.54", "1.2.250.1.213.1.1.3.37",
)  # fmt: skip
_CRITICALITY: Final = ("1.2.250.1.213.1.1.3.172", _IHE + "4.13", "1.2.250.1.213.1.1.3.48")
_MEDICINES: Final = frozenset({CIS, CIP, ATC, MEDICABASE, SMS_SUBSTANCE})
TYPES: Final = {
    ("allergie", True): ("416098002", "allergie médicamenteuse"),
    ("allergie", False): ("419199007", "allergie à une substance"),
    ("intolérance", True): ("59037007", "intolérance aux drogues et/ou médicaments"),
    ("intolérance", False): ("782197009", "intolérance à une substance"),
    ("effet indésirable", True): ("420134006", "propension aux effets indésirables"),
    ("effet indésirable", False): ("420134006", "propension aux effets indésirables"),
}
"""SNOMED CT, from JDV_TypeEvenementIndesirablePrevisible_CISIS."""

_SYMPTOM: Final = Coding(
    system=SNOMED_CT, code="418799008", display="symptôme rapporté par le patient ou le répondant"
)
_NONE: Final = {
    "aucun_connu": Coding(
        system=ABSENT_OR_UNKNOWN,
        code="no-known-allergies",
        display="Pas d'allergie/hypersensibilité connue",
    ),
    "autre": Coding(
        system=ABSENT_OR_UNKNOWN,
        code="no-allergy-info",
        display="Pas d’information sur les allergies/hypersensibilités",
    ),
}
_CRITICALITY_SYSTEM: Final = "2.16.840.1.113883.4.642.4.130"


def write_allergy(allergy: Allergy, rank: int) -> Written:
    """Return the line (date, type, agent, reactions, status) and the concern."""
    anchor = f"allergie-{rank}"
    code, label = TYPES[allergy.kind, _is_medicine(allergy.agent)]
    onset = Interval(start=allergy.onset)
    observation = _observation(allergy.id, code, label, onset, anchor)
    observation.extend((_no_value(anchor), _participant(allergy.agent, anchor), _status(allergy.status, anchor)))
    if allergy.criticality and allergy.criticality.codings:
        observation.append(_criticality(allergy.criticality, allergy.id, anchor))
    if allergy.comment:
        observation.append(comment_relation(f"{anchor}-commentaire"))
    observation.extend(_reaction(r, allergy.id, n, anchor, onset) for n, r in enumerate(allergy.reactions))
    cells = (
        Cell(allergy.onset.display() if allergy.onset and not allergy.onset.missing else ""),
        Cell(label.capitalize(), f"{anchor}-type"),
        Cell(allergy.agent.text, f"{anchor}-agent"),
        _reaction_cell(allergy, anchor),
        Cell("Résolu" if allergy.status == "résolu" else "Actif", f"{anchor}-statut"),
        Cell(allergy.criticality.text if allergy.criticality else "", f"{anchor}-criticite"),
        Cell(allergy.comment, f"{anchor}-commentaire" if allergy.comment else ""),
    )
    return Written(cells=cells, entry=_concern(allergy.id, observation))


def write_no_allergy(absence: Absence) -> Written:
    """Return the coded statement that no allergy is known, or that nobody asked."""
    anchor = "allergie-aucune"
    coding = _NONE.get(absence.reason, _NONE["autre"])
    observation = _observation(
        absence.id, "419199007", "allergie à une substance", Interval(), anchor, said=anchor
    )
    said = Concept(text=coding.display, codings=(coding,))
    observation.append(concept("value", said, anchor, "CD"))
    cells = (Cell(""), Cell(""), Cell(coding.display, anchor), *(Cell(""),) * 4)
    return Written(cells=cells, entry=_concern(absence.id, observation))


def _is_medicine(agent: Concept) -> bool:
    return any(coding.folded_system in _MEDICINES for coding in agent.codings)


def _reaction_cell(allergy: Allergy, anchor: str) -> Cell:
    """Return one cell with one anchor for each reaction."""
    pieces = [Cell(r.text, f"{anchor}-reaction-{rank}") for rank, r in enumerate(allergy.reactions)]
    return Cell(pieces[0].words, pieces[0].anchor, tuple(pieces[1:])) if pieces else Cell("")


def _concern(identifier: str, observation: etree._Element) -> etree._Element:
    return make(
        "act",
        {"classCode": "ACT", "moodCode": "EVN"},
        template(*_CONCERN),
        make("id", {"root": identifier.upper()}),
        null("code", "NA"),
        make("statusCode", {"code": "active"}),
        interval(Interval()),
        make("entryRelationship", {"typeCode": "SUBJ", "inversionInd": "false"}, observation),
    )


def _observation(
    identifier: str, code: str, label: str, onset: Interval, anchor: str, said: str = ""
) -> etree._Element:
    return make(
        "observation",
        {"classCode": "OBS", "moodCode": "EVN", "negationInd": "false"},
        template(*_ALLERGY),
        make("id", {"root": identifier.upper()}),
        coded("code", Coding(system=SNOMED_CT, code=code, display=label)),
        text_of(said or f"{anchor}-type"),
        make("statusCode", {"code": "completed"}),
        interval(onset, typed=True),
    )


def _no_value(anchor: str) -> etree._Element:
    # The agent stands in the participant; the value is only the words of the type (example VSM 1.4).
    return make("value", {"type": "CD"}, original_text(f"{anchor}-type"))


def _participant(agent: Concept, anchor: str) -> etree._Element:
    entity = make(
        "playingEntity",
        {"classCode": "MMAT"},
        concept("code", agent, f"{anchor}-agent"),
        make("name", None, agent.text),
    )
    return make("participant", {"typeCode": "CSM"}, make("participantRole", {"classCode": "MANU"}, entity))


def _status(status: str, anchor: str) -> etree._Element:
    code, label = ("resolved", "Résolu") if status == "résolu" else ("active", "Actif")
    value = {
        "type": "CE", "code": code, "displayName": label,
        "codeSystem": "2.16.840.1.113883.4.642.4.1373",
        "codeSystemName": "HL7:allergyintolerance-clinical",
    }  # fmt: skip
    return clinical_status(value, f"{anchor}-statut")


def _criticality(found: Concept, identifier: str, anchor: str) -> etree._Element:
    coding = found.codings[0]
    value = {
        "type": "CE", "code": coding.code, "displayName": coding.display or found.text,
        "codeSystem": coding.system or _CRITICALITY_SYSTEM,
        "codeSystemName": "HL7:allergy-intolerance-criticality",
    }  # fmt: skip
    observation = make(
        "observation",
        {"classCode": "OBS", "moodCode": "EVN", "negationInd": "false"},
        template(*_CRITICALITY),
        make("id", {"root": derived_id("criticality", identifier).upper()}),
        coded("code", Coding(system=LOINC, code="82606-5", display="Criticité")),
        text_of(f"{anchor}-criticite"),
        make("statusCode", {"code": "completed"}),
        null("effectiveTime", "NA"),
        make("value", value),
    )
    return make("entryRelationship", {"typeCode": "SUBJ", "inversionInd": "true"}, observation)


def _reaction(found: Concept, identifier: str, rank: int, anchor: str, onset: Interval) -> etree._Element:
    words = f"{anchor}-reaction-{rank}"
    observation = make(
        "observation",
        {"classCode": "OBS", "moodCode": "EVN"},
        template(*_REACTION),
        make("id", {"root": derived_id("reaction", identifier, str(rank)).upper()}),
        coded("code", _SYMPTOM),
        text_of(words),
        make("statusCode", {"code": "completed"}),
        interval(onset, typed=True),
        concept("value", found, words, "CD"),
    )
    return make("entryRelationship", {"typeCode": "MFST", "inversionInd": "true"}, observation)

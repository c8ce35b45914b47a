# SPDX-License-Identifier: EUPL-1.2
"""Allergies, intolerances and adverse effects (CI-SIS E.40 › E.41)."""

from typing import Final, Literal

from lxml import etree

from interop.cda.oids import ALLERGY, CRITICALITY, PROBLEM
from interop.cda.read.collector import Collector
from interop.cda.read.entries.parts import absence, clinical_status, comment, narrow_absence, negated, nested
from interop.cda.references import References
from interop.cda.tree import attr, find, find_all, templates, words
from interop.cda.values import codings, concept, is_bare, when
from lgc_core.codes import SNOMED_CT
from lgc_core.model.allergy import Allergy
from lgc_core.model.values import Concept

_Kind = Literal["allergie", "intolérance", "effet indésirable"]
_INTOLERANCE: Final = frozenset(
    {"235719002", "59037007", "782197009", "609396006", "609398007", "735449006", "609397002", "56840009"}
)
"""Intolerances, non-allergic hypersensitivities and idiosyncrasy of JDV_TypeEvenementIndesirablePrevisible."""
_ADVERSE: Final = frozenset({"419511003", "420134006", "418038007", "418471000"})
"""SNOMED CT « propensity to adverse reaction » (any, drug, substance, food): not said to be an allergy."""


def read_concern(act: etree._Element, into: Collector) -> None:
    """Propose every allergy of a concern."""
    found = [o for o in find_all(act, "entryRelationship/observation") if templates(o) & ALLERGY]
    if not found:
        into.leave(act, "allergie sans contenu")
    for observation in found:
        _allergy(observation, into)


def _allergy(observation: etree._Element, into: Collector) -> None:
    code, value = find(observation, "code"), find(observation, "value")
    entity = find(observation, "participant/participantRole/playingEntity")
    coded = (code, value, find(entity, "code"))
    said = into.references.entry(observation)
    if none_known := absence(into.written, *coded):
        into.propose(observation, none_known, said)
        return
    agent = _agent(observation, entity, into.references, said)
    if negated(observation) or narrow_absence(*coded):
        into.leave(observation, "nié par le document", agent.text if agent else said)
        return
    if agent is None:
        into.leave(observation, "allergie sans agent lisible", said)
        return
    into.propose(observation, _draft(observation, agent, into), said or agent.text)


def _agent(
    observation: etree._Element, entity: etree._Element | None, references: References, said: str
) -> Concept | None:
    """Return the agent: the participant's, else the observed value, else the entry's words."""
    return (
        concept(find(entity, "code"), references, words(find(entity, "name")))
        or concept(find(observation, "value"), references)
        or (None if is_bare(said) else Concept(text=said))
    )


def _draft(observation: etree._Element, agent: Concept, into: Collector) -> Allergy:
    return Allergy(
        id=into.draft_id(observation),
        patient="",
        kind=_kind(find(observation, "code")),
        agent=agent,
        status="résolu" if clinical_status(observation) == "resolved" else "actif",
        criticality=concept(find(nested(observation, CRITICALITY), "value"), into.references),
        onset=when(find(observation, "effectiveTime")),
        reactions=_reactions(observation, into.references),
        comment=comment(observation, into.references),
        source=into.source(observation),
    )


def _kind(code: etree._Element | None) -> _Kind:
    snomed = {c.code for c in codings(code) if c.folded_system == SNOMED_CT}
    if snomed & _INTOLERANCE:
        return "intolérance"
    return "effet indésirable" if snomed & _ADVERSE else "allergie"


def _reactions(observation: etree._Element, references: References) -> tuple[Concept, ...]:
    found = []
    for relation in find_all(observation, "entryRelationship"):
        if attr(relation, "typeCode") != "MFST":
            continue
        for reaction in find_all(relation, "observation"):
            if negated(reaction) or not templates(reaction) & PROBLEM:
                continue
            found.append(concept(find(reaction, "value"), references, references.entry(reaction)))
    return tuple(dict.fromkeys(c for c in found if c))

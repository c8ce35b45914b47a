# SPDX-License-Identifier: EUPL-1.2
"""Laboratory chapters: analyses, panels, isolates, antibiograms (interop.md §7.1); result organizers."""

from typing import Final

from lxml import etree

from interop.cda.oids import SECTION_MICROBIOLOGY
from interop.cda.read.collector import Collector, section_code
from interop.cda.read.entries.observation import panel, propose_observation
from interop.cda.read.people import stamp
from interop.cda.tree import attr, find, local
from interop.cda.values import concept, known_or_unknown, when
from lgc_core.model.observation import Category, Observation, Value
from lgc_core.model.values import Concept, When

_SILENT: Final = frozenset({"procedure", "act", "observationMedia"})
"""Sampling, reception and comments frame a result; they are shown in the narrative and are no results."""

_DEPTH: Final = 8


def read_chapter(act: etree._Element, into: Collector) -> None:
    """Propose every result of a laboratory entry."""
    chapter = attr(find(act, "code"), "code")
    micro = SECTION_MICROBIOLOGY in (chapter, section_code(act))
    _contents(act, into, "micro" if micro else "bio", parent="", at=None, depth=0)


def read_results(organizer: etree._Element, into: Collector) -> None:
    """Propose the results of an IPS organizer (E.208) under its title."""
    _organizer(organizer, into, "bio", parent="", rank=0, depth=0)


def read_vital_signs(organizer: etree._Element, into: Collector) -> None:
    """Propose each vital sign on its own: the organizer is only a page of them."""
    _contents(organizer, into, "vital", parent="", at=when(find(organizer, "effectiveTime")), depth=0)


def _contents(
    holder: etree._Element, into: Collector, category: Category, *, parent: str, at: When | None, depth: int
) -> None:
    if depth > _DEPTH:
        into.leave(holder, "imbriqué trop profondément")
        return
    rank = 0
    for link in holder.iterchildren("*"):
        if local(link) not in ("entryRelationship", "component"):
            continue
        for child in link.iterchildren("*"):
            kind = local(child)
            if kind == "organizer":
                _organizer(child, into, category, parent=parent, rank=rank, depth=depth + 1)
            elif kind == "observation":
                propose_observation(child, into, category, parent=parent, rank=rank, at=at)
            elif kind not in _SILENT and kind not in ("templateId", "sequenceNumber"):
                into.leave(child, "type d’élément inconnu")
            rank += 1


def _organizer(
    element: etree._Element, into: Collector, category: Category, *, parent: str, rank: int, depth: int
) -> None:
    organism = find(element, "specimen/specimenRole/specimenPlayingEntity")
    isolate = attr(organism, "classCode") == "MIC"
    at = when(find(element, "effectiveTime"))
    if isolate:
        held = _isolate(element, organism, into, parent=parent, rank=rank)
    else:
        named = concept(find(element, "code"), into.references, into.references.entry(element))
        # A panel without a name adds nothing: its parts stand alone.
        held = panel(element, into, category, named, parent=parent, rank=rank) if named else parent
    inner: Category = "micro" if isolate else category
    _contents(element, into, inner, parent=held, at=at, depth=depth)


def _isolate(
    element: etree._Element, organism: etree._Element | None, into: Collector, *, parent: str, rank: int
) -> str:
    found = concept(find(organism, "code"), into.references) or Concept(text="germe non précisé")
    draft = Observation(
        id=into.draft_id(element),
        patient="",
        category="micro",
        code=Concept(text="Germe isolé"),
        value=Value(concept=found),
        at=known_or_unknown(when(find(element, "effectiveTime"))),
        shape="isolat",
        parent=parent,
        rank=rank,
        performer=stamp(find(element, "performer")),
        entry="import",
        source=into.source(element),
    )
    return into.propose(element, draft, found.text).id

# SPDX-License-Identifier: EUPL-1.2
"""Gather proposals while entries are read: provisional ids, doubles, and what is left out."""

from collections.abc import Hashable

from lxml import etree

from interop.cda.read.proposal import Draft, NotTaken, Proposal, content_key, source
from interop.cda.references import References, section_of
from interop.cda.tree import attr, find, find_all, identifier, locator, name, words
from lgc_core.model.ids import derived_id
from lgc_core.model.values import Source


class Collector:
    """What the entry readers write into, for one document."""

    def __init__(self, references: References, unique_oid: str, written: str) -> None:
        self.references = references
        self.written = written
        """Instant of the document, RFC 3339: when its statements of absence were made."""
        self.proposals: list[Proposal] = []
        self.not_taken: list[NotTaken] = []
        self._oid = unique_oid
        self._seen: dict[Hashable, Proposal] = {}

    def draft_id(self, element: etree._Element) -> str:
        """Return the provisional id of a draft read at this element."""
        return derived_id("cda-draft", self._oid, locator(element))

    def source(self, element: etree._Element) -> Source:
        """Return the source of a draft read at this element; entry ids are kept, never trusted."""
        ids = tuple(dict.fromkeys(i for item in find_all(element, "id") if (i := identifier(item))))
        return source(locator(element), ids)

    def propose(self, element: etree._Element, draft: Draft, said: str, *remarks: str) -> Draft:
        """Add a draft, or return the equal one already proposed by this document."""
        key = content_key(draft)
        if key in self._seen:
            return self._seen[key].draft
        proposal = Proposal(
            draft=draft,
            section=section_title(element),
            words=said,
            locator=locator(element),
            remarks=tuple(remark for remark in remarks if remark),
        )
        self._seen[key] = proposal
        self.proposals.append(proposal)
        return draft

    def leave(self, element: etree._Element, reason: str, said: str = "") -> None:
        """Count an entry that stays on the page only."""
        displays = (attr(code, "displayName") for code in element.iter(name("code")))
        text = said or self.references.entry(element) or next((d for d in displays if d), "")
        self.not_taken.append(
            NotTaken(section=section_title(element), words=text, reason=reason, locator=locator(element))
        )


def section_title(element: etree._Element) -> str:
    """Return the title of the section an entry stands in."""
    section = section_of(element)
    return words(find(section, "title")) or attr(find(section, "code"), "displayName")


def section_code(element: etree._Element) -> str:
    """Return the code of the section an entry stands in."""
    return attr(find(section_of(element), "code"), "code")

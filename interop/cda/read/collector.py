# SPDX-License-Identifier: EUPL-1.2
"""Gather proposals while entries are read: provisional ids, doubles, and what is left out."""

from collections.abc import Hashable
from typing import Final

from lxml import etree

from interop.cda.read.proposal import Draft, NotTaken, Proposal, content_key, source
from interop.cda.references import References, section_of
from interop.cda.tree import Locators, attr, find, find_all, identifier, name, words
from interop.xml import KEPT, HostileXml
from lgc_core.model.ids import derived_id
from lgc_core.model.values import Source

MAX_STATEMENTS: Final = 20_000
"""Twenty years of a record hold 5,000 entries; no document of one event holds four times that."""

_MAX_TITLE: Final = 300


class Collector:
    """What the entry readers write into, for one document."""

    def __init__(self, references: References, unique_oid: str, written: str) -> None:
        self.references = references
        self.written = written
        """Instant of the document, RFC 3339: when its statements of absence were made."""
        self.proposals: list[Proposal] = []
        self.not_taken: list[NotTaken] = []
        self._oid = unique_oid
        self._locators = Locators()
        self._titles: dict[etree._Element | None, str] = {}
        self._seen: dict[Hashable, Proposal] = {}

    def draft_id(self, element: etree._Element) -> str:
        """Return the provisional id of a draft read at this element."""
        return derived_id("cda-draft", self._oid, self._locators.of(element))

    def source(self, element: etree._Element) -> Source:
        """Return the source of a draft read at this element; entry ids are kept, never trusted."""
        ids = tuple(dict.fromkeys(i for item in find_all(element, "id") if (i := identifier(item))))
        return source(self._locators.of(element), ids)

    def propose(self, element: etree._Element, draft: Draft, said: str, *remarks: str) -> Draft:
        """Add a draft, or return the equal one already proposed by this document."""
        self._bound()
        key = content_key(draft)
        if key in self._seen:
            return self._seen[key].draft
        proposal = Proposal(
            draft=draft,
            section=self._title(element),
            words=said,
            locator=self._locators.of(element),
            remarks=tuple(remark for remark in remarks if remark),
        )
        self._seen[key] = proposal
        self.proposals.append(proposal)
        return draft

    def leave(self, element: etree._Element, reason: str, said: str = "") -> None:
        """Count an entry that stays on the page only."""
        self._bound()
        displays = (attr(code, "displayName") for code in element.iter(name("code")))
        text = said or self.references.entry(element) or next((d for d in displays if d), "")
        self.not_taken.append(
            NotTaken(section=self._title(element), words=text, reason=reason, locator=self._locators.of(element))
        )

    def _title(self, element: etree._Element) -> str:
        section = section_of(element)
        if section not in self._titles:
            title = words(find(section, "title")) or attr(find(section, "code"), "displayName")
            self._titles[section] = title[:_MAX_TITLE]
        return self._titles[section]

    def _bound(self) -> None:
        if len(self.proposals) + len(self.not_taken) >= MAX_STATEMENTS:
            raise HostileXml(f"Document refusé : il contient trop de données. {KEPT}")


def section_code(element: etree._Element) -> str:
    """Return the code of the section an entry stands in."""
    return attr(find(section_of(element), "code"), "code")

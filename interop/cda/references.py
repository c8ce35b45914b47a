# SPDX-License-Identifier: EUPL-1.2
"""Follow `reference value="#id"` into the narrative: the words that the author wrote for a coded entry."""

from typing import Final

from lxml import etree

from interop.cda.tree import attr, find, find_all, local, name, words

_MAX_TEXT: Final = 2000
_MAX_CELLS: Final = 40


class References:
    """Every ID of the narratives, looked up in the entry's own section first."""

    def __init__(self, document: etree._Element) -> None:
        self._places: dict[str, dict[etree._Element | None, etree._Element]] = {}
        self._said: dict[etree._Element, str] = {}
        for text in document.iter(name("text")):
            home = section_of(text)
            for element in text.iter("*"):
                if identifier := attr(element, "ID"):
                    self._places.setdefault(identifier, {}).setdefault(home, element)

    def place(self, reference: str, near: etree._Element) -> etree._Element | None:
        """Return the narrative element a reference names; the `#` may be missing, as in official samples."""
        places = self._places.get(reference.strip().removeprefix("#"))
        if not places:
            return None
        return places.get(section_of(near), next(iter(places.values())))

    def dangling(self, document: etree._Element) -> tuple[str, ...]:
        """Return the references that point nowhere, each once."""
        found = (attr(r, "value").removeprefix("#") for r in document.iter(name("reference")))
        media = {attr(m, "ID") for m in document.iter(name("observationMedia"))}
        return tuple(dict.fromkeys(r for r in found if r and r not in self._places and r not in media))

    def text(self, holder: etree._Element | None) -> str:
        """Return the words of a `text` or `originalText`: its own, else those it refers to."""
        if holder is None:
            return ""
        reference = find(holder, "reference")
        place = None if reference is None else self.place(attr(reference, "value"), holder)
        return words(holder)[:_MAX_TEXT] or self._words(place)

    def _words(self, place: etree._Element | None) -> str:
        if place is None:
            return ""
        if place not in self._said:
            self._said[place] = words(place)[:_MAX_TEXT]
        return self._said[place]

    def original(self, coded: etree._Element | None) -> str:
        """Return the original text of a coded element."""
        return self.text(find(coded, "originalText"))

    def entry(self, entry: etree._Element) -> str:
        """Return the words of an entry's own `text`."""
        return self.text(find(entry, "text"))

    def row(self, holder: etree._Element | None) -> dict[str, str]:
        """Return the narrative table row a reference stands in: column title -> words; empty elsewhere."""
        reference = find(holder, "reference")
        place = None if reference is None else self.place(attr(reference, "value"), reference)
        row = ancestor(place, "tr")
        table = ancestor(row, "table")
        if row is None or table is None or len(row) > _MAX_CELLS:
            return {}
        if any(attr(c, "colspan") or attr(c, "rowspan") for c in row):
            return {}
        titles = [self._words(cell) for cell in find_all(table, "thead/tr/th")]
        cells = [self._words(cell) for cell in find_all(row, "td")]
        return dict(zip(titles, cells, strict=False)) if len(titles) == len(cells) else {}


def ancestor(element: etree._Element | None, tag: str) -> etree._Element | None:
    """Return the nearest element of that name, itself included."""
    while element is not None and local(element) != tag:
        element = element.getparent()
    return element


def section_of(element: etree._Element) -> etree._Element | None:
    """Return the section an element stands in."""
    return ancestor(element, "section")

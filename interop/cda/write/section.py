# SPDX-License-Identifier: EUPL-1.2
"""Sections: narrative tables whose cells entries refer to, and the frame around them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from interop.cda.write.element import add, make, template
from interop.cda.write.header import coded
from lgc_core.codes import LOINC
from lgc_core.model.ids import derived_id
from lgc_core.model.values import Coding


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionKind:
    """Templates, LOINC code with its label, and French title of a section."""

    templates: tuple[str, ...]
    code: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Words of a cell and the anchor that entries use, empty when none does; `more` follow in the same cell."""

    words: str
    anchor: str = ""
    more: "tuple[Cell, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One line of a section: its cells and its entry, None for words only."""

    cells: tuple[Cell, ...]
    entry: etree._Element | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A narrative table with its column titles."""

    titles: tuple[str, ...]
    lines: tuple[Written, ...] = field(default_factory=tuple)


_UNKNOWN: Final = "-"


def table_section(kind: SectionKind, table: Table, document: str, entry_type: str = "") -> etree._Element:
    """Return a section made of one table and the entries of its lines."""
    entries = [
        make("entry", {"typeCode": entry_type}, line.entry) for line in table.lines if line.entry is not None
    ]
    return frame(kind, document, make("text", None, _table(table)), entries)


def words_section(kind: SectionKind, lines: Sequence[str], document: str) -> etree._Element:
    """Return a section of words only."""
    return frame(kind, document, paragraphs(lines), [])


def paragraphs(lines: Sequence[str]) -> etree._Element:
    """Return a narrative of paragraphs, or the list of several lines."""
    if len(lines) < 2:
        return make("text", None, [make("paragraph", None, line) for line in lines])
    return make("text", None, make("list", None, [make("item", None, line) for line in lines]))


def frame(
    kind: SectionKind,
    document: str,
    text: etree._Element | None,
    entries: Iterable[etree._Element],
    subsections: Iterable[etree._Element] = (),
) -> etree._Element:
    """Return a section; its id is derived from the document and the section's code."""
    return make(
        "section",
        None,
        template(*kind.templates),
        make("id", {"root": derived_id("section", document, *kind.templates).upper()}),
        coded("code", Coding(system=LOINC, code=kind.code, display=kind.label)),
        make("title", None, kind.title),
        text,
        entries,
        [make("component", None, section) for section in subsections],
    )


def _table(table: Table) -> etree._Element:
    head = make("tr", None, [make("th", None, title) for title in table.titles])
    rows = [make("tr", None, [_cell(cell) for cell in line.cells]) for line in table.lines]
    return make("table", {"border": "0"}, make("thead", None, head), make("tbody", None, rows))


def _cell(cell: Cell) -> etree._Element:
    td = make("td", None, _piece(cell))
    for other in cell.more:
        add(td, " ; ", _piece(other))
    return td


def _piece(cell: Cell) -> etree._Element | str:
    words = cell.words or _UNKNOWN
    return make("content", {"ID": cell.anchor}, words) if cell.anchor else words


def reference(anchor: str) -> etree._Element:
    """Return a reference to a narrative anchor."""
    return make("reference", {"value": f"#{anchor}"})


def original_text(anchor: str) -> etree._Element:
    """Return an originalText that points at the narrative."""
    return make("originalText", None, reference(anchor))


def text_of(anchor: str) -> etree._Element:
    """Return an entry's text that points at the narrative."""
    return make("text", None, reference(anchor))

# SPDX-License-Identifier: EUPL-1.2
"""What a printed sheet says, before anything is drawn: plain frozen words."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who prints: the practice on the left, the person on the right; lines are already in French form."""

    practice: str
    practice_lines: tuple[str, ...] = ()
    person: str = ""
    person_lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom the sheet is about: a name in large letters, then lines."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Plain text; line ends are kept."""

    words: str
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table; `widths` are shares of the line, equal when empty."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Emphasis:
    """A code to read or type: large, spaced, framed."""

    words: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image (PNG bytes without transparency), as a QR code; width in millimetres."""

    png: bytes
    width_mm: float
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What must be read before the rest, as allergies: framed, thickened, on as many lines as it needs."""

    words: str


Block = Text | Bullets | Grid | Emphasis | Picture | Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSection:
    """A title and what stands under it."""

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole sheet.

    Attributes:
        title: also the PDF's title; no patient name.
        dated: line under the title, as « Le 21/11/2026 à Saint-Pierre ».
        signature: lines at the end, right side.
        footer: left text of each page's foot.
        created: aware instant, written in the metadata.
    """

    title: str
    letterhead: Letterhead
    sections: tuple[SheetSection, ...]
    created: dt.datetime
    subject: Subject | None = None
    dated: str = ""
    signature: tuple[str, ...] = ()
    footer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One file of a booklet, begun on a new page.

    Attributes:
        listed: its cells in the contents; the page number comes after them.
        head: small line above the name.
    """

    subject: Subject
    listed: tuple[str, ...]
    head: str = ""
    sections: tuple[SheetSection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Booklet:
    """A cover with its contents, then leaves.

    Attributes:
        columns, widths: titles and shares of the contents, without the page number.
        contents: rows of the contents, each with the rank of its leaf, -1 when it has none; empty: one a leaf.
    """

    cover: Sheet
    leaves: tuple[Leaf, ...]
    columns: tuple[str, ...]
    widths: tuple[float, ...]
    contents: tuple[tuple[tuple[str, ...], int], ...] = ()

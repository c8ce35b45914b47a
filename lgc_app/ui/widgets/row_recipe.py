# SPDX-License-Identifier: EUPL-1.2
"""What a list shows, as data: rows of cells, and the recipe that says how wide and how aligned each column is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

import msgspec

from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import tr

ROW_HEIGHT = 36
ROW_HEIGHT_DENSE = 33
ROW_HEIGHT_TWO_LINES = 52
ROW_HEIGHT_TIMELINE = 44
HEADER_HEIGHT = 28
LINE_MORE = 18


class Align(Enum):
    """Where a cell's words stand in its column."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of `width` pixels of the design; 0 takes what is left (one at least should)."""

    width: int = 0
    align: Align = Align.LEFT


class Cell(msgspec.Struct, frozen=True):
    """Runs on one line, a soft second line under them, an icon before, pills or the cap of a key after."""

    runs: Sequence[Run] = ()
    second: Sequence[Run] = ()
    icon: str = ""
    icon_colour: str = "text2"
    pills: Sequence[PillContent] = ()
    key_words: str = ""


class Row(msgspec.Struct, frozen=True):
    """One line of a list. `sentence` is what a screen reader says; a header is a title that cannot be chosen.

    `conflict` adds the violet pill "2 versions"; the cells then show both values ("71,4 kg ou 74,1 kg").
    `tall` gives one row the room of one line more than the others of its list.
    """

    key: str
    cells: Sequence[Cell]
    sentence: str
    header: bool = False
    conflict: bool = False
    tall: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """How rows are drawn: columns, height, and whether a thin line parts them."""

    columns: Sequence[Column] = field(default_factory=lambda: (Column(),))
    height: int = ROW_HEIGHT
    lines: bool = True


def header_row(words: str, amount: str = "") -> Row:
    """Make the header of a month or of a group."""
    return Row(f"header:{words}", (Cell((Run(words),), (Run(amount),)),), f"{words} {amount}".strip(), header=True)


def conflict_pill() -> PillContent:
    """Make the marker that follows a value wherever it appears in two versions."""
    return PillContent(tr("2 versions"), Tone.CONFLICT, "conflict")


def plain(runs: Iterable[Run]) -> str:
    """Give the words of runs without their weights."""
    return "".join(run.words for run in runs)

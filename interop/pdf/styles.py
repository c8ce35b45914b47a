# SPDX-License-Identifier: EUPL-1.2
"""Sizes, colours and paragraph styles of our sheets; colours are those of the screen (ui.md §1)."""

from dataclasses import dataclass
from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from interop.pdf.fonts import REGULAR

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN: Final = 20 * mm
TOP: Final = 16 * mm
BOTTOM: Final = 22 * mm
WIDTH: Final = PAGE_WIDTH - 2 * MARGIN

ACCENT: Final = HexColor(0x0B5F6E)
INK: Final = HexColor(0x1A2327)
QUIET: Final = HexColor(0x56646B)
RULE: Final = HexColor(0xC9D3D6)
TINT: Final = HexColor(0xF0F5F6)


def _style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=REGULAR,
        bulletFontName=REGULAR,
        fontSize=size,
        leading=leading,
        textColor=more.pop("textColor", INK),
        **more,
    )


BODY: Final = _style("body", 10, 14.5, spaceAfter=4)
QUIET_BODY: Final = _style("quiet", 9, 13, textColor=QUIET, spaceAfter=4)
SMALL: Final = _style("small", 8.5, 11.5, textColor=QUIET)
SMALL_RIGHT: Final = _style("small-right", 8.5, 11.5, textColor=QUIET, alignment=TA_RIGHT)
BULLET: Final = _style("bullet", 10, 14.5, leftIndent=12, bulletIndent=2, spaceAfter=1)
CELL: Final = _style("cell", 9.5, 12.5)
HEAD: Final = _style("head", 8.5, 11, textColor=QUIET)
SIGNATURE: Final = _style("signature", 10, 14, alignment=TA_RIGHT)
CAPTION: Final = _style("caption", 8.5, 11, textColor=QUIET)
DENSE_BODY: Final = _style("dense-body", 9, 11.8, spaceAfter=2)
DENSE_BULLET: Final = _style("dense-bullet", 9, 11.8, leftIndent=10, bulletIndent=1, spaceAfter=0)
DENSE_CELL: Final = _style("dense-cell", 8.8, 11)
DENSE_HEAD: Final = _style("dense-head", 7.8, 9.5, textColor=QUIET)


@dataclass(frozen=True, slots=True)
class Density:
    """The sizes of the blocks of a sheet: airy for a letter, dense where a file must hold on one page."""

    body: ParagraphStyle
    bullet: ParagraphStyle
    cell: ParagraphStyle
    head: ParagraphStyle
    title: float
    gap: float
    padding: float


AIRY: Final = Density(BODY, BULLET, CELL, HEAD, 11.5, 9, 3)
DENSE: Final = Density(DENSE_BODY, DENSE_BULLET, DENSE_CELL, DENSE_HEAD, 10, 5, 1.5)

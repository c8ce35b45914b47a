# SPDX-License-Identifier: EUPL-1.2
"""Sizes, colours and paragraph styles of our sheets; colours are those of the screen (ui.md §1)."""

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

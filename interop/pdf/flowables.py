# SPDX-License-Identifier: EUPL-1.2
"""Blocks of a sheet as reportlab flowables; every word is escaped, nothing of it is markup."""

import io
from collections.abc import Iterator
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Image, Paragraph, Spacer, Table, TableStyle

from interop.pdf import styles
from interop.pdf.fonts import REGULAR, drawable, french_spaces
from interop.pdf.sheet import Alert, Block, Bullets, Emphasis, Grid, Picture, SheetSection, Subject, Text

_STROKE: Final = 0.026
"""Thickness of the outline that makes a title bold, as a share of its size."""

_LEADING: Final = 1.42
_DESCENT: Final = 0.38
_FILL_AND_STROKE: Final = 2
_FRAME_SIDE: Final = 12


def paragraph(words: str, style: Any) -> Paragraph:
    """Return a paragraph of plain words."""
    return Paragraph(escape(drawable(french_spaces(words))).replace("\n", "<br/>"), style)


class Title(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A line of thickened words, cut to lines that fit."""

    def __init__(self, words: str, size: float, *, color: Any = styles.INK, rule: bool = False) -> None:
        super().__init__()
        self._words, self._size, self._color, self._rule = drawable(words), size, color, rule
        self._lines: list[str] = []
        self.keepWithNext = True

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size taken."""
        self.width = width
        self._lines = list(_lines(self._words, self._size, width))
        return width, len(self._lines) * self._size * _LEADING + (4 if self._rule else 0)

    def draw(self) -> None:
        """Draw the lines, and the rule below them."""
        height = len(self._lines) * self._size * _LEADING + (4 if self._rule else 0)
        for rank, line in enumerate(self._lines, 1):
            draw_bold(
                self.canv,
                line,
                0,
                height - rank * self._size * _LEADING + self._size * _DESCENT,
                self._size,
                self._color,
            )
        if self._rule:
            self.canv.setStrokeColor(styles.RULE)
            self.canv.setLineWidth(0.6)
            self.canv.line(0, 0, self.width, 0)


def draw_bold(canvas: Any, words: str, x: float, y: float, size: float, color: Any) -> None:
    """Write words thickened by their outline: the variable font embeds one weight only."""
    text = canvas.beginText(x, y)
    text.setFont(REGULAR, size)
    text.setFillColor(color)
    text.setStrokeColor(color)
    canvas.saveState()
    canvas.setLineWidth(size * _STROKE)
    text.setTextRenderMode(_FILL_AND_STROKE)
    text.textOut(words)
    text.setTextRenderMode(0)
    canvas.drawText(text)
    canvas.restoreState()


def _lines(words: str, size: float, width: float) -> Iterator[str]:
    line = ""
    for word in _fitting(words.split(" "), size, width):
        longer = f"{line} {word}".strip()
        if line and stringWidth(longer, REGULAR, size) > width:
            yield line
            line = word
        else:
            line = longer
    yield line


def _fitting(words: list[str], size: float, width: float) -> Iterator[str]:
    """Cut a word that is wider than the line: what is printed is never lost over the edge."""
    for word in words:
        left = word
        while len(left) > 1 and stringWidth(left, REGULAR, size) > width:
            room = max(1, int(len(left) * width / stringWidth(left, REGULAR, size)) - 1)
            yield left[:room]
            left = left[room:]
        yield left


def subject_box(subject: Subject) -> Table:
    """Return the tinted box that names the patient."""
    inner: list[Any] = [Title(subject.name, 12.5)]
    inner += [paragraph(line, styles.SMALL) for line in subject.lines]
    box = Table([[inner]], colWidths=[styles.WIDTH])
    box.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), REGULAR),
                ("BACKGROUND", (0, 0), (-1, -1), styles.TINT),
                ("LINEBEFORE", (0, 0), (0, -1), 2.5, styles.ACCENT),
                ("LEFTPADDING", (0, 0), (-1, -1), 10),
                ("TOPPADDING", (0, 0), (-1, -1), 7),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
            ]
        )
    )
    return box


def section(found: SheetSection, density: styles.Density = styles.AIRY) -> list[Any]:
    """Return a section's title and blocks."""
    flow: list[Any] = [Spacer(1, density.gap)]
    if found.title:
        flow += [Title(found.title, density.title, color=styles.ACCENT, rule=True), Spacer(1, density.gap * 0.45)]
    for block in found.blocks:
        flow += _block(block, density)
    return flow


def _block(block: Block, density: styles.Density) -> list[Any]:
    match block:
        case Text():
            return [paragraph(block.words, styles.QUIET_BODY if block.quiet else density.body)]
        case Bullets():
            return [_bullet(item, density) for item in block.items]
        case Grid():
            return [grid_table(block, density), Spacer(1, 4)]
        case Emphasis():
            return _emphasis(block)
        case Picture():
            return _picture(block)
        case Alert():
            return [_alert(block.words, density.title + 0.5), Spacer(1, 4)]


def _bullet(item: str, density: styles.Density) -> Paragraph:
    words = escape(drawable(french_spaces(item))).replace("\n", "<br/>")
    return Paragraph(words, density.bullet, bulletText="•")


def grid_table(grid: Grid, density: styles.Density) -> Table:
    """Return a table, its titles again on each page."""
    shares = grid.widths or (1.0,) * len(grid.titles)
    widths = [styles.WIDTH * share / sum(shares) for share in shares]
    rows = [[paragraph(title, density.head) for title in grid.titles]]
    rows += [[paragraph(cell, density.cell) for cell in row] for row in grid.rows]
    table = Table(rows, colWidths=widths, repeatRows=1, splitInRow=1)
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), REGULAR),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, styles.QUIET),
                ("LINEBELOW", (0, 1), (-1, -1), 0.4, styles.RULE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), density.padding),
                ("BOTTOMPADDING", (0, 0), (-1, -1), density.padding + 1),
            ]
        )
    )
    return table


def _alert(words: str, size: float) -> Table:
    """Return a frame whose every line is a row: it goes on over the page when it must."""
    lines = _lines(drawable(words), size, styles.WIDTH - 2 * _FRAME_SIDE)
    return _framed([Title(line, size) for line in lines], padding=1)


def _framed(rows: list[Title], padding: float) -> Table:
    box = Table([[row] for row in rows], colWidths=[styles.WIDTH])
    box.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), REGULAR),
                ("BOX", (0, 0), (-1, -1), 1, styles.ACCENT),
                ("TOPPADDING", (0, 0), (-1, -1), padding),
                ("BOTTOMPADDING", (0, 0), (-1, -1), padding),
                ("LEFTPADDING", (0, 0), (-1, -1), _FRAME_SIDE),
            ]
        )
    )
    return box


def _emphasis(block: Emphasis) -> list[Any]:
    box = _framed([Title(block.words, 17)], padding=9)
    caption = [paragraph(block.caption, styles.CAPTION)] if block.caption else []
    return [Spacer(1, 3), box, *caption, Spacer(1, 6)]


def _picture(block: Picture) -> list[Any]:
    width, height = ImageReader(io.BytesIO(block.png)).getSize()
    drawn = block.width_mm * mm
    image = Image(io.BytesIO(block.png), width=drawn, height=drawn * height / width, hAlign="LEFT")
    return [image, *([paragraph(block.caption, styles.CAPTION)] if block.caption else []), Spacer(1, 6)]

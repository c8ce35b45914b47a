# SPDX-License-Identifier: EUPL-1.2
"""Draw a sheet: letterhead on the first page, sections, signature, numbered pages, PDF/A-1b."""

import io
from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, KeepTogether, PageTemplate, Spacer, Table, TableStyle

from interop.pdf import styles
from interop.pdf.archive import archive
from interop.pdf.flowables import Title, paragraph, section, subject_box
from interop.pdf.fonts import REGULAR, drawable, register
from interop.pdf.sheet import Letterhead, Sheet

_FOOT_SIZE: Final = 7.5


def render_sections(sheet: Sheet) -> bytes:
    """Return the PDF/A-1b bytes of a sheet; the same sheet gives the same bytes."""
    register()
    return render_story(sheet, story(sheet))


def render_story(sheet: Sheet, flow: list[Any]) -> bytes:
    """Return the PDF/A-1b bytes of drawn blocks; title, foot and date are those of the sheet."""
    return archive(
        draw(sheet, flow),
        title=sheet.title,
        author=sheet.letterhead.person or sheet.letterhead.practice,
        created=sheet.created,
    )


def draw(sheet: Sheet, flow: list[Any]) -> bytes:
    """Return the plain PDF of drawn blocks."""
    target = io.BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=(styles.PAGE_WIDTH, styles.PAGE_HEIGHT),
        invariant=1,
        pdfVersion=(1, 4),
        title=sheet.title,
    )
    frame = Frame(
        styles.MARGIN,
        styles.BOTTOM,
        styles.WIDTH,
        styles.PAGE_HEIGHT - styles.TOP - styles.BOTTOM,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    document.addPageTemplates([PageTemplate(frames=[frame])])
    footer = drawable(sheet.footer or sheet.letterhead.practice)
    document.build(flow, canvasmaker=lambda *args, **more: _Numbered(footer, *args, **more))
    return target.getvalue()


class _Numbered(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas that knows how many pages there are before it writes « Page 1 sur 3 »."""

    def __init__(self, footer: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{**more, "initialFontName": REGULAR})
        self._footer = footer
        self._pages: list[dict[str, Any]] = []

    def _make_preamble(self) -> None:
        # reportlab opens each page with Helvetica, which PDF/A would want embedded.
        self._preamble = "1 0 0 1 0 0 cm"

    def showPage(self) -> None:
        """Keep the page until the number of pages is known."""
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write every page with its foot."""
        for rank, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            self._foot(rank)
            super().showPage()
        super().save()

    def _foot(self, rank: int) -> None:
        low = 12 * mm
        self.setStrokeColor(styles.RULE)
        self.setLineWidth(0.4)
        self.line(styles.MARGIN, low + 10, styles.PAGE_WIDTH - styles.MARGIN, low + 10)
        self.setFont(REGULAR, _FOOT_SIZE)
        self.setFillColor(styles.QUIET)
        self.drawString(styles.MARGIN, low, self._footer)
        self.drawRightString(
            styles.PAGE_WIDTH - styles.MARGIN, low, f"Page\u00a0{rank} sur\u00a0{len(self._pages)}"
        )


def story(sheet: Sheet) -> list[Any]:
    """Return the blocks of a sheet: head, title, subject, sections, signature."""
    flow: list[Any] = [_letterhead(sheet.letterhead), Spacer(1, 14), Title(sheet.title, 18)]
    if sheet.dated:
        flow.append(paragraph(sheet.dated, styles.QUIET_BODY))
    if sheet.subject:
        flow += [Spacer(1, 5), subject_box(sheet.subject)]
    for found in sheet.sections:
        flow += section(found)
    if sheet.signature:
        lines = [paragraph(line, styles.SIGNATURE) for line in sheet.signature]
        flow.append(KeepTogether([Spacer(1, 16), *lines]))
    return flow


def _letterhead(head: Letterhead) -> Table:
    left = [Title(head.practice, 12, color=styles.ACCENT)]
    left += [paragraph(line, styles.SMALL) for line in head.practice_lines]
    right = [paragraph(line, styles.SMALL_RIGHT) for line in (head.person, *head.person_lines) if line]
    table = Table([[left, right]], colWidths=[styles.WIDTH * 0.56, styles.WIDTH * 0.44])
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), REGULAR),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
                ("LINEBELOW", (0, 0), (-1, -1), 1.2, styles.ACCENT),
            ]
        )
    )
    return table

# SPDX-License-Identifier: EUPL-1.2
"""Draw a booklet: a cover whose contents give true page numbers, then each leaf on its own page."""

from typing import Any

from reportlab.platypus import Flowable, PageBreak, Spacer

from interop.pdf import styles
from interop.pdf.flowables import grid_table, paragraph, section, subject_box
from interop.pdf.fonts import register
from interop.pdf.render import draw, render_story, story
from interop.pdf.sheet import Booklet, Grid, Leaf, Sheet

_UNKNOWN = "…"
_PAGE_SHARE = 0.7


class _Mark(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Takes no room; notes the page on which it falls."""

    def __init__(self, pages: dict[int, int], rank: int) -> None:
        super().__init__()
        self._pages, self._rank = pages, rank

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Take no room."""
        return 0, 0

    def draw(self) -> None:
        """Note the page."""
        self._pages[self._rank] = self.canv.getPageNumber()


def render_booklet(booklet: Booklet) -> bytes:
    """Return the PDF/A-1b bytes of a booklet; it is drawn twice, for the numbers of the contents."""
    register()
    pages: dict[int, int] = {}
    draw(booklet.cover, _story(booklet, {}, pages))
    return render_story(booklet.cover, _story(booklet, pages, {}))


def render_leaf(sheet: Sheet, leaf: Leaf) -> bytes:
    """Return the PDF/A-1b bytes of one leaf alone; foot and metadata are those of the sheet."""
    register()
    return render_story(sheet, _leaf(leaf))


def _story(booklet: Booklet, known: dict[int, int], found: dict[int, int]) -> list[Any]:
    flow = [*story(booklet.cover), Spacer(1, 8), _contents(booklet, known)]
    for rank, leaf in enumerate(booklet.leaves):
        flow += [PageBreak(), _Mark(found, rank), *_leaf(leaf)]
    return flow


def _contents(booklet: Booklet, known: dict[int, int]) -> Flowable:
    rows = booklet.contents or tuple((leaf.listed, rank) for rank, leaf in enumerate(booklet.leaves))
    grid = Grid(
        titles=(*booklet.columns, "Page"),
        rows=tuple((*cells, _page(rank, known)) for cells, rank in rows),
        widths=(*booklet.widths, _PAGE_SHARE),
    )
    return grid_table(grid, styles.DENSE)


def _page(rank: int, known: dict[int, int]) -> str:
    return str(known.get(rank, _UNKNOWN)) if rank >= 0 else "–"


def _leaf(leaf: Leaf) -> list[Any]:
    flow: list[Any] = [paragraph(leaf.head, styles.SMALL), Spacer(1, 2)] if leaf.head else []
    flow.append(subject_box(leaf.subject))
    for found in leaf.sections:
        flow += section(found, styles.DENSE)
    return flow

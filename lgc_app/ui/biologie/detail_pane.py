# SPDX-License-Identifier: EUPL-1.2
"""The right pane: last value large, curve over its bands, what to do, inputs and source."""

from math import inf
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.services.biology import Result
from lgc_app.ui.biologie.presenter import STAGES, LineDetail
from lgc_app.ui.reception.whole_words import WholeRuns
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.curve import Curve
from lgc_app.ui.widgets.curve_scale import Band, CurveContent, CurvePoint
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.scroll_page import ScrollPage
from lgc_app.ui.widgets.text import ShrinkingText, Text
from lgc_app.ui.words import tr

_MOST_POINTS: Final = 12
"""More than a dozen values would write over one another; the newest are drawn, the table has them all."""


class DetailPane(QFrame):
    """Shows a LineDetail; nothing chosen, nothing shown."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("edge", "left")
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Courbe et source"))
        self.name = ShrinkingText(look, "", TextRole.SECTION)
        self.unit = Text(look, "", TextRole.DENSE, "text2")
        self.last = Text(look, "", TextRole.NUMBER)
        self.state = ShrinkingText(look, "", TextRole.DENSE)
        self.curve = Curve(look, tr("Courbe"))
        self.alert = NoteFrame(look, Tone.WARN, icon="falling")
        self.notes = WholeRuns(look)
        self._body = QWidget()
        set_mark(self._body, "ground", "surface")
        self._build()
        self.clear()
        look.follow(self._restyle)

    def clear(self) -> None:
        """Show nothing."""
        self._body.hide()

    def show_detail(self, detail: LineDetail) -> None:
        """Show one line of the table."""
        self._body.show()
        self.name.set_words(detail.name)
        self.unit.setText(detail.unit)
        self.last.setText(detail.last)
        self.last.set_colour("warn" if detail.is_notable else "text")
        self.state.set_words(detail.state)
        points = detail.points[-_MOST_POINTS:]
        self.curve.setAccessibleName(tr("Courbe : {name}", name=detail.name))
        self.curve.setVisible(bool(points))
        if points:
            bands = _bands(detail)
            self.curve.show_content(CurveContent(tuple(_point(one) for one in points), bands, detail.unit))
        self.alert.setVisible(bool(detail.alert))  # before its words: hidden, it does not measure them
        strong = Run(tr("Baisse rapide"), TextRole.DENSE_STRONG)
        self.alert.set_runs((strong, Run(tr(" : {why}", why=detail.alert))))
        self.notes.set_runs((Run("\n".join(detail.notes), TextRole.CAPTION, "text2"),))
        self.notes.take_height()
        # wrapped words find their height in several passes: run them before the next picture, not after
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def _build(self) -> None:
        head, value = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.name)
        head.addWidget(self.unit)
        head.addStretch()
        value.addWidget(self.last)
        value.addWidget(self.state, 1)
        self._rows = (head, value)
        self._column = QVBoxLayout(self._body)
        self._column.addLayout(head)
        self._column.addLayout(value)
        self._column.addWidget(self.curve)
        self._column.addWidget(self.alert)
        self._column.addStretch()
        self._column.addWidget(self.notes)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(ScrollPage(self._body))

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(14), px(12), px(14), px(12))
        self._column.setSpacing(px(10))
        for row in self._rows:
            row.setSpacing(px(10))


def _bands(detail: LineDetail) -> tuple[Band, ...]:
    """Draw the stages of renal function, else the reference of the line."""
    if detail.has_stages:
        return tuple(Band(*stage) for stage in STAGES)
    if detail.bounds is None:
        return ()
    low, high = detail.bounds
    sides = (
        Band(-inf, low, tr("sous le repère"), "warnsoft"),
        Band(low, high, tr("repère"), "surface"),
        Band(high, inf, tr("au-dessus du repère"), "warnsoft"),
    )
    return tuple(band for band in sides if band.low < band.high)


def _point(one: Result) -> CurvePoint:
    assert one.value is not None  # the presenter keeps the points of the curve
    return CurvePoint(one.day, float(one.value), one.words, one.day_words, f"{one.day:%m/%y}")

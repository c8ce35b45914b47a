# SPDX-License-Identifier: EUPL-1.2
"""The screen Croissance: one chart at a time, its measures at the right with their scores."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lgc_app.services.growth import SOURCE, Growth, GrowthChart
from lgc_app.ui.actions import Action
from lgc_app.ui.croissance.presenter import plot_of, point_rows
from lgc_app.ui.navigation import Desk
from lgc_app.ui.reception.whole_words import WholeText
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.growth_plot import GrowthPlot
from lgc_app.ui.widgets.pill import PillButton
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import ROW_HEIGHT_TWO_LINES, Align, Column, Recipe
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr
from lgc_core.clinical.growth.standard import INDICATIONS
from lgc_core.model.patient import Patient
from lgc_core.store.changes import Changes

WHERE: Final = "croissance"
_PAGE, _NONE = 0, 1
_SIDE: Final = 320


class GrowthScreen(QWidget):
    """`show_patient` fills it; the measure chosen stays from one child to the next."""

    def __init__(self, desk: Desk, back: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._patient: Patient | None = None
        self._growth = Growth()
        self._chosen = INDICATIONS[0].key
        look = desk.look
        self.plot = GrowthPlot(look, tr("Courbe de croissance"))
        self.list = RowList(
            look, tr("Mesures de l’enfant"), Recipe((Column(), Column(78, Align.RIGHT)), ROW_HEIGHT_TWO_LINES)
        )
        self.pills = {one.key: PillButton(look, PillContent(tr(one.words)), checkable=True) for one in INDICATIONS}
        self.source = WholeText(look, tr(SOURCE), TextRole.CAPTION, "text2")
        self.none = Text(look, "", TextRole.BODY, "text2", wrap=True)
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Croissance"))
        self._build()
        self._listen()
        self.page = self._page(back)
        look.follow(self._restyle)

    def show_patient(self, patient: Patient) -> None:
        """Show the charts of a child."""
        self._patient = patient
        self.refresh()

    def refresh(self) -> None:
        """Read the measures again."""
        if self._patient is not None:
            self._desk.tasks.read(partial(self._desk.cabinet.growths.of, self._patient), self._on_growth)

    def clear(self) -> None:
        """Forget the patient."""
        self._patient = None
        self._on_growth(Growth())

    @property
    def chart(self) -> GrowthChart | None:
        """Give the chart in sight."""
        charts = self._growth.charts
        return next((one for one in charts if one.indication.key == self._chosen), charts[0] if charts else None)

    def _on_growth(self, growth: Growth) -> None:
        self._growth = growth
        there = {one.indication.key for one in growth.charts}
        for key, pill in self.pills.items():
            pill.setVisible(key in there)
        self.none.setText(tr("{why}", why=growth.why_none))
        self._stack.setCurrentIndex(_PAGE if growth.charts else _NONE)
        self._show_chart()

    def _show_chart(self) -> None:
        chart = self.chart
        for key, pill in self.pills.items():
            pill.setChecked(chart is not None and key == chart.indication.key)
        if chart is None:
            self.list.set_rows(())
            return
        self.plot.setAccessibleName(tr("Courbe : {words}", words=chart.indication.words))
        self.plot.show_content(plot_of(chart))
        self.list.set_rows(point_rows(chart))
        self.list.choose_first()

    def _on_pill(self, key: str, _checked: bool = False) -> None:
        self._chosen = next(one.key for one in INDICATIONS if one.key == key)
        self._show_chart()

    def _on_changed(self, changes: object) -> None:
        ours = self._patient and isinstance(changes, Changes) and changes.concerns(self._patient.id)
        if ours and isinstance(changes, Changes) and changes.touches("observation"):
            self.refresh()

    def _listen(self) -> None:
        self._desk.tasks.changed.connect(self._on_changed)
        self.list.chosen.connect(lambda key: self.plot.point_at(int(key)))
        self.plot.pointed.connect(lambda place: self.list.choose(str(place)))
        for key, pill in self.pills.items():
            pill.clicked.connect(partial(self._on_pill, key))

    def _page(self, back: Callable[[], None]) -> Screen:
        heading = tr("Croissance")
        actions = (Action("croissance-back", tr("Retour au dossier"), "", WHERE, back, "back", heading, bar=True),)
        words = tr(
            "Flèches : d’une mesure à l’autre, dans la courbe ou dans la liste. Bande verte : de −2 à +2 Z."
        )
        return Screen(
            WHERE, tr("croissance"), self, actions, (self.plot, self.list), "patients",
            banner=True, patient=True, help_words=words,
        )  # fmt: skip

    def _build(self) -> None:
        self._head = QFrame()
        self._head.setProperty("edge", "bottom")
        set_mark(self._head, "ground", "surface")
        self._head_row = QHBoxLayout(self._head)
        self._head_row.addWidget(Text(self._desk.look, tr("Croissance"), TextRole.SECTION))
        for pill in self.pills.values():
            self._head_row.addWidget(pill)
        self._head_row.addStretch()
        self._side = QFrame()
        self._side.setProperty("edge", "left")
        side = QVBoxLayout(self._side)
        side.setContentsMargins(1, 0, 0, 0)
        side.addWidget(self.list)
        body = QWidget()
        set_mark(body, "ground", "surface")
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.plot, 1)
        row.addWidget(self._side)
        nothing = QWidget()
        set_mark(nothing, "ground", "surface")
        QVBoxLayout(nothing).addWidget(self.none)
        self._stack = QStackedWidget()
        self._stack.addWidget(body)
        self._stack.addWidget(nothing)
        self._foot = QFrame()
        self._foot.setProperty("edge", "top")
        set_mark(self._foot, "ground", "surface")
        self._foot_row = QHBoxLayout(self._foot)
        self._foot_row.addWidget(self.source)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._head, self._stack, self._foot):
            column.addWidget(part, 1 if part is self._stack else 0)

    def _restyle(self) -> None:
        px = self._desk.look.px
        self._head.setFixedHeight(px(45))
        self._head_row.setContentsMargins(px(12), 0, px(12), 0)
        self._head_row.setSpacing(px(6))
        self._side.setFixedWidth(px(_SIDE))
        self._foot_row.setContentsMargins(px(12), px(6), px(12), px(6))

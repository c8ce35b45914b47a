# SPDX-License-Identifier: EUPL-1.2
"""The patient, always in sight: two lines that give up team, gaps, then ALD; never allergies, DFG, pregnancy."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.flow_layout import FlowLayout
from lgc_app.ui.widgets.pill import Pill
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr


@dataclass(frozen=True, slots=True)
class BannerContent:
    """What the banner says, in words ready to show.

    `allergies` is never empty: the solid red pills (Tone.ALARM), or "Aucune allergie connue (le …)" in NEUTRAL, or
    "Allergies non renseignées" in UNKNOWN. `deceased` ("Décédée le 02/03/2026") turns the banner grey.
    """

    name: str
    sex_age: str
    allergies: Sequence[PillContent]
    birth_name: str = ""
    birth: str = ""
    identity: PillContent | None = None
    renal: PillContent | None = None
    pregnancy: PillContent | None = None
    chronic: Sequence[PillContent] = ()
    team: Sequence[PillContent] = ()
    gaps: Sequence[PillContent] = ()
    deceased: str = ""

    def __post_init__(self) -> None:
        if not self.allergies:
            raise ValueError("a banner without a word on allergies")

    @property
    def lasting(self) -> tuple[PillContent, ...]:
        """Return the pills that never give way, whatever the room."""
        return (*self.allergies, *(pill for pill in (self.renal, self.pregnancy) if pill))


@dataclass(slots=True)
class _Line:
    flow: FlowLayout
    optional: list[QWidget] = field(default_factory=list)


class PatientBanner(QFrame):
    """One widget for all screens; `identity_asked` when the person wants identity and rights."""

    identity_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.content: BannerContent | None = None
        self.setProperty("edge", "bottom")
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Bandeau du patient"))
        self._top, self._bottom = _Line(FlowLayout()), _Line(FlowLayout())
        self._link = Button(look, tr("Identité et droits"), ButtonKind.LINK)
        self._link.clicked.connect(self.identity_asked)
        self._build()
        self.hide()
        look.follow(self._restyle)

    def show_patient(self, content: BannerContent) -> None:
        """Show a patient."""
        self._empty()
        self.content = content
        set_mark(self, "ground", "alt" if content.deceased else "surface")
        self.setAccessibleDescription(_sentence(content))
        self._fill_top(content)
        self._fill_bottom(content)
        self.show()
        self._fit()

    def clear(self) -> None:
        """Show nobody."""
        self.content = None
        self.setAccessibleDescription("")
        self._empty()
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up the less important pills when room is short."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Fit again after the fonts changed."""
        handled = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return handled

    def _fill_top(self, content: BannerContent) -> None:
        look, top = self._look, self._top
        top.flow.addWidget(Text(look, content.name, TextRole.TITLE))
        if content.deceased:
            top.flow.addWidget(Pill(look, PillContent(content.deceased)))
        maiden, birth = (
            Text(look, words, TextRole.BODY, "text2") for words in (content.birth_name, content.birth)
        )
        for widget in (maiden, Text(look, content.sex_age, TextRole.BODY_MEDIUM), birth):
            if widget.text():
                top.flow.addWidget(widget)
        identity = self._add_optional(top, (content.identity,) if content.identity else ())
        chronic = self._add_optional(top, content.chronic)
        top.optional = [*reversed(chronic), *identity]  # the link at the right still leads to the identity

    def _fill_bottom(self, content: BannerContent) -> None:
        for pill in content.lasting:
            self._bottom.flow.addWidget(Pill(self._look, pill))
        team = self._add_optional(self._bottom, content.team)
        gaps = self._add_optional(self._bottom, content.gaps)
        self._bottom.optional = [*reversed(team), *reversed(gaps)]  # the first of the list goes first

    def _add_optional(self, line: _Line, pills: Sequence[PillContent]) -> list[Pill]:
        widgets = [Pill(self._look, pill) for pill in pills]
        for widget in widgets:
            line.flow.addWidget(widget)
        line.optional.extend(widgets)
        return widgets

    def _fit(self) -> None:
        for line in (self._top, self._bottom):
            room = self._words.width() if line is self._top else self.width() - 2 * self._look.px(14)
            hidden = 0
            for count in range(len(line.optional) + 1):
                hidden = count
                if _needed(line, count) <= room:
                    break
            for place, widget in enumerate(line.optional):
                if widget.isHidden() != (place < hidden):
                    widget.setHidden(place < hidden)

    def _empty(self) -> None:
        for line in (self._top, self._bottom):
            line.optional.clear()
            while item := line.flow.takeAt(0):
                widget = item.widget()
                if widget:
                    widget.hide()
                    widget.deleteLater()

    def _build(self) -> None:
        self._words = QWidget()
        self._words.setLayout(self._top.flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._words.setSizePolicy(policy)
        self._pills = QWidget()
        self._pills.setLayout(self._bottom.flow)
        self._pills.setSizePolicy(policy)
        self._head = QHBoxLayout()
        self._head.addWidget(self._words, 1)
        self._head.addWidget(self._link, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self._pills)

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(14), px(6), px(8), px(8))
        self._column.setSpacing(px(4))
        self._head.setSpacing(px(12))
        self._top.flow.set_gaps(px(12), px(4))
        self._bottom.flow.set_gaps(px(6), px(4))
        self._fit()


def _needed(line: _Line, hidden: int) -> int:
    """Give the width of a line when its first `hidden` optional pills are gone."""
    gone = set(map(id, line.optional[:hidden]))
    widths = []
    for place in range(line.flow.count()):
        item = line.flow.itemAt(place)
        widget = item.widget() if item else None
        if widget is not None and id(widget) not in gone:
            widths.append(widget.sizeHint().width())
    return sum(widths) + line.flow.gap * max(len(widths) - 1, 0)


def _sentence(content: BannerContent) -> str:
    pills = [*content.lasting, *content.chronic, *content.gaps]
    return ", ".join([content.name, content.sex_age, *(pill.words for pill in pills)])

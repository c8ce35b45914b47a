# SPDX-License-Identifier: EUPL-1.2
"""The page of the round (mockup i): visits at the left; the patient, cares, measures, words at the right."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from lgc_app.services.transmissions import Words
from lgc_app.ui.journee.card import Card
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.tournee.stop_list import StopList
from lgc_app.ui.tournee.stop_rows import CARE_RECIPE, TRANSMISSION_RECIPE
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.empty_state import EmptyState
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.patient_banner import PatientBanner
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.scroll_page import ScrollPage
from lgc_app.ui.widgets.text import ShrinkingText, Text
from lgc_app.ui.widgets.text_area import TextArea
from lgc_app.ui.words import tr

_LIST: Final = 460
_LIST_SHARE: Final = 0.36
MEASURES: Final = (
    ("glycemie", tr("Glycémie"), "g/L"),
    ("ta", tr("Tension"), "mmHg"),
    ("temperature", tr("Température"), "°C"),
    ("douleur", tr("Douleur"), "/10"),
)
BOXES: Final = (("data", tr("Données")), ("actions", tr("Actions")), ("results", tr("Résultats")))


class TourneeView(QWidget):
    """`typed` follows every key of the boxes and of the measures."""

    typed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        set_mark(self, "ground", "window")
        self.setAccessibleName(tr("Tournée"))
        self.title = Text(look, tr("Tournée"), TextRole.SECTION)
        self.progress = ShrinkingText(look, "", TextRole.DENSE, "text2")
        self.add = Button(look, tr("Visite"), icon="add", small=True)
        self.stops = StopList(look)
        self.banner = PatientBanner(look)
        self.address = ShrinkingText(look, "", TextRole.DENSE, "text2")
        self.care_card = Card(look, tr("Soins prévus"))
        self.cares = RowList(look, tr("Soins prévus, Espace pour cocher"), CARE_RECIPE)
        self.measure_card = Card(look, tr("Mesures"))
        self.measures = {key: Field(look, words, unit=unit, editor=QLineEdit()) for key, words, unit in MEASURES}
        self.transmission_card = Card(look, tr("Transmission"))
        self.unchanged = Button(look, tr("Sans changement"), small=True, key="Ctrl+R")
        self.boxes = {key: Field(look, words, editor=TextArea(look, words, lines=3)) for key, words in BOXES}
        self.before_card = Card(look, tr("Transmissions d’avant"))
        self.before = RowList(look, tr("Transmissions d’avant"), TRANSMISSION_RECIPE)
        self.none_before = Text(look, tr("Aucune transmission encore."), TextRole.DENSE, "text2")
        self.pages = QStackedWidget()
        self._build()
        for field in (*self.measures.values(), *self.boxes.values()):
            field.changed.connect(self._on_typed)
        look.follow(self._restyle)

    def words(self) -> Words:
        """Return everything that is typed for this visit."""
        measures = {key: field.text() for key, field in self.measures.items() if field.text().strip()}
        return Words(**{key: field.text() for key, field in self.boxes.items()}, measures=measures)

    def show_words(self, words: Words) -> None:
        """Show what was typed before, found again."""
        for key, field in self.boxes.items():
            field.set_text(getattr(words, key))
        for key, field in self.measures.items():
            field.set_text(words.measures.get(key, ""))
            field.set_error("")

    def settle(self) -> None:
        """Give the lists at the right the height of their rows, so that the page scrolls and not they."""
        self.cares.setFixedHeight(self._look.px(CARE_RECIPE.height) * max(len(self.cares.rows), 1))
        rows = len(self.before.rows)
        self.before.setVisible(rows > 0)
        self.none_before.setVisible(rows == 0)
        self.before.setFixedHeight(self._look.px(TRANSMISSION_RECIPE.height) * rows)

    def minimumSizeHint(self) -> QSize:
        """Accept the smallest window."""
        return QSize(self._look.px(480), self._look.px(260))

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002 -- Qt's signature
        """Leave the greater part to the visit."""
        self._fit()

    def _on_typed(self) -> None:
        self.typed.emit()

    def _build(self) -> None:
        self.left = QFrame()
        set_mark(self.left, "ground", "surface")
        self.left.setAccessibleName(tr("Visites"))
        column = QVBoxLayout(self.left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = QHBoxLayout()
        self._head.addWidget(self.title)
        self._head.addWidget(self.progress, 1)
        self._head.addWidget(self.add)
        column.addLayout(self._head)
        column.addWidget(self.stops, 1)
        empty = EmptyState(
            self._look, tr("Aucune visite. Ajoutez un soin, avec ses heures."), tr("Ajouter une visite"),
            self.add.click,
        )  # fmt: skip
        self.right = QWidget()
        self.right.setAccessibleName(tr("Visite"))
        side = QVBoxLayout(self.right)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(self.banner)
        side.addWidget(ScrollPage(self._visit()), 1)
        self.pages.addWidget(self.right)
        self.pages.addWidget(empty)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addWidget(self.left)
        row.addWidget(self.pages, 1)

    def _visit(self) -> QWidget:
        page = QWidget()
        set_mark(page, "ground", "window")
        self._page = QVBoxLayout(page)
        self._page.addWidget(self.address)
        self._pair = QHBoxLayout()
        self.care_card.hold(self.cares)
        self._pair.addWidget(self.care_card, 1, Qt.AlignmentFlag.AlignTop)
        self._pair.addWidget(self.measure_card, 1, Qt.AlignmentFlag.AlignTop)
        fields = QWidget()
        self._grid = QGridLayout(fields)
        for place, field in enumerate(self.measures.values()):
            self._grid.addWidget(field, place // 2, place % 2)
        self.measure_card.hold(fields)
        self._page.addLayout(self._pair)
        boxes = QWidget()
        self._boxes = QHBoxLayout(boxes)
        for field in self.boxes.values():
            self._boxes.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.transmission_card.hold(boxes)
        self.transmission_card.add_verb(self.unchanged)
        self._page.addWidget(self.transmission_card)
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.before)
        inside.addWidget(self.none_before)
        self.before_card.hold(body)
        self._page.addWidget(self.before_card)
        self._page.addStretch()
        return page

    def _fit(self) -> None:
        self.left.setFixedWidth(min(self._look.px(_LIST), round(self.width() * _LIST_SHARE)))

    def _restyle(self) -> None:
        px = self._look.px
        self._head.setContentsMargins(px(12), px(12), px(12), px(12))
        self._head.setSpacing(px(10))
        self._page.setContentsMargins(px(14), px(10), px(14), px(10))
        self._page.setSpacing(px(12))
        self._pair.setSpacing(px(12))
        self._grid.setContentsMargins(px(12), px(10), px(12), px(10))
        self._grid.setSpacing(px(10))
        self._boxes.setContentsMargins(px(12), px(10), px(12), px(12))
        self._boxes.setSpacing(px(10))
        self.none_before.setContentsMargins(px(12), px(10), px(12), px(10))
        self._fit()
        self.settle()

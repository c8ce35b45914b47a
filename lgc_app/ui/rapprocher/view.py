# SPDX-License-Identifier: EUPL-1.2
"""The page (mockup h): the list, both versions side by side, the reunited text below."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from lgc_app.services.disputes import Dispute
from lgc_app.ui.rapprocher.dispute_words import Verbs, difference_words, heading
from lgc_app.ui.rapprocher.marks import Side
from lgc_app.ui.rapprocher.reunion_editor import BOTH, ReunionEditor
from lgc_app.ui.rapprocher.version_card import VersionCard
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.empty_state import EmptyState
from lgc_app.ui.widgets.pill import Pill, PillButton
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import ROW_HEIGHT_TWO_LINES, Column, Recipe
from lgc_app.ui.widgets.text import ShrinkingText, Text
from lgc_app.ui.words import tr

_LIST, _LIST_SHARE = 360, 0.27
_CARD = 170
"""Height of the card of a short value: two values are compared side by side, not across an empty page."""
_SHORT = 400
_NO_LIMIT = 16_777_215  # Qt's QWIDGETSIZE_MAX


class RapprocherView(QWidget):
    """`left` is Échap: decide later."""

    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        set_mark(self, "ground", "window")
        self.setAccessibleName(tr("Versions à rapprocher"))
        self.side = QFrame()
        self.list = RowList(look, tr("Valeurs en deux versions"), Recipe((Column(),), ROW_HEIGHT_TWO_LINES))
        self.count = Pill(look, PillContent("0", Tone.CONFLICT))
        self.others = Text(look, "", TextRole.CAPTION, "text2", wrap=True)
        self.title = ShrinkingText(look, "", TextRole.SECTION)
        self.words = ShrinkingText(look, "", TextRole.DENSE, "text2")
        self.differing = Pill(look, PillContent("", Tone.CONFLICT, "conflict"))
        self.to_file = Button(look, tr("Dossier"), icon="folder-open", small=True)
        self.first, self.second = VersionCard(look, Side.FIRST), VersionCard(look, Side.SECOND)
        self.editor = ReunionEditor(look)
        self.place = Text(look, "", TextRole.DENSE, "text2")
        self.choices = {
            number: PillButton(look, PillContent(words), checkable=True)
            for number, words in ((1, tr("1 Version 1")), (2, tr("2 Version 2")), (BOTH, tr("3 Les deux")))
        }
        self.reunion = QFrame()
        self._short = False
        self.main = QWidget()
        self._pages = QStackedWidget()
        self._build()
        self.editor.moved.connect(self._on_moved)
        look.follow(self._restyle)

    def show_dispute(self, one: Dispute, verbs: Verbs, kept: str) -> None:
        """Show both versions, and the editor when a text may be given."""
        title, words = heading(one)
        self.title.set_words(title)
        self.words.set_words(words)
        self.differing.set_content(PillContent(difference_words(one), Tone.CONFLICT, "conflict"))
        self.to_file.setVisible(bool(one.patient))
        self.first.show_version(one.first, one.passages, verbs.first)
        self.second.show_version(one.second, one.passages, verbs.second)
        self.reunion.setVisible(bool(verbs.primary))
        self._short = not verbs.primary and len(one.first.text) + len(one.second.text) < _SHORT
        self._fit_cards()
        if verbs.primary:
            self.editor.show_passages(one.passages, kept)
        self._pages.setCurrentIndex(0)

    def _fit_cards(self) -> None:
        most = self._look.px(_CARD) if self._short else _NO_LIMIT
        for card in (self.first, self.second):
            card.setMaximumHeight(most)

    def show_nothing(self) -> None:
        """Say that nothing waits; no word of a patient stays."""
        self.editor.show_passages(())
        self._pages.setCurrentIndex(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Échap: the choice can wait."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _on_moved(self, number: int, total: int, choice: int) -> None:
        self.place.setText(tr("Passage {number} sur {total}", number=number, total=total) if number else "")
        for name, pill in self.choices.items():
            pill.setChecked(name == choice)
            pill.setVisible(total > 0)

    def _on_choice(self, number: int, _checked: bool = False) -> None:
        self.editor.choose(number)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._build_side()
        row.addWidget(self.side)
        self._pages.addWidget(self.main)
        self._pages.addWidget(EmptyState(self._look, tr("Rien à rapprocher.")))
        row.addWidget(self._pages, 1)
        self._column = QVBoxLayout(self.main)
        self.main.setAccessibleName(tr("Les deux versions"))
        self._column.setSpacing(0)
        self._column.addWidget(self._make_head())
        self._cards = QHBoxLayout()
        self._cards.addWidget(self.first, 1)
        self._cards.addWidget(self.second, 1)
        self._body = QVBoxLayout()
        self._body.addLayout(self._cards, 1)
        self._body.addWidget(self.reunion, 1)
        self._body.addStretch()
        self._column.addLayout(self._body, 1)
        self._build_reunion()

    def _build_side(self) -> None:
        self.side.setProperty("edge", "right")
        set_mark(self.side, "ground", "surface")
        self.side.setAccessibleName(tr("À rapprocher"))
        head = QFrame()
        head.setProperty("edge", "bottom")
        self._side_head = QHBoxLayout(head)
        self._side_head.addWidget(Text(self._look, tr("À rapprocher"), TextRole.SECTION))
        self._side_head.addWidget(self.count)
        self._side_head.addStretch()
        rest = tr("Rien ne vous bloque : les deux versions restent visibles dans le dossier jusqu’à votre choix.")
        foot = QFrame()
        foot.setProperty("edge", "top")
        self._side_foot = QVBoxLayout(foot)
        self._side_foot.addWidget(Text(self._look, rest, TextRole.CAPTION, "text2", wrap=True))
        self._side_foot.addWidget(self.others)
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.list, 1)
        column.addWidget(foot)

    def _make_head(self) -> QWidget:
        head = QFrame()
        head.setProperty("edge", "bottom")
        set_mark(head, "ground", "surface")
        self._head = QHBoxLayout(head)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.words)
        self._head.addLayout(words, 1)
        self._head.addWidget(self.differing)
        self._head.addWidget(self.to_file)
        return head

    def _build_reunion(self) -> None:
        set_mark(self.reunion, "card", "yes")
        head = QFrame()
        head.setProperty("edge", "bottom")
        self._reunion_head = QHBoxLayout(head)
        self._icon = QLabel()
        words = QVBoxLayout()
        words.setSpacing(0)
        title = tr("Texte réuni, que vous pouvez corriger")
        words.addWidget(ShrinkingText(self._look, title, TextRole.DENSE_STRONG))
        rest = tr(
            "F7 et F8 : passage précédent, suivant. Puis 1, 2 ou 3. Chaque passage garde la marque de sa version."
        )
        words.addWidget(ShrinkingText(self._look, rest, TextRole.CAPTION, "text2"))
        self._reunion_head.addWidget(self._icon)
        self._reunion_head.addLayout(words, 1)
        self._reunion_head.addWidget(self.place)
        for number, pill in self.choices.items():
            self._reunion_head.addWidget(pill)
            pill.clicked.connect(partial(self._on_choice, number))
        column = QVBoxLayout(self.reunion)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(head)
        self._editor = QVBoxLayout()
        self._editor.addWidget(self.editor)
        column.addLayout(self._editor, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the list the room of its titles, without taking that of the versions."""
        self.side.setFixedWidth(min(self._look.px(_LIST), round(self.width() * _LIST_SHARE)))

    def _restyle(self) -> None:
        px = self._look.px
        self._fit()
        self._side_head.setContentsMargins(px(12), px(10), px(12), px(10))
        self._side_head.setSpacing(px(8))
        self._side_foot.setContentsMargins(px(12), px(10), px(12), px(10))
        self._column.setContentsMargins(0, 0, 0, 0)
        self._head.setContentsMargins(px(14), px(10), px(14), px(10))
        self._head.setSpacing(px(10))
        self._body.setContentsMargins(px(14), px(10), px(14), px(10))
        self._body.setSpacing(px(10))
        self._cards.setSpacing(px(10))
        self._reunion_head.setContentsMargins(px(13), px(8), px(11), px(8))
        self._reunion_head.setSpacing(px(8))
        self._editor.setContentsMargins(px(11), px(9), px(11), px(9))
        self._fit_cards()
        colour = self._look.colour("accent")
        self._icon.setPixmap(self._look.pixmap("conflict", colour, 18, self.devicePixelRatioF()))

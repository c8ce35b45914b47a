# SPDX-License-Identifier: EUPL-1.2
"""The page of the exchanges (mockup g): the sentence first, what needs you, the queue; facts at the right."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from lgc_app.ui.echanges.item_rows import ALL, RECEIVED, RECIPE, SENT, STORED, TO_DO, Headline
from lgc_app.ui.echanges.safety_notes import SafetyNotes
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.empty_state import EmptyState
from lgc_app.ui.widgets.flow_layout import FlowLayout
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_app.ui.widgets.pill import PillButton
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.runs import Run, RunsText
from lgc_app.ui.widgets.scroll_page import ScrollPage
from lgc_app.ui.widgets.text import ShrinkingText, Text
from lgc_app.ui.words import tr

_SIDE = 316
_SIDE_SHARE = 0.3
_TITLES = ((TO_DO, tr("À faire par vous")), (STORED, tr("Enregistrés ici")), (SENT, tr("Envoyés")))


class EchangesView(QWidget):
    """`tried` for the button, `filtered(group, words)` when the choice of rows changes."""

    tried = Signal()
    filtered = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._icon = "exchange"
        self._group = ALL
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Échanges"))
        self._picture = QLabel()
        self.title = ShrinkingText(look, "", TextRole.SECTION)
        self.words = ShrinkingText(look, "", TextRole.DENSE, "text2")
        self.try_now = Button(look, tr("Essayer maintenant"), icon="exchange", key="F5")
        self.try_now.clicked.connect(self.tried)
        self.pills = {
            name: PillButton(look, PillContent(""), checkable=True)
            for name in (ALL, TO_DO, STORED, SENT, RECEIVED)
        }
        self.box = QLineEdit()
        self.list = RowList(look, tr("Envois"), RECIPE)
        self.to_mend = Button(look, tr("Corriger"), key="F9", small=True)
        self.to_decide = Button(look, tr("Rapprocher"), key="F8", small=True)
        self.mend = NoteFrame(look, Tone.DANGER, icon="to-mend", buttons=(self.to_mend,))
        self.conflicts = NoteFrame(look, Tone.CONFLICT, buttons=(self.to_decide,))
        self.held = NoteFrame(look, Tone.NEUTRAL, icon="clock")
        self.safety = SafetyNotes(look)
        self.facts = QWidget()
        self._pages = QStackedWidget()
        self._build()
        look.follow(self._restyle)

    def show_headline(self, said: Headline) -> None:
        """Say the state of the network and what happens next."""
        self._icon = said.icon
        self.title.set_words(said.title)
        self.words.set_words(said.words)
        self._restyle()

    def show_counts(self, counts: dict[str, int]) -> None:
        """Put the numbers in the filters."""
        titles = dict(_TITLES) | {ALL: tr("Tout"), RECEIVED: tr("Reçus")}
        for name, pill in self.pills.items():
            words = (
                titles[name] if name == ALL else tr("{title} ({number})", title=titles[name], number=counts[name])
            )
            tone = Tone.DANGER if name == TO_DO and counts[name] else Tone.NEUTRAL
            pill.set_content(PillContent(words, tone))
            pill.setChecked(name == self._group)

    def show_empty(self, *, empty: bool, waiting: int) -> None:
        """Show a sentence instead of an empty list; what is said of the region is true."""
        self._pages.setCurrentIndex((2 if waiting else 1) if empty else 0)

    def show_troubles(self, to_mend: int, conflicts: int) -> None:
        """Say what was set aside and what has two versions."""
        self.mend.setVisible(to_mend > 0)
        self.conflicts.setVisible(conflicts > 0)
        told = (
            tr("1 élément mis de côté, gardé en entier.")
            if to_mend == 1
            else tr("{number} éléments mis de côté, gardés en entier.", number=to_mend)
        )
        self.mend.set_runs(
            (Run(told, TextRole.DENSE_STRONG), Run(tr(" À relire, puis à proposer de nouveau ou à écarter.")))
        )
        number = (
            tr("1 valeur a deux versions à rapprocher.")
            if conflicts == 1
            else tr("{number} valeurs ont deux versions à rapprocher.", number=conflicts)
        )
        rest = tr(" Les deux sont gardées ; rien ne vous presse.")
        self.conflicts.set_runs((Run(number, TextRole.DENSE_STRONG), Run(rest)))

    def show_held(self, held: int) -> None:
        """Say which deletions wait for the region: nobody here has to do anything."""
        self.held.setVisible(held > 0)
        told = (
            tr("1 suppression en attente de confirmation.")
            if held == 1
            else tr("{number} suppressions en attente de confirmation.", number=held)
        )
        rest = tr(" Elles sont nombreuses : la région vérifie auprès de vous. D’ici là, rien n’est supprimé.")
        self.held.set_runs((Run(told, TextRole.DENSE_STRONG), Run(rest)))

    def show_facts(
        self, title: str, lines: tuple[tuple[str, str], ...], last: tuple[tuple[str, str], ...]
    ) -> None:
        """Say what works meanwhile (icon, words), and the last success of each service (words, hour)."""
        while place := self._facts_column.takeAt(0):
            widget = place.widget()
            if widget:
                widget.hide()
                widget.deleteLater()
        self._facts_column.addWidget(Text(self._look, title, TextRole.DENSE_STRONG, "text2", wrap=True))
        for icon, words in lines:
            self._facts_column.addWidget(_Fact(self._look, icon, words))
        if last:
            self._facts_column.addSpacing(self._look.px(14))
            self._facts_column.addWidget(Text(self._look, tr("Ce poste"), TextRole.DENSE_STRONG, "text2"))
        for words, when in last:
            self._facts_column.addWidget(_Fact(self._look, "", words, when))
        self._facts_column.addStretch()

    def _on_filter(self, group: str, _checked: bool = False) -> None:
        self._group = group
        for name, pill in self.pills.items():
            pill.setChecked(name == group)
        self.filtered.emit(self._group, self.box.text())

    def _on_words(self) -> None:
        self.filtered.emit(self._group, self.box.text())

    def _build(self) -> None:
        self.main = QWidget()
        set_mark(self.main, "ground", "surface")
        self.main.setAccessibleName(tr("Envois"))
        self._column = QVBoxLayout(self.main)
        self._column.setSpacing(0)
        self._column.addWidget(self._make_head())
        self._column.addWidget(self._make_filters())
        self._notes = QVBoxLayout()
        self._notes.addWidget(self.safety)
        for note in (self.mend, self.held, self.conflicts):
            note.hide()
            self._notes.addWidget(note)
        self._column.addLayout(self._notes)
        self._pages.addWidget(self.list)
        self._pages.addWidget(EmptyState(self._look, tr("Tout est reçu par la région.")))
        self._pages.addWidget(EmptyState(self._look, tr("Aucun document à envoyer.")))
        self._column.addWidget(self._pages, 1)
        self.side = QFrame()
        self.side.setProperty("edge", "left")
        self.side.setAccessibleName(tr("Ce qui marche, dernier échange"))
        inner = QVBoxLayout(self.side)
        inner.setContentsMargins(0, 0, 0, 0)
        set_mark(self.facts, "ground", "surface")
        self._facts_column = QVBoxLayout(self.facts)
        inner.addWidget(ScrollPage(self.facts))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.main, 1)
        row.addWidget(self.side)

    def _make_head(self) -> QWidget:
        head = QWidget()
        self._head = QHBoxLayout(head)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.words)
        self._head.addWidget(self._picture)
        self._head.addLayout(words, 1)
        self._head.addWidget(self.try_now)
        return head

    def _make_filters(self) -> QWidget:
        line = QWidget()
        self._filters = QHBoxLayout(line)
        holder = QWidget()
        flow = FlowLayout(holder)
        for name, pill in self.pills.items():
            flow.addWidget(pill)
            pill.clicked.connect(partial(self._on_filter, name))
        self._filters.addWidget(holder, 1)
        self._filters.addWidget(Text(self._look, tr("Document ou destinataire :"), TextRole.DENSE, "text2"))
        self.box.setAccessibleName(tr("Filtrer par dossier, document ou destinataire"))
        self.box.textChanged.connect(self._on_words)
        self._filters.addWidget(self.box)
        return line

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002 -- Qt's signature
        """Share the width."""
        self._fit()

    def _fit(self) -> None:
        self.side.setFixedWidth(min(self._look.px(_SIDE), round(self.width() * _SIDE_SHARE)))

    def _restyle(self) -> None:
        px = self._look.px
        self._picture.setPixmap(
            self._look.pixmap(self._icon, self._look.colour("text2"), 30, self.devicePixelRatioF())
        )
        self._column.setContentsMargins(0, 0, 0, 0)
        self._head.setContentsMargins(px(14), px(12), px(14), px(8))
        self._head.setSpacing(px(12))
        self._filters.setContentsMargins(px(14), px(2), px(14), px(8))
        self._filters.setSpacing(px(8))
        self._notes.setContentsMargins(px(14), 0, px(14), px(8))
        self._notes.setSpacing(px(6))
        self._facts_column.setContentsMargins(px(14), px(10), px(14), px(10))
        self._facts_column.setSpacing(px(8))
        self.box.setFixedWidth(px(170))
        self.box.setFont(self._look.font(TextRole.DENSE))
        self._fit()


class _Fact(QWidget):
    """An icon, words that wrap, and an hour at the right."""

    def __init__(self, look: Look, icon: str, words: str, when: str = "") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        if icon:
            picture = QLabel()
            picture.setPixmap(look.pixmap(icon, look.colour("text2"), 16, self.devicePixelRatioF()))
            row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(RunsText(look, (Run(words),)), 1)
        if when:
            row.addWidget(Text(look, when, TextRole.DENSE, "text2"), 0, Qt.AlignmentFlag.AlignTop)

# SPDX-License-Identifier: EUPL-1.2
"""The page « À corriger »: the list at the left; at the right the element whole, why, what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from lgc_app.services.set_aside import Aside
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.empty_state import EmptyState
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_app.ui.widgets.pill import Pill
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import ROW_HEIGHT_TWO_LINES, Cell, Column, Recipe, Row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.scroll_page import ScrollPage
from lgc_app.ui.widgets.text import ShrinkingText, Text
from lgc_app.ui.words import tr

_LIST = 320


class CorrigerView(QWidget):
    """`left` is Échap, `dropped` carries the reason for taking an element off the list."""

    left = Signal()
    dropped = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("À corriger"))
        self.side = QFrame()
        self.list = RowList(look, tr("Éléments mis de côté"), Recipe((Column(),), ROW_HEIGHT_TWO_LINES))
        self.count = Pill(look, PillContent("0", Tone.DANGER))
        self.title = ShrinkingText(look, "", TextRole.SECTION)
        self.origin = ShrinkingText(look, "", TextRole.DENSE, "text2")
        self.why = NoteFrame(look, Tone.DANGER, icon="to-mend")
        self.words, self.now = QTextBrowser(), QTextBrowser()
        self._now_title = Text(look, tr("Au dossier maintenant"), TextRole.DENSE_STRONG, "text2")
        self.reason = Field(look, tr("Motif pour écarter"), hint=tr("Entrée écarte ; rien n’est effacé"))
        self.drop = Button(look, tr("Écarter"), icon="clear")
        self.main = QWidget()
        self._pages = QStackedWidget()
        self._build()
        self.drop.clicked.connect(self._on_drop)
        look.follow(self._restyle)

    def show_rows(self, asides: list[Aside]) -> None:
        """Show what waits."""
        self.count.set_content(PillContent(str(len(asides)), Tone.DANGER))
        self.list.set_rows([_row(one) for one in asides])
        self._pages.setCurrentIndex(0 if asides else 1)

    def show_aside(self, one: Aside) -> None:
        """Show an element whole."""
        self.title.set_words(" · ".join(part for part in (one.title, one.patient) if part))
        self.origin.set_words(one.origin.origin)
        why = one.why[:1].upper() + one.why[1:]
        self.why.set_runs((Run(tr("{why}.", why=why), TextRole.DENSE_STRONG), Run(f" {one.remedy}")))
        self.words.setPlainText(one.words)
        self.now.setPlainText(one.now)
        self.now.setVisible(bool(one.now))
        self._now_title.setVisible(bool(one.now))

    def clear_reason(self) -> None:
        """Empty the reason: another element is shown."""
        self.reason.set_text("")
        self.reason.set_error("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Échap; write the reason off on Entrée."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.reason.editor.hasFocus():
            self._on_drop()
        else:
            super().keyPressEvent(event)

    def _on_drop(self) -> None:
        self.dropped.emit(self.reason.text())

    def _build(self) -> None:
        self.side.setProperty("edge", "right")
        set_mark(self.side, "ground", "surface")
        self.side.setAccessibleName(tr("Liste à corriger"))
        head = QFrame()
        head.setProperty("edge", "bottom")
        self._side_head = QHBoxLayout(head)
        self._side_head.addWidget(Text(self._look, tr("À corriger"), TextRole.SECTION))
        self._side_head.addWidget(self.count)
        self._side_head.addStretch()
        side = QVBoxLayout(self.side)
        side.setContentsMargins(0, 0, 1, 0)
        side.setSpacing(0)
        side.addWidget(head)
        side.addWidget(self.list, 1)
        self.main.setAccessibleName(tr("Élément mis de côté"))
        set_mark(self.main, "ground", "surface")
        self._column = QVBoxLayout(self.main)
        self._said_title = Text(
            self._look, tr("Ce qui était écrit, gardé en entier"), TextRole.DENSE_STRONG, "text2"
        )
        for part in (self.title, self.origin, self.why, self._said_title, self.words, self._now_title, self.now):
            self._column.addWidget(part)
        self.words.setAccessibleName(tr("Ce qui était écrit"))
        self.now.setAccessibleName(tr("Au dossier maintenant"))
        self._reason_row = QHBoxLayout()
        self._reason_row.addWidget(self.reason, 1)
        self._reason_row.addWidget(self.drop, 0, Qt.AlignmentFlag.AlignBottom)
        self._column.addLayout(self._reason_row)
        self._column.addStretch()
        self._pages.addWidget(ScrollPage(self.main))
        self._pages.addWidget(EmptyState(self._look, tr("Rien à corriger.")))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(self._pages, 1)

    def _restyle(self) -> None:
        px = self._look.px
        self.side.setFixedWidth(px(_LIST))
        self._side_head.setContentsMargins(px(12), px(10), px(12), px(10))
        self._side_head.setSpacing(px(8))
        self._column.setContentsMargins(px(18), px(14), px(18), px(14))
        self._column.setSpacing(px(8))
        self._reason_row.setSpacing(px(8))
        for box in (self.words, self.now):
            box.document().setDefaultFont(self._look.font(TextRole.BODY))
            box.setFixedHeight(px(110))


def _row(one: Aside) -> Row:
    under = " · ".join(part for part in (one.patient, one.why) if part)
    cell = Cell(
        (Run(one.title, TextRole.BODY_MEDIUM),),
        (Run(under, TextRole.CAPTION, "text2"),),
    )
    return Row(one.id, (cell,), f"{one.title}, {under}")

# SPDX-License-Identifier: EUPL-1.2
"""One version: its number in its mark, who wrote it and when, its words with what differs marked, one verb."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout

from lgc_app.services.conflict_versions import Version
from lgc_app.services.word_diff import Passage
from lgc_app.ui.rapprocher.marks import Side, mark
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.text import ShrinkingText
from lgc_app.ui.words import tr


class VersionCard(QFrame):
    """`kept` when its verb is pressed."""

    kept = Signal()

    def __init__(self, look: Look, side: Side) -> None:
        super().__init__()
        self._look = look
        self._side = side
        self._shown: tuple[Sequence[Passage], str] = ((), "")
        set_mark(self, "card", "yes")
        self.title = QTextBrowser()
        self.origin = ShrinkingText(look, "", TextRole.CAPTION, "text2")
        self.keep = Button(look, tr("Tout garder"), key=f"Ctrl+{side.value}", small=True)
        self.words = QTextBrowser()
        self._build()
        self.keep.clicked.connect(self.kept)
        look.follow(self._restyle)

    def show_version(self, version: Version, passages: Sequence[Passage], verb: str) -> None:
        """Show a version; without a verb it can only be read."""
        self._shown = (passages, version.origin)
        self.origin.set_words(version.origin)
        self.keep.setVisible(bool(verb))
        if verb:
            self.keep.set_words(verb)
        name = tr("Version {number}", number=self._side.value)
        self.words.setAccessibleName(f"{name}, {version.origin}")
        self._write()

    def _write(self) -> None:
        passages, _origin = self._shown
        self.words.clear()
        cursor = QTextCursor(self.words.document())
        for passage in passages:
            own = passage.first if self._side is Side.FIRST else passage.second
            cursor.insertText(own, mark(self._look, self._side if passage.differs else Side.NEITHER))
        self.words.moveCursor(QTextCursor.MoveOperation.Start)
        self.title.clear()
        name = tr("Version {number}", number=self._side.value)
        QTextCursor(self.title.document()).insertText(name, mark(self._look, self._side))

    def _build(self) -> None:
        self.title.setFrameShape(QFrame.Shape.NoFrame)
        self.title.setFocusPolicy(self.title.focusPolicy().NoFocus)
        self.title.setStyleSheet("QTextBrowser { border: 0; padding: 0; background: transparent; }")
        self.title.setVerticalScrollBarPolicy(self.title.verticalScrollBarPolicy().ScrollBarAlwaysOff)
        self.title.document().setDocumentMargin(0)
        self.words.setStyleSheet("QTextBrowser { border: 0; padding: 0; background: transparent; }")
        self.words.setUndoRedoEnabled(False)
        self.words.setAccessibleName(tr("Version {number}", number=self._side.value))
        head = QFrame()
        head.setProperty("edge", "bottom")
        self._head = QVBoxLayout(head)
        line = QHBoxLayout()
        line.addWidget(self.title, 1)
        line.addWidget(self.keep)
        self._head.addLayout(line)
        self._head.addWidget(self.origin)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(head)
        self._column.addWidget(self.words, 1)

    def _restyle(self) -> None:
        px = self._look.px
        self.title.setFont(self._look.font(TextRole.DENSE_STRONG))
        self.title.document().setDefaultFont(self._look.font(TextRole.DENSE_STRONG))
        self.title.setFixedHeight(self._look.metrics(TextRole.DENSE_STRONG).height() + px(4))
        self.words.document().setDefaultFont(self._look.font(TextRole.BODY))
        self.words.document().setDocumentMargin(px(12))
        self._column.setContentsMargins(1, 1, 1, 1)
        self._head.setContentsMargins(px(13), px(7), px(11), px(7))
        self._head.setSpacing(px(2))
        self._write()

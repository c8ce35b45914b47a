# SPDX-License-Identifier: EUPL-1.2
"""The traits of document and file side by side, each with its word: identique, équivalent, différent."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from lgc_app.ui.reception.presenter import LIKENESS, TraitLine
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.runs import Run, RunsText
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

_INK: Final = {"identique": "ok", "équivalent": "ok", "différent": "danger", "absent": "text2"}
_ICON: Final = {"identique": "check", "équivalent": "check", "différent": "refused", "absent": ""}


# what the form leaves to each side, its scroll bar in sight
_SIDE: Final = 86


class Mark(QWidget):
    """An icon and the word of a likeness."""

    def __init__(self, look: Look, line: TraitLine) -> None:
        super().__init__()
        self._look, self._line = look, line
        self._icon = QLabel()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(3))
        row.addWidget(self._icon)
        row.addWidget(Text(look, LIKENESS[line.likeness], TextRole.CAPTION_MEDIUM, _INK[line.likeness]))
        look.follow(self._restyle)

    def _restyle(self) -> None:
        name = _ICON[self._line.likeness]
        self._icon.setVisible(bool(name))
        if name:
            ink = self._look.colour(_INK[self._line.likeness])
            self._icon.setPixmap(self._look.pixmap(name, ink, 14, self.devicePixelRatioF()))


def _goes_without_saying(line: TraitLine) -> bool:
    """Leave out a birthplace that does not differ: it decides nothing (interop.md §6)."""
    return line.trait == "Lieu" and line.likeness != "différent"


class TraitGrid(QFrame):
    """A quiet card; hidden when there is nothing to compare."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        set_mark(self, "card", "quiet")
        self.setAccessibleName(tr("Identité comparée"))
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(3, 1)
        self._lines: Sequence[TraitLine] = ()
        look.follow(self._restyle)

    def show_lines(self, lines: Sequence[TraitLine]) -> None:
        """Show the traits that one side at least gives."""
        self._lines = lines
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget:
                widget.hide()
                widget.deleteLater()
        shown = [line for line in lines if (line.document or line.patient) and not _goes_without_saying(line)]
        self.setVisible(bool(shown))
        heads = ("", tr("Document"), tr("Dossier"))
        for column, words in enumerate(heads):
            self._grid.addWidget(Text(self._look, words, TextRole.CAPTION, "text2"), 0, column)
        for row, line in enumerate(shown, 1):
            self._put(row, line)

    def _put(self, row: int, line: TraitLine) -> None:
        look = self._look
        top, right = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignRight
        self._grid.addWidget(Text(look, line.trait, TextRole.CAPTION, "text2"), row, 0, top)
        for column, words in ((1, line.document), (2, line.patient)):
            ink = "danger" if line.likeness == "différent" else "text"
            said = RunsText(look, (Run(words or "–", TextRole.DENSE, ink),))
            said.setFixedSize(look.px(_SIDE), said.heightForWidth(look.px(_SIDE)))
            self._grid.addWidget(said, row, column)
        self._grid.addWidget(Mark(look, line), row, 3, top | right)

    def _restyle(self) -> None:
        px = self._look.px
        self._grid.setContentsMargins(px(10), px(7), px(10), px(7))
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(4))
        if self._lines:
            self.show_lines(self._lines)

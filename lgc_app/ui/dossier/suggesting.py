# SPDX-License-Identifier: EUPL-1.2
"""Frequent words under a line edit as one types; free text is always accepted."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.words import tr

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOST: Final = 5
_MOST_WITH_LISTS: Final = 8
_ROW: Final = 26
_LONGEST: Final = 80
"""Nobody looks for a word longer than that; a paste of a page is not searched."""


class Suggesting(QListWidget):
    """A short list that lives under its editor: ↓ lights a line, Entrée takes it; nothing is lit by itself.

    `wondered(typed)` asks whoever has longer lists to `add` what fits; the screen does not wait for it.
    """

    wondered = Signal(str)

    def __init__(self, look: Look, editor: QLineEdit, words: Callable[[str], Sequence[str]]) -> None:
        super().__init__()
        self._look = look
        self._editor = editor
        self._words = words
        self.setAccessibleName(tr("Propositions"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        editor.textEdited.connect(self.offer)
        editor.installEventFilter(self)
        self.itemClicked.connect(self._take)
        self.hide()
        look.follow(self._restyle)

    def offer(self, typed: str) -> None:
        """Show what begins to look like what is typed."""
        found = list(self._words(typed))[:_MOST] if 1 < len(typed.strip()) <= _LONGEST else []
        self.clear()
        self.addItems(found)
        self.setVisible(bool(found) and found != [typed])
        self._restyle()
        if 1 < len(typed.strip()) <= _LONGEST:
            self.wondered.emit(typed)

    def add(self, typed: str, more: Sequence[str]) -> None:
        """Add lines found elsewhere, unless something else was typed since, or the line was left."""
        known = {self.item(at).text() for at in range(self.count())}
        fresh = [one for one in more if one not in known and one != typed][: _MOST_WITH_LISTS - self.count()]
        if self._editor.text() == typed and self._editor.hasFocus() and fresh:
            self.addItems(fresh)
            self.show()
            self._restyle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the arrows to the list while it is open, and Entrée and Échap when they are for it."""
        if event.type() is QEvent.Type.FocusOut:
            self.hide()
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress or self.isHidden():
            return super().eventFilter(watched, event)
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.setCurrentRow(min(max(self.currentRow() + step, -1), self.count() - 1))
            return True
        if event.key() in _ENTER and self.currentItem() is not None:
            self._take(self.currentItem())
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return True
        return super().eventFilter(watched, event)

    def _take(self, item: QListWidgetItem) -> None:
        self._editor.setText(item.text())
        self.hide()
        self._editor.setFocus()

    def _restyle(self) -> None:
        self.setFont(self._look.font(TextRole.DENSE))
        for at in range(self.count()):
            self.item(at).setSizeHint(QSize(self._look.px(_ROW), self._look.px(_ROW)))
        self.setFixedHeight(self._look.px(_ROW) * self.count() + 2 * self.frameWidth())

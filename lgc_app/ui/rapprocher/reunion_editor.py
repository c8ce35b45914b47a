# SPDX-License-Identifier: EUPL-1.2
"""The reunited text: each passage keeps the mark of its version; it is chosen by one key, or typed over.

The places of passages follow what is typed around them: choosing one never undoes what the person wrote elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from lgc_app.services.word_diff import Passage, both
from lgc_app.ui.native_digits import row_digit
from lgc_app.ui.rapprocher.marks import Side, mark
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.words import tr

BOTH = 3
"""The third choice of a passage."""


@dataclass(slots=True)
class _Place:
    """Where a passage stands in the document now."""

    passage: Passage
    start: int
    end: int
    choice: int = BOTH

    def follow(self, at: int, removed: int, added: int) -> None:
        """Move with a change: what is typed at either edge is beside the passage."""
        self.start = self.start if self.start < at else _after(self.start, at, removed, added, at + added)
        self.end = self.end if self.end <= at else _after(self.end, at, removed, added, at)
        self.end = max(self.start, self.end)


class ReunionEditor(QPlainTextEdit):
    """`typed` carries the whole text after each change, `moved` (number, total, choice) the passage in hand."""

    typed = Signal(str)
    moved = Signal(int, int, int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._places: list[_Place] = []
        self._at = -1
        self._chooses = False
        self.setAccessibleName(tr("Texte réuni, que vous pouvez corriger"))
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._on_change)
        self.document().contentsChange.connect(self._on_contents)
        look.follow(self._restyle)

    @property
    def passage_count(self) -> int:
        """Count the passages that differ."""
        return len(self._places)

    def show_passages(self, passages: Sequence[Passage], kept: str = "") -> None:
        """Lay out both sides of every passage; a text typed before, `kept`, is shown instead."""
        blocked = self.blockSignals(True)
        self._places, self._at, self._chooses = [], -1, False
        self.clear()
        if kept:
            self.setPlainText(kept)
        else:
            for passage in passages:
                self._lay(passage)
        self.document().clearUndoRedoStacks()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.blockSignals(blocked)
        self.moved.emit(0, len(self._places), 0)

    def step(self, by: int) -> None:
        """Take the next or the previous passage in hand: 1, 2, 3 choose it until something else is typed."""
        if not self._places:
            return
        self._at = (
            (self._at + by) % len(self._places) if self._at >= 0 else (0 if by > 0 else len(self._places) - 1)
        )
        self._take()

    def choose(self, choice: int) -> None:
        """Give the passage in hand the words of version 1, of version 2, or of both (3)."""
        if self._at < 0:
            self.step(1)
        if self._at < 0:
            return
        place = self._places[self._at]
        place.choice = choice
        self._write(place)
        self._take()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a passage in hand by one digit; Ctrl+Entrée belongs to the screen."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        digit = _digit(event)
        if self._chooses and digit in (1, 2, BOTH):
            self.choose(digit)
            return
        if event.text():
            self._chooses = False
        super().keyPressEvent(event)

    def _lay(self, passage: Passage) -> None:
        end = self.textCursor()
        end.movePosition(QTextCursor.MoveOperation.End)
        if not passage.differs:
            end.insertText(passage.first, mark(self._look, Side.NEITHER))
            return
        place = _Place(passage, end.position(), end.position())
        self._places.append(place)
        self._write(place)

    def _write(self, place: _Place) -> None:
        start, cursor = place.start, self._over(place)
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        first, second = place.passage.first, place.passage.second
        if place.choice == BOTH:
            words = both(place.passage)
            cut = len(first.rstrip()) if first and second else len(first)
            cursor.insertText(words[:cut], mark(self._look, Side.FIRST))
            cursor.insertText(words[cut:], mark(self._look, Side.SECOND))
        else:
            words, side = (first, Side.FIRST) if place.choice == 1 else (second, Side.SECOND)
            cursor.insertText(words, mark(self._look, side))
        cursor.endEditBlock()
        place.start, place.end = start, cursor.position()

    def _over(self, place: _Place) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(place.start)
        cursor.setPosition(place.end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _take(self) -> None:
        place = self._places[self._at]
        self.setTextCursor(self._over(place))
        self.setCurrentCharFormat(QTextCharFormat())
        self._chooses = True
        self.setFocus()
        self.moved.emit(self._at + 1, len(self._places), place.choice)

    def _on_contents(self, at: int, removed: int, added: int) -> None:
        if removed == added:
            return  # Qt says so, too, when a font or a format changed and no letter did
        for place in self._places:
            place.follow(at, removed, added)

    def _on_change(self) -> None:
        self.typed.emit(self.toPlainText())

    def _restyle(self) -> None:
        self.setFont(self._look.font(TextRole.BODY))
        blocked = self.blockSignals(True)
        for place in self._places:
            self._write(place)
        self.blockSignals(blocked)


def _after(offset: int, at: int, removed: int, added: int, inside: int) -> int:
    return offset + added - removed if offset >= at + removed else inside


def _digit(event: QKeyEvent) -> int | None:
    """Give the digit of a press: of the top row by its place, else of the pad or of the text."""
    if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
        return None
    text = event.text()
    return int(text) if text in ("1", "2", "3") else row_digit(event)

# SPDX-License-Identifier: EUPL-1.2
"""The editor of a section: says when it is left, and never takes more than a section can keep."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QTextCursor

from lgc_app.services.drafts import TextTooLongError
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.text_area import TextArea
from lgc_app.ui.words import tr
from lgc_core.model.expansion import next_field, typed_abbreviation
from lgc_core.model.note import MAX_SECTION_BYTES

# an unbroken run of 256 K letters takes Qt three seconds to lay out, at each key (measured on 6.12)
_LONGEST_WORD = 5_000
_STAYING = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class NoteEditor(TextArea):
    """`left` when the keyboard goes elsewhere, `refused` with its sentence when a paste cannot be taken.

    Field and clipboard then stay as they were: what is on the screen can always be on the disk too.
    `expand` gives the text of an abbreviation; Espace, Entrée and Tab put it in its place, Ctrl+Z takes it back.
    With `undoes`, Ctrl+Z and Ctrl+Y are the note's (`undo_asked`, `redo_asked`), and not this field's alone.
    """

    left = Signal()
    refused = Signal(str)
    undo_asked = Signal()
    redo_asked = Signal()

    def __init__(self, look: Look, name: str, *, lines: int = 2) -> None:
        super().__init__(look, name, lines=lines)
        self.expand: Callable[[str], str] = _none
        self.undoes = False

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the window, which asks the note: alone, the field would swallow it."""
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self.undoes and _is_undo_or_redo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put a text in the place of its abbreviation when the word ends; undo over the whole note."""
        if self.undoes and _is_undo_or_redo(event):
            (self.undo_asked if event.matches(QKeySequence.StandardKey.Undo) else self.redo_asked).emit()
            return
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        after = {Qt.Key.Key_Space: " ", Qt.Key.Key_Return: "\n", Qt.Key.Key_Enter: "\n"}.get(Qt.Key(event.key()))
        if plain and after is not None and self._expand(after):
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Expand on Tab; without an abbreviation, Tab goes on."""
        return (forward and self._expand("")) or super().focusNextPrevChild(forward)

    def add_words(self, words: str) -> None:
        """Put words at the end, on a line of their own, as one step."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        written = self.toPlainText()
        cursor.insertText(f"\n{words}" if written and not written.endswith("\n") else words)

    def choose_field(self, start: int) -> bool:
        """Select the next field to fill (`[durée]`) from a place on; give False when there is none."""
        text = self.toPlainText()
        found = next_field(text, start)
        if found is None:
            return False
        cursor = self.textCursor()
        # Qt counts in UTF-16 units, Python in characters
        cursor.setPosition(_units(text[: found[0]]))
        cursor.setPosition(_units(text[: found[1]]), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus()
        return True

    def _expand(self, after: str) -> bool:
        cursor = self.textCursor()
        if self.isReadOnly() or cursor.hasSelection():
            return False
        before = cursor.block().text()[: cursor.positionInBlock()]
        name = typed_abbreviation(before)
        words = self.expand(name) if name else ""
        if not words or _size(self.toPlainText()) + _size(words) > MAX_SECTION_BYTES:
            return False
        cursor.beginEditBlock()
        end = cursor.position()
        cursor.setPosition(end - _units(name) - 1)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(words + after)
        cursor.endEditBlock()
        place = cursor.position() - _units(words + after)
        self.setTextCursor(cursor)
        if next_field(words, 0) is not None:
            self.choose_field(
                len(self.toPlainText().encode("utf-16-le")[: place * 2].decode("utf-16-le", "ignore"))
            )
        return True

    def place(self) -> int:
        """Give the place of the cursor."""
        return self.textCursor().position()

    def go_to(self, place: int) -> None:
        """Put the cursor back, inside the text."""
        cursor = self.textCursor()
        cursor.setPosition(min(max(place, 0), self.document().characterCount() - 1))
        self.setTextCursor(cursor)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste plain text, unless the section could not keep it."""
        pasted = source.text()
        if sentence := self._fault(pasted):
            self.refused.emit(sentence)
            return
        self.textCursor().insertText(pasted)
        self.ensureCursorVisible()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left; another window, or a menu, coming in front leaves nothing."""
        super().focusOutEvent(event)
        if event.reason() not in _STAYING:
            self.left.emit()

    def _fault(self, pasted: str) -> str:
        if len(pasted) > MAX_SECTION_BYTES or _size(self.toPlainText()) + _size(pasted) > MAX_SECTION_BYTES:
            return TextTooLongError().sentence
        if max(map(len, pasted.split()), default=0) > _LONGEST_WORD:
            return tr(
                "Ce n’est pas un texte à lire : un mot y fait des milliers de lettres. Ajoutez-le comme document."
            )
        return ""


def _none(_name: str) -> str:
    return ""


def _is_undo_or_redo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))

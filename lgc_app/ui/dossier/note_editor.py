# SPDX-License-Identifier: EUPL-1.2
"""The editor of a section: says when it is left, and never takes more than a section can keep."""

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QFocusEvent, QTextCursor

from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.text_area import TextArea
from lgc_core.model.note import MAX_SECTION_BYTES


class NoteEditor(TextArea):
    """`left` when the keyboard goes elsewhere, `overfull` when a paste was too long.

    Field and clipboard then stay as they were: what is on the screen can always be on the disk too.
    """

    left = Signal()
    overfull = Signal()

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
        if len(pasted) > MAX_SECTION_BYTES or self._bytes_after(pasted) > MAX_SECTION_BYTES:
            self.overfull.emit()
            return
        self.textCursor().insertText(pasted)
        self.ensureCursorVisible()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        super().focusOutEvent(event)
        self.left.emit()

    def _bytes_after(self, pasted: str) -> int:
        return len(self.toPlainText().encode("utf-8", "replace")) + len(pasted.encode("utf-8", "replace"))


def make_editor(look: Look, name: str, lines: int) -> NoteEditor:
    """Make the editor of a section, its cursor at the end of what it shows."""
    editor = NoteEditor(look, name, lines=lines)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    return editor

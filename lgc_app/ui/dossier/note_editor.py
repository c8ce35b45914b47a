# SPDX-License-Identifier: EUPL-1.2
"""The editor of a section: says when it is left, and never takes more than a section can keep."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent

from lgc_app.services.drafts import TextTooLongError
from lgc_app.ui.widgets.text_area import TextArea
from lgc_app.ui.words import tr
from lgc_core.model.note import MAX_SECTION_BYTES

# an unbroken run of 256 K letters takes Qt three seconds to lay out, at each key (measured on 6.12)
_LONGEST_WORD = 5_000
_STAYING = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class NoteEditor(TextArea):
    """`left` when the keyboard goes elsewhere, `refused` with its sentence when a paste cannot be taken.

    Field and clipboard then stay as they were: what is on the screen can always be on the disk too.
    """

    left = Signal()
    refused = Signal(str)

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


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))

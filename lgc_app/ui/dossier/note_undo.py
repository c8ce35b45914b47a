# SPDX-License-Identifier: EUPL-1.2
"""Ctrl+Z over the whole note: the last thing typed first, whatever the section it was typed in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import QObject

from lgc_app.ui.dossier.note_editor import NoteEditor


class NoteUndo(QObject):
    """Remembers in which section each edit was made; what was inserted as one (`together`) goes as one."""

    def __init__(self, editors: Mapping[str, NoteEditor], parent: QObject) -> None:
        super().__init__(parent)
        self._editors = editors
        self._done: list[list[str]] = []
        self._undone: list[list[str]] = []
        self._group: list[str] | None = None
        for code, editor in editors.items():
            editor.document().undoCommandAdded.connect(partial(self._on_command, code))
            editor.undo_asked.connect(self.undo)
            editor.redo_asked.connect(self.redo)
            editor.left.connect(partial(_end_step, editor))

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make one step of everything that is inserted inside."""
        self._group = []
        try:
            yield
        finally:
            group, self._group = self._group, None
            if group:
                self._done.append(group)

    def undo(self) -> bool:
        """Take the last step back and go there; give False when there is none."""
        return self._step(self._done, self._undone, redo=False)

    def redo(self) -> bool:
        """Do again the step taken back last."""
        return self._step(self._undone, self._done, redo=True)

    def forget(self, code: str) -> None:
        """Forget the steps of a section whose text came from elsewhere."""
        for steps in (self._done, self._undone):
            steps[:] = [kept for step in steps if (kept := [one for one in step if one != code])]

    def _step(self, source: list[list[str]], target: list[list[str]], *, redo: bool) -> bool:
        if not source or any(self._editors[code].isReadOnly() for code in source[-1]):
            return False
        step = source.pop()
        for code in reversed(step):
            editor = self._editors[code]
            if redo:
                editor.redo()
            else:
                editor.undo()
        target.append(step[::-1])
        last = self._editors[step[0]]
        if last.isVisible():
            last.setFocus()
        return True

    def _on_command(self, code: str) -> None:
        self._undone.clear()
        if self._group is not None:
            self._group.append(code)
        else:
            self._done.append([code])


def _end_step(editor: NoteEditor) -> None:
    """Make the next key another step; the document is asked for each time, Shiboken lets a held one go."""
    editor.document().setModified(False)

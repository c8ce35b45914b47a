# SPDX-License-Identifier: EUPL-1.2
"""What this post's own safety asks of the person: a lease that ends, backups that stopped; each with a verb."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import tr


class SafetyNotes(QWidget):
    """Two notes, hidden while all is well."""

    export_asked = Signal()
    backup_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.export = Button(look, tr("Exporter la file"), icon="stored", small=True)
        self.save = Button(look, tr("Sauvegarder maintenant"), icon="stored", small=True)
        self.lease = NoteFrame(look, Tone.WARN, icon="offline", buttons=(self.export,))
        self.backup = NoteFrame(look, Tone.WARN, buttons=(self.save,))
        self.export.clicked.connect(self.export_asked)
        self.save.clicked.connect(self.backup_asked)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for note in (self.lease, self.backup):
            self._column.addWidget(note)
            note.hide()
        self.hide()
        look.follow(self._restyle)

    def say(self, lease: str, backup: str, *, over: bool) -> None:
        """Say what there is to say; an empty sentence hides its note."""
        for note, words in ((self.lease, lease), (self.backup, backup)):
            if words:
                note.set_runs((Run(words, TextRole.DENSE_STRONG),))
                note.setAccessibleName(words)
            note.setVisible(bool(words))
        self.lease.set_tone(Tone.DANGER if over else Tone.WARN, "offline")
        self.setVisible(bool(lease or backup))

    def _restyle(self) -> None:
        self._column.setSpacing(self._look.px(6))

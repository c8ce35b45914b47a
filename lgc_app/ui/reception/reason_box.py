# SPDX-License-Identifier: EUPL-1.2
"""The red note that says why a document is not filed by one key, and the place for the reason."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_app.ui.widgets.pill import PillButton
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import tr

_ACTS = ("Patient appelé", "Confrère appelé", "Vu, sans urgence")


class ReasonBox(QWidget):
    """Shown only when a reason is asked; `typed` is empty until the person gives one, `taken` by a button."""

    taken = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._note = NoteFrame(look, Tone.DANGER)
        self.field = Field(look, tr("Motif"))
        self._acts = QWidget()
        row = QHBoxLayout(self._acts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(6))
        for words in _ACTS:
            act = PillButton(look, PillContent(tr(words), Tone.ACCENT))
            act.clicked.connect(lambda _checked=False, words=words: self._take(words))
            row.addWidget(act)
        row.addStretch()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self._note, self._acts, self.field):
            self._column.addWidget(part)
        self.sentence = ""
        look.follow(self._restyle)

    def ask(self, warnings: Sequence[str], *, acts: bool) -> None:
        """Show why a reason is needed; no warning hides the box; `acts` are for a critical result."""
        self.sentence = " ".join(warnings)
        self.setVisible(bool(warnings))  # before its words: hidden, the note does not measure them
        self._note.set_runs((Run(self.sentence),))
        self.field.set_text("")
        self.field.set_error("")
        self._acts.setVisible(acts)

    @property
    def typed(self) -> str:
        """Give the reason."""
        return self.field.text().strip()

    @property
    def is_missing(self) -> bool:
        """Say whether a reason is asked and not given."""
        return bool(self.sentence) and not self.typed

    def ask_more(self, warning: str) -> None:
        """Say why the reason given does not do; it stays to be completed."""
        typed = self.field.text()
        self.ask((warning,), acts=False)
        self.field.set_text(typed)

    def insist(self) -> None:
        """Go to the reason and say that it is what is missing."""
        self.field.set_error(tr("Indiquez un motif, puis Entrée. Pour un autre patient : F2."))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # the sentence wraps: lay it out now
        self.field.editor.setFocus()

    def _take(self, words: str) -> None:
        self.field.set_text(tr(words))
        self.field.set_error("")
        self.taken.emit()
        self.field.editor.setFocus()

    def _restyle(self) -> None:
        self._column.setSpacing(self._look.px(8))

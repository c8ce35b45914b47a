# SPDX-License-Identifier: EUPL-1.2
"""The proposal at the right: identity compared, patient, title, date, category, what is recognised."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from interop.cda.read.proposal import Proposal
from lgc_app.ui.reception.finding_list import FindingList
from lgc_app.ui.reception.patient_picker import PatientPicker
from lgc_app.ui.reception.presenter import FilingContent, UnreadableDayError, Verdict, typed_label
from lgc_app.ui.reception.reason_box import ReasonBox
from lgc_app.ui.reception.trait_grid import TraitGrid
from lgc_app.ui.reception.whole_words import WholeText
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_app.ui.widgets.pill import Pill
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.scroll_page import ScrollPage
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr
from lgc_core.model.document import FiledAs
from lgc_core.store.search import PatientLine

_PILLS: Final[dict[Verdict, tuple[Tone, str]]] = {
    "concordant": (Tone.OK, "check"),
    "à vérifier": (Tone.WARN, "alert"),
    "discordant": (Tone.DANGER, "danger"),
    "inconnu": (Tone.UNKNOWN, "unchecked"),
}


def show_start(field: Field) -> None:
    """Bring the first letters of a long text in sight."""
    if isinstance(field.editor, QLineEdit):
        field.editor.setCursorPosition(0)


class FilingForm(QFrame):
    """Shows a FilingContent; `patient_asked` carries another patient, `admit_asked` wants a file made."""

    patient_asked = Signal(str)
    admit_asked = Signal()

    def __init__(self, look: Look, tasks: Tasks, find: Callable[[str], Sequence[PatientLine]]) -> None:
        super().__init__()
        self._look = look
        self.content: FilingContent | None = None
        self.setProperty("edge", "left")
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Classement proposé"))
        self.verdict = Pill(look, PillContent(""))
        self.note = NoteFrame(look, Tone.NEUTRAL, icon="info")
        self.traits = TraitGrid(look)
        self.reason = ReasonBox(look)
        self.picker = PatientPicker(look, tasks, find)
        self.admit = Button(look, tr("Créer le dossier"), icon="add")
        self.title, self.day, self.category = (Field(look, tr(words)) for words in ("Titre", "Date", "Catégorie"))
        self.findings = FindingList(look)
        self.left = WholeText(look, "", TextRole.CAPTION, "text2")
        self.picker.chosen.connect(self.patient_asked)
        self.admit.clicked.connect(self.admit_asked)
        self._build()
        self.clear()
        look.follow(self._restyle)

    def show_content(self, content: FilingContent) -> None:
        """Fill every field from a proposal."""
        self.content = content
        self._page.show()
        tone, icon = _PILLS[content.verdict]
        self.verdict.set_content(PillContent(tr(content.verdict_words), tone, icon))
        self.verdict.show()
        self.traits.show_lines(content.traits)
        self.reason.ask(content.warnings, acts=content.is_critical)
        self.picker.show_patient(content.patient_words)
        self.admit.set_words(tr("Créer le dossier {name}", name=content.newcomer))
        self.admit.setVisible(bool(content.newcomer))
        for field, words in (
            (self.title, content.title),
            (self.day, content.day_words),
            (self.category, content.category),
        ):
            field.set_text(words)
            show_start(field)
            field.set_error("")
        self.findings.show_findings(content.findings)
        self.left.setText(content.left)
        self.left.setVisible(bool(content.left))
        self._say_note(content)
        # wrapped words find their height in several passes: run them before the next picture, not after
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def clear(self) -> None:
        """Show nothing: no document is chosen."""
        self.content = None
        self.verdict.hide()
        self._page.hide()

    def ticked(self) -> list[Proposal]:
        """Return what was ticked."""
        return self.findings.ticked()

    def label(self) -> FiledAs | None:
        """Return the label typed; None, said in the field, when the date cannot be read."""
        try:
            return typed_label(self.title.text(), self.day.text(), self.category.text())
        except UnreadableDayError:
            self.day.set_error(tr("Écrivez la date ainsi : 23/11/2026."))
            self.day.editor.setFocus()
            return None

    def _say_note(self, content: FilingContent) -> None:
        aside, known = content.set_aside, content.already_filed
        self.note.setVisible(bool(aside) or known)
        if aside:
            head = Run(tr("Document mis de côté, gardé en entier. "), TextRole.DENSE_STRONG)
            self.note.set_tone(Tone.DANGER, "to-mend")
            self.note.set_runs((head, Run(aside)))
        elif known:
            self.note.set_tone(Tone.INFO)
            self.note.set_runs(
                (Run(tr("Ce document a déjà été classé. Le classer de nouveau n’ajoute rien deux fois.")),)
            )

    def _build(self) -> None:
        head = QFrame()
        self._head = QHBoxLayout(head)
        self._head.addWidget(Text(self._look, tr("Classement proposé"), TextRole.SECTION))
        self._head.addStretch()
        self._head.addWidget(self.verdict)
        self._page = QWidget()
        set_mark(self._page, "ground", "surface")
        self._column = QVBoxLayout(self._page)
        for part in (self.note, self.traits, self.reason, self.picker, self.admit, self.title):
            self._column.addWidget(part)
        both = QHBoxLayout()
        both.addWidget(self.day, 2)
        both.addWidget(self.category, 3)
        self._both = both
        self._column.addLayout(both)
        self._column.addWidget(self.findings)
        self._column.addWidget(self.left)
        self._column.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addWidget(ScrollPage(self._page), 1)

    def _restyle(self) -> None:
        px = self._look.px
        self._head.setContentsMargins(px(14), px(10), px(14), px(6))
        self._column.setContentsMargins(px(14), px(2), px(14), px(12))
        self._column.setSpacing(px(9))
        self._both.setSpacing(px(10))

# SPDX-License-Identifier: EUPL-1.2
"""The page of a document: its faces side by side as tabs, its faults above, one sentence when there is nothing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lgc_app.services.reading_room import ReadingRoom
from lgc_app.ui.documents.coming_page import ComingPage
from lgc_app.ui.documents.presenter import DocumentContent, Face
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.narrative_view import NarrativeView
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_app.ui.widgets.pdf_view import PdfView
from lgc_app.ui.widgets.pill import PillButton
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

_SENTENCE, _PDF, _TEXT, _COMING = 0, 1, 2, 3


class DocumentPane(QWidget):
    """Shows a DocumentContent; holds no byte of a document once `clear` was called.

    `pages_known` once a PDF is open, or said why it is not.
    """

    pages_known = Signal()

    def __init__(self, look: Look, name: str, tasks: Tasks, room: ReadingRoom) -> None:
        super().__init__()
        self._look = look
        self._faces: tuple[Face, ...] = ()
        self._tabs: list[PillButton] = []
        self._untrusted_pdf = b""
        self.pdf = PdfView(look, tr("Document PDF"), tasks, room)
        self.pdf.opened.connect(self.pages_known)
        self.text = NarrativeView(look, tr("Texte du document"))
        self.text.setWordWrapMode(QTextOption.WrapMode.WordWrap)  # a wide table scrolls, no word or dose is cut
        self.coming = ComingPage(look, tasks, room)
        self._sentence = Text(look, "", TextRole.BODY, "text2", wrap=True)
        self._note = NoteFrame(look, Tone.WARN)
        self._stack = QStackedWidget()
        self.setAccessibleName(name)
        set_mark(self, "ground", "alt")
        self._build()
        self.clear()
        look.follow(self._restyle)

    @property
    def page_count(self) -> int:
        """Count the pages of the PDF in view, 0 for a text."""
        return self.pdf.page_count if self._stack.currentIndex() == _PDF else 0

    @property
    def untrusted_pdf(self) -> bytes:
        """Give the PDF in view, empty for a text or a sentence."""
        return self._untrusted_pdf if self.page_count else b""

    @property
    def sentence(self) -> str:
        """Give the sentence shown in place of a document, "" when a document is shown."""
        return self._sentence.text() if self._stack.currentIndex() == _SENTENCE else ""

    @property
    def faults(self) -> str:
        """Give what the note above the document says, "" when it is hidden."""
        return "" if self._note.isHidden() else self._said

    def show_content(self, content: DocumentContent) -> None:
        """Open the first face; without one, say why."""
        self._faces = content.faces
        self._put_tabs()
        if not content.faces:
            self.show_sentence(content.empty_words)
            return
        self._say_faults((*content.faults, *content.remarks), Tone.WARN if content.faults else Tone.INFO)
        self.show_face(0)

    def show_sentence(self, sentence: str) -> None:
        """Show words in place of a document."""
        self.clear()
        self._sentence.setText(sentence)

    def show_coming(self, untrusted_picture: bytes) -> None:
        """Show the page of a file that is on its way."""
        self.clear()
        self.coming.show_picture(untrusted_picture)
        self._stack.setCurrentIndex(_COMING)

    def show_face(self, place: int) -> None:
        """Open one face."""
        face = self._faces[place]
        for at, tab in enumerate(self._tabs):
            tab.setChecked(at == place)
        self._untrusted_pdf = face.untrusted_pdf
        if face.untrusted_pdf:
            self.pdf.show_pdf(face.untrusted_pdf)
            self._stack.setCurrentIndex(_PDF)
        else:
            self.text.show_markup(face.untrusted_markup)
            self._stack.setCurrentIndex(_TEXT)

    def clear(self) -> None:
        """Forget the document."""
        self._faces, self._untrusted_pdf = (), b""
        self._put_tabs()
        self._say_faults((), Tone.INFO)
        self.pdf.clear()
        self.text.show_plain("")
        self.coming.show_picture(b"")
        self._sentence.setText("")
        self._stack.setCurrentIndex(_SENTENCE)

    def _say_faults(self, sentences: tuple[str, ...], tone: Tone) -> None:
        self._said = " ".join(sentences)
        self._note.setVisible(bool(sentences))  # before its words: hidden, it does not measure them
        self._note.set_tone(tone)
        self._note.set_runs((Run(self._said),))

    def _put_tabs(self) -> None:
        for tab in self._tabs:
            self._bar.removeWidget(tab)
            tab.hide()
            tab.deleteLater()
        self._tabs = []
        if len(self._faces) > 1:
            for place, face in enumerate(self._faces):
                self._tabs.append(self._tab(place, face.words))
        self._head.setVisible(bool(self._tabs))

    def _tab(self, place: int, words: str) -> PillButton:
        tab = PillButton(self._look, PillContent(words), checkable=True)
        tab.setAutoExclusive(True)
        tab.clicked.connect(lambda _checked=False: self.show_face(place))
        self._bar.insertWidget(place, tab)
        return tab

    def _build(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addStretch()
        column.addWidget(self._sentence)
        column.addStretch()
        for part in (page, self.pdf, self.text, self.coming):
            self._stack.addWidget(part)
        self._head = QWidget()
        self._bar = QHBoxLayout(self._head)
        self._bar.setContentsMargins(0, 0, 0, 0)
        self._bar.addStretch()
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._head)
        self._column.addWidget(self._note)
        self._column.addWidget(self._stack, 1)

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(16), px(10), px(16), px(12))
        self._column.setSpacing(px(8))
        self._bar.setSpacing(px(6))

# SPDX-License-Identifier: EUPL-1.2
"""A signed consultation: what was sealed, by whom and whether it is intact; only a complement can be added."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.services.drafts import ADDENDUM
from lgc_app.ui.dossier.note_editor import NoteEditor
from lgc_app.ui.dossier.notices import Notices
from lgc_app.ui.dossier.pane import Heading, Pane
from lgc_app.ui.dossier.section_words import SignedWords
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.pill import Pill
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.scroll_page import ScrollPage
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

_TEXT_WIDTH = 900
_MARGIN = 14


class SignedPane(Pane):
    """`typed` and `left` as in the note; `added` carries the complement, `back` asks for today's consultation.

    `misplaced` says that the note was signed in the wrong file.
    """

    typed = Signal(str)
    left = Signal()
    added = Signal(str)
    back = Signal()
    misplaced = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__("", tr("Consultation signée"))
        self._look = look
        self.notices = Notices(look)
        self.when = Text(look, "", TextRole.BODY, "text2")
        self.words: SignedWords | None = None
        self.may_write = True
        self.add_button = Button(look, tr("Ajouter un complément"), icon="add", small=True)
        self.misplaced_button = Button(look, tr("Signée dans le mauvais dossier"), ButtonKind.LINK, small=True)
        self.editor = NoteEditor(look, tr("Complément"), lines=2)
        self.field = Field(look, tr("Complément"), hint=tr("daté et signé de votre nom"), editor=self.editor)
        self.save = Button(look, tr("Ajouter au dossier"), small=True, key="Ctrl+Return")
        self._texts: list[QWidget] = []
        self._build()
        self._listen()
        look.follow(self._restyle)

    def take(self, code: str) -> tuple[str, int]:  # noqa: ARG002 -- the same signature as NotePane.take
        """Give the text and the cursor of the complement."""
        return self.editor.toPlainText(), self.editor.place()

    def show_note(self, words: SignedWords) -> None:
        """Show a signed note from its first line."""
        self.words = words
        self.when.setText(words.when)
        self._say_seal(words)
        while self._texts:
            gone = self._texts.pop()
            self._read.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for title, text in (*words.sections, *words.addenda):
            self._put(Text(self._look, title, TextRole.DENSE_MEDIUM, "text2"))
            body = Text(self._look, text, TextRole.BODY, wrap=True)
            body.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            body.setAccessibleName(f"{title}, {text}")
            self._put(body)
        self.show_complement("", 0, shown=False)

    def open_complement(self) -> None:
        """Open an empty complement to type in."""
        self.show_complement("", 0, shown=True)
        self.editor.setFocus()

    def let_write(self, *, allowed: bool) -> None:
        """Offer a complement and the other acts, or none under a note that is somebody else's."""
        self.may_write = allowed
        for button in (self.add_button, self.misplaced_button):
            button.setVisible(allowed)

    def show_complement(self, text: str, cursor: int, *, shown: bool) -> None:
        """Open the complement, with the text found again when there is one."""
        self.editor.set_text(text)
        self.editor.go_to(cursor)
        self.field.set_error("")
        self.field.setVisible(shown)
        self.save.setVisible(shown)
        self.add_button.setVisible(not shown)

    def set_error(self, code: str, sentence: str) -> None:  # noqa: ARG002 -- the same signature as NotePane.set_error
        """Say what is wrong under the complement."""
        self.field.set_error(sentence)

    def set_kept(self, *, kept: bool) -> None:
        """Say when the complement is not on the disk; when it is, the status line says so."""
        self.field.set_hint(tr("daté et signé de votre nom") if kept else tr("pas encore enregistré"))

    def _say_seal(self, words: SignedWords) -> None:
        tone = Tone.NEUTRAL if words.seal.is_sound else Tone.DANGER
        self.notices.put("seal", tone, words.seal.sentence, icon="sign" if words.seal.is_sound else "danger")

    def _listen(self) -> None:
        self.add_button.clicked.connect(self.open_complement)
        self.save.clicked.connect(lambda: self.added.emit(self.editor.toPlainText()))
        self.back_button.clicked.connect(self.back)
        self.misplaced_button.clicked.connect(self.misplaced)
        self.editor.typed.connect(lambda _text: self.typed.emit(ADDENDUM))
        self.editor.left.connect(self.left)
        self.editor.refused.connect(self.field.set_error)

    def _put(self, widget: QWidget) -> None:
        self._texts.append(widget)
        self._read.addWidget(widget)

    def _build(self) -> None:
        head = Heading(self._look)
        pill = Pill(self._look, PillContent(tr("Signée, lecture seule"), Tone.OK, "received"))
        self.back_button = Button(self._look, tr("Consultation en cours"), ButtonKind.LINK, key="Alt+1")
        head.add(Text(self._look, tr("Consultation"), TextRole.SECTION), self.when, pill)
        head.row.addStretch()
        head.add(self.back_button)
        page = QWidget()
        set_mark(page, "ground", "surface")
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        self._text = QWidget()
        row.addWidget(self._text, 1)
        row.addStretch(0)
        self._body = QVBoxLayout(self._text)
        self._body.addWidget(self.notices)
        self._read = QVBoxLayout()
        self._body.addLayout(self._read)
        self._body.addWidget(self.field)
        verbs = QHBoxLayout()
        for button in (self.add_button, self.save):
            verbs.addWidget(button)
        verbs.addStretch()
        verbs.addWidget(self.misplaced_button)
        self._body.addLayout(verbs)
        self._body.addStretch()
        self.column.addWidget(head)
        self.column.addWidget(ScrollPage(page), 1)

    def _restyle(self) -> None:
        px = self._look.px
        self._text.setMaximumWidth(px(_TEXT_WIDTH + 2 * _MARGIN))
        self._body.setContentsMargins(px(_MARGIN), px(10), px(_MARGIN), px(10))
        self._body.setSpacing(px(10))
        self._read.setSpacing(px(3))

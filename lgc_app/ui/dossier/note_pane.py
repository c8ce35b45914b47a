# SPDX-License-Identifier: EUPL-1.2
"""The consultation being written: its sections, the measures between them, what it has to say above."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.ui.dossier.form_block import FormBlock
from lgc_app.ui.dossier.measure_entry import MeasureEntry
from lgc_app.ui.dossier.note_editor import NoteEditor
from lgc_app.ui.dossier.note_undo import NoteUndo
from lgc_app.ui.dossier.notices import Notices
from lgc_app.ui.dossier.pane import Heading, Pane
from lgc_app.ui.dossier.section_words import OTHERS, SECTIONS
from lgc_app.ui.dossier.strip_view import StripView
from lgc_app.ui.dossier.template_chooser import Choice, TemplateChooser
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.pill import Pill
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.scroll_page import ScrollPage
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr
from lgc_core.model.expansion import fields_of, next_field
from lgc_core.model.note import SECTION_TITLES

# design ui.md §3: the text column is never wider, even at 1920
_TEXT_WIDTH = 900
_MARGIN = 14
_AFTER_STRIP = "S"


class NotePane(Pane):
    """`typed` carries the code of a section that a person typed in, `left` that a section was left.

    `measured` carries the measures typed, by key; `template_chosen` the key of a template or of a form.
    """

    typed = Signal(str)
    left = Signal()
    measured = Signal(object)
    template_chosen = Signal(str)
    entry_made = Signal(object)
    """The fields of the entry of measures, once it exists."""

    def __init__(self, look: Look) -> None:
        super().__init__("", tr("Consultation"))
        self._look = look
        self.fields: dict[str, Field] = {}
        self.notices = Notices(look)
        self.strip = StripView(look)
        self.when = Text(look, "", TextRole.BODY, "text2")
        self.state = Pill(look, PillContent(""))
        self.drawer = Button(look, tr("Historique"), icon="history", key="F6", small=True)
        self.model = Button(look, tr("Modèle"), key="Ctrl+M", small=True)
        self._is_narrow = False
        self._is_kept = True
        self._build()
        self.undoing = NoteUndo({code: self.editor(code) for code in self.fields}, self)
        self._last = SECTIONS[1][0]
        self.set_kept(kept=True)
        self.set_writable(writable=False)
        look.follow(self._restyle)

    @cached_property
    def entry(self) -> MeasureEntry:
        """Give the entry of measures, hidden; it is made when somebody measures."""
        entry = MeasureEntry(self._look)
        entry.hide()
        self._card.addWidget(entry)
        entry.asked.connect(self.measured)
        entry.closed.connect(self.close_entry)
        self.entry_made.emit(entry.fields)
        return entry

    @cached_property
    def chooser(self) -> TemplateChooser:
        """Give the list of templates, hidden; it is made when somebody looks for one."""
        chooser = TemplateChooser(self._look)
        chooser.hide()
        self._body.insertWidget(self._body.indexOf(self.notices) + 1, chooser)
        chooser.chosen.connect(self.template_chosen)
        chooser.closed.connect(self.close_chooser)
        return chooser

    def editor(self, code: str) -> NoteEditor:
        """Give the editor of a section."""
        editor = self.fields[code].editor
        assert isinstance(editor, NoteEditor)
        return editor

    @property
    def first(self) -> NoteEditor:
        """Give the editor where a consultation begins."""
        return self.editor(SECTIONS[0][0])

    def take(self, code: str) -> tuple[str, int]:
        """Give the text and the cursor of a section."""
        editor = self.editor(code)
        return editor.toPlainText(), editor.place()

    def show_texts(self, when: str, texts: Mapping[str, str], *, other: bool = False) -> None:
        """Show a consultation; rarer sections come only when something is written in them.

        `other` says that it is not the one in view: what was typed in that one can no longer be taken back here.
        """
        self.when.setText(when)
        for code, field in self.fields.items():
            editor = self.editor(code)
            before, text = editor.toPlainText(), texts.get(code, "")
            if other or before != text:
                place = editor.place() if before else len(text)
                editor.set_text(text)
                editor.go_to(place)
                self.undoing.forget(code)
            field.set_error("")
            field.setVisible(code not in OTHERS or bool(texts.get(code)))
        self.set_writable(writable=True)

    def set_writable(self, *, writable: bool) -> None:
        """Let the sections be typed in, or not while they are read or signed."""
        for code in self.fields:
            self.editor(code).setReadOnly(not writable)

    def set_error(self, code: str, sentence: str) -> None:
        """Say what is wrong under a section."""
        self.fields[code].set_error(sentence)

    def set_kept(self, *, kept: bool) -> None:
        """Say whether what is on screen is on the disk."""
        self._is_kept = kept
        if not kept:
            self.state.set_content(PillContent(tr("Pas encore enregistré"), Tone.WARN, "alert"))
            return
        words = (
            tr("Brouillon, enregistré ici") if self._is_narrow else tr("Brouillon, enregistré ici à chaque touche")
        )
        self.state.set_content(PillContent(words, Tone.NEUTRAL, "edit"))

    def set_narrow(self, *, narrow: bool) -> None:
        """Give the way to the history when it is a drawer, and shorten what can be."""
        self._is_narrow = narrow
        self.drawer.setVisible(narrow)
        self.set_kept(kept=self._is_kept)

    def expand_by(self, expand: Callable[[str], str]) -> None:
        """Give every section the texts of abbreviations."""
        for code in self.fields:
            self.editor(code).expand = expand

    def open_chooser(self, choices: Sequence[Choice]) -> None:
        """Show the templates and the forms above the note."""
        focus = QApplication.focusWidget()
        self._last = next((code for code, field in self.fields.items() if field.editor is focus), SECTIONS[1][0])
        self.chooser.open(choices)

    def close_chooser(self) -> None:
        """Put the templates away, and go back to where one was."""
        self._hide_chooser()
        self.editor(self._last).setFocus()

    def _hide_chooser(self) -> None:
        if "chooser" in vars(self):
            self.chooser.hide()

    def insert(self, texts: Mapping[str, str]) -> None:
        """Add texts by section, "" for the one in use, as one step; then choose the first field to fill."""
        self._hide_chooser()
        begins: dict[str, int] = {}
        with self.undoing.together():
            for code, words in texts.items():
                editor = self.editor(code or self._last)
                begins.setdefault(code or self._last, len(editor.toPlainText()))
                self.fields[code or self._last].show()
                editor.add_words(words)
        ordered = [code for code in self.fields if code in begins]
        if not any(self.editor(code).choose_field(begins[code]) for code in ordered):
            self.editor(ordered[-1] if ordered else self._last).setFocus()

    def next_field(self) -> bool:
        """Choose the next field to fill after the cursor, in this section or in those that follow."""
        codes = [code for code, field in self.fields.items() if not field.isHidden()]
        focus = QApplication.focusWidget()
        at = next((at for at, code in enumerate(codes) if self.editor(code) is focus), 0)
        here = self.editor(codes[at])
        rest = here.toPlainText()[here.textCursor().selectionEnd() :]
        if next_field(rest, 0) is not None:
            return here.choose_field(len(here.toPlainText()) - len(rest))
        return any(self.editor(code).choose_field(0) for code in (*codes[at + 1 :], *codes[: at + 1]))

    def empty_fields(self) -> list[str]:
        """Return the fields of templates that are not filled."""
        return [found for code in self.fields for found in fields_of(self.editor(code).toPlainText())]

    def open_entry(self, previous: Mapping[str, str], *, child: bool = False) -> None:
        """Put the entry of measures in the place of the strip."""
        self.strip.hide()
        self.entry.open(previous, child=child)

    def put_form(self, block: FormBlock) -> None:
        """Put a form between the history and the examination, under those that are there."""
        self._body.insertWidget(self._body.indexOf(self.fields["O"]), block)
        block.set_tab_order(self.strip.enter)

    def close_entry(self) -> None:
        """Put the strip back; the keyboard goes to the section that follows it."""
        focus = QApplication.focusWidget()
        had_keys = focus is not None and self.entry.isAncestorOf(focus)
        self.entry.hide()
        self.strip.show()
        if had_keys:
            self.editor("O").setFocus()

    def _build(self) -> None:
        head = Heading(self._look)
        head.add(Text(self._look, tr("Consultation"), TextRole.SECTION), self.when, self.state)
        head.row.addStretch()
        head.add(self.model, self.drawer)
        head.spare = self.model  # the bar's menu, the key and the palette stay
        self.drawer.hide()
        page = QWidget()
        set_mark(page, "ground", "surface")
        self._page_row = QHBoxLayout(page)
        self._text = QWidget()
        self._page_row.addWidget(self._text, 1)
        self._page_row.addStretch(0)
        self._body = QVBoxLayout(self._text)
        self._body.addWidget(self.notices)
        for code, lines in (*SECTIONS, *((code, 2) for code in OTHERS)):
            self._body.addWidget(self._field(code, lines))
            if code == _AFTER_STRIP:
                self._body.addWidget(self._make_card())
        self._body.addStretch()
        self.column.addWidget(head)
        self.column.addWidget(ScrollPage(page), 1)

    def _make_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("card", "quiet")
        self._card = QVBoxLayout(card)
        self._card.setContentsMargins(0, 0, 0, 0)
        self._card.setSpacing(0)
        self._card.addWidget(self.strip)
        return card

    def _field(self, code: str, lines: int) -> Field:
        words = tr(SECTION_TITLES[code])
        editor = NoteEditor(self._look, words, lines=lines)
        editor.undoes = True
        field = Field(self._look, words, editor=editor)
        editor.typed.connect(lambda _text: self.typed.emit(code))
        editor.left.connect(self.left)
        editor.refused.connect(partial(self.set_error, code))
        if code in OTHERS:
            field.hide()  # never shown before it has a parent: alone it would flash as a window
        self.fields[code] = field
        return field

    def _restyle(self) -> None:
        px = self._look.px
        self._page_row.setContentsMargins(0, 0, 0, 0)
        self._text.setMaximumWidth(px(_TEXT_WIDTH + 2 * _MARGIN))
        self._body.setContentsMargins(px(_MARGIN), px(8), px(_MARGIN), px(8))
        self._body.setSpacing(px(7))

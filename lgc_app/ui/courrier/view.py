# SPDX-License-Identifier: EUPL-1.2
"""The screen Courrier: type a few letters of a model, Entrée, complete, Ctrl+P: printed and kept in the file."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from lgc_app.services.letter_drafts import LetterDraft
from lgc_app.services.letter_templates import LetterTemplate
from lgc_app.services.letters import BlankLeftError, KeptLetter
from lgc_app.ui.actions import Action
from lgc_app.ui.courrier.presenter import next_blank, rows
from lgc_app.ui.keeping import KeepTimer, nothing
from lgc_app.ui.navigation import Desk
from lgc_app.ui.papier.printing import print_on_paper
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import Column, Recipe
from lgc_app.ui.words import tr
from lgc_core.errors import OutsideError, UserError
from lgc_core.model.patient import Patient

WHERE: Final = "courrier"
_LIST_WIDTH: Final = 300


class CourrierScreen(QWidget):
    """One letter at a time for each patient; what is typed stays on this post until it is printed."""

    def __init__(self, desk: Desk, back: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._patient: Patient | None = None
        self._template = ""
        self._models: dict[str, LetterTemplate] = {}
        self._busy = False
        self._unkept: LetterDraft | None = None
        look = desk.look
        self.search = Field(look, tr("Modèle"), hint=tr("quelques lettres, puis Entrée"))
        self.list = RowList(look, tr("Modèles"), Recipe((Column(),)))
        self.title = Field(look, tr("Titre"))
        self.text = Field(
            look, tr("Texte"), hint=tr("F8 : aller à ce qui reste à compléter"), editor=QPlainTextEdit()
        )
        self._pause = KeepTimer(self, self.keep)
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Courrier"))
        self._build()
        self._listen()
        self.page = self._page(back)
        look.follow(self._restyle)

    def show_patient(self, patient: Patient) -> None:
        """Begin where this person had stopped for a patient."""
        self._patient = patient
        self._desk.tasks.read(self._desk.cabinet.letters.templates, self._on_models, owner=self)
        waiting = partial(self._desk.cabinet.letters.waiting, patient.id)
        self._desk.tasks.read(waiting, partial(self._on_waiting, patient.id))

    def clear(self) -> None:
        """Forget the patient, once what is typed is kept."""
        self.keep()
        self._patient = None
        self._show(LetterDraft(template="", title="", text=""))
        self.search.set_text("")

    def keep(self) -> None:
        """Keep what is typed, now."""
        self._pause.stop()
        draft, self._unkept = self._unkept, None
        if draft is not None and self._patient is not None:
            kept = partial(self._desk.cabinet.letters.keep, self._patient.id, draft)
            self._desk.tasks.read(kept, nothing, failed=self._on_refused)

    def choose(self, template: str) -> None:
        """Begin a model; the text that was there can be taken back."""
        if self._patient is None or not template:
            return
        begin = partial(self._desk.cabinet.letters.begin, self._patient.id, template)
        self._desk.tasks.read(begin, partial(self._on_begun, self._draft()), failed=self._on_refused)

    def next_place(self) -> None:
        """Select the next place to complete."""
        editor = self._editor
        place = next_blank(self._draft(), self._models.get(self._template), editor.textCursor().position())
        if place is None:
            self._desk.navigator.say(tr("Tout est complété. Ctrl+P imprime."))
            return
        cursor = editor.textCursor()
        cursor.setPosition(place[0])
        cursor.setPosition(place[0] + place[1], QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)
        editor.setFocus()

    def print_out(self) -> None:
        """Make the letter, keep it in the file, print it."""
        if self._patient is None or self._busy:
            return
        if not self._template:
            self._say(tr("Choisissez d’abord un modèle."))
            self.search.editor.setFocus()
            return
        self._busy = True
        self._pause.stop()
        self._unkept = None
        patient, draft, letters = self._patient.id, self._draft(), self._desk.cabinet.letters
        self._desk.tasks.read(
            partial(letters.make, patient, draft), self._on_made, owner=self, failed=self._on_refused
        )

    @property
    def _editor(self) -> QPlainTextEdit:
        editor = self.text.editor
        assert isinstance(editor, QPlainTextEdit)
        return editor

    def _draft(self) -> LetterDraft:
        return LetterDraft(template=self._template, title=self.title.text(), text=self.text.text())

    def _show(self, draft: LetterDraft) -> None:
        self._template = draft.template
        self.list.choose(draft.template)
        self.title.set_text(draft.title)
        self.text.set_text(draft.text)
        self._say("")

    def _say(self, sentence: str) -> None:
        self.text.set_error(sentence)

    def _on_models(self, models: Sequence[LetterTemplate]) -> None:
        self._models = {one.key: one for one in models}
        self._show_models(self.search.text())

    def _show_models(self, typed: str) -> None:
        """Show the models that answer; the first is chosen, or the one in hand while nothing is looked for."""
        self.list.set_rows(rows(list(self._models.values()), typed))
        if typed.strip() or not self.list.choose(self._template):
            self.list.choose_first()

    def _on_waiting(self, patient: str, draft: LetterDraft | None) -> None:
        if self._patient is not None and self._patient.id == patient and draft is not None:
            self._show(draft)
            self._desk.navigator.say(tr("Courrier commencé ici, repris où vous étiez."))

    def _on_begun(self, before: LetterDraft, draft: LetterDraft) -> None:
        self._replace(draft)
        if before.text.strip():
            self._desk.navigator.say(tr("Modèle changé."), partial(self._replace, before))
        self._editor.moveCursor(QTextCursor.MoveOperation.Start)
        self.next_place()

    def _replace(self, draft: LetterDraft) -> None:
        self._show(draft)
        self._unkept = draft
        self.keep()

    def _on_typed(self, _text: str) -> None:
        self._say("")
        self._unkept = self._draft()
        self._pause.touch()

    def _on_made(self, made: KeptLetter) -> None:
        self._busy = False
        self._desk.tasks.changed.emit(made.changes)
        self._show(LetterDraft(template="", title="", text=""))
        self._desk.tasks.fetch(
            partial(print_on_paper, self._desk.cabinet.reading_room, made.pdf),
            self._on_printed,
            owner=self,
            failed=self._on_not_printed,
        )
        self._desk.navigator.open_document(made.document.id)

    def _write_models(self) -> None:
        self.keep()
        self._desk.navigator.show("modeles")

    def _on_printed(self, _nothing: None) -> None:
        self._desk.navigator.say(tr("Imprimé, et gardé dans le dossier."))

    def _on_not_printed(self, error: BaseException) -> None:
        if not isinstance(error, UserError | OutsideError):
            raise error
        self._desk.navigator.say(tr("Gardé dans le dossier. {why}", why=error.sentence))

    def _on_refused(self, error: BaseException) -> None:
        self._busy = False
        if not isinstance(error, UserError | OutsideError):
            raise error
        self._unkept = self._draft()
        self._pause.again()
        self._say(tr("{why}", why=error.sentence))
        if isinstance(error, BlankLeftError):
            self.next_place()

    def _page(self, back: Callable[[], None]) -> Screen:
        heading = tr("Courrier")
        lines = (
            ("letter-back", tr("Retour au dossier"), "", back, "back", False),
            ("letter-models", tr("Modèles du cabinet"), "", self._write_models, "draft", False),
            ("letter-next", tr("Suivant à compléter"), "F8", self.next_place, "edit", False),
            ("letter-print", tr("Garder et imprimer"), "Ctrl+P", self.print_out, "print", True),
        )
        actions = [
            Action(name, words, key, WHERE, do, icon, heading, bar=True, primary=primary)
            for name, words, key, do, icon, primary in lines
        ]
        words = tr(
            "Entrée prend le modèle choisi. F8 : suivant à compléter. Ctrl+P garde dans le dossier et imprime."
        )
        return Screen(
            WHERE, tr("courrier"), self, actions, (self._side, self._sheet), "patients",
            banner=True, patient=True, help_words=words, first=self.search.editor,
        )  # fmt: skip

    def _listen(self) -> None:
        self.search.changed.connect(self._show_models)
        enter = self.search.editor
        assert not isinstance(enter, QPlainTextEdit)
        enter.returnPressed.connect(lambda: self.choose(self.list.current_key()))
        self.list.opened.connect(self.choose)
        self.title.changed.connect(self._on_typed)
        self.text.changed.connect(self._on_typed)

    def _build(self) -> None:
        self._side = QFrame()
        self._side.setProperty("edge", "right")
        self._side.setAccessibleName(tr("Modèles"))
        self._left = QVBoxLayout(self._side)
        self._left.addWidget(self.search)
        self._left.addWidget(self.list, 1)
        self._sheet = QFrame()
        self._sheet.setAccessibleName(tr("Courrier à écrire"))
        self._right = QVBoxLayout(self._sheet)
        self._right.addWidget(self.title)
        self._right.addWidget(self.text, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(self._sheet, 1)

    def _restyle(self) -> None:
        px = self._desk.look.px
        self._side.setFixedWidth(px(_LIST_WIDTH))
        self._left.setContentsMargins(px(12), px(12), px(12), 0)
        self._left.setSpacing(px(8))
        self._right.setContentsMargins(px(20), px(12), px(20), px(12))
        self._right.setSpacing(px(8))
        self._editor.setFont(self._desk.look.font(TextRole.BODY))

# SPDX-License-Identifier: EUPL-1.2
"""« Signée dans le mauvais dossier »: asks in whose file, says it over the note, and takes it back."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from lgc_app.services.wrong_file import Moved
from lgc_app.ui.dossier.centre import Centre, sentence_of
from lgc_app.ui.dossier.reading import NoteReading
from lgc_app.ui.journee.patient_finder import PatientFinder
from lgc_app.ui.kept_fields import AnyKept, KeptFields
from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.form_veil import form_veil, place_form, verbs_row
from lgc_app.ui.shell.veil import Veil
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr
from lgc_core.errors import UserError
from lgc_core.model.encounter import WrongFile
from lgc_core.store.changes import Changes

_WIDTH, _LIST, _TALL = 560, 180, 480
KEPT: Final = "mauvais-dossier:"
"""Before the consultation that a kept form is about."""

_WHAT: Final = (
    "La consultation reste ici, barrée, telle qu’elle a été signée. Son texte, ses mesures et ses formulaires "
    "sont copiés dans le bon dossier, où ils attendent votre signature. Les problèmes, vaccins et courriers notés "
    "à part ne suivent pas."
)


class WrongFileActs(QObject):
    """One panel, made at its first use; the notice over a marked note is put at each reading."""

    def __init__(self, desk: Desk, centre: Centre, page: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._centre = centre
        self._page = page
        self._encounter = ""
        self.veil: Veil | None = None
        centre.misplaced.connect(self.open)
        centre.read_only.connect(self._on_read)

    def open(self) -> None:
        """Ask in whose file the signed note in view should have been."""
        if not self._centre.is_signed:
            self._centre.say(tr("Ouvrez d’abord la consultation signée dans le mauvais dossier."))
            return
        if self.veil is None:
            self._build()
        assert self.veil is not None
        self._encounter = self._centre.encounter
        self._kept.follow("")
        self.finder.clear()
        self.why.set_text("")
        self.why.set_error("")
        self._kept.follow(f"{KEPT}{self._encounter}", self._kept.showing())
        self.veil.open()
        self.finder.field.editor.setFocus()

    def submit(self) -> None:
        """Mark the note and copy its text, or say what is missing."""
        right = self.finder.list.current_key()
        self.finder.field.set_error("" if right else tr("Choisissez le patient dans la liste."))
        if not right:
            self.finder.field.editor.setFocus()
            return
        service, encounter, why = self._desk.cabinet.wrong_files, self._encounter, self.why.text()
        name = next(row.cells[0].runs[0].words for row in self.finder.list.rows if row.key == right)
        done: list[Moved] = []

        def move() -> Changes:
            done.append(service.move(encounter, right, why))
            return done[0].changes

        self._desk.tasks.write(
            move, lambda _changes: self._on_moved(done[0], encounter, name), owner=self, failed=self._on_refused
        )

    def _on_moved(self, moved: Moved, encounter: str, name: str) -> None:
        assert self.veil is not None
        self._kept.forget()
        self.veil.close_veil()
        said = tr("Retirée de ce dossier. Son texte attend dans celui de {name}.", name=name)
        if moved.documents:
            said += " " + tr("Un compte rendu en a été fait ici : prévenez qui l’a reçu.")
        self._desk.navigator.say(said, partial(self._take_back, encounter))
        self._centre.signed.back_button.setFocus()  # what was pressed goes: the keys stay here
        self._centre.go(encounter)

    def _on_refused(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self.finder.field.set_error(error.sentence)

    def _take_back(self, encounter: str) -> None:
        service = self._desk.cabinet.wrong_files
        self._desk.tasks.write(
            partial(service.take_back, encounter),
            lambda _changes: self._on_taken_back(encounter),
            owner=self,
            failed=lambda error: self._desk.navigator.say(sentence_of(error)),
        )

    def _on_taken_back(self, encounter: str) -> None:
        self._desk.navigator.say(tr("Annulé : la consultation est de nouveau dans ce dossier."))
        if self._centre.encounter == encounter:
            self._centre.go(encounter)

    def _on_read(self, reading: NoteReading) -> None:
        mark = reading.note.encounter.wrong_file if reading.note else None
        signed = self._centre.signed
        signed.let_write(allowed=mark is None)
        if mark is not None:
            self._say(mark, reading.encounter)

    def _say(self, mark: WrongFile, encounter: str) -> None:
        words = tr("Mauvais dossier, {words}. Ce texte ne concerne pas ce patient.", words=mark.words)
        verbs = (
            (tr("Annuler"), partial(self._take_back, encounter)),
            (tr("Ouvrir l’autre dossier"), partial(self._desk.navigator.open_patient, mark.patient)),
        )
        self._centre.signed.notices.put("wrong", Tone.DANGER, words, verbs, icon="danger")

    def _build(self) -> None:
        look = self._desk.look
        self.panel = QFrame()
        self._title = Text(look, tr("Signée dans le mauvais dossier"), TextRole.SECTION)
        self._what = Text(look, tr(_WHAT), TextRole.DENSE, "text2", wrap=True)
        self.finder = PatientFinder(self._desk, self)
        self.why = Field(look, tr("Motif"), hint=tr("facultatif : erreur d’onglet, homonyme…"))
        kept: dict[str, AnyKept] = {
            "patient": self.finder.field, "chosen": self.finder.choice, "why": self.why,
        }  # fmt: skip
        self._kept = KeptFields(self._desk, kept, self, self.finder.find_again)
        self.keep = Button(look, tr("Copier dans ce dossier"), ButtonKind.PRIMARY, icon="sent", key="Ctrl+Return")
        self.leave = Button(look, tr("Fermer"), key="Escape")
        self.keep.clicked.connect(self.submit)
        self.leave.clicked.connect(self._on_leave)
        self.finder.list.opened.connect(lambda _key: self.why.editor.setFocus())
        self._layout()
        name = tr("Signée dans le mauvais dossier")
        self.veil = form_veil(self._page, look, self.panel, name, self.submit, self._place)

    def _layout(self) -> None:
        px = self._desk.look.px
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(px(18), px(14), px(18), px(14))
        column.setSpacing(px(10))
        self.finder.list.setFixedHeight(px(_LIST))
        for part in (self._title, self._what, self.finder.field, self.finder.list, self.why):
            column.addWidget(part)
        column.addLayout(verbs_row(self.leave, self.keep))

    def _on_leave(self) -> None:
        assert self.veil is not None
        self.veil.close_veil()

    def _place(self) -> None:
        assert self.veil is not None
        px = self._desk.look.px
        place_form(
            self.veil, self._desk.look, self.panel, px(_WIDTH), max(self.panel.sizeHint().height(), px(_TALL))
        )

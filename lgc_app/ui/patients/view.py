# SPDX-License-Identifier: EUPL-1.2
"""Look for a person: search and list at the left; at the right who it is, or the form of a new patient."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lgc_app.ui.patients.form import AdmissionForm
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_app.ui.widgets.pill import Pill
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import Column, Recipe
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

_LIST = 430
_SHARE = 0.42
_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class PatientsView(QWidget):
    """Page 0 of the right is empty, 1 the person, 2 the form."""

    def __init__(self, look: Look, form: AdmissionForm) -> None:
        super().__init__()
        self._look = look
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Patients"))
        self.form = form
        self.search = Field(look, tr("Rechercher"), hint=tr("nom, naissance, téléphone, INS ou numéro"))
        self.list = RowList(look, tr("Patients trouvés"), Recipe((Column(),), 50))
        self.none = Text(look, tr("Rien trouvé."), TextRole.DENSE, "text2", wrap=True)
        self.name = Text(look, "", TextRole.TITLE)
        self.identity = Pill(look, PillContent(""))
        self.lines = Text(look, "", TextRole.BODY, wrap=True)
        self.twin_act = Button(look, tr("Relier les deux dossiers"), small=True)
        self.twin = NoteFrame(look, Tone.WARN, buttons=(self.twin_act,))
        self.twin.hide()
        self.resume = Button(look, tr("Reprendre"), small=True)
        self.begun = NoteFrame(look, Tone.NEUTRAL, icon="edit", buttons=(self.resume,))
        self.resume_correction = Button(look, tr("Reprendre"), small=True)
        waits = (Run(tr("Une correction de cette identité est commencée.")),)
        self.correction = NoteFrame(look, Tone.NEUTRAL, waits, icon="edit", buttons=(self.resume_correction,))
        self.begun.hide()
        self.correction.hide()
        self.right = QStackedWidget()
        self.search.editor.installEventFilter(self)
        self._build()
        look.follow(self._restyle)

    def say_person(self, name: str, lines: str, identity: PillContent) -> None:
        """Say who it is; nothing medical."""
        self.name.setText(name)
        self.lines.setText(lines)
        self.identity.set_content(identity)

    def say_begun(self, words: str) -> None:
        """Say under the list the file whose creation was begun and waits; "" when none does."""
        self.begun.setVisible(bool(words))
        if words:
            self.begun.set_runs((Run(words),))
            self.resume.setAccessibleDescription(words)

    def show_twin(self, words: str, *, linked: bool) -> None:
        """Say the look-alike, or the linked file, with the one act that changes it; "" hides the note."""
        self.twin.setVisible(bool(words))
        self.twin_act.set_words(tr("Délier") if linked else tr("Relier les deux dossiers"))
        if words:
            self.twin.set_runs((Run(words),))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Enter work in the list while one types; with nobody lit they light the first."""
        if watched is self.search.editor and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() in _MOVES or (event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held):
                if self.list.current_key():
                    self.list.keyPressEvent(event)
                else:
                    self.list.choose_first()
                return True
        return False

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002 -- Qt's signature
        """Share the width."""
        self._fit()

    def _build(self) -> None:
        self.left = QFrame()
        self.left.setProperty("edge", "right")
        self.left.setAccessibleName(tr("Recherche"))
        set_mark(self.left, "ground", "surface")
        self._list_column = QVBoxLayout(self.left)
        for part in (self.search, self.none, self.list, self.begun):
            self._list_column.addWidget(part, 1 if part is self.list else 0)
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.addWidget(
            Text(self._look, tr("Choisissez une personne, ou créez un dossier."), TextRole.BODY, "text2"),
            0,
            Qt.AlignmentFlag.AlignCenter,
        )
        self.person = QFrame()
        self._person_column = QVBoxLayout(self.person)
        self._person_column.addWidget(self.name)
        self._person_column.addWidget(self.identity)
        self._person_column.addWidget(self.correction)
        self._person_column.addWidget(self.twin)
        self._person_column.addWidget(self.lines)
        self._person_column.addStretch()
        for page in (empty, self.person, self.form):
            set_mark(page, "ground", "surface")
            self.right.addWidget(page)
        self.right.setAccessibleName(tr("Identité"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.left)
        self._row.addWidget(self.right, 1)

    def _fit(self) -> None:
        self.left.setFixedWidth(min(self._look.px(_LIST), round(self.width() * _SHARE)))

    def _restyle(self) -> None:
        px = self._look.px
        self._list_column.setContentsMargins(px(12), px(12), px(12), px(12))
        self._list_column.setSpacing(px(10))
        self._person_column.setContentsMargins(px(22), px(18), px(22), px(18))
        self._person_column.setSpacing(px(10))
        self._fit()

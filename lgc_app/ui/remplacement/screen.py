# SPDX-License-Identifier: EUPL-1.2
"""The page of a remplaçant: what waits, what is where, and a line for each thing to follow."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from lgc_app.services.cabinet import Cabinet
from lgc_app.services.replacement import Welcome
from lgc_app.ui.actions import Action
from lgc_app.ui.kept_fields import KeptFields
from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.widgets.empty_state import EmptyState
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import Cell, Column, Recipe, Row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import count, tr
from lgc_app.ui.words.people import the
from lgc_core.errors import UserError
from lgc_core.store.changes import Changes

WHERE: Final = "remplacement"
KEPT: Final = "à suivre"
_PLACES: Final = (
    "Journée : vos patients du jour. Entrée ouvre le dossier, F8 appelle le suivant.",
    "Réception : les résultats et courriers arrivés, à classer.",
    "Dossier : Ctrl+G une mesure, Ctrl+Entrée signer, Alt+7 un courrier ou une ordonnance d’examens.",
    "Ctrl+K cherche un patient ou une action. F1 : aide de l’écran ; F1 deux fois : toutes les touches.",
)


class ReplacementScreen(QWidget):
    """`note_asked` of the window shows the note on paper."""

    def __init__(self, desk: Desk, print_note: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        look = desk.look
        self.title = Text(look, "", TextRole.SECTION, wrap=True)
        self.waits = Text(look, "", TextRole.BODY, wrap=True)
        self.places = Text(look, "\n".join(tr(one) for one in _PLACES), TextRole.DENSE, "text2", wrap=True)
        self.field = Field(look, tr("À suivre"), hint=tr("une ligne, puis Entrée : le médecin remplacé la trouve"))
        self.list = RowList(look, tr("Laissé à suivre"), Recipe((Column(),)))
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Remplacement"))
        self._column = QVBoxLayout(self)
        for part in (self.title, self.waits, self.places, self.field):
            self._column.addWidget(part)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(EmptyState(look, tr("Rien à suivre pour l’instant.")))
        self._column.addWidget(self._pages, 1)
        editor = self.field.editor
        assert isinstance(editor, QLineEdit)
        editor.returnPressed.connect(self.leave)
        heading = tr("Remplacement")
        note = tr("Note de fin de remplacement")
        actions = (
            Action(
                "replacement-day",
                tr("Commencer la journée"),
                "",
                WHERE,
                self._go_day,
                "calendar",
                heading,
                bar=True,
            ),
            Action("replacement-note", note, "Ctrl+P", WHERE, print_note, "print", heading, primary=True),
        )
        self.page = Screen(
            WHERE, tr("remplacement"), self, actions, (self.list,), WHERE, patient=True, first=editor,
            help_words=tr("Ce qui attend, où le trouver, et ce que vous laissez. Ctrl+P : la note de fin."),
        )  # fmt: skip
        look.follow(self._restyle)
        self._kept = KeptFields(desk, {"line": self.field}, self, quiet=True)
        self._kept.follow(KEPT)
        self.load()

    def load(self) -> None:
        """Read what waits and what was left."""
        self._desk.tasks.read(partial(_read, self._desk.cabinet), self._on_read)

    def refresh(self, changes: Changes) -> None:
        """Read again what changed."""
        if any(changes.touches(kind) for kind in ("task", "appointment", "document")):
            self.load()

    def leave(self) -> None:
        """Keep a line to follow."""
        typed = self.field.text()
        hand_over = self._desk.cabinet.replacements.hand_over
        self._desk.tasks.write(
            lambda: hand_over(typed), partial(self._on_left, typed), owner=self, failed=self._on_refused
        )

    def _on_left(self, typed: str, _changes: Changes) -> None:
        if self.field.text() == typed:  # else another line is being typed already
            self.field.set_text("")
            self.field.set_error("")
            self._kept.forget()

    def _on_refused(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self.field.set_error(tr("{why}", why=error.sentence))

    def _on_read(self, found: tuple[Welcome, list[str]]) -> None:
        welcome, left = found
        self.title.setText(title_of(welcome))
        self.waits.setText(waits_of(welcome))
        self.list.set_rows([_row(str(at), line) for at, line in enumerate(left)])
        self._pages.setCurrentIndex(0 if left else 1)

    def _go_day(self) -> None:
        self._desk.navigator.show("journee")

    def _restyle(self) -> None:
        px = self._desk.look.px
        self._column.setContentsMargins(px(24), px(18), px(24), px(12))
        self._column.setSpacing(px(12))


def title_of(welcome: Welcome) -> str:
    """Return whom one replaces, and until when."""
    whom = tr("Vous remplacez {who}", who=the(welcome.replaced)) if welcome.replaced else tr("Vous remplacez ici")
    return tr("{whom} jusqu’au {day} inclus.", whom=whom, day=welcome.until) if welcome.until else f"{whom}."


def waits_of(welcome: Welcome) -> str:
    """Return what waits, in one line."""
    parts = (
        count(welcome.appointments, "rendez-vous", "rendez-vous") + tr(" aujourd’hui"),
        count(welcome.to_file, "document à classer", "documents à classer"),
        count(welcome.tasks, "tâche", "tâches"),
        count(welcome.drafts, "texte non signé", "textes non signés"),
    )
    return " · ".join(parts)


def _row(key: str, line: str) -> Row:
    return Row(key, (Cell((Run(line, TextRole.DENSE),)),), line)


def _read(cabinet: Cabinet) -> tuple[Welcome, list[str]]:
    return cabinet.replacements.welcome(), cabinet.replacements.left()

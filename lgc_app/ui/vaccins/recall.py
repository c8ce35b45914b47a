# SPDX-License-Identifier: EUPL-1.2
"""« Qui a reçu le lot … » : one field, the people of the practice who received it, each a step from the file."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from lgc_app.services.vaccinations import Received
from lgc_app.ui.actions import Action
from lgc_app.ui.dossier.centre import sentence_of
from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.vaccins.presenter import received_rows, received_words
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import Column, Recipe
from lgc_app.ui.widgets.text import ShrinkingText
from lgc_app.ui.words import tr

WHERE: Final = "lots"


class RecallScreen(QWidget):
    """Searches a lot over the whole practice."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.lot = Field(desk.look, tr("Qui a reçu le lot"), hint=tr("numéro imprimé sur la boîte, puis Entrée"))
        self.said = ShrinkingText(desk.look, "", TextRole.BODY, "text2")
        self.list = RowList(
            desk.look, tr("Patients qui ont reçu ce lot"), Recipe((Column(320), Column(), Column(360)))
        )
        self.list.say_when_empty(tr("Les patients du cabinet qui ont reçu ce lot s’affichent ici."))
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Lot de vaccin"))
        self._build()
        assert isinstance(self.lot.editor, QLineEdit)
        self.lot.editor.returnPressed.connect(self.search)
        self.list.opened.connect(desk.navigator.open_patient)
        self.page = self._page()
        desk.look.follow(self._restyle)

    def search(self) -> None:
        """Look for the lot that is typed."""
        typed = self.lot.text()
        who = partial(self._desk.cabinet.vaccinations.who_received, typed)
        self._desk.tasks.read(who, partial(self._on_found, typed), owner=self, failed=self._on_refused)

    def _on_found(self, typed: str, lines: Sequence[Received]) -> None:
        self.lot.set_error("")
        self.list.say_when_empty("")
        self.list.set_rows(received_rows(lines))
        self.list.choose_first()
        self.said.set_words(received_words(lines, typed))

    def _on_refused(self, error: BaseException) -> None:
        self.lot.set_error(sentence_of(error))
        self.lot.editor.setFocus()

    def _page(self) -> Screen:
        heading, words = tr("Vaccins"), tr("Chercher le lot")
        search = Action("lots-search", words, "Ctrl+Return", WHERE, self.search, "search", heading, primary=True)
        return Screen(
            WHERE, tr("lot de vaccin"), self, (search,), (self.lot, self.list), "patients", patient=True,
            help_words=tr("Tapez le lot, Entrée. Entrée sur un patient ouvre son dossier."), first=self.lot.editor,
        )  # fmt: skip

    def _build(self) -> None:
        self._top = QFrame()
        self._top.setProperty("edge", "bottom")
        set_mark(self._top, "ground", "surface")
        self._head = QVBoxLayout(self._top)
        self._head.addWidget(self.lot, 0, Qt.AlignmentFlag.AlignTop)
        self._head.addWidget(self.said)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self.list, 1)

    def _restyle(self) -> None:
        px = self._desk.look.px
        self._head.setContentsMargins(px(12), px(10), px(12), px(10))
        self._head.setSpacing(px(6))
        self.lot.setMaximumWidth(px(480))

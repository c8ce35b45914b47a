# SPDX-License-Identifier: EUPL-1.2
"""The page of the import of a folder: which one, whose, how far, and one line a file."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from lgc_app.ui.importation.presenter import GROUPS, TakenLine
from lgc_app.ui.reception.patient_picker import PatientPicker
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.empty_state import EmptyState
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import ROW_HEIGHT_TWO_LINES, Align, Cell, Column, Recipe, Row, header_row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.text import ShrinkingText, Text
from lgc_app.ui.words import tr

_KIND: Final = 120
_PICKER: Final = 480
_BAR: Final = (280, 8)


class ImportView(QWidget):
    """Shows; the screen decides."""

    def __init__(self, look: Look, picker: PatientPicker, choose: Callable[[], None]) -> None:
        super().__init__()
        self._look = look
        self.picker = picker
        self.choose_button = Button(look, tr("Choisir un dossier"), icon="folder-open")
        self.choose_button.clicked.connect(choose)
        self.folder = ShrinkingText(look, "", TextRole.BODY_MEDIUM)
        self.found = Text(look, "", TextRole.DENSE, "text2", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Part du dossier importée"))
        self.progress = Text(look, "", TextRole.DENSE_MEDIUM, wrap=True)
        self.resume_button = Button(look, tr("Reprendre"), small=True)
        self.cut = NoteFrame(look, Tone.INFO, buttons=(self.resume_button,))
        self.sure_button = Button(look, tr("Classer"), small=True, icon="check")
        self.sure = NoteFrame(look, Tone.OK, buttons=(self.sure_button,))
        self.rows = RowList(
            look, tr("Fichiers du dossier"), Recipe((Column(), Column(_KIND, Align.RIGHT)), ROW_HEIGHT_TWO_LINES)
        )
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Importer un dossier de comptes rendus"))
        self._build(choose)
        look.follow(self._restyle)

    def show_lines(self, lines: Sequence[TakenLine]) -> None:
        """Show the files under the titles of their groups; the chosen one stays chosen."""
        rows: list[Row] = []
        for group, members in groupby(lines, key=lambda line: line.group):
            inside = list(members)
            rows.append(header_row(tr(GROUPS[group]), str(len(inside))))
            rows += [_row(line) for line in inside]
        self.rows.set_rows(rows)
        if lines and not self.rows.current_key():
            self.rows.choose_first()
        self._stack.setCurrentIndex(0 if lines else 1)

    def show_progress(self, done: int, total: int, words: str) -> None:
        """Say how far it is; nothing before it begins."""
        self.bar.setVisible(0 < done < total)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self.progress.setText(words)
        self._far.setVisible(bool(words))

    def _build(self, choose: Callable[[], None]) -> None:
        self._top = QFrame()
        self._top.setProperty("edge", "bottom")
        set_mark(self._top, "ground", "surface")
        self._head = QVBoxLayout(self._top)
        self._title = QHBoxLayout()
        self._title.addWidget(Text(self._look, tr("Importer un dossier de comptes rendus"), TextRole.SECTION))
        self._title.addWidget(self.folder, 1)
        self._title.addWidget(self.choose_button)
        self._far = QWidget()
        self._line = QHBoxLayout(self._far)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self.bar)
        self._line.addWidget(self.progress, 1)
        self._head.addLayout(self._title)
        for part in (self.found, self.picker, self._far, self.cut, self.sure):
            self._head.addWidget(part)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.rows)
        self._stack.addWidget(EmptyState(self._look, _about(), tr("Choisir un dossier"), choose))
        self._stack.setCurrentIndex(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self._stack, 1)
        for part in (self.found, self.picker, self._far, self.cut, self.sure):
            part.hide()

    def _restyle(self) -> None:
        px = self._look.px
        self._head.setContentsMargins(px(14), px(9), px(14), px(9))
        self._head.setSpacing(px(8))
        self._title.setSpacing(px(14))
        self._line.setSpacing(px(12))
        self.bar.setFixedSize(px(_BAR[0]), px(_BAR[1]))
        self.picker.setMaximumWidth(px(_PICKER))


def _row(line: TakenLine) -> Row:
    name = (Run(line.place, TextRole.DENSE_MEDIUM),)
    words = (Run(line.words, TextRole.CAPTION, "text2"),)
    kind = Cell((Run(tr(line.kind), TextRole.CAPTION, "text2"),))
    return Row(line.key, (Cell(name, words, icon=line.icon, icon_colour=line.ink), kind), line.sentence)


def _about() -> str:
    return tr(
        "Les PDF, les documents CDA (.xml) et les textes (.txt) du dossier et de ses sous-dossiers arrivent dans "
        "Réception. Rien n’est classé sans vous. Un fichier déjà importé n’est pas repris."
    )

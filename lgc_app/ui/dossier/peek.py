# SPDX-License-Identifier: EUPL-1.2
"""An entry of the history read under the list, without leaving the note: Espace shows it, Échap puts it away."""

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.services.cabinet import Cabinet
from lgc_app.services.encounters import Note
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.typography import short_date
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.scroll_page import ScrollPage
from lgc_app.ui.widgets.text import ShrinkingText, Text
from lgc_app.ui.words import tr
from lgc_core.clinical.measure_words import measures_line
from lgc_core.model.note import SECTION_TITLES

_HEIGHT = 250
Part = tuple[str, str]
"""A title and its text."""


class Peek(QFrame):
    """`opened` wants the whole entry in the middle, `closed` the list alone."""

    opened = Signal()
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("edge", "top")
        self.setAccessibleName(tr("Aperçu"))
        self._title = ShrinkingText(look, "", TextRole.DENSE_STRONG)
        self.open_button = Button(look, tr("Ouvrir"), ButtonKind.LINK, small=True)
        self.close_button = Button(look, tr("Fermer"), ButtonKind.LINK, small=True)
        page = QWidget()
        set_mark(page, "ground", "surface")
        self._parts = QVBoxLayout(page)
        self.parts: tuple[Part, ...] = ()
        head = QHBoxLayout()
        head.addStretch()
        head.addWidget(self.open_button)
        head.addWidget(self.close_button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._title)
        self._column.addWidget(ScrollPage(page), 1)
        self._column.addLayout(head)
        self.open_button.clicked.connect(self.opened)
        self.close_button.clicked.connect(self.closed)
        look.follow(self._restyle)

    def show_parts(self, title: str, parts: tuple[Part, ...]) -> None:
        """Show an entry."""
        self.parts = parts
        self._title.set_words(title)
        while item := self._parts.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for words, text in parts:
            if words:
                self._parts.addWidget(Text(self._look, words, TextRole.DENSE_MEDIUM, "text2"))
            body = Text(self._look, text, TextRole.DENSE, wrap=True)
            body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            body.setAccessibleName(words or title)
            self._parts.addWidget(body)
        self._parts.addStretch()
        self.setAccessibleDescription(". ".join(f"{words} {text}" for words, text in parts))
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put it away by Échap."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _restyle(self) -> None:
        px = self._look.px
        self.setFixedHeight(px(_HEIGHT))
        self._column.setContentsMargins(px(10), px(7), px(4), px(4))
        self._column.setSpacing(px(2))
        self._parts.setContentsMargins(0, 0, px(6), 0)
        self._parts.setSpacing(px(2))


def read_entry(cabinet: Cabinet, kind: str, identifier: str, sentence: str) -> tuple[Part, ...]:
    """Read what stands behind a line; runs on the vault thread. The private notes of others are never in it."""
    if kind == "encounter":
        return _note_parts(cabinet.encounters.get(identifier))
    if kind in ("problem", "problem_end", "allergy", "procedure"):
        return _line_parts(cabinet, identifier, sentence)
    return (("", sentence),)


def _line_parts(cabinet: Cabinet, identifier: str, sentence: str) -> tuple[Part, ...]:
    form = cabinet.antecedents.line(identifier).form
    state = "" if form.status == "actif" else form.status
    said = (("", sentence), (tr("État"), state), (tr("ALD"), form.ald), (tr("Commentaire"), form.comment))
    return tuple((title, text) for title, text in said if text)


def _note_parts(note: Note) -> tuple[Part, ...]:
    mark = note.encounter.wrong_file
    parts = [(tr("Mauvais dossier"), mark.words)] if mark else []
    parts += [(SECTION_TITLES[code], note.sections[code]) for code in SECTION_TITLES if note.sections.get(code)]
    parts += [(one.title, one.text) for one in note.forms]
    if measured := measures_line(note.observations):
        parts.append((tr("Mesures"), measured))
    for addendum in note.addenda:
        day = short_date(dt.datetime.fromisoformat(addendum.at).date())
        parts.append((tr("Complément du {day}", day=day), addendum.text))
    return tuple(parts) or (("", tr("Rien n’y est écrit.")),)

# SPDX-License-Identifier: EUPL-1.2
"""The card of what is to do: one line to add, Espace to tick, undo for both."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lgc_app.services.tasks_to_do import TaskLine
from lgc_app.ui.journee.card import Card
from lgc_app.ui.journee.task_rows import TASK_RECIPE, task_pills, task_rows
from lgc_app.ui.kept_fields import KeptFields
from lgc_app.ui.navigation import Desk
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr
from lgc_core.errors import UserError
from lgc_core.store.changes import Changes

KEPT: Final = "tâche"
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TaskCard(Card):
    """Reads, ticks and adds by itself; `concerned` says whether a change is its own. The page scrolls, not it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.look, tr("Tâches"), "tasks")
        self._desk = desk
        self.lines: Sequence[TaskLine] = ()
        self._wanted = ""
        self.list = RowList(desk.look, tr("Tâches, les retards d’abord"), TASK_RECIPE)
        self.line = Field(
            desk.look, tr("Nouvelle tâche"), hint=tr("« rappeler Mme Lebon demain @secretariat », puis Entrée")
        )
        self.line.editor.setMaxLength(300)  # type: ignore[union-attr]  # a QLineEdit: no other editor was given
        self.nothing = Text(desk.look, tr("Rien à faire."), TextRole.DENSE, "text2")
        self.add = Button(desk.look, tr("Ajouter"), ButtonKind.LINK)
        self.tick = Button(desk.look, tr("Fait"), ButtonKind.LINK)
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(0, 0, 0, 0)
        for part in (self.line, self.list, self.nothing):
            self._body.addWidget(part)
        self.hold(body)
        self.add_verb(self.tick)
        self.add_verb(self.add)
        self.line.hide()
        self.add.clicked.connect(self.begin)
        self.tick.clicked.connect(self.finish)
        self.list.opened.connect(self._on_opened)
        self.list.installEventFilter(self)
        self.line.editor.installEventFilter(self)
        desk.look.follow(self._fit)
        self._kept = KeptFields(desk, {"line": self.line}, self, self._came_back, quiet=True)
        self._kept.follow(KEPT)

    def load(self) -> None:
        """Read what is to do."""
        self._desk.tasks.read(self._desk.cabinet.tasks_to_do.open, self._on_lines)

    def come_to(self, task: str) -> None:
        """Choose a task, once its line is read; Espace ticks it."""
        self._wanted = task
        self.load()

    def concerned(self, changes: Changes) -> bool:
        """Tell whether a change may be seen here."""
        return changes.touches("task") or changes.touches("patient")

    def begin(self) -> None:
        """Show the line to type in."""
        self.line.show()
        self.line.set_error("")
        self.line.editor.setFocus()
        self._fit()

    def submit(self) -> None:
        """Add what is typed; a refusal is said beside the words, which stay."""
        typed, tasks = self.line.text(), self._desk.cabinet.tasks_to_do
        self._desk.tasks.write(
            lambda: tasks.add_line(typed), partial(self._on_added, typed), owner=self, failed=self._on_refused
        )

    def finish(self) -> None:
        """Tick the chosen task."""
        line = next((one for one in self.lines if one.id == self.list.current_key()), None)
        if line is None:
            self._desk.navigator.say(tr("Choisissez d’abord une tâche."))
            return
        tasks, service = self._desk.tasks, self._desk.cabinet.tasks_to_do
        tasks.write(partial(service.finish, line.id))
        said = tr("Fait : {title}", title=line.title)
        self._desk.navigator.say(said, partial(tasks.write, partial(service.reopen, line.id)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tick by Espace in the list; in the line, Entrée adds and Échap puts the line away, words kept."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if watched is self.list and event.key() == Qt.Key.Key_Space:
            self.finish()
            return True
        if watched is self.line.editor and event.key() in _ENTER:
            if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.submit()
                return True
        elif watched is self.line.editor and event.key() == Qt.Key.Key_Escape:
            self.list.setFocus()  # first: hidden with the keyboard, it would hand it to anything
            self.line.hide()
            self._fit()
            return True
        return False

    def _on_lines(self, lines: Sequence[TaskLine]) -> None:
        self.lines = lines
        today: dt.date = self._desk.cabinet.session.now().date()
        self.show_pills(task_pills(lines))
        self.list.set_rows(task_rows(lines, today))
        self._fit()
        if self._wanted and self.list.choose(self._wanted):
            self.list.setFocus()
        self._wanted = ""

    def _came_back(self) -> None:
        self.line.show()
        self._fit()

    def _on_added(self, typed: str, changes: Changes) -> None:
        if self.line.text() == typed:  # else another one is being typed already
            self.line.set_text("")
            self.line.set_error("")
            self._kept.forget()
        added = next(entity for kind, entity in changes.entities if kind == "task")
        tasks, service = self._desk.tasks, self._desk.cabinet.tasks_to_do
        self._desk.navigator.say(
            tr("Tâche enregistrée ici."), partial(tasks.write, partial(service.give_up, added))
        )

    def _on_refused(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self.line.set_error(tr(error.sentence))

    def _on_opened(self, key: str) -> None:
        line = next((one for one in self.lines if one.id == key), None)
        if line is not None and line.patient:
            self._desk.navigator.open_patient(line.patient)

    def _fit(self) -> None:
        px = self._look.px
        shown = len(self.list.rows)
        self.list.setVisible(shown > 0)
        self.nothing.setVisible(shown == 0)
        self.tick.setVisible(shown > 0)
        self.list.setFixedHeight(px(50) * shown)
        self.line.setContentsMargins(px(12), px(8), px(12), px(8))
        self.nothing.setContentsMargins(px(12), px(12), px(12), px(12))

# SPDX-License-Identifier: EUPL-1.2
"""One section of the context: a title with its count, lines to change in place, and a field to add one."""

from collections.abc import Sequence
from functools import cached_property, partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lgc_app.services.overview import Line
from lgc_app.ui.dossier.line_row import LineRow
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.widgets.pill import PillButton
from lgc_app.ui.widgets.row_recipe import conflict_pill
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ContextSection(QFrame):
    """`added` carries what was typed in the field that `add` names; an empty section says `empty`.

    With `kind` its lines can be changed: `asked` carries the id of one, and a form is put in its place. Without a
    field of its own (`quick`), « Ajouter » asks for the form of a new line: `asked` carries "". A line in several
    versions is decided first: `versions_asked` carries its id. `field_made` carries the field, made when it is
    first asked for.
    """

    added = Signal(str)
    asked = Signal(str)
    versions_asked = Signal(str)
    field_made = Signal(object)

    def __init__(
        self, look: Look, title: str, *, add: str = "", empty: str = "", kind: str = "", quick: bool = True
    ) -> None:
        super().__init__()
        self._look = look
        self._empty = empty
        self._rows: list[QWidget] = []
        self.kind = kind
        self._quick = quick
        self._form: QWidget | None = None
        self._form_of = ""
        self.setProperty("edge", "bottom")
        self.setAccessibleName(title)
        self._amount = Text(look, "", TextRole.DENSE_STRONG, "text2")
        self.verb = Button(look, tr("Ajouter"), ButtonKind.LINK, small=True)
        self.verb.setAccessibleName(tr("Ajouter : {what}", what=add) if add else tr("Ajouter"))
        self._field_words = add or title
        self.lines: Sequence[Line] = ()
        self._build(title)
        self.verb.setVisible(bool(add))
        self.verb.clicked.connect(self.open_field)
        look.follow(self._restyle)

    @cached_property
    def field(self) -> Field:
        """Give the field of a new line, hidden until it is opened."""
        field = Field(self._look, self._field_words, editor=QLineEdit())
        field.setParent(self)
        field.hide()
        field.editor.installEventFilter(self)
        self._typed.addWidget(field)
        self.field_made.emit(field)
        return field

    @property
    def typed(self) -> str:
        """Give what stands in the field while it is open."""
        made = vars(self).get("field")
        return "" if made is None or made.isHidden() else str(made.text()).strip()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show lines, or the sentence of an empty section."""
        self.lines = tuple(lines)
        self._amount.setText(str(len(lines)) if lines else "")
        focused = next((at for at, row in enumerate(self._rows) if row.hasFocus()), -1)
        kept = row.line.id if focused >= 0 and isinstance(row := self._rows[focused], LineRow) else ""
        while self._rows:
            gone = self._rows.pop()
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for line in lines:
            self._put(self._line(line))
        if not lines and self._empty:
            self._put(Text(self._look, self._empty, TextRole.DENSE, "text2", wrap=True))
        self._arrange_form()
        if focused >= 0:
            self._focus_again(kept, focused)

    def put_form(self, form: QWidget, line: str) -> None:
        """Put a form in the place of a line, "" for the place of a new one; it stays when the lines come anew."""
        self._form, self._form_of = form, line
        self._arrange_form()

    def take_form(self) -> None:
        """Let the form go, and show its line again."""
        self._form = None
        for row in self._rows:
            row.show()

    def focus_line(self, line: str) -> None:
        """Give the keyboard to a line, to the first when it is gone, to « Ajouter » when there is none."""
        rows = [row for row in self._rows if isinstance(row, LineRow) and row.isEnabled()]
        chosen = next((row for row in rows if row.line.id == line), rows[0] if rows else self.verb)
        chosen.setFocus()

    def _focus_again(self, line: str, at: int) -> None:
        """Give the keyboard back to a line that was drawn anew, to the next one when it is gone."""
        rows = [row for row in self._rows if isinstance(row, LineRow)]
        there = any(row.line.id == line for row in rows)
        self.focus_line(line if there or not rows else rows[min(at, len(rows) - 1)].line.id)

    def _arrange_form(self) -> None:
        if self._form is None:
            return
        at = next(
            (at for at, row in enumerate(self._rows) if isinstance(row, LineRow) and row.line.id == self._form_of),
            -1,
        )
        for place, row in enumerate(self._rows):
            row.setVisible(place != at)
        self._list.removeWidget(self._form)
        self._list.insertWidget(max(at, 0), self._form)

    def add_under_field(self, widget: QWidget) -> None:
        """Put a widget under the field."""
        self._typed.addWidget(widget)

    def add_below(self, widget: QWidget) -> None:
        """Put a widget under the lines."""
        self._below.addWidget(widget)

    def add_verb(self, button: Button) -> None:
        """Put a verb at the right of the title."""
        self._head.addWidget(button)

    def open_field(self) -> None:
        """Let a line be typed in place."""
        if not self._quick:
            self.asked.emit("")
            return
        self.field.show()
        self.field.editor.setFocus()

    def close_field(self, *, emptied: bool) -> None:
        """Put the field away; what was typed stays in it unless it was written."""
        if emptied:
            self.field.set_text("")
        self.field.set_error("")
        self.field.hide()
        self.verb.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Add on Entrée, put away on Échap."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                if not event.isAutoRepeat():
                    self.added.emit(self.field.text())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_field(emptied=False)
                return True
        return super().eventFilter(watched, event)

    def _put(self, widget: QWidget) -> None:
        self._rows.append(widget)
        self._list.addWidget(widget)
        widget.show()  # now, and not at the next turn: only what is shown can be given the keyboard

    def _line(self, line: Line) -> QWidget:
        if line.versions > 1:
            return self._disputed_line(line)
        row = LineRow(self._look, line, editable=bool(self.kind))
        row.asked.connect(self.asked)
        row.moved.connect(partial(self._move, row))
        return row

    def _move(self, row: LineRow, step: int) -> None:
        rows = [one for one in self._rows if isinstance(one, LineRow) and one.isVisible()]
        at = rows.index(row) + step
        if 0 <= at < len(rows):
            rows[at].setFocus()

    def _disputed_line(self, line: Line) -> QWidget:
        """Give both versions the whole width: neither may be cut, however long."""
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._look.px(2))
        column.addWidget(Text(self._look, line.words, TextRole.DENSE, wrap=True))
        if line.aside:
            column.addWidget(Text(self._look, line.aside, TextRole.DENSE, "text2", wrap=True))
        mark = PillButton(self._look, conflict_pill())
        mark.setAccessibleName(tr("{words} : deux versions, rapprocher", words=line.words))
        mark.clicked.connect(partial(self._on_mark, line.id))
        column.addWidget(mark, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _on_mark(self, key: str, _checked: bool = False) -> None:
        self.versions_asked.emit(key)

    def _build(self, title: str) -> None:
        self._column = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._head.addWidget(Text(self._look, title, TextRole.DENSE_STRONG, "text2"))
        self._head.addWidget(self._amount)
        self._head.addStretch()
        self._head.addWidget(self.verb)
        self._list = QVBoxLayout()
        self._column.addLayout(self._head)
        self._typed = QVBoxLayout()
        self._column.addLayout(self._typed)
        self._column.addLayout(self._list)
        self._below = QVBoxLayout()
        self._column.addLayout(self._below)

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(12), px(3), px(3), px(7))
        self._column.setSpacing(px(3))
        self._head.setSpacing(px(6))
        self._list.setSpacing(px(4))
        for layout in (
            self._list,
            self._typed,
            self._below,
        ):  # under the words of the verb, which has its own margin
            layout.setContentsMargins(0, 0, px(9), 0)

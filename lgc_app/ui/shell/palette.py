# SPDX-License-Identifier: EUPL-1.2
"""The palette, Ctrl+K: type three letters of a patient or of an action, Enter does it (mockup j)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from lgc_app.ui.actions import Action, key_words
from lgc_app.ui.shell.palette_row import PaletteRow, marked, matching
from lgc_app.ui.shell.veil import Veil
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.key_cap import KeyCap
from lgc_app.ui.widgets.row_list import RowList
from lgc_app.ui.widgets.row_recipe import Align, Cell, Column, Recipe, Row, header_row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.widgets.text import ShrinkingText, Text
from lgc_app.ui.words import tr

Search = Callable[[str], Sequence[PaletteRow]]

_WIDTH, _TOP, _LONGEST = 680, 96, 420
_ROW = 38
# a fast typist leaves less than this between two letters: one question to the vault, not five
_PAUSE_MILLISECONDS = 60
_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class Palette(QObject):
    """`search` runs on the vault's thread and gives patients and contents; actions are matched here at once.

    With nothing typed `search("")` gives the last patients. A late answer to an older question is dropped.
    """

    def __init__(
        self, window: QWidget, look: Look, tasks: Tasks, search: Search, actions: Callable[[], Sequence[Action]]
    ) -> None:
        super().__init__(window)
        self._look = look
        self._tasks = tasks
        self._search = search
        self._actions = actions
        self._rows: dict[str, PaletteRow] = {}
        self._question = 0
        self._before: QWidget | None = None
        self._build(window)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._timer.timeout.connect(self._ask)
        look.follow(self._restyle)

    @property
    def is_open(self) -> bool:
        """Say whether it is on screen."""
        return self.veil.isVisible()

    def open(self, patient: str = "") -> None:
        """Come up empty; `patient` is the name of the open file, on which the actions work."""
        self._before = self.veil.window().focusWidget()
        self.box.clear()
        self._patient.set_words(tr("pour {patient}", patient=patient) if patient else "")
        self.veil.open()
        self.box.setFocus()
        self._on_typed()

    def close(self) -> None:
        """Go away and give the focus back."""
        self.veil.close_veil()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while one types."""
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _MOVES:
                self.list.keyPressEvent(event)
                return True
            if key == Qt.Key.Key_Escape:
                self.close()
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
                self._do(self.list.current_key())
                return True
        return False

    def _on_typed(self) -> None:
        self._question += 1
        self._show((), answered=False)
        self._timer.start()

    def _ask(self) -> None:
        typed, question = self.box.text(), self._question

        def show(found: Sequence[PaletteRow]) -> None:
            if question == self._question and self.is_open:
                self._show(found, answered=True)

        self._tasks.read(lambda: self._search(typed), show, owner=self)

    def _show(self, found: Sequence[PaletteRow], *, answered: bool) -> None:
        typed = self.box.text()
        actions = matching(self._actions(), typed)
        found = [row for row in found if not (row.last_resort and actions)]
        # nothing typed: the last patients first
        rows = [*actions, *found] if typed.strip() else [*found, *actions]
        self._rows = {}
        lines: list[Row] = []
        heading = ""
        for place, row in enumerate(rows):
            if row.heading != heading:
                heading = row.heading
                lines.append(header_row(heading))
            self._rows[str(place)] = row
            lines.append(_line(str(place), row, typed))
        self.list.set_rows(lines)
        self.list.choose_first()
        self._nothing.setVisible(answered and not lines)
        self._place()

    def _do(self, key: str) -> None:
        row = self._rows.get(key)
        if row:
            self.close()
            row.handler()

    def _on_closed(self) -> None:
        self._question += 1
        self._rows = {}
        self.list.set_rows(())  # names of patients do not wait behind the veil, nor behind a lock
        if self._before is not None:
            self._before.setFocus()
            self._before = None

    def _build(self, window: QWidget) -> None:
        look = self._look
        self._panel = QFrame()
        self.box = QLineEdit()
        self.box.setProperty("bare", "yes")
        self.box.setAccessibleName(tr("Rechercher un patient ou une action"))
        self.box.textEdited.connect(self._on_typed)
        self.box.installEventFilter(self)
        self._glass = QLabel()
        self._patient = ShrinkingText(look, "", TextRole.DENSE, "text2")
        self.list = RowList(look, tr("Résultats"), Recipe((Column(), Column(110, Align.RIGHT)), _ROW, lines=False))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._on_click)
        self._nothing = Text(look, tr("Rien trouvé."), TextRole.DENSE, "text2")
        self._head, self._foot = self._make_head(), self._make_foot()
        self._column = QVBoxLayout(self._panel)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for part in (self._head, self.list, self._nothing, self._foot):
            self._column.addWidget(part, 1 if part is self.list else 0)
        self.veil = Veil(window, look, self._panel)
        self.veil.setAccessibleName(tr("Palette"))
        self.veil.placed.connect(self._place)
        self.veil.closed.connect(self._on_closed)

    def _make_head(self) -> QFrame:
        head = QFrame()
        head.setProperty("edge", "bottom")
        row = QHBoxLayout(head)
        row.addWidget(self._glass)
        row.addWidget(self.box, 1)
        row.addWidget(self._patient)
        return head

    def _make_foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("edge", "top")
        row = QHBoxLayout(foot)
        hints = (("Up", ""), ("Down", tr("choisir")), ("Return", tr("ouvrir")), ("Escape", tr("fermer")))
        for key, words in hints:
            row.addWidget(KeyCap(self._look, key))
            if words:
                row.addWidget(Text(self._look, words, TextRole.CAPTION, "text2"))
        row.addStretch()
        row.addWidget(Text(self._look, tr("Nom, naissance, téléphone, INS"), TextRole.CAPTION, "text2"))
        return foot

    def _on_click(self) -> None:
        self._do(self.list.current_key())

    def _place(self) -> None:
        px, area = self._look.px, self.veil.size()
        width = min(px(_WIDTH), area.width() - px(32))
        wanted = self.list.content_height() if self.list.rows else px(30)
        top = min(px(_TOP), area.height() // 8)
        height = px(54) + px(36) + px(8) + min(wanted, px(_LONGEST), area.height() - top - px(140))
        self._panel.setGeometry((area.width() - width) // 2, top, width, height)
        self.veil.update()

    def _restyle(self) -> None:
        px = self._look.px
        self.box.setFont(self._look.font(TextRole.SEARCH))
        self._glass.setPixmap(self._look.pixmap("search", self._look.colour("accent"), 20, 2.0))
        self._head.setFixedHeight(px(54))
        self._foot.setFixedHeight(px(36))
        for part in (self._head, self._foot):
            layout = part.layout()
            assert layout is not None
            layout.setContentsMargins(px(17), 0, px(17), 0)
            layout.setSpacing(px(6))
        self._nothing.setContentsMargins(px(17), px(6), px(17), px(6))
        self._place()


def _line(key: str, row: PaletteRow, typed: str) -> Row:
    soft = (Run(f"   {row.soft}", TextRole.DENSE, "text2"),) if row.soft else ()
    if row.below:
        tall = Cell((*marked(row.words, typed), *soft), (Run(row.below, TextRole.DENSE, "text2"),), row.icon)
        return Row(key, (tall,), f"{row.words}, {row.soft} · {row.below}", tall=True)
    first = Cell((*marked(row.words, typed), *soft), icon=row.icon)
    sentence = ", ".join(words for words in (row.words, row.soft, key_words(row.key)) if words)
    return Row(key, (first, Cell(key_words=key_words(row.key))), sentence)

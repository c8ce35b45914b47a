# SPDX-License-Identifier: EUPL-1.2
"""Every key of this screen, read from the registry: long Alt, or F1 twice (mockup k)."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from lgc_app.ui.actions import EVERYWHERE, Action
from lgc_app.ui.shell.veil import Veil
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.key_cap import KeyCap
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

_ROOMY = 125
"""Text size up to which the lines stand apart; above it, all keys matter more than air."""

_COLUMNS = 3
_WIDTH = 1120
_KEY_COLUMN = 104
_MARGIN = 26


class Overlay(QObject):
    """Lists keys by heading in three columns; rebuilt at each opening, never written twice."""

    def __init__(self, window: QWidget, look: Look) -> None:
        super().__init__(window)
        self._look = look
        self._panel = QFrame()
        self._column = QVBoxLayout(self._panel)
        self.veil = Veil(window, look, self._panel)
        self.veil.setAccessibleName(tr("Tous les raccourcis"))
        self.veil.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.veil.placed.connect(self._place)
        self.veil.closed.connect(self._on_closed)
        self._before: QWidget | None = None

    @property
    def is_open(self) -> bool:
        """Say whether it is on screen."""
        return self.veil.isVisible()

    def open(self, actions: Sequence[Action], screen: str) -> None:
        """Show the keys of a screen."""
        if self.is_open:
            return
        self._before = self.veil.window().focusWidget()
        self._empty()
        self._fill(actions, screen)
        self.veil.open()
        self.veil.setFocus()

    def close(self) -> None:
        """Go away and give the focus back."""
        self.veil.close_veil()

    def _fill(self, actions: Sequence[Action], screen: str) -> None:
        px = self._look.px
        roomy = self._look.theme.scale <= _ROOMY
        edge = px(20 if roomy else 6)
        self._column.setContentsMargins(px(_MARGIN), edge, px(_MARGIN), edge)
        self._column.setSpacing(px(10 if roomy else 2))
        self._column.addWidget(self._head(screen))
        grid_box = QWidget()
        grid = QGridLayout(grid_box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(34))
        grid.setVerticalSpacing(px(20 if roomy else 6))
        for place, (heading, group) in enumerate(_groups(actions).items()):
            grid.addWidget(
                self._group(heading, group), place // _COLUMNS, place % _COLUMNS, Qt.AlignmentFlag.AlignTop
            )
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        self._column.addWidget(grid_box)
        note = tr("Les chiffres sont ceux de la rangée du haut, sans Maj. Le pavé numérique garde son usage.")
        self._column.addWidget(Text(self._look, note, TextRole.DENSE, "text2"))

    def _head(self, screen: str) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._look.px(6))
        row.addWidget(Text(self._look, tr("Tous les raccourcis"), TextRole.TITLE))
        row.addWidget(Text(self._look, tr("Écran : {screen}", screen=screen), TextRole.DENSE, "text2"))
        row.addStretch()
        for words, key in ((tr("Relâchez"), "Alt"), (tr("pour fermer, ou"), "Escape")):
            row.addWidget(Text(self._look, words, TextRole.DENSE, "text2"))
            row.addWidget(KeyCap(self._look, key))
        return head

    def _group(self, heading: str, actions: Sequence[Action]) -> QWidget:
        px, box = self._look.px, QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(px(8) if self._look.theme.scale <= _ROOMY else 0)
        title = QFrame()
        title.setProperty("edge", "bottom")
        inside = QHBoxLayout(title)
        inside.setContentsMargins(0, 0, 0, px(5))
        inside.addWidget(Text(self._look, heading, TextRole.DENSE_STRONG))
        inside.addStretch()
        grid.addWidget(title, 0, 0, 1, 2)
        grid.setColumnMinimumWidth(0, px(_KEY_COLUMN if self._look.theme.scale <= _ROOMY else _KEY_COLUMN - 20))
        for place, action in enumerate(actions, start=1):
            grid.addWidget(KeyCap(self._look, action.key), place, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(Text(self._look, action.said, TextRole.DENSE, wrap=True), place, 1)
        grid.setColumnStretch(1, 1)
        return box

    def _empty(self) -> None:
        while item := self._column.takeAt(0):
            widget = item.widget()
            if widget:
                widget.setParent(None)
                widget.deleteLater()

    def _place(self) -> None:
        px, area = self._look.px, self.veil.size()
        width = min(px(_WIDTH), area.width() - px(32))
        height = min(self._panel.sizeHint().height(), area.height() - px(16))
        self._panel.setGeometry((area.width() - width) // 2, (area.height() - height) // 2, width, height)
        self.veil.update()

    def _on_closed(self) -> None:
        if self._before is not None:
            self._before.setFocus()
            self._before = None


def _groups(actions: Sequence[Action]) -> dict[str, list[Action]]:
    """Sort the actions that have a key by heading, those of everywhere first."""
    groups: dict[str, list[Action]] = {}
    for action in sorted(actions, key=lambda one: one.where != EVERYWHERE):
        if action.key:
            groups.setdefault(action.heading or tr("Cet écran"), []).append(action)
    return groups

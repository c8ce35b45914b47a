# SPDX-License-Identifier: EUPL-1.2
"""What can be done here: undo far left, what is missing in words, primary at the right, never disabled."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from lgc_app.ui.actions import Action
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.more_menu import MoreButton
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.text import ShrinkingText
from lgc_app.ui.words import tr

HEIGHT = 50


class ActionBar(QFrame):
    """Shows actions of the registry; `trigger` is Actions.trigger, which guards against a double press.

    When room is short, buttons without a key go first, from the right: they are then in the menu « Plus », with
    the actions of the screen that have no button.
    """

    def __init__(self, look: Look, trigger: Callable[[Action], object]) -> None:
        super().__init__()
        self._look = look
        self._trigger = trigger
        self._undo: Button | None = None
        self._others: list[tuple[Action, Button]] = []
        self._main: Action | None = None
        self._primary: Button | None = None
        self._unseen: list[Action] = []
        self._more: MoreButton | None = None
        self.setProperty("edge", "top")
        set_mark(self, "ground", "surface")
        self.setAccessibleName(tr("Actions de cet écran"))
        self._missing = ShrinkingText(look, "", TextRole.DENSE)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._missing, 1)
        look.follow(self._restyle)

    def show_actions(self, actions: Sequence[Action], undo: Action | None = None) -> None:
        """Show the screen's actions: buttons for those of the bar, the primary last, a menu for the others."""
        self._empty()
        if undo:
            self._undo = self._button(undo, ButtonKind.LINK)
            self._row.insertWidget(0, self._undo)
        for action in actions:
            if action.bar and not action.primary:
                button = self._button(action, ButtonKind.PLAIN)
                self._others.append((action, button))
                self._row.addWidget(button)
        primary = next((action for action in actions if action.primary), None)
        self._unseen = [action for action in actions if not action.bar and not action.primary]
        self._more = MoreButton(self._look, self._trigger)
        self._row.addWidget(self._more)
        if primary:
            self._main, self._primary = primary, self._button(primary, ButtonKind.PRIMARY)
            self._row.addWidget(self._primary)
        self._fit()
        QTimer.singleShot(0, self._fit)

    def say_again(self) -> None:
        """Show what the primary action does now, and what the others are offered for."""
        if self._main is not None and self._primary is not None:
            self._primary.set_words(self._main.said)
            self._fit()

    def set_missing(self, words: str) -> None:
        """Say what is still missing before the primary action; "" when nothing is."""
        self._missing.set_words(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep every button whole."""
        super().resizeEvent(event)
        self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the menu away with the bar: a lock, another screen."""
        super().hideEvent(event)
        if self._more is not None:
            self._more.close_menu()

    def _button(self, action: Action, kind: ButtonKind) -> Button:
        button = Button(self._look, action.said, kind, icon=action.icon, key=action.key)
        button.clicked.connect(partial(self._on_click, action))
        return button

    def _on_click(self, action: Action, _checked: bool = False) -> None:
        self._trigger(action)

    def _fit(self) -> None:
        shown = self._shown(bool(self._unseen))
        if len(shown) < sum(action.is_offered for action, _button in self._others):
            shown = self._shown(True)
        hidden = [action for place, (action, _button) in enumerate(self._others) if place not in shown]
        for place, (_action, button) in enumerate(self._others):
            if button.isHidden() == (place in shown):
                button.setVisible(place in shown)
        if self._more is not None:
            self._more.offer(hidden, self._unseen)
            self._more.setVisible(any(action.is_offered for action in (*hidden, *self._unseen)))

    def _shown(self, has_more: bool) -> set[int]:
        """Choose the places of the buttons for which there is room, beside « Plus » or not."""
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._look.px(40)
        kept = [button for button in (self._undo, self._primary, self._more if has_more else None) if button]
        need = sum(button.sizeHint().width() + self._row.spacing() for button in kept)
        shown: set[int] = set()
        offered = [place for place, (action, _button) in enumerate(self._others) if action.is_offered]
        for place in sorted(offered, key=self._rank):
            width = self._others[place][1].sizeHint().width() + self._row.spacing()
            if need + width <= room:
                need += width
                shown.add(place)
        return shown

    def _rank(self, place: int) -> tuple[bool, int]:
        return not self._others[place][0].key, place

    def _empty(self) -> None:
        gone: list[QWidget | None] = [
            self._undo,
            self._primary,
            self._more,
            *(button for _action, button in self._others),
        ]
        for button in gone:
            if button:
                self._row.removeWidget(button)
                button.hide()
                button.deleteLater()
        self._undo = self._main = self._primary = self._more = None
        self._others, self._unseen = [], []

    def _restyle(self) -> None:
        px = self._look.px
        self.setFixedHeight(px(HEIGHT))
        self._row.setContentsMargins(px(12), 0, px(12), 0)
        self._row.setSpacing(px(8))
        self._fit()

# SPDX-License-Identifier: EUPL-1.2
"""« Plus »: the actions of a screen that have no button in its bar, in words, each with its key."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from lgc_app.ui.actions import Action, key_words
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.words import tr

_ICON = 16


class MoreButton(Button):
    """Opens the menu over itself; a click leaves the keyboard where one types, for the action may be about it."""

    def __init__(self, look: Look, trigger: Callable[[Action], object]) -> None:
        super().__init__(look, tr("Plus"), icon="more")
        self._trigger = trigger
        self._groups: list[list[Action]] = []
        self.setAccessibleName(tr("Plus d’actions sur cet écran"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._on_press)

    def offer(self, hidden: Sequence[Action], others: Sequence[Action]) -> None:
        """Take what the menu says: first the buttons for which there is no room, then by heading."""
        by_heading: dict[str, list[Action]] = {}
        for action in others:
            by_heading.setdefault(action.heading, []).append(action)
        self._groups = [list(hidden), *by_heading.values()]

    @property
    def menu_now(self) -> QMenu:
        """Make the menu of this moment."""
        menu = QMenu(self)
        menu.setAccessibleName(self.accessibleName())
        menu.setFont(self._look.font(TextRole.DENSE))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for group in self._groups:
            menu.addSeparator()
            for action in (one for one in group if one.is_offered):
                # the key is said, not registered: it is the registry's
                line = menu.addAction(f"{action.said}\t{key_words(action.key)}" if action.key else action.said)
                line.triggered.connect(partial(self._on_choose, action))
                if action.icon:
                    line.setIcon(self._look.icon(action.icon, "text2", _ICON))
        return menu

    def close_menu(self) -> None:
        """Put the menu away: what it acts on is no longer in sight."""
        for menu in self.findChildren(QMenu):
            menu.close()

    def _on_press(self) -> None:
        menu = self.menu_now
        size = menu.sizeHint()
        menu.popup(self.mapToGlobal(QPoint(self.width() - size.width(), -size.height())))

    def _on_choose(self, action: Action, _checked: bool = False) -> None:
        self._trigger(action)

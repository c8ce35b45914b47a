# SPDX-License-Identifier: EUPL-1.2
"""The frame of an open practice: rail | top bar / banner / content / action bar / status line."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lgc_app.ui.actions import Action
from lgc_app.ui.shell.rail import Rail, RailItem
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.shell.top_bar import TopBar
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.action_bar import ActionBar
from lgc_app.ui.widgets.patient_banner import PatientBanner
from lgc_app.ui.widgets.restyle import set_mark
from lgc_app.ui.widgets.status_line import StatusLine


class Frame(QWidget):
    """Lays out the parts; only the content scrolls. It knows screens, not what they mean."""

    def __init__(self, look: Look, items: Sequence[RailItem], trigger: Callable[[Action], object]) -> None:
        super().__init__()
        set_mark(self, "ground", "window")
        self.rail = Rail(look, items)
        self.top_bar = TopBar(look)
        self.banner = PatientBanner(look)
        self.content = QStackedWidget()
        self.action_bar = ActionBar(look, trigger)
        self.status_line = StatusLine(look)
        self._screens: dict[str, Screen] = {}
        self.current: Screen | None = None
        self._build()

    @property
    def screens(self) -> Sequence[Screen]:
        """List the screens that are there."""
        return tuple(self._screens.values())

    def add(self, screen: Screen) -> None:
        """Take a screen; it is shown by `show_screen`."""
        if screen.where in self._screens:
            raise ValueError(f"screen {screen.where} is there already")
        self._screens[screen.where] = screen
        self.content.addWidget(screen.widget)

    def remove(self, where: str) -> None:
        """Destroy a screen and its widgets."""
        screen = self._screens.pop(where)
        if self.current is screen:
            self.current = None
        self.content.removeWidget(screen.widget)
        screen.widget.hide()
        screen.widget.deleteLater()

    def show_screen(self, where: str, undo: Action | None = None) -> Screen:
        """Bring a screen to the front with its actions; an unknown one is a bug and raises KeyError."""
        screen = self._screens[where]
        self.current = screen
        self.content.setCurrentWidget(screen.widget)
        self.rail.light(screen.rail)
        self.banner.setVisible(screen.banner and self.banner.content is not None)
        self.action_bar.setVisible(any(action.bar or action.primary for action in screen.actions))
        self.action_bar.show_actions(screen.actions, undo)
        return screen

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(0)
        for part in (self.top_bar, self.banner, self.content, self.action_bar, self.status_line):
            column.addWidget(part, 1 if part is self.content else 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)

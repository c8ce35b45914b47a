# SPDX-License-Identifier: EUPL-1.2
"""One screen in a real window over real services and a record in memory: cheap enough for every test."""

from collections.abc import Callable
from typing import Any

from PySide6.QtTest import QTest

from lgc_app.services.cabinet import Cabinet
from lgc_app.ui.navigation import Desk
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.look import Look
from tests.support.dossier import Wishes
from tests.support.screen_window import empty_window, settle, show


class OneScreen:
    """`screen` is what was made; `wishes` remembers what it asked of the window around it."""

    def __init__(self, make: Callable[[Desk], Any], cabinet: Cabinet, tasks: Tasks, look: Look) -> None:
        self.cabinet, self.tasks, self.wishes = cabinet, tasks, Wishes()
        self.window = empty_window(look, tasks)
        self.screen = make(Desk(cabinet, tasks, look, self.wishes))
        tasks.changed.connect(self.screen.refresh)
        self.window.add_screen(self.screen.screen)

    def show(self, size: tuple[int, int] = (1366, 738)) -> None:
        """Bring it to the front and wait for its first reading."""
        show(self.window, self.screen.screen.where, size)
        QTest.qWaitForWindowActive(self.window, 5000)
        self.settle()

    def settle(self) -> None:
        """Wait until the vault answered everything."""
        settle(self.tasks)

    def undo(self) -> None:
        """Take the last thing back, as the toast does."""
        assert self.wishes.undo is not None
        self.wishes.undo()
        self.settle()

    def trigger(self, name: str) -> None:
        """Do one of its actions."""
        action = next(one for one in self.screen.screen.actions if one.id == name)
        self.window.actions_known.trigger(action)
        self.settle()

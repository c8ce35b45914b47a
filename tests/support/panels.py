# SPDX-License-Identifier: EUPL-1.2
"""A panel, or a part of a screen, on a page of its own: what its form keeps is asked of the real services."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lgc_app.services.cabinet import Cabinet
from lgc_app.ui.navigation import Desk
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.look import Look
from tests.support.dossier import Wishes
from tests.support.screen_window import settle


class OnePanel:
    """`stop` is what a lock does to it: what waits goes to the disk, then the page is gone."""

    def __init__(self, make: Callable[[Desk, QWidget], Any], cabinet: Cabinet, tasks: Tasks) -> None:
        self.cabinet, self.tasks, self.wishes = cabinet, tasks, Wishes()
        self.page = QWidget()
        self.page.resize(1100, 700)
        self.panel = make(Desk(cabinet, tasks, Look(), self.wishes), self.page)
        if isinstance(self.panel, QWidget):
            QVBoxLayout(self.page).addWidget(self.panel)
        self.page.show()
        self.settle()

    def settle(self) -> None:
        """Wait until the vault answered everything."""
        settle(self.tasks)

    def stop(self) -> None:
        """Lock: the forms are asked to keep what is typed, and go."""
        self.tasks.keeping.emit()
        self.settle()
        self.page.close()

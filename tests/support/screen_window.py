# SPDX-License-Identifier: EUPL-1.2
"""The real window around one screen, unlocked, for tests that type in it and look at it."""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest

from lgc_app.ui.gallery.people import BANNER, OPEN_PATIENTS, PLACE, RAIL, STATUS
from lgc_app.ui.gallery.window import NOW, OWNER
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.shell.window import Window
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Theme
from lgc_app.ui.theme.tokens import ThemeName
from lgc_app.ui.unlock.presenter import UnlockPresenter
from lgc_app.ui.unlock.view import UnlockView

LOOKS = {
    "light": (Theme(ThemeName.LIGHT), (1366, 738)),
    "dark": (Theme(ThemeName.DARK), (1366, 738)),
    "contrast": (Theme(ThemeName.HIGH_CONTRAST), (1366, 738)),
    "125pc": (Theme(ThemeName.LIGHT, 125), (1366, 738)),
    "1920": (Theme(ThemeName.LIGHT), (1920, 1050)),
}
"""1366×768 less its title bar; at 125 % that is 1093×614 of the design."""


def empty_window(look: Look, tasks: Tasks) -> Window:
    """Return a window without screens, locked."""
    unlock = UnlockView(look, PLACE, lambda: NOW)
    presenter = UnlockPresenter()
    presenter.card_seen(OWNER)
    unlock.show_content(presenter.content)
    window = Window(look, tasks, unlock, RAIL, lambda _typed: (), title=PLACE)
    window.frame.top_bar.show_user("Dr Maëlle Ethève", "Médecin · carte CPS présente")
    window.frame.top_bar.show_patients(OPEN_PATIENTS, "1")
    window.frame.status_line.show_content(STATUS)
    return window


def show(window: Window, where: str, size: tuple[int, int]) -> None:
    """Unlock on a screen at a size of the design."""
    window.resize(QSize(*size))
    window.show()
    window.activateWindow()
    window.show_open(where)
    QTest.qWait(20)


def show_page(window: Window, page: Screen, size: tuple[int, int]) -> None:
    """Unlock on a page that shows a patient, its banner above it."""
    window.frame.banner.show_patient(BANNER)
    window.add_screen(page)
    show(window, page.where, size)


def settle(tasks: Tasks, until: Callable[[], bool] | None = None) -> None:
    """Wait until the vault answered everything and the screen took it in."""
    for _ in range(500):
        QTest.qWait(10)
        if tasks.waiting == 0 and (until is None or until()):
            QTest.qWait(60)  # layouts of wrapped words settle in a few passes of the event loop
            if tasks.waiting == 0:
                return
    raise AssertionError("the screen never settled")


def picture(window: Window, name: str) -> None:
    """Keep a picture where the person who runs the tests asked for it (SERENITE_PICTURES)."""
    folder = os.environ.get("SERENITE_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        assert window.grab().save(str(Path(folder) / f"{name}.png"))

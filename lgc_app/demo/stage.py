# SPDX-License-Identifier: EUPL-1.2
"""A child process of the demo: one post of the practice, its real window, and the hand that plays it.

Without `--play` nobody gives orders: a person sits at the window.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

import lgc_app.ui  # noqa: F401  before PySide6: keeps Python alive (docs/decisions/0007)
from lgc_app.demo.player import Player
from lgc_app.demo.world import read_stage
from lgc_app.ui.application import make_application
from lgc_app.ui.start.application import Application
from lgc_app.ui.theme.theme import Theme
from lgc_app.ui.theme.tokens import ThemeName

WIDTH, HEIGHT = 1366, 768


def main() -> int:
    """Open the window on the post that a stage file describes."""
    file, play = Path(sys.argv[1]), "--play" in sys.argv
    qt = make_application(sys.argv[:1])
    context = read_stage(file)
    application = Application(lambda: context, context.folder, place=context.place)
    application.start(maximised=not play)
    if play:
        application.window.resize(WIDTH, HEIGHT)
        player = Player(_calls(application))
        player.listen()
    code = QApplication.exec()
    del qt
    return code


def _calls(application: Application) -> dict[str, Callable[..., Any]]:
    """Return what a person does with the mouse outside the window, or in a menu of the system."""

    def import_files(*paths: str) -> None:
        assert application.flow is not None
        assert application.flow.work is not None
        reception = application.flow.work.screens.reception
        assert reception is not None
        reception.import_files([Path(path) for path in paths])

    def dress_as(name: str, scale: int) -> None:
        application.look.set_theme(Theme(ThemeName(name), scale))

    return {"import_files": import_files, "dress_as": dress_as}


if __name__ == "__main__":
    sys.exit(main())

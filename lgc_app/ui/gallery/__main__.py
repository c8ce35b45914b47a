# SPDX-License-Identifier: EUPL-1.2
"""Show the gallery, or with `--shots DIR` take its pictures in every theme and size."""

import argparse
import sys
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest

from lgc_app.ui.application import make_application
from lgc_app.ui.gallery.window import gallery_window
from lgc_app.ui.shell.window import Window
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Theme
from lgc_app.ui.theme.tokens import ThemeName
from lgc_app.ui.unlock.presenter import UnlockPresenter

SIZES = (
    ("light", Theme(ThemeName.LIGHT), QSize(1366, 738)),
    ("dark", Theme(ThemeName.DARK), QSize(1366, 738)),
    ("contrast", Theme(ThemeName.HIGH_CONTRAST), QSize(1366, 738)),
    ("125", Theme(ThemeName.LIGHT, 125), QSize(1366, 730)),
    ("150", Theme(ThemeName.LIGHT, 150), QSize(1366, 738)),
    ("smallest", Theme(ThemeName.LIGHT), QSize(1000, 560)),
    ("1920", Theme(ThemeName.LIGHT), QSize(1920, 1050)),
)


def _shoot(window: Window, presenter: UnlockPresenter, folder: Path, name: str) -> None:
    def take(page: str) -> None:
        QTest.qWait(120)
        window.grab().save(str(folder / f"{page}-{name}.png"))

    take("unlock")
    presenter.wrong_pin(1)
    window.unlock.show_content(presenter.content)
    take("last-try")
    for screen in ("file", "labs", "notes"):
        window.show_open(screen)
        take(screen)
    window.show_open("file")
    window.say("« Bilan » classé chez TURPIN Gaston.", lambda: None)
    window.palette_box.open("HOARAU Marie-Josette")
    window.palette_box.box.setText("reno")
    window.palette_box._on_typed()  # noqa: SLF001 -- as if typed
    take("palette")
    window.palette_box.close()
    window._on_all_keys()  # noqa: SLF001 -- as if F1 F1
    take("keys")


def main() -> int:
    """Run the gallery."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shots", type=Path)
    parser.add_argument("--only", default="")
    wanted = parser.parse_args()
    app = make_application()
    tasks = Tasks(lambda error: print(error, file=sys.stderr))
    for name, theme, size in SIZES:
        if wanted.only and name not in wanted.only.split(","):
            continue
        window, presenter = gallery_window(Look(theme), tasks)
        window.resize(size)
        window.show()
        if wanted.shots is None:
            return int(app.exec())
        window.activateWindow()
        wanted.shots.mkdir(parents=True, exist_ok=True)
        _shoot(window, presenter, wanted.shots, name)
        window.close()
        window.deleteLater()
    tasks.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

# SPDX-License-Identifier: EUPL-1.2
"""Colours and text size of each person, kept on this post; the lock screen wears the last ones."""

import contextlib
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, SignalInstance

from lgc_app.ui.actions import EVERYWHERE, Action
from lgc_app.ui.shell.window import Window
from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import TEXT_SCALES, Theme
from lgc_app.ui.theme.tokens import ThemeName
from lgc_app.ui.words import tr

FILE_NAME = "apparence.json"
_NAMES = {
    ThemeName.LIGHT: tr("Thème clair"),
    ThemeName.DARK: tr("Thème sombre"),
    ThemeName.HIGH_CONTRAST: tr("Thème à fort contraste"),
}


class Opens(Protocol):
    """Tells who opened the practice."""

    opened: SignalInstance


class Presentation(QObject):
    """Reads and keeps themes by the id of the person; a file that does not read is forgotten."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._file = folder / FILE_NAME
        self._staff = ""
        self._look: Look | None = None

    def last(self) -> Theme:
        """Give the theme of whoever worked last on this post."""
        return _theme(self._read().get("last"))

    def offer(self, window: Window, look: Look, flow: Opens) -> None:
        """Put themes and text sizes in the palette, and follow who opens."""
        self._look = look
        heading = tr("Apparence")
        made = [
            Action(f"theme-{name}", words, "", EVERYWHERE, partial(self._change, name=name), "", heading)
            for name, words in _NAMES.items()
        ]
        made += [
            Action(
                f"scale-{scale}",
                tr("Taille du texte : {scale} %", scale=scale),
                "",
                EVERYWHERE,
                partial(self._change, scale=scale),
                "",
                heading,
            )
            for scale in TEXT_SCALES
        ]
        window.actions_known.add(made)
        flow.opened.connect(self._on_opened)

    def _on_opened(self, staff: str) -> None:
        assert self._look is not None
        self._staff = staff
        mine = self._read().get("people", {}).get(staff)
        if mine is not None and _theme(mine) != self._look.theme:
            self._look.set_theme(_theme(mine))

    def _change(self, name: ThemeName | None = None, scale: int | None = None) -> None:
        assert self._look is not None
        before = self._look.theme
        theme = Theme(name or before.name, scale or before.scale)
        self._look.set_theme(theme)
        kept = self._read()
        written = {"name": str(theme.name), "scale": theme.scale}
        people = {**kept.get("people", {}), self._staff: written}
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            import json  # noqa: PLC0415 -- as below

            self._file.write_text(json.dumps({"last": written, "people": people}), encoding="utf-8")

    def _read(self) -> dict[str, Any]:
        try:
            text = self._file.read_text(encoding="utf-8")
            import json  # noqa: PLC0415 -- a post that never chose has no file, and its window waits for no import

            read = json.loads(text)
        except (OSError, ValueError):
            return {}
        return read if isinstance(read, dict) else {}


def _theme(kept: object) -> Theme:
    if not isinstance(kept, dict):
        return Theme()
    with contextlib.suppress(ValueError, TypeError):
        return Theme(ThemeName(str(kept.get("name", ThemeName.LIGHT))), int(kept.get("scale", 100)))
    return Theme()

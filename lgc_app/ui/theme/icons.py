# SPDX-License-Identifier: EUPL-1.2
"""One table of icon names, drawn from Phosphor's outline set (qtawesome), tinted by the theme and cached."""

import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPixmap

# our word -> Phosphor 1.3 name. The fixed meanings are those of the design (ui.md §2, Icons).
TABLE: Mapping[str, str] = MappingProxyType(
    {
        "add": "plus",
        "alert": "warning",
        "back": "caret-left",
        "biology": "test-tube",
        "blood": "drop",
        "brand": "leaf",
        "calendar": "calendar-blank",
        "card": "identification-badge",
        "carrier": "paper-plane-tilt",
        "certificate": "shield-check",
        "check": "check",
        "clear": "x",
        "clock": "clock",
        "conflict": "git-merge",
        "consultation": "heartbeat",
        "curve": "activity",
        "danger": "warning-octagon",
        "declare": "megaphone",
        "document": "file-text",
        "down": "caret-down",
        "draft": "note",
        "edit": "pencil-simple",
        "exchange": "arrows-clockwise",
        "expand": "caret-right",
        "falling": "trend-down",
        "filter": "funnel-simple",
        "folder": "folder",
        "folder-open": "folder-open",
        "forward": "caret-right",
        "goal": "target",
        "help": "question",
        "history": "clock-counter-clockwise",
        "hospital": "first-aid-kit",
        "identity": "identification-card",
        "image": "image",
        "inbox": "tray",
        "info": "info",
        "keyboard": "keyboard",
        "letter": "envelope-simple",
        "lock": "lock-simple",
        "menu": "list",
        "nurse": "first-aid-kit",
        "offline": "cloud-slash",
        "online": "cloud-check",
        "open": "lock-simple-open",
        "pass-phrase": "dots-three",
        "person": "user",
        "prescription": "prescription",
        "print": "printer",
        "received": "check-circle",
        "recovery": "key",
        "refused": "x-circle",
        "rising": "trend-up",
        "round": "path",
        "search": "magnifying-glass",
        "sent": "paper-plane-tilt",
        "sign": "pen-nib",
        "stored": "floppy-disk",
        "tasks": "clipboard-text",
        "to-mend": "wrench",
        "unchecked": "circle-wavy-question",
        "undo": "arrow-u-up-left",
        "unticked": "circle",
        "unsure": "magnifying-glass",
        "users": "users",
        "vaccine": "eyedropper",
        "waiting": "armchair",
        "week": "columns",
    }
)


class Icons:
    """Draws icons and keeps the pixmaps; one instance lives in the Look.

    Only qtawesome's font and table are used: its import (qtpy, every Qt module patched) would cost the window a
    quarter of its start.
    """

    def __init__(self) -> None:
        folder = _folder()
        font = QFontDatabase.addApplicationFontFromData((folder / "phosphor-1.3.0.ttf").read_bytes())
        self._family = QFontDatabase.applicationFontFamilies(font)[0]
        charmap: dict[str, str] = json.loads((folder / "phosphor-charmap-1.3.0.json").read_text())
        self._letters = {name: chr(int(charmap[drawn], 16)) for name, drawn in TABLE.items()}
        self._cache: dict[tuple[str, str, int, float], QPixmap] = {}

    def forget(self) -> None:
        """Drop the pixmaps of the former theme."""
        self._cache.clear()

    def pixmap(self, name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
        """Draw TABLE[name] in a square of `size` logical pixels; an unknown name is a bug and raises KeyError."""
        key = (name, colour.name(QColor.NameFormat.HexArgb), size, ratio)
        if key not in self._cache:
            self._cache[key] = self._draw(self._letters[name], colour, size, ratio)
        return self._cache[key]

    def _draw(self, letter: str, colour: QColor, size: int, ratio: float) -> QPixmap:
        pixmap = QPixmap(QSize(size, size) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        font = QFont(self._family)
        font.setPixelSize(size)
        painter = QPainter(pixmap)
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(QRectF(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, letter)
        painter.end()
        return pixmap


def _folder() -> Path:
    """Find qtawesome's fonts without importing it."""
    found = find_spec("qtawesome")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("qtawesome, which holds the icons, is not installed")
    return Path(found.submodule_search_locations[0]) / "fonts"

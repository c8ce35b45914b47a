# SPDX-License-Identifier: EUPL-1.2
"""One table of icon names, drawn from Phosphor's outline set (qtawesome), tinted by the theme and cached."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPixmap
from qtawesome.iconic_font import IconicFont

_PREFIX = "ph"
# qtawesome draws a glyph in 7/8 of its box; ours fill the box, as in the mockups
_FILL = 1.12

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
        "unsure": "magnifying-glass",
        "users": "users",
        "vaccine": "eyedropper",
        "waiting": "armchair",
    }
)


class Icons:
    """Draws icons and keeps the pixmaps; one instance lives in the Look."""

    def __init__(self) -> None:
        self._font = IconicFont((_PREFIX, "phosphor-1.3.0.ttf", "phosphor-charmap-1.3.0.json"))
        self._cache: dict[tuple[str, str, int, float], QPixmap] = {}

    def forget(self) -> None:
        """Drop the pixmaps of the former theme."""
        self._cache.clear()

    def pixmap(self, name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
        """Draw TABLE[name] in a square of `size` logical pixels; an unknown name is a bug and raises KeyError."""
        key = (name, colour.name(QColor.NameFormat.HexArgb), size, ratio)
        if key not in self._cache:
            icon = self._font.icon(f"{_PREFIX}.{TABLE[name]}", color=colour, scale_factor=_FILL)
            self._cache[key] = icon.pixmap(QSize(size, size), ratio)
        return self._cache[key]

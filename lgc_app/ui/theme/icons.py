# SPDX-License-Identifier: EUPL-1.2
"""One table of icon names, drawn from Phosphor's outline set (qtawesome), tinted by the theme and cached."""

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
        "more": "dots-three",
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
        "settings": "gear-six",
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

_PLACES = (
    "activity f371 armchair f00b arrow-u-up-left f066 arrows-clockwise f045 calendar-blank f0ad "
    "caret-down f0c2 caret-left f0c3 caret-right f0c4 check f0e7 check-circle f0e8 circle f0ec "
    "circle-wavy-question f0f5 clipboard-text f0f8 clock f0f9 clock-counter-clockwise f0fc cloud-check "
    "f101 cloud-slash f106 columns f10e dots-three f145 drop f14e envelope-simple f156 eyedropper f15d "
    "file-text f170 first-aid-kit f179 floppy-disk f181 folder f186 folder-open f18c funnel-simple f197 "
    "gear-six f19c git-merge f1ad heartbeat f1cb identification-badge f1db identification-card f1dc image f1dd "
    "info f1e0 key f1e4 keyboard f1e5 leaf f1eb list f1fa lock-simple f205 lock-simple-open f206 "
    "magnifying-glass f20a megaphone f215 note f22a paper-plane-tilt f25c path f25d pen-nib f267 "
    "pencil-simple f266 plus f27f prescription f285 printer f288 question f293 shield-check f2b8 target "
    "f308 test-tube f30f tray f336 trend-down f33a trend-up f33b user f346 users f351 warning f35c "
    "warning-octagon f35e wrench f36c x f36d x-circle f36e "
)
"""Phosphor 1.3 name and place in its font, in hexadecimal: its table of thousands would cost the window 6 ms."""


class Icons:
    """Draws icons and keeps the pixmaps; one instance lives in the Look.

    Only qtawesome's font and table are used: its import (qtpy, every Qt module patched) would cost the window a
    quarter of its start.
    """

    def __init__(self) -> None:
        folder = _folder()
        font = QFontDatabase.addApplicationFontFromData((folder / "phosphor-1.3.0.ttf").read_bytes())
        self._family = QFontDatabase.applicationFontFamilies(font)[0]
        places = _places(folder)
        self._letters = {name: chr(int(places[drawn], 16)) for name, drawn in TABLE.items()}
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


def _places(folder: Path) -> dict[str, str]:
    """Return the place of each drawing; an icon that was just added to TABLE is looked up in the whole table."""
    words = _PLACES.split()
    known = dict(zip(words[::2], words[1::2], strict=True))
    if all(drawn in known for drawn in TABLE.values()):
        return known
    import json  # noqa: PLC0415 -- until _PLACES names it too

    return dict(json.loads((folder / "phosphor-charmap-1.3.0.json").read_text()))


def _folder() -> Path:
    """Find qtawesome's fonts without importing it."""
    found = find_spec("qtawesome")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("qtawesome, which holds the icons, is not installed")
    return Path(found.submodule_search_locations[0]) / "fonts"

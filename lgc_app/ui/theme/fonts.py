# SPDX-License-Identifier: EUPL-1.2
"""IBM Plex Sans by role: size and weight are set here and nowhere else (design ui.md §2, Font)."""

from dataclasses import dataclass
from enum import Enum
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

_WEIGHT_AXIS = QFont.Tag("wght")


class TextRole(Enum):
    """(pixels at 100 %, weight) of each use of text; never under 12."""

    CAPTION = (12, 400)
    CAPTION_MEDIUM = (12, 500)
    CAPTION_STRONG = (12, 600)
    DENSE = (13, 400)
    DENSE_MEDIUM = (13, 500)
    DENSE_STRONG = (13, 600)
    BODY = (14, 400)
    BODY_MEDIUM = (14, 500)
    BODY_STRONG = (14, 600)
    SEARCH = (16, 400)
    SECTION = (16, 600)
    TITLE = (20, 600)
    NUMBER = (26, 600)
    CLOCK = (56, 600)


@dataclass(frozen=True, slots=True)
class FontFamily:
    """The family to use; `variable` when its weight goes through the axis and not through QFont.weight."""

    name: str
    variable: bool


def load_family() -> FontFamily:
    """Register IBM Plex Sans from its package; without it give the system's own font."""
    found = find_spec("fontpkg_ibm_plex_sans")  # importlib.resources would cost the window its import
    if found is None or not found.submodule_search_locations:
        return FontFamily(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family(), variable=False)
    folder = Path(found.submodule_search_locations[0]) / "files"
    content = (folder / "IBMPlexSans[wdth,wght].ttf").read_bytes()
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFontFromData(content))
    if not families:
        return FontFamily(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family(), variable=False)
    return FontFamily(families[0], variable=True)


def font_of(family: FontFamily, role: TextRole, scale: int) -> QFont:
    """Give the font of a role. QFont.weight stays normal for a variable font: both would add a synthetic bold."""
    size, weight = role.value
    font = QFont(family.name)
    font.setPixelSize(round(size * scale / 100))
    if family.variable:
        font.setVariableAxis(_WEIGHT_AXIS, weight)
    else:
        font.setWeight(QFont.Weight(weight))
    return font

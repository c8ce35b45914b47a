# SPDX-License-Identifier: EUPL-1.2
"""IBM Plex Sans, embedded; its variable files give the regular weight, and titles are thickened by a stroke."""

import re
from functools import cache
from importlib.resources import as_file, files
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR: Final = "LgcPlex"
ITALIC: Final = "LgcPlexItalic"
_PACKAGE: Final = "fontpkg_ibm_plex_sans"
_FILES: Final = {REGULAR: "IBMPlexSans[wdth,wght].ttf", ITALIC: "IBMPlexSans-Italic[wdth,wght].ttf"}
_BEFORE: Final = re.compile(r"(?<=\S) (?=[:;!?»%€°])")
_AFTER: Final = re.compile(r"(?<=«) (?=\S)")
_REPLACEMENT: Final = "?"
_SUBSTITUTES: Final = {"\u202f": "\u00a0", "\u2011": "-", "\u2028": "\n", "\t": "    "}


@cache
def register() -> None:
    """Register the faces with reportlab, once."""
    for name, file in _FILES.items():
        with as_file(files(_PACKAGE) / "files" / file) as path:
            pdfmetrics.registerFont(TTFont(name, str(path)))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=REGULAR, italic=ITALIC, boldItalic=ITALIC)


@cache
def _glyphs() -> frozenset[int]:
    register()
    return frozenset(pdfmetrics.getFont(REGULAR).face.charToGlyph)


def french_spaces(text: str) -> str:
    """Return a text whose double punctuation and units never start a line; no other character changes."""
    return _BEFORE.sub("\u00a0", _AFTER.sub("\u00a0", text))


def drawable(text: str) -> str:
    """Return a text whose every character has a glyph; one that has none becomes `?`, never a silent hole."""
    known = _glyphs()
    swapped = "".join(_SUBSTITUTES.get(c, c) if ord(c) not in known else c for c in text)
    return "".join(c if c == "\n" or ord(c) in known else _REPLACEMENT for c in swapped)

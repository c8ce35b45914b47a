# SPDX-License-Identifier: EUPL-1.2
"""How the words of each version are marked: never by colour alone, version 1 solid, version 2 dashed."""

import enum

from PySide6.QtGui import QTextCharFormat

from lgc_app.ui.theme.look import Look


class Side(enum.IntEnum):
    """Which version words come from."""

    NEITHER = 0
    FIRST = 1
    SECOND = 2


def mark(look: Look, side: Side) -> QTextCharFormat:
    """Return the format of words of a version (ui.md (h))."""
    made = QTextCharFormat()  # no ink of its own: the words follow the theme, also those that are laid out already
    if side is Side.NEITHER:
        return made
    tone = "info" if side is Side.FIRST else "conflict"
    style = QTextCharFormat.UnderlineStyle
    made.setBackground(look.colour(f"{tone}soft"))
    if look.theme.high_contrast:
        made.setForeground(look.colour(tone))
    made.setUnderlineStyle(style.SingleUnderline if side is Side.FIRST else style.DashUnderline)
    made.setUnderlineColor(look.colour(f"{tone}line"))
    return made

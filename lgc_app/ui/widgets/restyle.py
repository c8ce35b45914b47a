# SPDX-License-Identifier: EUPL-1.2
"""Dynamic properties that the style sheet selects by; Qt looks again only when told to."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def set_state(widget: QWidget, state: str) -> None:
    """Set the property "state" ("error" or "") and repaint by the style sheet."""
    set_mark(widget, "state", state)


def set_mark(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet selects by; never one that QWidget owns (size, font)."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # Qt looks for the first time when it shows; asking for the style costs the lock screen 8 ms
    widget.style().unpolish(widget)
    widget.style().polish(widget)

# SPDX-License-Identifier: EUPL-1.2
"""What belongs to a form and is no field, kept as one: a box that is ticked, who is chosen, what is spoken of."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal

from lgc_app.ui.widgets.tick_box import TickBox

TICKED: Final = "oui"


class KeptValue(QObject):
    """Reads and shows a value by two calls; whoever makes it says by `touch` that a person changed it."""

    changed = Signal(str)

    def __init__(self, parent: QObject, read: Callable[[], str], show: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._read = read
        self._show = show

    def text(self) -> str:
        """Give the value as it stands."""
        return self._read()

    def set_text(self, text: str) -> None:
        """Show the value that was kept."""
        self._show(text)

    def touch(self, *_anything: object) -> None:
        """Say that it changed."""
        self.changed.emit(self.text())


def kept_tick(box: TickBox) -> KeptValue:
    """Return a box to tick as something to keep."""
    kept = KeptValue(box, lambda: TICKED if box.isChecked() else "", lambda text: box.setChecked(text == TICKED))
    box.toggled.connect(kept.touch)
    return kept

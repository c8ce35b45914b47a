# SPDX-License-Identifier: EUPL-1.2
"""The veil of a form: Ctrl+Entrée in the panel sends it, and it goes when its page does."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lgc_app.ui.shell.veil import Veil
from lgc_app.ui.theme.look import Look

_SENDS = ("Ctrl+Return", "Ctrl+Enter")


def form_veil(
    page: QWidget, look: Look, panel: QWidget, name: str, submit: Callable[[], object], place: Callable[[], None]
) -> Veil:
    """Make the veil of a form over the window of a page; `place` puts the panel when the window changes size."""
    veil = Veil(page.window(), look, panel)
    veil.setAccessibleName(name)
    veil.placed.connect(place)
    for key in _SENDS:
        shortcut = QShortcut(QKeySequence(key), panel, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(submit)
    page.destroyed.connect(veil.deleteLater)
    return veil


def place_form(veil: Veil, look: Look, panel: QWidget, width: int, height: int) -> None:
    """Put a form over its veil: in the middle, a third of the way down; never wider or taller than the window."""
    edge, area = look.px(32), veil.size()
    wide, high = min(width, area.width() - edge), min(height, area.height() - edge)
    panel.setGeometry((area.width() - wide) // 2, max((area.height() - high) // 3, look.px(16)), wide, high)
    veil.update()


def verbs_row(*buttons: QWidget) -> QHBoxLayout:
    """Lay the verbs of a form at its right."""
    row = QHBoxLayout()
    row.addStretch()
    for button in buttons:
        row.addWidget(button)
    return row

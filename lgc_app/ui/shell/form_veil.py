# SPDX-License-Identifier: EUPL-1.2
"""The veil of a form: Ctrl+Entrée in the panel sends it, and it goes when its page does."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

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

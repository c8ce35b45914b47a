# SPDX-License-Identifier: EUPL-1.2
"""List, document, form: the list becomes a drawer below 1201 pixels of the design (mockup f at 125 %)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.three_panes import ThreePanes

_BESIDE = 1201
_LIST, _LIST_WIDE, _FORM = 296, 340, 404
_WIDE, _NARROW = 1600, 1000


class ReceptionPanes(ThreePanes):
    """Three panes with the widths of Réception; `folded` tells whether the list is a drawer."""

    folded = Signal(bool)

    def __init__(self, look: Look, rows: QWidget, document: QWidget, form: QWidget) -> None:
        self._was_folded: bool | None = None
        super().__init__(look, rows, document, form)

    def _arrange(self) -> None:
        logical = (self.width() + self._look.px(88)) * 100 / self._look.theme.scale
        beside = logical >= _BESIDE
        rows, form = self._wished or (_LIST_WIDE if logical >= _WIDE else _LIST, _FORM)
        self._settle(self._left, 0, rows, beside=beside)
        self._settle(self._right, 1 if self._left in self._drawers else 2, form, beside=logical >= _NARROW - 60)
        self._right.setMinimumWidth(self._look.px(_FORM))  # narrower, the comparison of identities would be cut
        self._share(rows, max(form, _FORM))
        folded = not beside
        if self._was_folded is not folded:
            self._was_folded = folded
            self.folded.emit(folded)

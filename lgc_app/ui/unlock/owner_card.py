# SPDX-License-Identifier: EUPL-1.2
"""The card in the reader: its holder, its validity, its state in a pill."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.pill import Pill
from lgc_app.ui.widgets.text import ShrinkingText


class OwnerCard(QFrame):
    """A white card with the name in large."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("card", "yes")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._icon = QLabel()
        self._name = ShrinkingText(look, "", TextRole.SECTION)
        self._about = ShrinkingText(look, "", TextRole.DENSE, "text2")
        self._state = Pill(look, PillContent(""))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(self._name)
        words.addWidget(self._about)
        words.addStretch()
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon)
        self._row.addLayout(words, 1)
        self._row.addWidget(self._state)
        look.follow(self._restyle)

    def show_owner(self, name: str, about: str, state: PillContent | None) -> None:
        """Show a holder, or only a sentence when there is no card."""
        self._name.set_words(name)
        self._about.set_words(about)
        self._about.setVisible(bool(about))
        self._state.setVisible(state is not None)
        if state:
            self._state.set_content(state)

    def _restyle(self) -> None:
        px = self._look.px
        self.setMinimumHeight(px(66))
        self._row.setContentsMargins(px(15), px(8), px(14), px(8))
        self._row.setSpacing(px(12))
        ink = self._look.colour("accent")
        self._icon.setPixmap(self._look.pixmap("card", ink, 34, self.devicePixelRatioF()))

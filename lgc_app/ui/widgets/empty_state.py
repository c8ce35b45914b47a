# SPDX-License-Identifier: EUPL-1.2
"""What an empty list says: one sentence, one action, no drawing."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button, ButtonKind
from lgc_app.ui.widgets.text import Text


class EmptyState(QWidget):
    """A centred sentence, and the verb that fills the emptiness."""

    def __init__(self, look: Look, sentence: str, verb: str = "", act: Callable[[], None] | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.addStretch()
        self._words = Text(look, sentence, TextRole.BODY, "text2", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._words)
        if verb and act:
            button = Button(look, verb, ButtonKind.LINK)
            button.clicked.connect(act)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()

    @property
    def sentence(self) -> str:
        """Give what it says."""
        return self._words.text()

    def say(self, sentence: str) -> None:
        """Say something else."""
        self._words.setText(sentence)

# SPDX-License-Identifier: EUPL-1.2
"""What the file has to say above the note, one box a subject; never a wall."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from lgc_app.ui.theme.look import Look
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_app.ui.widgets.runs import Run


class Notices(QWidget):
    """Boxes by name, in the order they came; the same name takes the same place."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._boxes: dict[str, NoteFrame] = {}
        self._said: dict[str, str] = {}
        self._column = QVBoxLayout(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.follow(self._restyle)
        self.hide()

    @property
    def said(self) -> dict[str, str]:
        """Give what each box says."""
        return dict(self._said)

    def put(
        self,
        name: str,
        tone: Tone,
        words: str,
        verbs: Sequence[tuple[str, Callable[[], None]]] = (),
        *,
        icon: str = "",
    ) -> None:
        """Say something; each verb is a button."""
        self.drop(name)
        buttons = []
        for verb, act in verbs:
            button = Button(self._look, verb, small=True)
            button.clicked.connect(act)
            buttons.append(button)
        box = NoteFrame(self._look, tone, (Run(words),), icon=icon, buttons=buttons)
        box.setAccessibleName(words)
        self._boxes[name], self._said[name] = box, words
        self._column.addWidget(box)
        self.show()

    def drop(self, name: str) -> None:
        """Take a box away; nothing happens when it is not there."""
        box = self._boxes.pop(name, None)
        self._said.pop(name, None)
        if box is not None:
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.setVisible(bool(self._boxes))

    def clear(self) -> None:
        """Take every box away."""
        for name in tuple(self._boxes):
            self.drop(name)

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(6))

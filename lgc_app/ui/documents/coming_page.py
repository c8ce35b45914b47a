# SPDX-License-Identifier: EUPL-1.2
"""In place of a document whose file is on its way: its first page small, how much came, and whether to wait."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from lgc_app.services.files import Moving
from lgc_app.services.opened_document import PagePixels
from lgc_app.services.reading_room import ReadingRoom
from lgc_app.ui.tasks import Tasks
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.button import Button
from lgc_app.ui.widgets.page_image import image_of
from lgc_app.ui.widgets.text import Text
from lgc_app.ui.words import tr

_MIB = 1024 * 1024
_TALLEST = 420


def coming_words(moving: Moving) -> str:
    """Say how much of a file came, and that a cut costs nothing."""
    size = tr("{mib} Mo", mib=max(round(moving.size / _MIB), 1))
    if not moving.wanted:
        words = tr("Ce document ({size}) n’est pas encore sur ce poste.", size=size)
        return words if not moving.moved else f"{words} {_kept(moving)}"
    words = tr("En cours de réception… {percent} % de {size}.", percent=moving.percent, size=size)
    return words + " " + tr("Si le réseau se coupe, la réception reprendra où elle s’est arrêtée.")


def _kept(moving: Moving) -> str:
    return tr("{percent} % sont déjà là et gardés.", percent=moving.percent)


class ComingPage(QWidget):
    """`asked(True)` to receive now, `asked(False)` to stop waiting."""

    asked = Signal(bool)

    def __init__(self, look: Look, tasks: Tasks, room: ReadingRoom) -> None:
        super().__init__()
        self._look = look
        self._tasks, self._room = tasks, room
        self._turn = 0
        self._is_wanted = False
        self.picture = QLabel()
        self.picture.setAccessibleName(tr("Aperçu de la première page"))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words = Text(look, "", TextRole.BODY, "text2", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Part reçue du document"))
        self.choice = Button(look, tr("Recevoir maintenant"))
        self.choice.clicked.connect(self._on_choice)
        self._column = QVBoxLayout(self)
        self._column.addStretch()
        self._column.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self.words)
        for part in (self.bar, self.choice):
            self._column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch()
        look.follow(self._restyle)

    def show_picture(self, untrusted_jpeg: bytes) -> None:
        """Show the preview once the reading room drew it; one that does not read is left out."""
        self._turn += 1
        self.picture.clear()
        self.picture.hide()
        if untrusted_jpeg:
            call = partial(self._room.picture, untrusted_jpeg)
            self._tasks.fetch(call, partial(self._on_picture, self._turn), owner=self)

    def _on_picture(self, turn: int, page: PagePixels | None) -> None:
        if page is None or turn != self._turn:
            return
        tallest = min(self._look.px(_TALLEST), page.height)
        self.picture.setPixmap(
            QPixmap.fromImage(image_of(page)).scaledToHeight(tallest, Qt.TransformationMode.SmoothTransformation)
        )
        self.picture.show()

    def show_moving(self, moving: Moving) -> None:
        """Say where the file is."""
        self._is_wanted = moving.wanted
        self.words.setText(coming_words(moving))
        self.bar.setValue(moving.percent)
        self.bar.setVisible(moving.wanted or moving.moved > 0)
        words = tr("Ne plus attendre") if moving.wanted else tr("Recevoir maintenant")
        if self.choice.text() != words:
            self.choice.setText(words)
            self.choice.setAccessibleName(words)

    def _on_choice(self) -> None:
        self.asked.emit(not self._is_wanted)

    def _restyle(self) -> None:
        px = self._look.px
        self._column.setSpacing(px(12))
        self.bar.setFixedSize(px(280), px(8))

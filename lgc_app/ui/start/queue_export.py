# SPDX-License-Identifier: EUPL-1.2
"""« Exporter la file »: where to, and the code of the file, shown once."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from shiboken6 import isValid

from lgc_app.services.queue_export import Exported
from lgc_app.ui.words import tr

QUEUE_FILE: Final = "file-pack-serenite.slgc"


class QueueExport:
    """Asks for a file and shows its code until the person closes it, or the post locks."""

    def __init__(self, window: QWidget, write: Callable[[Path], None]) -> None:
        self._window = window
        self._write = write
        self._box: QMessageBox | None = None

    def ask(self) -> None:
        """Export the queue to a file that the person names."""
        name, _kind = QFileDialog.getSaveFileName(
            self._window, tr("Exporter la file"), str(Path.home() / QUEUE_FILE), tr("File chiffrée (*.slgc)")
        )
        if name:
            self._write(Path(name))

    def show(self, exported: Exported) -> None:
        """Show the code once: it is kept nowhere, so it waits for the person to close it."""
        box = QMessageBox(self._window)
        box.setWindowTitle(tr("Exporter la file"))
        box.setText(f"{tr(exported.sentence)}\n\n{exported.code}")
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addButton(tr("J’ai noté le code"), QMessageBox.ButtonRole.AcceptRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
        self._box = box

    def close(self) -> None:
        """Take the code off the screen."""
        if self._box is not None and isValid(self._box):
            self._box.close()

# SPDX-License-Identifier: EUPL-1.2
"""Runs Python's cycle collector on the GUI thread only.

Left to itself it runs on whichever thread allocates. On the vault's thread it would destroy widgets there, holding
a lock of Qt while it waits for Python's, as the GUI thread holds Python's and waits for Qt's: a window that stops
for ever (seen by py-spy: `gc_collect_main` and `QObject::~QObject` in vault_0, `QObject::connectImpl` in the main
thread).
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MILLISECONDS: Final = 1_000


class GuiCollector(QObject):
    """Takes the collector over for the life of the application."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MILLISECONDS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation whose threshold is passed, as Python would have."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return


def spare_what_lives() -> None:
    """Take what the imports made out of the collector's sight, once in the life of a process.

    It lives as long as the process does, and looking at all of it stopped the window for 140 ms, time and again.
    Called before anybody is let in: of what a patient's file leaves nothing may escape the collector.
    """
    if not gc.get_freeze_count():
        gc.freeze()

# SPDX-License-Identifier: EUPL-1.2
"""A simulated reader driven from another process: a card file in a folder is a card in the reader.

For a demo where no pcscd can run. `put_in` and `pull_out` are what the other process calls.
"""

import contextlib
import shutil
import threading
from pathlib import Path

from cps_card.monitor import OnEvent
from cps_card.session import CardSession
from cps_simulator.box import load_card
from cps_simulator.in_process import SimulatedReaders, SimulatedWatch
from cps_simulator.permission import require_simulation

_SLOT = "inserted.card.json"
_LOOK_SECONDS = 0.1
_JOIN_SECONDS = 2.0


def put_in(folder: Path, card_file: Path) -> None:
    """Insert the card of this file."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{_SLOT}.new"
    shutil.copyfile(card_file, fresh)
    fresh.replace(folder / _SLOT)


def pull_out(folder: Path) -> None:
    """Pull the card, if there is one."""
    with contextlib.suppress(FileNotFoundError):
        (folder / _SLOT).unlink()


class FolderReaders:
    """The reader's side, with a thread that looks at the folder ten times a second until `close`."""

    def __init__(self, folder: Path) -> None:
        require_simulation()
        self._slot = folder / _SLOT
        self._reader = SimulatedReaders()
        self._seen: int | None = None
        self._stopping = threading.Event()
        self._look()
        self._thread = threading.Thread(target=self._run, name="folder-reader", daemon=True)
        self._thread.start()

    def names(self) -> list[str]:
        """Name the one reader."""
        return self._reader.names()

    def watch(self, on_event: OnEvent) -> SimulatedWatch:
        """Tell events from now on, on the looking thread."""
        return self._reader.watch(on_event)

    def open(self, reader: str) -> CardSession:
        """Identify the card in the reader."""
        return self._reader.open(reader)

    def close(self) -> None:
        """Stop looking."""
        self._stopping.set()
        self._thread.join(_JOIN_SECONDS)

    def _run(self) -> None:
        while not self._stopping.wait(_LOOK_SECONDS):
            self._look()

    def _look(self) -> None:
        try:
            found: int | None = self._slot.stat().st_mtime_ns
        except FileNotFoundError:
            found = None
        if found == self._seen:
            return
        self._seen = found
        if found is None:
            self._reader.remove()
            return
        with contextlib.suppress(FileNotFoundError):  # pulled meanwhile: the next look sees it
            self._reader.insert(load_card(self._slot))

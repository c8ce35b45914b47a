# SPDX-License-Identifier: EUPL-1.2
"""One running copy a vault: an OS lock on a file, which a dying process lets go by itself."""

import os
import sys
from pathlib import Path

from lgc_app.vault.faults import AlreadyOpenError

_FILE_NAME = "vault.lock"

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class OneCopy:
    """The lock, held from construction to `release`."""

    def __init__(self, folder: Path) -> None:
        """Take the lock at once.

        Raises:
            AlreadyOpenError: another process, or this one, holds it.
        """
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOINHERIT", 0)
        self._descriptor: int | None = os.open(folder / _FILE_NAME, flags, 0o600)
        try:
            _take(self._descriptor)
        except OSError as error:
            self.release()
            raise AlreadyOpenError from error

    def release(self) -> None:
        """Let go. The file stays: to delete it would let two copies lock two files."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

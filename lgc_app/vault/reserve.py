# SPDX-License-Identifier: EUPL-1.2
"""64 MB kept aside at start-up and given back when the disk is full, so that drafts can still be written."""

import contextlib
import os
from pathlib import Path

RESERVE_BYTES = 64 * 1024 * 1024
_FILE_NAME = "reserve.bin"
_CHUNK = bytes(1024 * 1024)


class Reserve:
    """The file. `hold` takes the room, `give_back` frees it."""

    def __init__(self, folder: Path, size: int = RESERVE_BYTES) -> None:
        self._path = folder / _FILE_NAME
        self._size = size

    @property
    def is_held(self) -> bool:
        """Whether the room is kept aside now."""
        return self._path.exists() and self._path.stat().st_size >= self._size

    def hold(self) -> bool:
        """Take the room; false when the disk has not got it, which the screen should tell."""
        if self.is_held:
            return True
        try:
            self._fill()
        except OSError:
            self.give_back()
            return False
        return True

    def give_back(self) -> None:
        """Free the room at once."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _fill(self) -> None:
        """Write real bytes where the system cannot reserve blocks: a hole would reserve nothing."""
        with self._path.open("wb") as file:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, self._size)
                return
            for _ in range(0, self._size, len(_CHUNK)):
                file.write(_CHUNK)
            file.flush()
            os.fsync(file.fileno())

# SPDX-License-Identifier: EUPL-1.2
"""Write a small file so that a power cut leaves the old one or the new one, never a half."""

import contextlib
import errno
import os
import sys
from pathlib import Path

from lgc_app.vault.faults import DiskFullError, DiskTroubleError
from lgc_core.errors import LgcError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if sys.platform != "win32" else {errno.ENOSPC})
_OWNER_ONLY = 0o600


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside, flush to the disk, rename over, flush the folder.

    Raises:
        DiskFullError, DiskTroubleError: nothing changed.
    """
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        _write_flushed(fresh, content)
        fresh.replace(path)
        flush_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise disk_error(error) from error


def disk_error(error: OSError) -> LgcError:
    """Say whether the disk is full or in trouble. The file name stays out of it."""
    return DiskFullError() if error.errno in FULL else DiskTroubleError()


def flush_folder(folder: Path) -> None:
    """Make a rename last. Windows has no such call, and its rename is journalled."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_file(path: Path) -> None:
    """Make a finished file last.

    Raises:
        OSError: the disk refuses.
    """
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _write_flushed(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), _OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())

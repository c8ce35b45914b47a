# SPDX-License-Identifier: EUPL-1.2
"""Secrets of the server in files that only its user reads (0600), made once, never logged."""

import os
import secrets
from pathlib import Path


def write_private(path: Path, content: bytes) -> None:
    """Write a new file with mode 0600 from its first byte, durably.

    Raises:
        FileExistsError: when it exists; a key is never written over.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def secret_of(path: Path, length: int = 32) -> bytes:
    """Return the random secret of a file, made on first use."""
    if not path.exists():
        write_private(path, secrets.token_bytes(length))
    return path.read_bytes()

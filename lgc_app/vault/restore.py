# SPDX-License-Identifier: EUPL-1.2
"""Put a backup in the place of a vault, by way of a copy beside it; what was there is set aside, never removed.

A marker names the prepared copy: a power cut in the middle of the swap is finished at the next opening.
"""

import contextlib
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from lgc_app.vault.atomic import disk_error, flush_file, flush_folder, write_atomically
from lgc_app.vault.backup import MANIFEST, SPARE_BYTES
from lgc_app.vault.faults import DiskFullError, VaultMissingError
from lgc_app.vault.layout import VaultLayout
from lgc_app.vault.slot_file import FILE_NAME

MARKER: Final = "restauration.prete"
_PREPARED: Final = "restauration-"
_ASIDE: Final = "avant-restauration-"
_OF_THE_COPY_ONLY: Final = frozenset({MANIFEST, "vault.lock", "reserve.bin"})
_LEFT: Final = ("cabinet.db-wal", "cabinet.db-shm", "cabinet.db", FILE_NAME, f"{FILE_NAME}.previous")
"""What leaves for the folder set aside, the write-ahead log before the file it belongs to."""


def prepare(vault: Path, backup: Path) -> Path:
    """Copy a backup into the vault's folder, under a name that nobody opens by mistake; return that folder.

    Raises:
        VaultMissingError: this is no backup. DiskFullError, DiskTroubleError: nothing changed.
    """
    if not (VaultLayout(backup).database.is_file() and (backup / FILE_NAME).is_file()):
        raise VaultMissingError
    prepared = vault / f"{_PREPARED}{_stamp()}"
    try:
        vault.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(vault).free < VaultLayout(backup).database.stat().st_size + SPARE_BYTES:
            raise DiskFullError
        prepared.mkdir(mode=0o700)
        for path in sorted(backup.iterdir()):
            if path.is_file() and path.name not in _OF_THE_COPY_ONLY:
                shutil.copyfile(path, prepared / path.name)
                (prepared / path.name).chmod(0o600)
                flush_file(prepared / path.name)
        flush_folder(prepared)
    except OSError as error:
        abandon(prepared)
        raise disk_error(error) from error
    return prepared


def abandon(prepared: Path) -> None:
    """Remove a prepared copy that will not be used; the vault was not touched."""
    shutil.rmtree(prepared, ignore_errors=True)


def swap(vault: Path, prepared: Path) -> Path:
    """Put the prepared copy in place; return the folder where what was there lies now.

    Raises:
        DiskFullError, DiskTroubleError: tried again at the next opening if the marker was written.
    """
    aside = f"{_ASIDE}{_stamp()}"
    write_atomically(vault / MARKER, f"{prepared.name}\n{aside}\n".encode())
    finish_swap(vault)
    return vault / aside


def finish_swap(vault: Path) -> None:
    """End a swap that was begun, from wherever it stopped; does nothing when there is none.

    As long as the prepared folder holds a file, the one of that name in the vault is still the old one.
    """
    told = _marker(vault)
    if told is None:
        return
    prepared, aside = vault / told[0], vault / told[1]
    try:
        aside.mkdir(exist_ok=True)
        if VaultLayout(prepared).database.exists():
            for name in _LEFT:
                _move(vault / name, aside / name)
            flush_folder(aside)
        for path in sorted(prepared.iterdir()) if prepared.is_dir() else ():
            _bring(path, vault, aside)
        flush_folder(vault)
        (vault / MARKER).unlink()
        flush_folder(vault)
    except OSError as error:
        raise disk_error(error) from error
    abandon(prepared)


def _bring(path: Path, vault: Path, aside: Path) -> None:
    if path.name in _OF_THE_COPY_ONLY or not path.is_file():
        return
    if not (aside / path.name).exists():
        _move(vault / path.name, aside / path.name)
    path.replace(vault / path.name)


def _marker(vault: Path) -> tuple[str, str] | None:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        lines = (vault / MARKER).read_text("ascii").split()
        names = [os.path.basename(line) for line in lines]  # noqa: PTH119 -- a name is wanted, not a path
        if names == lines and len(names) == 2 and names[0].startswith(_PREPARED) and names[1].startswith(_ASIDE):
            return names[0], names[1]
    return None


def _move(source: Path, target: Path) -> None:
    if source.exists():
        source.replace(target)


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")

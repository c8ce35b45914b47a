# SPDX-License-Identifier: EUPL-1.2
"""Destroy a vault: every wrapped key first, so that nothing reads any more, then the files (Revocation).

A marker comes first and stays: a power cut in the middle is finished at the next start, and the lock screen says
what happened. Overwriting is no promise on flash memory; what protects is that a slot alone opens nothing without
its card or code, and that the secret of this machine goes too.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from lgc_app.vault.atomic import flush_folder, write_atomically
from lgc_app.vault.device import forget_device_secret
from lgc_app.vault.faults import DamagedSlotsError, PostRevokedError, VaultMissingError
from lgc_app.vault.layout import VaultLayout
from lgc_app.vault.slot_file import FILE_NAME, SlotFile

MARKER: Final = "revoque.json"
_KEPT: Final = frozenset({MARKER, "vault.lock", "acces.jsonl", "acces.1.jsonl"})
"""What stays of the vault's own files: who tried to open, and why it is gone."""

_OURS: Final = (
    "cabinet.db*", "slots.json*", "reserve.bin", "attachments", "backups", "restauration-*",
    "restauration.prete", "avant-restauration-*",
)  # fmt: skip


class Revoked(msgspec.Struct, frozen=True):
    """The marker: when this post was revoked (UTC), and the secret of the keyring that goes with it."""

    at: datetime
    vault_id: str = ""


def shred(folder: Path, also: Sequence[Path] = ()) -> None:
    """Destroy the keys, then the files of a vault that is locked; safe to call again after a power cut.

    `also` names files beside it that go last: the key and the certificate of the post.

    Raises:
        DiskFullError, DiskTroubleError: the marker could not be written; nothing was destroyed.
    """
    told = _read(folder)
    if told is None:
        told = Revoked(datetime.now(UTC), _vault_id(folder))
        write_atomically(folder / MARKER, msgspec.json.encode(told))
    for slots in _slots(folder):
        _overwrite(slots)
    if told.vault_id:
        forget_device_secret(told.vault_id)
    for path in _files(folder):
        _remove(path)
    for path in also:
        _overwrite(path)
    with contextlib.suppress(OSError):
        flush_folder(folder)


def refuse_revoked(folder: Path) -> None:
    """Say that the vault of this folder was revoked, ending first what a power cut interrupted.

    Raises:
        PostRevokedError: with the day.
    """
    told = _read(folder)
    if told is not None:
        shred(folder)
        raise PostRevokedError(told.at)


def forget_revoked(folder: Path) -> None:
    """Let a new vault be made where one was revoked."""
    (folder / MARKER).unlink(missing_ok=True)


def _read(folder: Path) -> Revoked | None:
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode((folder / MARKER).read_bytes(), type=Revoked)
    return None


def _vault_id(folder: Path) -> str:
    with contextlib.suppress(VaultMissingError, DamagedSlotsError):
        return SlotFile(folder).load().vault_id
    return ""


def _slots(folder: Path) -> Iterator[Path]:
    """Give every copy of the wrapped keys: in use, before, in backups, set aside by a restore."""
    yield from folder.glob(f"{FILE_NAME}*")
    for pattern in ("restauration-*", "avant-restauration-*"):
        yield from folder.glob(f"{pattern}/{FILE_NAME}*")
    backups = VaultLayout(folder).backups
    if backups.is_dir():
        yield from (path for held in backups.iterdir() if held.is_dir() for path in held.glob(f"{FILE_NAME}*"))


def _files(folder: Path) -> Iterator[Path]:
    for pattern in _OURS:
        yield from (path for path in folder.glob(pattern) if path.name not in _KEPT)


def _overwrite(path: Path) -> None:
    """Write random bytes over a small file, flush them, then remove it."""
    with contextlib.suppress(OSError):
        size = path.stat().st_size
        with path.open("rb+") as file:
            file.write(os.urandom(size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def _remove(path: Path) -> None:
    """Remove a file or a folder; what the disk refuses to give up is unreadable all the same."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()

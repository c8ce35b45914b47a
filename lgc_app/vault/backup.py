# SPDX-License-Identifier: EUPL-1.2
"""A backup: the database as of now, still encrypted, with the slots that open it. Believed only once reopened.

A folder holds `cabinet.db`, `slots.json`, the files given to go along (the encrypted key of the post), and
`sauvegarde.json`: how many rows each table had when the copy was verified, under a MAC that only the key makes.
Attachments are content-addressed, never change, and come back from the region: they are not in it.
"""

import contextlib
import hashlib
import hmac
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import msgspec
import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from lgc_app.vault.atomic import disk_error, flush_file, flush_folder, write_atomically
from lgc_app.vault.engine import close_database, open_database
from lgc_app.vault.faults import DamagedDatabaseError, DiskFullError, VaultLockedError
from lgc_app.vault.integrity import check_integrity, rows_of_tables
from lgc_app.vault.keys import DatabaseKey
from lgc_app.vault.layout import VaultLayout
from lgc_app.vault.slot_file import FILE_NAME, SlotFile
from lgc_app.vault.sql_errors import fault_of
from lgc_core.errors import LgcError

MANIFEST: Final = "sauvegarde.json"
SPARE_BYTES: Final = 256 * 1024 * 1024
"""Room that a backup leaves on the disk: a copy must never be what stops a save."""

_PREFIX: Final = "sauvegarde-"
_FORMAT: Final = "%Y%m%dT%H%M%S%fZ"
_MOST_BYTES: Final = 64 * 1024
_GROWING: Final = "op"
"""The log only grows: its count in a copy lies between the counts before and after copying."""


@dataclass(frozen=True)
class Backup:
    """A folder with `cabinet.db` and `slots.json`, made at an instant (UTC)."""

    folder: Path
    made: datetime


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the copy held when it was verified; `mac` is HMAC-SHA256 over the rest."""

    rows: dict[str, Annotated[int, msgspec.Meta(ge=0)]]
    mac: str


def make_backup(
    engine: sa.Engine,
    key: DatabaseKey,
    slot_file: SlotFile,
    into: Path,
    along: Sequence[Path] = (),
    made: datetime | None = None,
) -> Backup:
    """Copy and verify, then give the folder its name: a half-made backup never looks like one.

    Raises:
        DiskFullError, DiskTroubleError: nothing is left. DamagedDatabaseError: the copy did not verify.
        VaultLockedError: the vault was locked meanwhile; nothing is left.
    """
    made = (made or datetime.now(UTC)).astimezone(UTC)
    name = f"{_PREFIX}{made.strftime(_FORMAT)}"
    partial, final = into / f".{name}.partial", into / name
    try:
        partial.mkdir(parents=True)
        _require_room(engine, into)
        _fill(engine, key, slot_file, partial, along)
        partial.replace(final)
        flush_folder(into)
    except OSError as error:
        _discard(partial)
        raise disk_error(error) from error
    except LgcError:
        _discard(partial)
        raise
    return Backup(final, made)


def verify_backup(folder: Path, key: DatabaseKey) -> dict[str, int]:
    """Open the copy, check every page and the structure, and count its rows against what was written of it.

    Returns the rows of each table.

    Raises:
        DamagedDatabaseError, WrongKeyError, VaultMissingError: it would not restore.
    """
    rows = _verified(folder, key)
    manifest = read_manifest(folder, key)
    if manifest is not None and manifest != rows:
        raise DamagedDatabaseError
    return rows


def read_manifest(folder: Path, key: DatabaseKey) -> dict[str, int] | None:
    """Return the rows that a backup was verified with; None for one of the first version, which had none.

    Raises:
        DamagedDatabaseError: it does not read, or was not written under this key.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return None
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise DamagedDatabaseError
        told = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as error:
        raise DamagedDatabaseError from error
    if not hmac.compare_digest(told.mac, _mac(told.rows, key)):
        raise DamagedDatabaseError
    return told.rows


def backups_in(folder: Path) -> list[Backup]:
    """List the finished backups of a folder, oldest first."""
    found = []
    for path in sorted(folder.glob(f"{_PREFIX}*")):
        with contextlib.suppress(ValueError):
            stamp = path.name.removeprefix(_PREFIX)
            found.append(Backup(path, datetime.strptime(stamp, _FORMAT).replace(tzinfo=UTC)))
    return found


def newest_backup(backups: Path) -> Backup | None:
    """Find the last finished backup of a folder."""
    found = backups_in(backups)
    return found[-1] if found else None


def remove_backup(backup: Backup) -> None:
    """Remove a backup: first its name, so that none that is half removed looks like one."""
    gone = backup.folder.with_name(f".{backup.folder.name}.partial")
    with contextlib.suppress(OSError):
        backup.folder.replace(gone)
        _discard(gone)


def sweep_partial(backups: Path) -> None:
    """Remove what a crash left half-made."""
    for left in backups.glob(f".{_PREFIX}*.partial"):
        _discard(left)


def _fill(engine: sa.Engine, key: DatabaseKey, slot_file: SlotFile, partial: Path, along: Sequence[Path]) -> None:
    before = _log_length(engine)
    _copy_database(engine, VaultLayout(partial).database)
    after = _log_length(engine)
    write_atomically(partial / FILE_NAME, slot_file.path.read_bytes())
    for path in along:
        if path.is_file():
            write_atomically(partial / path.name, path.read_bytes())
    if key.is_wiped:
        raise VaultLockedError
    rows = _verified(partial, key)
    if not before <= rows.get(_GROWING, 0) <= after:
        raise DamagedDatabaseError
    told = Manifest(rows, _mac(rows, key))
    write_atomically(partial / MANIFEST, msgspec.json.format(msgspec.json.encode(told), indent=1))


def _verified(folder: Path, key: DatabaseKey) -> dict[str, int]:
    try:
        engine = open_database(VaultLayout(folder).database, key)
    except ValueError as error:  # the key was wiped: the vault locked while the copy was being made
        raise VaultLockedError from error
    try:
        if not check_integrity(engine, whole=True).is_sound:
            raise DamagedDatabaseError
        return rows_of_tables(engine)
    finally:
        close_database(engine)


def _log_length(engine: sa.Engine) -> int:
    return rows_of_tables(engine, only=_GROWING).get(_GROWING, 0)


def _mac(rows: dict[str, int], key: DatabaseKey) -> str:
    try:
        secret = key.derive("backup-manifest")
    except ValueError as error:
        raise VaultLockedError from error
    return hmac.new(secret, msgspec.json.encode(rows, order="deterministic"), hashlib.sha256).hexdigest()


def _require_room(engine: sa.Engine, into: Path) -> None:
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    if shutil.disk_usage(into).free < int(pages) * int(size) + SPARE_BYTES:
        raise DiskFullError


def _copy_database(engine: sa.Engine, target: Path) -> None:
    """VACUUM INTO: a consistent copy under the same key, while others write; flushed before it is believed."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(target),))
    except sqlcipher.Error as error:
        raise fault_of(error) or error from error
    finally:
        connection.close()
    flush_file(target)


def _discard(partial: Path) -> None:
    shutil.rmtree(partial, ignore_errors=True)

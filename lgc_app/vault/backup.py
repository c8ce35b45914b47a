# SPDX-License-Identifier: EUPL-1.2
"""A backup: the database as of now, still encrypted, with the slots that open it. Believed only once reopened.

Attachments are content-addressed and never change: copying them is a later step.
"""

import contextlib
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from lgc_app.vault.atomic import disk_error, flush_folder, write_atomically
from lgc_app.vault.engine import close_database, open_database
from lgc_app.vault.faults import DamagedDatabaseError
from lgc_app.vault.integrity import check_integrity
from lgc_app.vault.keys import DatabaseKey
from lgc_app.vault.layout import VaultLayout
from lgc_app.vault.slot_file import FILE_NAME, SlotFile
from lgc_app.vault.sql_errors import fault_of
from lgc_core.errors import LgcError

_PREFIX = "sauvegarde-"
_FORMAT = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True)
class Backup:
    """A folder with `cabinet.db` and `slots.json`, made at an instant (UTC)."""

    folder: Path
    made: datetime


def make_backup(engine: sa.Engine, key: DatabaseKey, slot_file: SlotFile, into: Path) -> Backup:
    """Copy and verify, then give the folder its name: a half-made backup never looks like one.

    Raises:
        DiskFullError, DiskTroubleError: nothing is left. DamagedDatabaseError: the copy did not verify.
    """
    made = datetime.now(UTC)
    name = f"{_PREFIX}{made.strftime(_FORMAT)}"
    partial, final = into / f".{name}.partial", into / name
    try:
        partial.mkdir(parents=True)
        _copy_database(engine, VaultLayout(partial).database)
        write_atomically(partial / FILE_NAME, slot_file.path.read_bytes())
        verify_backup(partial, key)
        partial.replace(final)
        flush_folder(into)
    except OSError as error:
        _discard(partial)
        raise disk_error(error) from error
    except LgcError:
        _discard(partial)
        raise
    return Backup(final, made)


def verify_backup(folder: Path, key: DatabaseKey) -> None:
    """Open the copy and check every page.

    Raises:
        DamagedDatabaseError, WrongKeyError, VaultMissingError: it would not restore.
    """
    engine = open_database(VaultLayout(folder).database, key)
    try:
        if not check_integrity(engine).is_sound:
            raise DamagedDatabaseError
    finally:
        close_database(engine)


def newest_backup(backups: Path) -> Backup | None:
    """Find the last finished backup of a folder."""
    found = sorted(backups.glob(f"{_PREFIX}*"))
    for folder in reversed(found):
        with contextlib.suppress(ValueError):
            stamp = folder.name.removeprefix(_PREFIX)
            return Backup(folder, datetime.strptime(stamp, _FORMAT).replace(tzinfo=UTC))
    return None


def _copy_database(engine: sa.Engine, target: Path) -> None:
    """VACUUM INTO: a consistent copy under the same key, while others write."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(target),))
    except sqlcipher.Error as error:
        raise fault_of(error) or error from error
    finally:
        connection.close()


def _discard(partial: Path) -> None:
    shutil.rmtree(partial, ignore_errors=True)

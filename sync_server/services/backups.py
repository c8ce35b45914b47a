# SPDX-License-Identifier: EUPL-1.2
"""Backups of the region: the database, the authority, the secrets, the files; named once complete.

The database is one SQLite file, encrypted when the region has a key: by VACUUM INTO from SQLite, row by row from
PostgreSQL at one moment. The folder holds keys: it is to be guarded as the data folder itself.
"""

import contextlib
import datetime as dt
import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from lgc_core.errors import OutsideError, UserError
from lgc_core.store.tables import partition as partition_table
from lgc_core.sync.arbiter import Arbiter
from sync_server.config import Settings
from sync_server.db import open_engine, reading, writing
from sync_server.schema import bring_up_to_date
from sync_server.services.row_copy import copy_rows, is_empty, one_moment

KEPT: Final = 14
DATABASE: Final = "region.db"
MANIFEST: Final = "manifest.json"
_PREFIX: Final = "region-"
_FORMAT: Final = "%Y%m%dT%H%M%S%fZ"
_FOLDERS: Final = ("authority", "secrets", "blobs")
_SPARE: Final = 512 * 1024 * 1024


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup held when it was made: the hash of its database, the place of each partition."""

    sha256: str
    places: dict[str, tuple[int, str]]
    files: int


@dataclass(frozen=True)
class ServerBackup:
    """A finished backup."""

    folder: Path
    made: dt.datetime

    @property
    def manifest(self) -> Manifest:
        """Return what was written of it.

        Raises:
            UserError: it does not read.
        """
        try:
            return msgspec.json.decode((self.folder / MANIFEST).read_bytes(), type=Manifest)
        except (OSError, msgspec.MsgspecError) as error:
            raise UserError("Cette sauvegarde ne se lit pas. Prenez-en une autre.") from error


def make_backup(settings: Settings, engine: sa.Engine, into: Path | None = None) -> ServerBackup:
    """Copy everything while the server serves; old ones go once the new one is complete.

    Raises:
        OutsideError: the disk refuses; nothing was removed.
    """
    into = into or settings.data_dir / "backups"
    made = dt.datetime.now(dt.UTC)
    name = f"{_PREFIX}{made.strftime(_FORMAT)}"
    partial = into / f".{name}.partial"
    try:
        _fill(settings, engine, partial)
        partial.replace(into / name)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise OutsideError(
            "La sauvegarde de la région n’a pas abouti (disque). Les précédentes sont gardées."
        ) from (error)
    for old in backups_in(into)[:-KEPT]:
        shutil.rmtree(old.folder, ignore_errors=True)
    return ServerBackup(into / name, made)


def backups_in(folder: Path) -> list[ServerBackup]:
    """List the finished backups, oldest first."""
    found = []
    for path in sorted(folder.glob(f"{_PREFIX}*")):
        with contextlib.suppress(ValueError):
            made = dt.datetime.strptime(path.name.removeprefix(_PREFIX), _FORMAT).replace(tzinfo=dt.UTC)
            found.append(ServerBackup(path, made))
    return found


def restore_into(settings: Settings, backup: ServerBackup) -> None:
    """Put a backup in an empty data folder, under a new epoch: posts will offer again what they hold.

    A PostgreSQL address names an empty database; a backup goes into either kind, whatever it was made from.

    Raises:
        UserError: the folder or the database is not empty, or the backup is damaged.
    """
    target = _database_path(settings)
    if (target and target.exists()) or any((settings.data_dir / name).exists() for name in _FOLDERS):
        raise UserError("Ce dossier contient déjà une région. Restaurez dans un dossier vide.")
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    if file_sha256(backup.folder / DATABASE) != backup.manifest.sha256:
        raise UserError("Cette sauvegarde est abîmée. Prenez-en une autre.")
    if target is None:
        _fill_postgres(settings, backup)
    for name in _FOLDERS:
        if (backup.folder / name).is_dir():
            shutil.copytree(backup.folder / name, settings.data_dir / name)
    if target is not None:
        shutil.copyfile(backup.folder / DATABASE, target)
    engine = open_engine(settings.database_url, settings.database_key_file)
    bring_up_to_date(engine)
    Arbiter(engine).new_epoch()
    engine.dispose()


def _fill_postgres(settings: Settings, backup: ServerBackup) -> None:
    engine = open_engine(settings.database_url)
    try:
        bring_up_to_date(engine)
        with tempfile.TemporaryDirectory(dir=settings.data_dir, prefix=".restauration-") as place:
            file = Path(place) / DATABASE
            shutil.copyfile(backup.folder / DATABASE, file)
            copy = open_engine(f"sqlite:///{file}", settings.database_key_file)
            try:
                bring_up_to_date(copy)  # a backup of an older version is raised to this one first
                with one_moment(copy) as source, writing(engine) as target:
                    if not is_empty(target):
                        raise UserError("Cette base contient déjà une région. Restaurez dans une base vide.")
                    copy_rows(source, target)
            finally:
                copy.dispose()
    finally:
        engine.dispose()


def _database_path(settings: Settings) -> Path | None:
    """Return the SQLite file of the settings, None for a PostgreSQL region."""
    url = make_url(settings.database_url)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def places(connection: sa.Connection) -> dict[str, tuple[int, str]]:
    """Return the place and the chain of each partition."""
    rows = connection.execute(sa.select(partition_table))
    return {row.id: (row.seq, row.chain.hex()) for row in rows}


def file_sha256(path: Path) -> str:
    """Return the hash of a file, read by pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def _fill(settings: Settings, engine: sa.Engine, partial: Path) -> None:
    partial.mkdir(parents=True, mode=0o700)
    if shutil.disk_usage(partial).free < _size(engine) + _SPARE:
        raise OSError("no room")
    database = partial / DATABASE
    if engine.dialect.name == "sqlite":
        _vacuum(engine, database)
    else:
        _export(settings, engine, database)
    with database.open("rb+") as file:
        os.fsync(file.fileno())
    files = sum(_copy(settings.data_dir / name, partial / name) for name in _FOLDERS)
    copy = open_engine(f"sqlite:///{database}", settings.database_key_file)
    with reading(copy) as reader:
        told = places(reader)
    copy.dispose()
    manifest = Manifest(sha256=file_sha256(database), places=told, files=files)
    (partial / MANIFEST).write_bytes(msgspec.json.encode(manifest))


def _size(engine: sa.Engine) -> int:
    pages = "(SELECT page_count FROM pragma_page_count()) * (SELECT page_size FROM pragma_page_size())"
    asked = pages if engine.dialect.name == "sqlite" else "pg_database_size(current_database())"
    with reading(engine) as connection:
        return int(connection.exec_driver_sql(f"SELECT {asked}").scalar_one())


def _vacuum(engine: sa.Engine, into: Path) -> None:
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(into),))
    finally:
        connection.close()


def _export(settings: Settings, engine: sa.Engine, into: Path) -> None:
    """Write a PostgreSQL region, as it is at one moment, into a new SQLite file."""
    copy = open_engine(f"sqlite:///{into}", settings.database_key_file)
    try:
        bring_up_to_date(copy)
        with one_moment(engine) as source, writing(copy) as target:
            copy_rows(source, target)
        with copy.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        copy.dispose()


def _copy(source: Path, target: Path) -> int:
    """Link files where the disk allows it (they never change), copy them elsewhere; return how many."""
    count = 0
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        if not path.is_file() or path.suffix == ".part":
            continue
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            os.link(path, place)
        except OSError:
            shutil.copyfile(path, place)
            place.chmod(0o600)
        count += 1
    return count

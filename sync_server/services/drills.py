# SPDX-License-Identifier: EUPL-1.2
"""The restore drill: a backup put in a throw-away place and read to its end; the result is kept and shown.

A backup that nobody restored is a hope. The drill checks the hash, every page, the structure, the chain of each
partition recomputed from the operations, the journal, that every file named by a document is there and opens, and
that the new epoch is one that no post knows.
"""

import dataclasses
import datetime as dt
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from lgc_core.errors import OutsideError, UserError
from lgc_core.model.ids import new_id
from lgc_core.oplog.operation import clock_moved
from lgc_core.store.tables import op as op_table
from lgc_core.store.tables import partition as partition_table
from lgc_core.store.tables import quarantine
from lgc_core.sync import chain
from sync_server.config import Settings
from sync_server.db import open_engine, reading, writing
from sync_server.services import journal
from sync_server.services.backups import (
    Manifest,
    ServerBackup,
    backups_in,
    file_sha256,
    make_backup,
    places,
    restore_into,
)
from sync_server.services.blob_store import BlobStore
from sync_server.services.clock import now_ms
from sync_server.services.secret_files import secret_of
from sync_server.tables import drill

BACKUP_EVERY: Final = dt.timedelta(days=1)
DRILL_EVERY: Final = dt.timedelta(days=30)
_NAMED_FILES: Final = sa.text(
    "SELECT DISTINCT document.partition AS partition, file.value ->> 'blob' AS blob"
    " FROM document, json_each(document.files) AS file WHERE document.files IS NOT NULL"
)


@dataclass(frozen=True)
class DrillResult:
    """What a drill found; `troubles` are sentences, none means that the backup restores."""

    backup: str
    troubles: tuple[str, ...]
    operations: int
    partitions: int
    files: int
    missing: int
    seconds: int

    @property
    def ok(self) -> bool:
        """Tell whether the backup restores."""
        return not self.troubles

    @property
    def words(self) -> str:
        """Say it in one line."""
        if self.troubles:
            return " ".join(self.troubles)
        late = f", {self.missing} pas encore arrivés" if self.missing else ""
        counted = f"{self.operations} opérations de {self.partitions} partitions, {self.files} fichiers{late}"
        return f"Restaurée et relue en entier\u00a0: {counted}."


@dataclass(frozen=True)
class DrillLine:
    """A drill as the console shows it."""

    at_ms: int
    backup: str
    ok: bool
    words: str


def run_drill(settings: Settings, engine: sa.Engine, backup: ServerBackup | None = None) -> DrillResult:
    """Restore the newest backup (or one made now) elsewhere, read it, keep the result, with a line in the journal.

    A PostgreSQL region is restored elsewhere as SQLite: what the backup holds is read to its end either way.

    Raises:
        OutsideError: the disk refuses.
    """
    started = time.monotonic()
    found = backups_in(settings.data_dir / "backups")
    backup = backup or (found[-1] if found else make_backup(settings, engine))
    with tempfile.TemporaryDirectory(dir=settings.data_dir, prefix=".exercice-") as place:
        result = _restored_and_read(settings, backup, Path(place) / "region", _epochs(engine))
    result = dataclasses.replace(result, seconds=round(time.monotonic() - started))
    _keep(engine, result)
    return result


def last_drill(connection: sa.Connection) -> DrillLine | None:
    """Return the newest drill."""
    row = connection.execute(sa.select(drill).order_by(drill.c.at_ms.desc()).limit(1)).first()
    return None if row is None else DrillLine(row.at_ms, row.backup, bool(row.ok), row.words)


def upkeep_due(settings: Settings, engine: sa.Engine) -> tuple[bool, bool]:
    """Tell whether a backup and a drill are due."""
    found = backups_in(settings.data_dir / "backups")
    now = dt.datetime.now(dt.UTC)
    with reading(engine) as connection:
        last = last_drill(connection)
    drilled = dt.datetime.fromtimestamp(last.at_ms / 1000, dt.UTC) if last else None
    return (
        not found or abs(now - found[-1].made) > BACKUP_EVERY,
        drilled is None or not (last and last.ok) or abs(now - drilled) > DRILL_EVERY,
    )


def _restored_and_read(settings: Settings, backup: ServerBackup, place: Path, living: set[str]) -> DrillResult:
    elsewhere = dataclasses.replace(
        settings, data_dir=place, database_url=f"sqlite:///{place / 'region.db'}",
    )  # fmt: skip
    troubles: list[str] = []
    operations = partitions = files = missing = 0
    try:
        before = _sound_manifest(backup).places
        restore_into(elsewhere, backup)
        copy = open_engine(elsewhere.database_url, settings.database_key_file)
        try:
            troubles += _pages(copy)
            if _epochs(copy) & living:
                troubles.append("La région restaurée n’a pas une époque nouvelle.")
            with reading(copy) as connection:
                troubles += _journal(connection)
                if places(connection) != before:
                    troubles.append("Les places des partitions ne sont pas celles de la sauvegarde.")
                operations, partitions, broken = _chains(connection)
                troubles += broken
                files, missing, lost = _files(connection, elsewhere)
                troubles += lost
        finally:
            copy.dispose()
    except (UserError, OutsideError) as error:
        troubles.append(error.sentence)
    except (OSError, sa.exc.SQLAlchemyError) as error:
        troubles.append(f"La copie ne s’ouvre pas ({type(error).__name__}).")
    return DrillResult(backup.folder.name, tuple(troubles), operations, partitions, files, missing, 0)


def _sound_manifest(backup: ServerBackup) -> Manifest:
    if file_sha256(backup.folder / "region.db") != backup.manifest.sha256:
        raise UserError("Le fichier de la base n’est plus celui qui a été sauvegardé.")
    return backup.manifest


def _epochs(engine: sa.Engine) -> set[str]:
    with reading(engine) as connection:
        return set(connection.execute(sa.select(partition_table.c.epoch)).scalars())


def _pages(copy: sa.Engine) -> list[str]:
    with copy.connect() as connection:
        structure = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check(10)")]
        checked = connection.exec_driver_sql("PRAGMA cipher_integrity_check")
        pages = checked.fetchmany(10) if checked.returns_rows else []  # none for a file that is not encrypted
    return [] if structure == ["ok"] and not pages else ["Des pages de la base sont abîmées."]


def _journal(connection: sa.Connection) -> list[str]:
    broken = journal.broken_at(connection)
    return [] if broken is None else [f"La chaîne du journal est rompue à la ligne {broken}."]


_LOG: Final = sa.select(
    op_table.c.seq, op_table.c.body, op_table.c.hlc, op_table.c.chain, quarantine.c.reason
).join(quarantine, quarantine.c.op_id == op_table.c.op_id, isouter=True)


def _chains(connection: sa.Connection) -> tuple[int, int, list[str]]:
    """Recompute the chain of each partition over its operations, in bounded memory."""
    operations, troubles = 0, []
    rows = connection.execute(sa.select(partition_table)).all()
    for row in rows:
        seq, link = 0, chain.START
        query = _LOG.where(op_table.c.partition == row.id)
        for one in connection.execution_options(yield_per=1000).execute(query.order_by(op_table.c.seq)):
            link = chain.extend(
                link, one.seq, one.body, chain.verdict(one.reason or "", clock_moved(one.body, one.hlc))
            )
            if one.seq != seq + 1 or link != one.chain:
                troubles.append(f"La chaîne de {row.id} est rompue à {one.seq}.")
                break
            seq += 1
        operations += seq
        if not troubles and (seq, link) != (row.seq, row.chain):
            troubles.append(f"La chaîne de {row.id} s’arrête à {seq} au lieu de {row.seq}.")
    return operations, len(rows), troubles


def _files(connection: sa.Connection, elsewhere: Settings) -> tuple[int, int, list[str]]:
    """Open every file that a document names; one that has not arrived is no loss, one that does not open is."""
    key = secret_of(elsewhere.data_dir / "secrets" / "blobs.key")
    store = BlobStore(elsewhere.data_dir / "blobs", key)
    opened = missing = damaged = 0
    for row in connection.execute(_NAMED_FILES):
        if not store.has(row.partition, row.blob):
            missing += 1
            continue
        try:
            for _ in store.stream(row.partition, row.blob):
                pass  # every piece is proven as it is read
            opened += 1
        except (UserError, OutsideError):
            damaged += 1
    return opened, missing, [f"{damaged} fichiers de patients ne se relisent pas."] if damaged else []


def _keep(engine: sa.Engine, result: DrillResult) -> None:
    with writing(engine) as connection:
        connection.execute(
            drill.insert().values(
                id=new_id(), at_ms=now_ms(), backup=result.backup, ok=int(result.ok), words=result.words,
                seconds=result.seconds,
            )
        )  # fmt: skip
        event = "exercice de restauration réussi" if result.ok else "exercice de restauration manqué"
        journal.write(connection, event)

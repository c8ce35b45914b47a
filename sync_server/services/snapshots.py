# SPDX-License-Identifier: EUPL-1.2
"""Snapshots of practices for new posts: built once in bounded memory, kept encrypted a day, read by chunks."""

import datetime as dt
import hashlib
import hmac
import secrets
import shutil
import threading
from pathlib import Path
from typing import Final

import msgspec
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lgc_core.errors import LgcError
from lgc_core.store.identity import cabinet
from lgc_core.store.tables import partition as partition_table
from lgc_core.sync.snapshot import SnapshotHead, chunks_of, columns_here, pack
from sync_server import logs

FRESH: Final = dt.timedelta(minutes=10)
"""A second new post of the practice within that time reads the same snapshot; the tail comes by the pull."""

KEPT: Final = dt.timedelta(hours=24)
_HEAD: Final = "head.json"
_NONCE: Final = 12
_AT_ONCE: Final = 2
"""Practices built together: the others wait their turn, exchanges go on."""


class Snapshots:
    """The snapshots under one folder."""

    def __init__(self, engine: sa.Engine, folder: Path, key: bytes) -> None:
        self._engine = engine
        self._folder = folder
        self._key = key
        self._lock = threading.Lock()
        self._building: set[str] = set()
        self._room = threading.BoundedSemaphore(_AT_ONCE)

    def ask(self, practice: str) -> SnapshotHead:
        """Return a fresh snapshot of a practice, else begin to build one and return a head without id."""
        home = self._home(practice)
        newest = self._newest(home)
        if newest is not None and _age(newest) < FRESH:
            return msgspec.json.decode((newest / _HEAD).read_bytes(), type=SnapshotHead)
        with self._lock:
            if practice not in self._building:
                self._building.add(practice)
                threading.Thread(target=self._build_alone, args=(practice,), daemon=True).start()
        return SnapshotHead()

    def chunk(self, practice: str, untrusted_id: str, number: int) -> bytes | None:
        """Return one chunk as it travels, None when this snapshot is not here any more."""
        if not (len(untrusted_id) == 32 and untrusted_id.isalnum() and number >= 0):
            return None
        path = self._home(practice) / untrusted_id / f"{number:06}"
        try:
            sealed = path.read_bytes()
            return self._cipher(practice).decrypt(sealed[:_NONCE], sealed[_NONCE:], path.name.encode())
        except (OSError, InvalidTag):
            return None

    def build(self, practice: str) -> SnapshotHead:
        """Build a snapshot now, in one read transaction, and drop those that are too old."""
        home, identifier = self._home(practice), secrets.token_hex(16)
        partial = home / f".{identifier}"
        partial.mkdir(parents=True, mode=0o700)
        try:
            head = self._write(practice, identifier, partial)
            (partial / _HEAD).write_bytes(msgspec.json.encode(head))
            partial.replace(home / identifier)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        self._drop_old(home)
        return head

    def _write(self, practice: str, identifier: str, partial: Path) -> SnapshotHead:
        name, cipher = cabinet(practice), self._cipher(practice)
        chunks = rows = size = 0
        with self._engine.connect() as bare:
            connection = bare
            if bare.dialect.name == "postgresql":  # one picture for the whole reading, as SQLite gives
                connection = bare.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                at = connection.execute(sa.select(partition_table).where(partition_table.c.id == name)).first()
                for parts in chunks_of(connection, name, at.seq) if at else ():
                    packed, nonce = pack(parts), secrets.token_bytes(_NONCE)
                    file = partial / f"{chunks:06}"
                    file.write_bytes(nonce + cipher.encrypt(nonce, packed, file.name.encode()))
                    chunks, size = chunks + 1, size + len(packed)
                    rows += sum(len(part.rows) for part in parts)
        if at is None:
            return SnapshotHead(id=identifier)  # nothing yet: a plain pull says so
        return SnapshotHead(
            id=identifier,
            epoch=at.epoch,
            seq=at.seq,
            chain=at.chain.hex(),
            chunks=chunks,
            rows=rows,
            bytes=size,
            columns=columns_here(),
        )

    def _build_alone(self, practice: str) -> None:
        try:
            with self._room:
                head = self.build(practice)
            logs.event("snapshot", practice=practice, count=head.rows)
        except (OSError, LgcError, sa.exc.SQLAlchemyError) as error:
            logs.event("snapshot trouble", error=error, practice=practice)
        finally:
            with self._lock:
                self._building.discard(practice)

    def _newest(self, home: Path) -> Path | None:
        found = [path for path in home.glob("[0-9a-f]*") if (path / _HEAD).exists()] if home.is_dir() else []
        return max(found, key=lambda path: (path / _HEAD).stat().st_mtime, default=None)

    def _drop_old(self, home: Path) -> None:
        for path in home.iterdir():
            if (path / _HEAD).exists() and _age(path) > KEPT:
                shutil.rmtree(path, ignore_errors=True)

    def _home(self, practice: str) -> Path:
        return self._folder / hmac.new(self._key, practice.encode(), hashlib.sha256).hexdigest()[:32]

    def _cipher(self, practice: str) -> AESGCM:
        info = b"snapshot\0" + practice.encode()
        return AESGCM(HKDF(SHA256(), length=32, salt=None, info=info).derive(self._key))


def _age(path: Path) -> dt.timedelta:
    made = dt.datetime.fromtimestamp((path / _HEAD).stat().st_mtime, dt.UTC)
    return abs(dt.datetime.now(dt.UTC) - made)

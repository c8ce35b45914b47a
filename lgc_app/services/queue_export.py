# SPDX-License-Identifier: EUPL-1.2
"""« Exporter la file »: what the region has not acknowledged, in one encrypted file to be carried to it."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from lgc_app.vault.atomic import write_atomically
from lgc_core.errors import UserError
from lgc_core.store import outbox
from lgc_core.store.identity import trail
from lgc_core.store.store import Store
from lgc_core.sync.exchange import PUSH_BATCH, PUSH_BYTES, push_digest
from lgc_core.sync.parcel import Parcel, ParcelPush, new_code, seal
from lgc_core.sync.partitions import read_allowed


class NothingToExportError(UserError):
    """The queue is empty."""

    def __init__(self) -> None:
        super().__init__("Rien à exporter : tout est reçu par la région.")


class FileThereError(UserError):
    """The file exists: it may hold an earlier export."""

    def __init__(self) -> None:
        super().__init__("Ce fichier existe déjà. Choisissez un autre nom.")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written; the code is told once and kept nowhere."""

    file: Path
    code: str
    count: int

    @property
    def sentence(self) -> str:
        """Say what was done and what to do with it."""
        what = "1 modification exportée" if self.count == 1 else f"{self.count} modifications exportées"
        return (
            f"{what}, chiffrée{'s' if self.count > 1 else ''}. Code à donner à la région par un autre moyen\u00a0:"
        )


class QueueExport:
    """Exports the queue of one post. It changes nothing: what was exported still leaves by the network."""

    def __init__(self, store: Store, sign: Callable[[bytes], bytes]) -> None:
        self._store = store
        self._sign = sign

    def run(self, file: Path) -> Exported:
        """Write the file.

        Raises:
            NothingToExportError: the queue is empty. FileThereError: something has that name.
            DiskFullError, DiskTroubleError: no file was left.
        """
        if file.exists():
            raise FileThereError
        post = self._store.post
        with self._store.reading() as connection:
            told = read_allowed(connection)
            partitions = (post.cabinet, trail(post.practice), *told.open, *told.ended)
            pushes = [push for partition in partitions for push in self._of(connection, partition)]
        if not pushes:
            raise NothingToExportError
        made = self._store.now().isoformat(timespec="seconds")
        parcel = Parcel(practice=post.practice, device=post.device, made=made, pushes=tuple(pushes))
        code = new_code()
        write_atomically(file, seal(parcel, code))
        return Exported(file, code, parcel.count)

    def _of(self, connection: sa.Connection, partition: str) -> list[ParcelPush]:
        found = []
        for batch in outbox.batches(connection, partition, PUSH_BATCH, PUSH_BYTES):
            bodies = tuple(waiting.body for waiting in batch)
            signature = base64.b64encode(self._sign(push_digest(bodies))).decode()
            found.append(ParcelPush(partition=partition, ops=bodies, signature=signature))
        return found

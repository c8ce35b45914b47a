# SPDX-License-Identifier: EUPL-1.2
"""Editions of reference data: imported by an administrator, checked, written in `ref:<dataset>` for every post.

The file goes whole, once; the order says which edition is active. The one before stays, « précédente ».
"""

import hashlib
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from lgc_core.clinical.code_list import DATASETS, pack, read_source
from lgc_core.errors import UserError
from lgc_core.model.ref_edition import RefEdition, edition_id
from lgc_core.store import queries
from lgc_core.store.identity import REF, ref
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.store.tables import partition as partition_table
from lgc_core.sync.arbiter import Arbiter
from sync_server.db import reading, writing
from sync_server.services import journal
from sync_server.services.blob_store import LARGEST, BlobStore
from sync_server.services.clock import now_ms
from sync_server.services.french import local
from sync_server.services.region_writer import create, write_fields

KEPT_SHARE: Final = 0.95
"""An edition with fewer lines than this part of the one before is refused (model.md, RefEdition)."""

_TABLE = ENTITY_TABLES[RefEdition].c


@dataclass(frozen=True)
class Import:
    """What an administrator says of a file."""

    dataset: str
    edition: str
    source: str
    licence: str = ""
    accept_fewer: bool = False


def bring(engine: sa.Engine, blobs: BlobStore, asked: Import, untrusted: bytes, actor: str) -> RefEdition:
    """Check a file and make it the active edition of its dataset; the same file twice is one edition.

    Raises:
        UserError: an unknown dataset, a file that is no such list, or far fewer lines than before.
    """
    if asked.dataset not in DATASETS:
        raise UserError(f"Liste inconnue. Connues : {', '.join(DATASETS)}.")
    if not asked.edition.strip() or not asked.source.strip():
        raise UserError("Indiquez l’édition (sa date) et la source : elles sont montrées avec chaque code.")
    lines = read_source(untrusted, asked.dataset)
    content = pack(lines)
    if len(content) > LARGEST:
        raise UserError("Cette liste est trop grande pour être distribuée.")
    before = active_of(engine, asked.dataset)
    if before is not None and len(lines) < before.rows * KEPT_SHARE and not asked.accept_fewer:
        raise UserError(
            f"{len(lines)} codes au lieu de {before.rows} : édition refusée, la précédente reste. "
            "Vérifiez le fichier, ou confirmez avec --moins."
        )
    return _publish(engine, blobs, asked, content, len(lines), before, actor)


def active_of(engine: sa.Engine, dataset: str) -> RefEdition | None:
    """Return the edition in force of a dataset."""
    found = [one for one in editions(engine) if one.dataset == dataset and one.state == "active"]
    return max(found, key=lambda one: one.imported_at, default=None)


def editions(engine: sa.Engine) -> list[RefEdition]:
    """Return every edition, the newest last."""
    with reading(engine) as connection:
        return sorted(queries.find(connection, RefEdition), key=lambda one: (one.dataset, one.imported_at))


def home_of_blob(engine: sa.Engine, blobs: BlobStore, partition: str, untrusted_sha256: str) -> str:
    """Return the partition in which a post finds a file: its own, or that of an edition, which everybody reads."""
    if blobs.has(partition, untrusted_sha256):
        return partition
    with reading(engine) as connection:
        names = sa.select(partition_table.c.id).where(partition_table.c.id.like(f"{REF}:%"))
        known = connection.execute(names).scalars().all()
    return next((one for one in known if blobs.has(one, untrusted_sha256)), partition)


def _publish(
    engine: sa.Engine,
    blobs: BlobStore,
    asked: Import,
    content: bytes,
    rows: int,
    before: RefEdition | None,
    actor: str,
) -> RefEdition:
    partition, sha256 = ref(asked.dataset), hashlib.sha256(content).hexdigest()
    key = edition_id(asked.dataset, sha256)
    if before is not None and before.id == key:
        return before
    made = RefEdition(
        id=key,
        dataset=asked.dataset,
        edition=asked.edition.strip(),
        source=asked.source.strip(),
        licence=asked.licence.strip(),
        blob=sha256,
        size=len(content),
        rows=rows,
        imported_at=local(now_ms()).isoformat(timespec="milliseconds"),
    )
    blobs.write(partition, sha256, content)  # first: what the order names is there
    Arbiter(engine).open_partition(partition)
    if any(one.id == key for one in editions(engine)):
        write_fields(engine, partition, RefEdition, key, {"state": "active", "imported_at": made.imported_at})
    else:
        create(engine, partition, made)
    if before is not None:
        write_fields(engine, partition, RefEdition, before.id, {"state": "précédente"})
    with writing(engine) as connection:
        journal.write(connection, f"édition {asked.dataset} importée", actor=actor)
    return made

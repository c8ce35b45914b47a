# SPDX-License-Identifier: EUPL-1.2
"""Take up the open export of a practice in a new, empty installation, and prove that it is the same record.

The entities are folded again from the log, then written out as the export wrote them: one byte that differs and
nothing stays.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from lgc_app.services.export_archive import BadExportError, ExportReader
from lgc_app.services.files import HERE, Safe
from lgc_core.errors import UserError
from lgc_core.model.catalogue import ENTITIES
from lgc_core.model.document import Document
from lgc_core.model.entity import entity_name
from lgc_core.store import identity, queries
from lgc_core.store.local_tables import attachment
from lgc_core.store.record_lines import SIDE_TABLES, entity_lines, table_lines
from lgc_core.store.store import Store
from lgc_core.sync.refill import Refill, RefillError

Check = Callable[[sa.Connection], object]


class NotEmptyError(UserError):
    """This post already holds a record."""

    def __init__(self) -> None:
        super().__init__(
            "Ce poste contient déjà un dossier. Un export se reprend sur un poste neuf\u00a0: "
            "« serenite init --rejoindre NUMÉRO », puis « serenite export reprendre »."
        )


class OtherPracticeError(UserError):
    """The export is of another practice than the one this post was made for."""

    def __init__(self, practice: str) -> None:
        super().__init__(
            "Cet export vient d’un autre cabinet. Préparez ce poste avec "
            f"« serenite init --rejoindre {practice} »."
        )


class OnlyPatientError(UserError):
    """The copy of one patient is for reading."""

    def __init__(self) -> None:
        super().__init__("Cet export est celui d’un seul patient\u00a0: il se lit, il ne se reprend pas.")


@dataclass(frozen=True, slots=True)
class TakenUp:
    """What came, proven equal; `missing` documents were not in the export."""

    operations: int
    entities: int
    documents: int
    missing: int


def take_up(store: Store, safe: Safe, untrusted: Path, check: Check = lambda _connection: None) -> TakenUp:
    """Take up an export; `check` looks at the record before it stays, and may refuse.

    Raises:
        BadExportError: changed, cut, hostile, or not what it says. NotEmptyError, OtherPracticeError,
        OnlyPatientError: see their words. Nothing stays of a refused one but documents, unnamed and encrypted.
    """
    with ExportReader(untrusted) as reader:
        manifest = reader.manifest
        if manifest.scope != "cabinet":
            raise OnlyPatientError
        if manifest.practice != store.post.practice:
            raise OtherPracticeError(manifest.practice)
        reader.verify(besides=("journal", "documents"))
        documents = _keep_documents(reader, safe)
        try:
            with store.writing() as connection:
                made = _fill(connection, store, reader, documents)
                check(connection)
        except RefillError as error:
            raise BadExportError(str(error)) from error
    return made


def _fill(connection: sa.Connection, store: Store, reader: ExportReader, documents: dict[str, int]) -> TakenUp:
    practice = store.post.practice
    partitions = frozenset({identity.cabinet(practice), identity.trail(practice)})
    refill = Refill(connection, store.post.device, partitions)
    if not refill.is_empty():
        raise NotEmptyError
    for table in SIDE_TABLES:
        refill.take_side(str(table.name), reader.lines(f"entites/{table.name}.jsonl"))
    operations = sum(refill.take_log(reader.lines(path)) for path in reader.under("journal"))
    entities = refill.fold()
    _prove(connection, reader, refill.homes)
    missing = _note_documents(connection, documents)
    return TakenUp(operations, entities, len(documents), missing)


def _prove(connection: sa.Connection, reader: ExportReader, homes: Collection[str]) -> None:
    """Write the record out again as the export did, and compare each entry."""
    made = {entity_name(kind): entity_lines(connection, kind, homes, None, ()) for kind in ENTITIES}
    made |= {str(table.name): table_lines(connection, table, homes, ()) for table in SIDE_TABLES}
    for name, lines in made.items():
        wanted = reader.entries.get(f"entites/{name}.jsonl")
        if wanted is None or _digest(lines) != wanted.sha256:
            raise BadExportError(f"entities differ: {name}")


def _digest(lines: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line + b"\n")
    return digest.hexdigest()


def _keep_documents(reader: ExportReader, safe: Safe) -> dict[str, int]:
    """Encrypt every document here; its name in the export must be the hash of its content."""
    found: dict[str, int] = {}
    for path in reader.under("documents"):
        content = reader.read(path)
        ref = safe.put(content)
        if path.partition("/")[2].partition(".")[0] != ref.sha256:
            raise BadExportError("document name")
        found[ref.sha256] = ref.size
    return found


def _note_documents(connection: sa.Connection, known: dict[str, int]) -> int:
    """Say where each file of a document is; return how many are nowhere here."""
    missing = 0
    for document in queries.find(connection, Document):
        for file in document.files:
            here = file.blob in known
            missing += not here
            values = {"sha256": file.blob, "size": file.size, "media": file.media}
            values["state"] = HERE if here else "attendu"
            insert = sqlite.insert(attachment).values(values)
            connection.execute(insert.on_conflict_do_nothing())
    return missing

# SPDX-License-Identifier: EUPL-1.2
"""Take in a whole folder of reports: each file by itself, refused in words when it must be; the folder goes on.

What is imported is never filed by a guess: it waits in Réception, unless the person says whose file it is. The
same folder again takes in only what is new, so that an import cut half-way is simply started again.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import msgspec
import sqlalchemy as sa

from lgc_app.services.importing import Importing, TakenIn
from lgc_app.services.inbox import Inbox
from lgc_app.services.plain_text import ArchiveRefusedError
from lgc_app.services.session import Session
from lgc_core.errors import UserError
from lgc_core.model.document import Document, DocumentFile
from lgc_core.model.rights import Right
from lgc_core.store.tables import ENTITY_TABLES

Outcome = Literal["importé", "classé", "déjà là", "mis de côté", "refusé"]
MAX_FILES: Final = 20_000
"""Files of one import; more is no folder of letters."""

_KINDS: Final = frozenset({".xml", ".txt", ".pdf"})
_ARCHIVES: Final = frozenset({".zip", ".gz", ".7z", ".rar", ".bz2", ".xz", ".tar"})
_FILES: Final = msgspec.json.Decoder(tuple[DocumentFile, ...])
_TABLE = ENTITY_TABLES[Document].c


class FolderNotReadError(UserError):
    """It left, is closed to us, or is no folder."""

    def __init__(self) -> None:
        super().__init__("Ce dossier ne peut pas être lu. Vérifiez qu’il est encore là, puis recommencez.")


class UnknownKindError(UserError):
    """Neither a report nor a letter that this software can keep."""

    def __init__(self) -> None:
        super().__init__("Type de fichier non pris en charge. Importez un PDF, un document CDA ou un texte.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one file; `place` is its path in the folder, `sentence` says why it is not imported."""

    place: str
    outcome: Outcome
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderTaken:
    """What became of a folder."""

    counts: Counter[Outcome]
    is_whole: bool = True


class FolderImport:
    """Imports folders, file after file, on the thread of the record."""

    def __init__(self, session: Session, importing: Importing, inbox: Inbox) -> None:
        self._session = session
        self._importing = importing
        self._inbox = inbox

    def run(
        self, folder: Path, patient: str = "", told: Callable[[Taken], None] = lambda _taken: None
    ) -> FolderTaken:
        """Import every report of a folder and of those inside it; file them when a patient is named.

        Raises:
            FolderNotReadError: no folder there. OutsideError: the disk is full; start again, it goes on.
        """
        self._session.require(Right.FILE_DOCUMENT)
        known = self._known()
        counts: Counter[Outcome] = Counter()
        for rank, path in enumerate(_files(folder)):
            if rank == MAX_FILES:
                return FolderTaken(counts=counts, is_whole=False)
            outcome, sentence = self._take(path, patient, known)
            counts[outcome] += 1
            told(Taken(place=str(path.relative_to(folder)), outcome=outcome, sentence=sentence))
        return FolderTaken(counts=counts)

    def _take(self, untrusted_path: Path, patient: str, known: set[str]) -> tuple[Outcome, str]:
        try:
            _check_kind(untrusted_path)
            taken = self._importing.take_in(untrusted_path)
            blob = _blob(taken)
            if blob in known:
                return "déjà là", ""
            document = self._inbox.receive_taken(taken)
        except UserError as refused:
            return "refusé", refused.sentence
        known.add(blob)
        if document.read_state == "quarantaine":
            return "mis de côté", document.refusal
        return self._file(document, patient) if patient else ("importé", "")

    def _file(self, document: Document, patient: str) -> tuple[Outcome, str]:
        try:
            self._inbox.file(document.id, patient)
        except UserError as refused:
            return "importé", refused.sentence  # it waits in Réception, where a person looks at it
        return "classé", ""

    def _known(self) -> set[str]:
        """Return the files that documents name: one that was kept and never named is taken in again."""
        with self._session.store.reading() as connection:
            rows = connection.execute(sa.select(_TABLE.files).where(_TABLE.files.is_not(None))).scalars()
            return {file.blob for text in rows for file in _FILES.decode(text)}


def _blob(taken: TakenIn) -> str:
    return taken.file.blob if taken.file else hashlib.sha256(taken.untrusted).hexdigest()


def _check_kind(untrusted_path: Path) -> None:
    suffix = untrusted_path.suffix.lower()
    if suffix in _ARCHIVES:
        raise ArchiveRefusedError
    if suffix not in _KINDS:
        raise UnknownKindError


def _files(folder: Path) -> Iterator[Path]:
    """Give the files in the order of their names; links are not followed, hidden files are not looked at."""
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        raise FolderNotReadError from None
    for path in inside:
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.is_file():
            yield path

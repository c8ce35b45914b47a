# SPDX-License-Identifier: EUPL-1.2
"""Take in a whole folder of reports: each file by itself, refused in words when it must be; the folder goes on.

What is imported is never filed by a guess: it waits in Réception, unless the person says whose file it is, or
files those whose identity leaves no doubt. The same folder again takes in only what is new, so that an import cut
half-way is simply started again; the post remembers which one was.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Final, Literal

import msgspec
import sqlalchemy as sa

from lgc_app.services.documents import CDA_MEDIA, original
from lgc_app.services.importing import Importing, Previewer, TakenIn
from lgc_app.services.inbox import Inbox
from lgc_app.services.plain_text import ArchiveRefusedError
from lgc_app.services.recognising import Recognised, recognise
from lgc_app.services.session import Session
from lgc_app.services.settings import FOLDER_IMPORT, read_setting, write_setting
from lgc_core.errors import UserError
from lgc_core.model.document import Document, DocumentFile
from lgc_core.model.rights import Right
from lgc_core.store.changes import Changes
from lgc_core.store.tables import ENTITY_TABLES

Outcome = Literal["importé", "classé", "déjà là", "mis de côté", "refusé"]
MAX_FILES: Final = 20_000
"""Files of one import; more is no folder of letters."""

TO_READ: Final = "À lire dans Réception\u00a0: ce document a des résultats ou des lignes à reprendre."
_KINDS: Final = {".xml": "CDA", ".txt": "texte", ".pdf": "PDF"}
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


class NoLongerSureError(UserError):
    """The file or the document changed since it was recognised."""

    def __init__(self) -> None:
        super().__init__("Ce document n’est plus sûr d’être à ce patient. Classez-le dans Réception.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderFound:
    """What a folder holds, before anything is taken: its files by name, how many of each kind."""

    folder: Path
    files: tuple[Path, ...]
    kinds: Counter[str]
    is_whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one file; `place` is its path in the folder, `sentence` says what stays to be done.

    Attributes:
        document: the document made, empty when none was.
        whose: the file that its identity names.
    """

    place: str
    outcome: Outcome
    sentence: str = ""
    document: str = ""
    whose: Recognised = field(default_factory=Recognised)


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderTaken:
    """What became of a folder."""

    counts: Counter[Outcome]
    is_whole: bool = True


@dataclass(slots=True)
class FolderRun:
    """An import on its way; `known` are the files that documents name already."""

    found: FolderFound
    patient: str
    known: set[str]

    def place_of(self, path: Path) -> str:
        """Return the path of a file in its folder."""
        return str(path.relative_to(self.found.folder))


class FolderImport:
    """Imports folders, file after file."""

    def __init__(self, session: Session, importing: Importing, inbox: Inbox) -> None:
        self._session = session
        self._importing = importing
        self._inbox = inbox

    def survey(self, folder: Path) -> FolderFound:
        """Look at what a folder and those inside it hold; nothing is opened.

        Raises:
            FolderNotReadError: no folder there.
        """
        self._session.require(Right.FILE_DOCUMENT)
        found = tuple(islice(_files(folder), MAX_FILES + 1))
        files = found[:MAX_FILES]
        kinds = Counter(_KINDS.get(path.suffix.lower(), "autre") for path in files)
        return FolderFound(folder=folder, files=files, kinds=kinds, is_whole=len(found) == len(files))

    def begin(self, found: FolderFound, patient: str = "") -> FolderRun:
        """Begin to import what was found; remembered until `end`. A patient named gets what can be theirs."""
        self._session.require(Right.FILE_DOCUMENT)
        write_setting(self._session.store.engine, FOLDER_IMPORT, str(found.folder))
        return FolderRun(found, patient, self._known())

    def unfinished(self) -> str:
        """Return the folder whose import was cut, empty when none was."""
        self._session.require(Right.FILE_DOCUMENT)
        return read_setting(self._session.store.engine, FOLDER_IMPORT)

    def end(self) -> None:
        """Forget that an import was going on: every file of it had its turn."""
        self._session.require(Right.FILE_DOCUMENT)
        write_setting(self._session.store.engine, FOLDER_IMPORT, "")

    def read(self, path: Path, previewer: Previewer | None = None) -> TakenIn:
        """Read one file, on any thread.

        Raises:
            UserError: it is refused, in words. OutsideError: the disk is full; start again, it goes on.
        """
        _check_kind(path)
        return self._importing.take_in(path, previewer)

    def keep(self, run: FolderRun, path: Path, taken: TakenIn) -> Taken:
        """Record one file that was read, say whose it seems to be, and file it when a patient was named."""
        place, blob = run.place_of(path), _blob(taken)
        if blob in run.known:
            return Taken(place=place, outcome="déjà là")
        document = self._inbox.receive_taken(taken)
        run.known.add(blob)
        if document.read_state == "quarantaine":
            sentence = document.refusal
            return Taken(place=place, outcome="mis de côté", sentence=sentence, document=document.id)
        waits = Taken(place=place, outcome="importé", document=document.id)
        file = original(document)
        whose = Recognised()
        if file is not None and file.media == CDA_MEDIA:
            whose = recognise(self._inbox, document.id)
        elif not run.patient:
            whose = Recognised(maybe=next((one.shown for one in self._inbox.suggested(document.id)), ""))
        waits = replace(waits, whose=whose, sentence=TO_READ if whose.has_lines else "")
        return self._filed(waits, run.patient) if run.patient and not whose.has_lines else waits

    def refused(self, run: FolderRun, path: Path, why: UserError) -> Taken:
        """Say why a file is not taken."""
        return Taken(place=run.place_of(path), outcome="refusé", sentence=why.sentence)

    def file_sure(self, document: str, patient: str) -> Changes:
        """File a document whose identity left no doubt, after looking again.

        Raises:
            NoLongerSureError: it does now; nothing is written.
        """
        self._session.require(Right.FILE_DOCUMENT)
        whose = recognise(self._inbox, document)
        if not whose.is_sure or whose.patient != patient:
            raise NoLongerSureError
        return self._inbox.file(document, patient)

    def run(
        self, folder: Path, patient: str = "", told: Callable[[Taken], None] = lambda _taken: None
    ) -> FolderTaken:
        """Import every report of a folder and of those inside it; file them when a patient is named.

        Raises:
            FolderNotReadError: no folder there. OutsideError: the disk is full; start again, it goes on.
        """
        run = self.begin(self.survey(folder), patient)
        counts: Counter[Outcome] = Counter()
        for path in run.found.files:
            try:
                taken = self.keep(run, path, self.read(path))
            except UserError as why:
                taken = self.refused(run, path, why)
            counts[taken.outcome] += 1
            told(taken)
        self.end()
        return FolderTaken(counts=counts, is_whole=run.found.is_whole)

    def _filed(self, waits: Taken, patient: str) -> Taken:
        """File with the patient named; a refusal waits in Réception, in words."""
        try:
            self._inbox.file(waits.document, patient)
        except UserError as why:
            return replace(waits, sentence=why.sentence)
        return replace(waits, outcome="classé", whose=Recognised())

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

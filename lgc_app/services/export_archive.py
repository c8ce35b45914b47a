# SPDX-License-Identifier: EUPL-1.2
"""The file of an open export: a plain ZIP whose manifest gives size and SHA-256 of each entry; read as hostile."""

import hashlib
import json
import re
import stat
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

import msgspec

from lgc_core.errors import OutsideError, UserError

FORMAT: Final = "pack-serenite-export"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
MAX_ENTRIES: Final = 400_000
MAX_ENTRY_BYTES: Final = 8 * 1024**3
MAX_TOTAL_BYTES: Final = 64 * 1024**3
MAX_WHOLE_BYTES: Final = 256 * 1024**2
"""An entry that is read at once: a document, or the manifest."""

MAX_LINE_BYTES: Final = 16 * 1024**2
MAX_RATIO: Final = 100
"""Times that a whole file above `_RATIO_FROM` may grow; ours, full of identifiers, grows 3 to 10 times."""

_RATIO_FROM: Final = 512 * 1024**2
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]*(\.[a-z0-9]+)?(/[a-z0-9][a-z0-9_-]*(\.[a-z0-9]+)?){0,3}\Z")
_PIECE: Final = 1024**2
_PIECES: Final = 500
_KINDS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED: Final = 0x1


class BadExportError(UserError):
    """The file is no export of ours, was changed, or is made to harm; `why` is for engineers."""

    def __init__(self, why: str) -> None:
        super().__init__(
            "Ce fichier n’est pas un export intact de Pack Sérénité\u00a0: rien n’a été repris. "
            "Demandez-en un autre."
        )
        self.why = why


class ExportNotWrittenError(OutsideError):
    """The disk refused."""

    def __init__(self) -> None:
        super().__init__("L’export n’a pas pu être écrit là. Choisissez un autre dossier, ou libérez de la place.")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What the manifest says of one entry."""

    path: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What an export is.

    Attributes:
        scope: `cabinet` or `patient`; only the former can be taken up.
        missing: SHA-256 of documents that this post awaited and could not give.
        private_left: personal notes of others, that are not in it.
    """

    format: str
    version: int
    scope: str
    practice: str
    patient: str
    made_at: str
    made_by: str
    operations: int
    missing: tuple[str, ...]
    private_left: int
    files: tuple[Entry, ...]


class ExportWriter:
    """Writes entries one after the other; the file has its name only once it is whole.

    `go_on` is asked at each entry and every `_PIECES` pieces; what it raises stops the export, nothing is left.
    """

    def __init__(self, target: Path, go_on: Callable[[], None]) -> None:
        self._target = target
        self._go_on = go_on
        self._partial = target.with_name(target.name + ".partiel")
        self._entries: list[Entry] = []

    def __enter__(self) -> Self:
        try:
            self._partial.touch(mode=0o600)
            self._zip = zipfile.ZipFile(self._partial, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        except OSError as error:
            raise ExportNotWrittenError from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._zip.close()
            if kind is None:
                self._partial.replace(self._target)
        except OSError as disk:
            raise ExportNotWrittenError from disk
        finally:
            self._partial.unlink(missing_ok=True)

    def add(self, path: str, content: bytes) -> None:
        """Write one entry."""
        self.add_pieces(path, (content,))

    def add_lines(self, path: str, lines: Iterable[bytes]) -> int:
        """Write one entry line by line, and return how many there were."""
        count = 0

        def counted() -> Iterator[bytes]:
            nonlocal count
            for line in lines:
                count += 1
                yield line + b"\n"

        self.add_pieces(path, counted())
        return count

    def add_pieces(self, path: str, pieces: Iterable[bytes]) -> None:
        """Write one entry in pieces.

        Raises:
            ExportNotWrittenError: the disk refuses.
        """
        digest, size = hashlib.sha256(), 0
        try:
            self._go_on()
            with self._zip.open(path, "w", force_zip64=True) as entry:
                for number, piece in enumerate(pieces, 1):
                    if number % _PIECES == 0:
                        self._go_on()
                    entry.write(piece)
                    digest.update(piece)
                    size += len(piece)
        except OSError as error:
            raise ExportNotWrittenError from error
        self._entries.append(Entry(path=path, size=size, sha256=digest.hexdigest()))

    def finish(self, **facts: Any) -> Manifest:
        """Write the manifest, last."""
        made = Manifest(format=FORMAT, version=VERSION, files=tuple(self._entries), **facts)
        text = json.dumps(msgspec.to_builtins(made), ensure_ascii=False, indent=1)
        self._zip.writestr(MANIFEST, text.encode())
        return made


class ExportReader:
    """Reads an export after every check that names and sizes allow; content is checked as it is read."""

    def __init__(self, untrusted: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(untrusted)
        except (OSError, zipfile.BadZipFile, ValueError) as error:
            raise BadExportError("not a zip") from error
        try:
            self._infos = _checked(self._zip.infolist())
            self.manifest = self._manifest()
            self.entries = {one.path: one for one in self.manifest.files}
            _check_named(self.entries, self._infos)
        except BadExportError:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def verify(self, besides: Collection[str]) -> None:
        """Prove every entry but those of some folders, which are proven as they are read.

        Raises:
            BadExportError: one was changed.
        """
        for path in self.entries:
            if path.partition("/")[0] not in besides:
                for _piece in self._pieces(path):
                    pass

    def under(self, folder: str) -> list[str]:
        """Return the entries of a folder, in order."""
        return sorted(path for path in self.entries if path.startswith(f"{folder}/"))

    def read(self, path: str) -> bytes:
        """Return one entry, proven to be what the manifest says.

        Raises:
            BadExportError: it is not there, or was changed.
        """
        wanted = self.entries.get(path)
        if wanted is None or wanted.size > MAX_WHOLE_BYTES:
            raise BadExportError("entry missing or too large")
        return b"".join(self._pieces(path))

    def lines(self, path: str) -> Iterator[bytes]:
        """Give the lines of one entry; the proof comes with the last one, so use them in a transaction.

        Raises:
            BadExportError: as above, or a line too long.
        """
        left = b""
        for piece in self._pieces(path):
            *whole, left = (left + piece).split(b"\n")
            if len(left) > MAX_LINE_BYTES:
                raise BadExportError("line too long")
            yield from whole
        if left:
            raise BadExportError("last line cut")

    def _pieces(self, path: str) -> Iterator[bytes]:
        wanted = self.entries.get(path)
        if wanted is None:
            raise BadExportError("entry missing")
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(self._infos[path]) as entry:
                for piece in _read_pieces(entry, wanted.size):
                    digest.update(piece)
                    size += len(piece)
                    yield piece
        except (OSError, zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
            raise BadExportError("entry unreadable") from error
        if size != wanted.size or digest.hexdigest() != wanted.sha256:
            raise BadExportError("entry changed")

    def _manifest(self) -> Manifest:
        info = self._infos.get(MANIFEST)
        if info is None or info.file_size > MAX_WHOLE_BYTES:
            raise BadExportError("manifest")
        try:
            found = msgspec.json.decode(self._zip.read(info), type=Manifest)
        except (msgspec.MsgspecError, OSError, zipfile.BadZipFile, ValueError, RecursionError) as error:
            raise BadExportError("manifest") from error
        if (found.format, found.version) != (FORMAT, VERSION):
            raise BadExportError("format")
        return found


def _read_pieces(entry: IO[bytes], size: int) -> Iterator[bytes]:
    """Read no more than one byte above what is announced: a bomb stops there."""
    left = size + 1
    while left and (piece := entry.read(min(_PIECE, left))):
        left -= len(piece)
        yield piece


def _checked(untrusted: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    if not 0 < len(untrusted) <= MAX_ENTRIES:
        raise BadExportError("number of entries")
    plain, packed = (
        sum(sizes) for sizes in zip(*((i.file_size, i.compress_size) for i in untrusted), strict=True)
    )
    if plain > MAX_TOTAL_BYTES or (plain > _RATIO_FROM and plain > MAX_RATIO * packed):
        raise BadExportError("too large")
    found: dict[str, zipfile.ZipInfo] = {}
    for one in untrusted:
        _check_entry(one)
        if one.filename in found:
            raise BadExportError("same name twice")
        found[one.filename] = one
    return found


def _check_entry(one: zipfile.ZipInfo) -> None:
    mode = one.external_attr >> 16
    if not _NAME.match(one.filename) or one.orig_filename != one.filename:
        raise BadExportError("name")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise BadExportError("not a plain file")
    if one.flag_bits & _ENCRYPTED or one.compress_type not in _KINDS:
        raise BadExportError("packing")
    if one.file_size > MAX_ENTRY_BYTES:
        raise BadExportError("entry too large")


def _check_named(entries: dict[str, Entry], infos: dict[str, zipfile.ZipInfo]) -> None:
    if set(infos) != {MANIFEST, *entries}:
        raise BadExportError("manifest and entries differ")
    if any(infos[path].file_size != one.size for path, one in entries.items()):
        raise BadExportError("sizes differ")

# SPDX-License-Identifier: EUPL-1.2
"""A file on its way: sealed pieces in any order, and a note of which ones are held.

The note is written after the piece and neither is flushed to the disk: whatever a power cut leaves, `finish` reads
the whole back, and a piece that does not open is simply missing again.
"""

import contextlib
from pathlib import Path
from typing import Final, Literal

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lgc_core.pieces.cut import Held, count_of
from lgc_core.pieces.sealed_file import DamagedPieceError, SealedFile

Finish = Literal["whole", "missing", "another"]
_NOTE: Final = ".held"


class ArrivingFile:
    """One file that is being received; one thread at a time."""

    def __init__(self, path: Path, name: bytes, size: int, wrapping: AESGCM) -> None:
        self._path = path
        self._note = path.with_name(f"{path.name}{_NOTE}")
        self._name = name
        self._wrapping = wrapping
        self._size = size

    def held(self) -> Held:
        """Return what has arrived; nothing when the file was never begun."""
        if not self.is_begun():
            return Held(self._size)
        try:
            return Held.from_hex(self._size, self._note.read_text("ascii"))
        except (FileNotFoundError, ValueError):
            return Held(self._size)

    def is_begun(self) -> bool:
        """Tell whether a first piece was kept."""
        return self._path.exists()

    def put(self, number: int, content: bytes) -> Held:
        """Keep a piece; one that is held already stays as it is.

        Raises:
            OSError: the disk refuses; what was held is still held. ValueError: no such piece, or not its length.
        """
        if not 0 <= number < count_of(self._size):
            raise ValueError("a piece has a place")
        if self.held().has(number):
            return self.held()
        with self._opened() as file:
            file.write(number, content)
        held = self.held().plus(number)
        self._keep(held)
        return held

    def finish(self, sha256: str, home: Path) -> Finish:
        """Check the whole, flush it, and give it its home.

        Returns:
            "missing" when a piece does not read back (it is asked again), "another" when the bytes are not those
            of the hash (all is dropped).

        Raises:
            OSError: the disk refuses; all that is held is still held.
        """
        try:
            with SealedFile.open(self._path, self._name, self._wrapping, arriving=True) as file:
                is_it = file.sha256() == sha256
                file.settle()
        except DamagedPieceError:
            self._note_what_reads()
            return "missing"
        if not is_it:
            self.drop()
            return "another"
        home.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._path.replace(home)
        self._note.unlink(missing_ok=True)
        return "whole"

    def drop(self) -> None:
        """Forget what has arrived."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
            self._note.unlink(missing_ok=True)

    def _opened(self) -> SealedFile:
        if self._path.exists():
            with contextlib.suppress(DamagedPieceError):
                file = SealedFile.open(self._path, self._name, self._wrapping, arriving=True)
                if file.size == self._size:
                    return file
                file.close()
            self.drop()
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._note.unlink(missing_ok=True)
        return SealedFile.make(self._path, self._name, self._size, self._wrapping)

    def _note_what_reads(self) -> None:
        held = self.held()
        try:
            with SealedFile.open(self._path, self._name, self._wrapping, arriving=True) as file:
                for number in range(count_of(self._size)):
                    try:
                        file.read(number)
                    except DamagedPieceError:
                        held = held.minus(number)
        except DamagedPieceError:
            self.drop()
            return
        self._keep(held)

    def _keep(self, held: Held) -> None:
        fresh = self._note.with_name(f"{self._note.name}.new")
        fresh.write_text(held.hex, "ascii")
        fresh.replace(self._note)


def sweep(folder: Path, before: float) -> int:
    """Drop what nobody added to since `before` (seconds since 1970); return how many files went."""
    dropped = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            if path.is_file() and path.stat().st_mtime < before:
                path.unlink()
                dropped += not path.name.endswith((_NOTE, ".new"))
    return dropped

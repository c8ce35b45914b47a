# SPDX-License-Identifier: EUPL-1.2
"""A file at rest in sealed pieces, read and written at any place, never whole in memory.

Layout: magic, size (8 bytes), wrapped file key, then each piece as nonce ‖ AES-256-GCM. The key is random for each
file and wrapped by the owner's; what is authenticated with every piece is the name, the total size and the piece's
number: a piece moved, taken from another file, or a file cut short does not open. Nonces are random (NIST SP
800-38D, §8.2.2).
"""

import hashlib
import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lgc_core.pieces.cut import LARGEST, PIECE, count_of, length_of

MAGIC: Final = b"SLGC-PC2"
_NONCE: Final = 12
_TAG: Final = 16
_KEY: Final = 32
_SIZE: Final = 8
_HEADER: Final = len(MAGIC) + _SIZE + _NONCE + _KEY + _TAG
_SLOT: Final = _NONCE + PIECE + _TAG
_OWNER_ONLY: Final = 0o600


class DamagedPieceError(Exception):
    """A piece, or the head of the file, is not what was sealed: never shown, translated by each owner."""


class SealedFile:
    """An open file of pieces; one thread at a time."""

    def __init__(self, file: BinaryIO, name: bytes, size: int, key: bytes) -> None:
        self._file = file
        self._cipher = AESGCM(key)
        self._bound = MAGIC + name + size.to_bytes(_SIZE)
        self.size = size

    @classmethod
    def make(cls, path: Path, name: bytes, size: int, wrapping: AESGCM) -> Self:
        """Begin a file that nobody has; what it will hold is `size` bytes long.

        Raises:
            OSError: the disk refuses, or the file exists.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        file = os.fdopen(os.open(path, flags, _OWNER_ONLY), "r+b")
        try:
            key, nonce = os.urandom(_KEY), os.urandom(_NONCE)
            bound = MAGIC + name + size.to_bytes(_SIZE)
            file.write(MAGIC + size.to_bytes(_SIZE) + nonce + wrapping.encrypt(nonce, key, bound))
            file.flush()
        except OSError:
            file.close()
            path.unlink(missing_ok=True)
            raise
        return cls(file, name, size, key)

    @classmethod
    def open(cls, path: Path, name: bytes, wrapping: AESGCM, *, arriving: bool = False) -> Self:
        """Open a file; one that is still `arriving` may be shorter than it will be, and is opened for writing.

        Raises:
            DamagedPieceError: its head is not ours, or its length is not the one that was sealed.
            OSError: the disk refuses.
        """
        file = path.open("r+b" if arriving else "rb")
        try:
            size, key = _opened_head(file.read(_HEADER), name, wrapping)
            _check_length(file.seek(0, os.SEEK_END), size, arriving=arriving)
        except (DamagedPieceError, OSError):
            file.close()
            raise
        return cls(file, name, size, key)

    def read(self, number: int) -> bytes:
        """Return the bytes of a piece.

        Raises:
            DamagedPieceError: it was changed, moved or cut. OSError: the disk refuses.
        """
        self._file.seek(_HEADER + number * _SLOT)
        sealed = self._file.read(_NONCE + length_of(self.size, number) + _TAG)
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], self._bound_to(number))
        except (InvalidTag, ValueError) as error:
            raise DamagedPieceError from error

    def write(self, number: int, content: bytes) -> None:
        """Seal a piece in its place.

        Raises:
            OSError: the disk refuses. ValueError: the piece has not its length.
        """
        if not 0 <= number < count_of(self.size) or len(content) != length_of(self.size, number):
            raise ValueError("a piece has the length of its place")
        nonce = os.urandom(_NONCE)
        self._file.seek(_HEADER + number * _SLOT)
        self._file.write(nonce + self._cipher.encrypt(nonce, content, self._bound_to(number)))
        self._file.flush()

    def sha256(self) -> str:
        """Return the hash of the whole content, a piece at a time.

        Raises:
            DamagedPieceError: a piece is not what was sealed.
        """
        digest = hashlib.sha256()
        for number in range(count_of(self.size)):
            digest.update(self.read(number))
        return digest.hexdigest()

    def settle(self) -> None:
        """Make it last through a power cut."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file and forget its key."""
        self._file.close()

    def __enter__(self) -> Self:
        """Return the open file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def _bound_to(self, number: int) -> bytes:
        return self._bound + number.to_bytes(4)


def length_at_rest(size: int) -> int:
    """Return the bytes on the disk of a whole file of `size` bytes."""
    return _HEADER + size + count_of(size) * (_NONCE + _TAG)


def is_in_pieces(head: bytes) -> bool:
    """Tell a file of pieces from an older one by its first bytes."""
    return head.startswith(MAGIC)


def _check_length(length: int, size: int, *, arriving: bool) -> None:
    if length > length_at_rest(size) or (length < length_at_rest(size) and not arriving):
        raise DamagedPieceError


def _opened_head(head: bytes, name: bytes, wrapping: AESGCM) -> tuple[int, bytes]:
    if len(head) != _HEADER or not is_in_pieces(head):
        raise DamagedPieceError
    size_bytes, wrapped = head[len(MAGIC) : len(MAGIC) + _SIZE], head[len(MAGIC) + _SIZE :]
    size = int.from_bytes(size_bytes)
    if size > LARGEST:
        raise DamagedPieceError
    try:
        return size, wrapping.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], MAGIC + name + size_bytes)
    except InvalidTag as error:
        raise DamagedPieceError from error

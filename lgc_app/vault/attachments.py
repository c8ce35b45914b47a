# SPDX-License-Identifier: EUPL-1.2
"""Attachments: one encrypted file each, named by a keyed hash of its content, never in clear on disk.

A small file = magic, wrapped file key, nonce, AES-256-GCM of the content; a larger one is in sealed pieces
(`lgc_core.pieces`), read and received a piece at a time. The name tells nothing: it is an HMAC of the content's
SHA-256 under a key derived from the database key. The same content is stored once.
"""

import contextlib
import hashlib
import hmac
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lgc_app.vault.atomic import disk_error, flush_folder, write_atomically
from lgc_app.vault.faults import (
    AttachmentMissingError,
    AttachmentTooLargeError,
    DamagedAttachmentError,
    DiskTroubleError,
)
from lgc_app.vault.keys import KEY_BYTES, DatabaseKey
from lgc_core.pieces.arriving_file import ArrivingFile, Finish, sweep
from lgc_core.pieces.cut import LARGEST, PIECE, Held, count_of, length_of
from lgc_core.pieces.sealed_file import DamagedPieceError, SealedFile, is_in_pieces

MAX_BYTES = LARGEST
_IN_ONE = 1024 * 1024
"""Contents up to here are sealed at once; larger ones in pieces."""

_ABANDONED_S = 90 * 24 * 3600
"""A file that nobody went on receiving for three months: its document was annulled, or its post lost it."""

_ARRIVING = "arriving"
_MAGIC = b"SLGC-PJ1"
_NONCE = 12
_TAG = 16
_WRAPPED = _NONCE + KEY_BYTES + _TAG
_HEADER = len(_MAGIC) + _WRAPPED + _NONCE
_HEADS = 512
"""Bytes that hold the wrapped key of a file of either form, whole or by pieces, and more."""


@dataclass(frozen=True)
class BlobRef:
    """What the database keeps of an attachment: SHA-256 of the content (hexadecimal) and its size in bytes."""

    sha256: str
    size: int


class AttachmentStore:
    """The attachments of an unlocked vault. It holds keys: drop it when the vault locks."""

    def __init__(self, folder: Path, key: DatabaseKey) -> None:
        self._folder = folder
        self._name_key = key.derive("attachment-names")
        self._wrapping = AESGCM(key.derive("attachment-keys"))

    def put(self, content: bytes) -> BlobRef:
        """Keep a content, flushed to the disk before the reference is returned.

        Raises:
            AttachmentTooLargeError, DiskFullError, DiskTroubleError: nothing was kept.
        """
        if len(content) > MAX_BYTES:
            raise AttachmentTooLargeError(MAX_BYTES)
        ref = BlobRef(hashlib.sha256(content).hexdigest(), len(content))
        path = self._path(ref)
        if not self._reads(ref):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                if len(content) > _IN_ONE:
                    self._seal_pieces(path, len(content), _cut(content))
            except OSError as error:
                raise disk_error(error) from error
            if len(content) <= _IN_ONE:
                write_atomically(path, self._sealed(content, path.name.encode()))
        return ref

    def put_file(self, untrusted_path: Path) -> BlobRef:
        """Keep a file of this machine, a piece at a time, whatever its size.

        Raises:
            AttachmentTooLargeError, DiskFullError, DiskTroubleError: nothing was kept (too large, no room, changed
            meanwhile). OSError: it cannot be read.
        """
        with untrusted_path.open("rb") as untrusted:
            ref = _ref_of(untrusted)
            if ref.size > MAX_BYTES:
                raise AttachmentTooLargeError(MAX_BYTES)
            untrusted.seek(0)
            if ref.size <= _IN_ONE:
                kept = self.put(untrusted.read(_IN_ONE + 1))
            else:
                kept = self._put_pieces(ref, untrusted)
        if kept != ref:
            raise DiskTroubleError
        return ref

    def pieces(self, ref: BlobRef, numbers: Iterable[int]) -> list[bytes]:
        """Return some pieces of a content, in order, without reading the others of a large one.

        Raises:
            AttachmentMissingError: not on this machine. DamagedAttachmentError: changed, cut or swapped.
        """
        path = self._path(ref)
        try:
            if not _is_in_pieces(path):
                content = self.get(ref)
                return [content[at * PIECE : (at + 1) * PIECE] for at in numbers]
            with self._opened_pieces(path) as file:
                if file.size != ref.size:
                    raise DamagedAttachmentError
                return [file.read(number) for number in numbers]
        except FileNotFoundError as error:
            raise AttachmentMissingError from error
        except DamagedPieceError as error:
            raise DamagedAttachmentError from error
        except OSError as error:
            raise disk_error(error) from error

    def held(self, ref: BlobRef) -> Held:
        """Return what has arrived of a content that is being received."""
        return self._arriving(ref).held()

    def take(self, ref: BlobRef, number: int, untrusted_piece: bytes) -> Held:
        """Keep a piece of a content that is being received, encrypted.

        Raises:
            DamagedAttachmentError: no such piece. DiskFullError, DiskTroubleError: what was held still is.
        """
        if not 0 <= number < count_of(ref.size) or len(untrusted_piece) != length_of(ref.size, number):
            raise DamagedAttachmentError
        try:
            return self._arriving(ref).put(number, untrusted_piece)
        except OSError as error:
            raise disk_error(error) from error

    def finish(self, ref: BlobRef) -> Finish:
        """Prove a content all of whose pieces arrived, and keep it: "missing" and "another" are asked again.

        Raises:
            DiskFullError, DiskTroubleError: what was held still is.
        """
        path = self._path(ref)
        try:
            outcome = self._arriving(ref).finish(ref.sha256, path)
            if outcome == "whole":
                flush_folder(path.parent)
        except OSError as error:
            raise disk_error(error) from error
        return outcome

    def sweep(self, now: float) -> int:
        """Drop what has begun to arrive and was abandoned (`now` in seconds since 1970); return how many files."""
        return sweep(self._folder / _ARRIVING, now - _ABANDONED_S)

    def get(self, ref: BlobRef) -> bytes:
        """Return the content, proven to be the one that was kept.

        Raises:
            AttachmentMissingError: not on this machine. DamagedAttachmentError: changed, cut or swapped.
        """
        path = self._path(ref)
        try:
            if _is_in_pieces(path):
                return self._joined(ref)
            if path.stat().st_size > MAX_BYTES + _HEADER + _TAG:
                raise DamagedAttachmentError
            stored = path.read_bytes()
        except FileNotFoundError as error:
            raise AttachmentMissingError from error
        except OSError as error:
            raise disk_error(error) from error
        content = self._opened(stored, path.name.encode())
        if len(content) != ref.size or hashlib.sha256(content).hexdigest() != ref.sha256:
            raise DamagedAttachmentError
        return content

    def has(self, ref: BlobRef) -> bool:
        """Whether a file is there, without reading it."""
        return self._path(ref).is_file()

    def destroy(self, ref: BlobRef) -> None:
        """Destroy a file for good: its wrapped key is overwritten, then the file goes; none there is no trouble.

        Overwriting is no promise on flash memory: a copy that survives is ciphertext under a key that the vault
        alone unwraps (see shred.py).

        Raises:
            DiskTroubleError: the disk refuses.
        """
        path = self._path(ref)
        try:
            with path.open("r+b") as file:
                file.write(os.urandom(_HEADS))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
        except FileNotFoundError:
            return
        except OSError as error:
            raise disk_error(error) from error

    def _reads(self, ref: BlobRef) -> bool:
        """Whether the content is kept and sound; a damaged copy is written again."""
        if not self.has(ref):
            return False
        try:
            self.get(ref)
        except DamagedAttachmentError:
            return False
        return True

    def _joined(self, ref: BlobRef) -> bytes:
        content = b"".join(self.pieces(ref, range(count_of(ref.size))))
        if hashlib.sha256(content).hexdigest() != ref.sha256:
            raise DamagedAttachmentError
        return content

    def _proves(self, ref: BlobRef) -> bool:
        """Whether a large content is kept and sound, read a piece at a time."""
        try:
            with self._opened_pieces(self._path(ref)) as file:
                return file.sha256() == ref.sha256
        except (DamagedPieceError, OSError):
            return False

    def _put_pieces(self, ref: BlobRef, untrusted: BinaryIO) -> BlobRef:
        """Seal a large file, hashing what is sealed: one that changes meanwhile is not taken for the first."""
        path, digest = self._path(ref), hashlib.sha256()
        if self._proves(ref):
            return ref

        def read() -> Iterator[bytes]:
            for number in range(count_of(ref.size)):
                piece = untrusted.read(length_of(ref.size, number))
                digest.update(piece)
                yield piece

        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._seal_pieces(path, ref.size, read(), proof=lambda: digest.hexdigest() == ref.sha256)
        except ValueError as error:
            raise DiskTroubleError from error
        except OSError as error:
            raise disk_error(error) from error
        return ref

    def _seal_pieces(
        self, path: Path, size: int, pieces: Iterable[bytes], proof: Callable[[], bool] = lambda: True
    ) -> None:
        """Write beside, prove, flush, rename over, flush the folder; nothing is left of a failure."""
        fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
        fresh.unlink(missing_ok=True)
        try:
            with SealedFile.make(fresh, path.name.encode(), size, self._wrapping) as file:
                for number, piece in enumerate(pieces):
                    file.write(number, piece)
                file.settle()
            _demand(proof())
            fresh.replace(path)
            flush_folder(path.parent)
        except (OSError, ValueError):
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise

    def _opened_pieces(self, path: Path) -> SealedFile:
        return SealedFile.open(path, path.name.encode(), self._wrapping)

    def _arriving(self, ref: BlobRef) -> ArrivingFile:
        name = self._path(ref).name
        path = self._folder / _ARRIVING / f"{name}.{ref.size}"
        return ArrivingFile(path, name.encode(), ref.size, self._wrapping)

    def _path(self, ref: BlobRef) -> Path:
        name = hmac.new(self._name_key, bytes.fromhex(ref.sha256), hashlib.sha256).hexdigest()
        return self._folder / name[:2] / name

    def _sealed(self, content: bytes, name: bytes) -> bytes:
        file_key, wrap_nonce, nonce = os.urandom(KEY_BYTES), os.urandom(_NONCE), os.urandom(_NONCE)
        wrapped = wrap_nonce + self._wrapping.encrypt(wrap_nonce, file_key, _MAGIC + name)
        return _MAGIC + wrapped + nonce + AESGCM(file_key).encrypt(nonce, content, _MAGIC + name)

    def _opened(self, stored: bytes, name: bytes) -> bytes:
        if len(stored) < _HEADER + _TAG or not stored.startswith(_MAGIC):
            raise DamagedAttachmentError
        wrapped = stored[len(_MAGIC) : len(_MAGIC) + _WRAPPED]
        nonce = stored[_HEADER - _NONCE : _HEADER]
        try:
            file_key = self._wrapping.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _MAGIC + name)
            return AESGCM(file_key).decrypt(nonce, memoryview(stored)[_HEADER:], _MAGIC + name)
        except InvalidTag as error:
            raise DamagedAttachmentError from error


def _demand(is_proven: bool) -> None:
    if not is_proven:
        raise ValueError("the file changed while it was read")


def _cut(content: bytes) -> Iterator[bytes]:
    return (content[at : at + PIECE] for at in range(0, len(content), PIECE))


def _ref_of(untrusted: BinaryIO) -> BlobRef:
    """Hash a file, stopping soon past the largest one."""
    digest, size = hashlib.sha256(), 0
    while size <= MAX_BYTES and (piece := untrusted.read(PIECE)):
        digest.update(piece)
        size += len(piece)
    return BlobRef(digest.hexdigest(), size)


def _is_in_pieces(path: Path) -> bool:
    with path.open("rb") as file:
        return is_in_pieces(file.read(len(_MAGIC)))

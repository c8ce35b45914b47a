# SPDX-License-Identifier: EUPL-1.2
"""Attachments: one encrypted file each, named by a keyed hash of its content, never in clear on disk.

File = magic, wrapped file key, nonce, AES-256-GCM of the content. The name tells nothing: it is an HMAC of the
content's SHA-256 under a key derived from the database key. The same content is stored once.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lgc_app.vault.atomic import disk_error, write_atomically
from lgc_app.vault.faults import (
    AttachmentMissingError,
    AttachmentTooLargeError,
    DamagedAttachmentError,
)
from lgc_app.vault.keys import KEY_BYTES, DatabaseKey

MAX_BYTES = 256 * 1024 * 1024
_MAGIC = b"SLGC-PJ1"
_NONCE = 12
_TAG = 16
_WRAPPED = _NONCE + KEY_BYTES + _TAG
_HEADER = len(_MAGIC) + _WRAPPED + _NONCE


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
            except OSError as error:
                raise disk_error(error) from error
            write_atomically(path, self._sealed(content, path.name.encode()))
        return ref

    def get(self, ref: BlobRef) -> bytes:
        """Return the content, proven to be the one that was kept.

        Raises:
            AttachmentMissingError: not on this machine. DamagedAttachmentError: changed, cut or swapped.
        """
        path = self._path(ref)
        try:
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
                file.write(os.urandom(_HEADER))
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

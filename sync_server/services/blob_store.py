# SPDX-License-Identifier: EUPL-1.2
"""Files of practices by the SHA-256 of their content, scoped by partition, encrypted on disk in sealed pieces.

The key of a partition is derived (HKDF) from the server's key file; a file's name says nothing of its content.
Files of before the pieces (one AES-256-GCM of the whole) still read.
"""

import contextlib
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lgc_core.errors import OutsideError, UserError
from lgc_core.pieces.cut import PIECE, count_of
from lgc_core.pieces.sealed_file import DamagedPieceError, SealedFile, is_in_pieces

LARGEST: Final = 24 * 1024 * 1024
"""The largest file sent or read whole: the same bound as a CDA document (interop.xml.MAX_BYTES)."""

_SHA256: Final = re.compile(r"[0-9a-f]{64}\Z")
_NONCE: Final = 12
_TAG: Final = 16


def is_hash(untrusted_sha256: str) -> bool:
    """Tell whether a text is a SHA-256 in lower-case hexadecimal."""
    return bool(_SHA256.match(untrusted_sha256))


@dataclass(frozen=True)
class BlobStore:
    """Files under one folder."""

    folder: Path
    key: bytes

    def write(self, partition: str, untrusted_sha256: str, untrusted_content: bytes) -> bool:
        """Keep a small file durably; return False when it was already there.

        Raises:
            UserError: when the content is not what its name says.
            OutsideError: when the disk refuses.
        """
        if not is_hash(untrusted_sha256) or len(untrusted_content) > LARGEST:
            raise UserError("Ce fichier n’est pas accepté\u00a0: son nom ou sa taille ne conviennent pas.")
        if not hmac.compare_digest(hashlib.sha256(untrusted_content).hexdigest(), untrusted_sha256):
            raise UserError("Ce fichier est arrivé abîmé. Il sera renvoyé.")
        path = self.home(partition, untrusted_sha256)
        if path.exists():
            return False
        try:
            self._write_whole(path, partition, untrusted_content)
        except OSError as error:
            raise OutsideError("Le serveur ne peut pas garder ce fichier maintenant. Il sera renvoyé.") from error
        return True

    def has(self, partition: str, untrusted_sha256: str) -> bool:
        """Tell whether a file is there, whole."""
        return is_hash(untrusted_sha256) and self.home(partition, untrusted_sha256).exists()

    def size(self, partition: str, untrusted_sha256: str) -> int:
        """Return the bytes of the content.

        Raises:
            UserError: there is no such file. OutsideError: the disk or the key does not give it back.
        """
        with self._translated():
            path = self._there(partition, untrusted_sha256)
            if not _is_in_pieces(path):
                return path.stat().st_size - _NONCE - _TAG
            with self._opened(path, partition) as file:
                return file.size

    def read(self, partition: str, untrusted_sha256: str) -> bytes:
        """Return the whole content of a small file, as a CDA document is.

        Raises:
            UserError: there is no such file, or it is too large to be read at once.
            OutsideError: when the disk or the key does not give it back.
        """
        if self.size(partition, untrusted_sha256) > LARGEST:
            raise UserError("Ce fichier est trop volumineux pour être ouvert ici.")
        return b"".join(self.stream(partition, untrusted_sha256))

    def stream(self, partition: str, untrusted_sha256: str, start: int = 0, end: int = -1) -> Iterator[bytes]:
        """Yield the bytes from `start` to before `end` (-1: the last), a piece at a time.

        Raises:
            UserError: there is no such file. OutsideError: the disk or the key does not give it back.
        """
        with self._translated():
            path = self._there(partition, untrusted_sha256)
            if not _is_in_pieces(path):
                content = self._older(path, partition, untrusted_sha256)
                yield content[start : len(content) if end < 0 else end]
                return
            with self._opened(path, partition) as file:
                stop = file.size if end < 0 else min(end, file.size)
                for number in range(start // PIECE, count_of(stop)):
                    at = number * PIECE
                    yield file.read(number)[max(start - at, 0) : stop - at]

    def home(self, partition: str, sha256: str) -> Path:
        """Return where a file rests; the name tells nothing of it."""
        name = hmac.new(self.key, f"{partition}\0{sha256}".encode(), hashlib.sha256).hexdigest()
        return self.folder / name[:2] / name

    def wrapping(self, partition: str) -> AESGCM:
        """Return what wraps the keys of a partition's files."""
        return AESGCM(self._derived(b"blob-keys\0" + partition.encode()))

    def _there(self, partition: str, untrusted_sha256: str) -> Path:
        if not self.has(partition, untrusted_sha256):
            raise UserError("Ce fichier n’est pas arrivé sur le serveur.")
        return self.home(partition, untrusted_sha256)

    def _opened(self, path: Path, partition: str) -> SealedFile:
        return SealedFile.open(path, path.name.encode(), self.wrapping(partition))

    def _older(self, path: Path, partition: str, sha256: str) -> bytes:
        stored = path.read_bytes()
        cipher = AESGCM(self._derived(b"blob\0" + partition.encode()))
        return cipher.decrypt(stored[:_NONCE], stored[_NONCE:], sha256.encode())

    def _derived(self, info: bytes) -> bytes:
        return HKDF(SHA256(), length=32, salt=None, info=info).derive(self.key)

    def _write_whole(self, path: Path, partition: str, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        with SealedFile.make(part, path.name.encode(), len(content), self.wrapping(partition)) as file:
            for number in range(count_of(len(content))):
                file.write(number, content[number * PIECE : (number + 1) * PIECE])
            file.settle()
        part.replace(path)
        settle_folder(path.parent)

    @staticmethod
    @contextlib.contextmanager
    def _translated() -> Iterator[None]:
        """Say in words what the disk or a key refuses."""
        try:
            yield
        except (OSError, InvalidTag, DamagedPieceError) as error:
            raise OutsideError(
                "Ce fichier ne peut pas être relu. L’administrateur doit restaurer la sauvegarde."
            ) from error


def settle_folder(folder: Path) -> None:
    """Make a rename last; Windows has no directory handle to sync."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _is_in_pieces(path: Path) -> bool:
    with path.open("rb") as file:
        return is_in_pieces(file.read(8))

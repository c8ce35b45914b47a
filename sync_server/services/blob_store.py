# SPDX-License-Identifier: EUPL-1.2
"""Whole files by the SHA-256 of their content, scoped by partition, encrypted on disk (AES-256-GCM).

The key of a partition is derived (HKDF) from the server's key file; a file's name says nothing of its content.
"""

import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lgc_core.errors import OutsideError, UserError

LARGEST: Final = 24 * 1024 * 1024
"""The largest file: the same bound as a CDA document (interop.xml.MAX_BYTES)."""

_SHA256: Final = re.compile(r"[0-9a-f]{64}\Z")
_NONCE: Final = 12


@dataclass(frozen=True)
class BlobStore:
    """Files under one folder."""

    folder: Path
    key: bytes

    def write(self, partition: str, untrusted_sha256: str, untrusted_content: bytes) -> bool:
        """Keep a file durably; return False when it was already there.

        Raises:
            UserError: when the content is not what its name says.
            OutsideError: when the disk refuses.
        """
        if not _SHA256.match(untrusted_sha256) or len(untrusted_content) > LARGEST:
            raise UserError("Ce fichier n’est pas accepté\u00a0: son nom ou sa taille ne conviennent pas.")
        if not hmac.compare_digest(hashlib.sha256(untrusted_content).hexdigest(), untrusted_sha256):
            raise UserError("Ce fichier est arrivé abîmé. Il sera renvoyé.")
        path = self._path(partition, untrusted_sha256)
        if path.exists():
            return False
        nonce = secrets.token_bytes(_NONCE)
        sealed = AESGCM(self._key(partition)).encrypt(nonce, untrusted_content, untrusted_sha256.encode())
        try:
            _write_whole(path, nonce + sealed)
        except OSError as error:
            raise OutsideError("Le serveur ne peut pas garder ce fichier maintenant. Il sera renvoyé.") from error
        return True

    def has(self, partition: str, untrusted_sha256: str) -> bool:
        """Tell whether a file is there."""
        return bool(_SHA256.match(untrusted_sha256)) and self._path(partition, untrusted_sha256).exists()

    def read(self, partition: str, untrusted_sha256: str) -> bytes:
        """Return the content.

        Raises:
            UserError: when there is no such file.
            OutsideError: when the disk or the key does not give it back.
        """
        if not self.has(partition, untrusted_sha256):
            raise UserError("Ce fichier n’est pas arrivé sur le serveur.")
        try:
            stored = self._path(partition, untrusted_sha256).read_bytes()
            return AESGCM(self._key(partition)).decrypt(
                stored[:_NONCE], stored[_NONCE:], untrusted_sha256.encode()
            )
        except (OSError, InvalidTag) as error:
            raise OutsideError(
                "Ce fichier ne peut pas être relu. L’administrateur doit restaurer la sauvegarde."
            ) from error

    def _path(self, partition: str, sha256: str) -> Path:
        name = hmac.new(self.key, f"{partition}\0{sha256}".encode(), hashlib.sha256).hexdigest()
        return self.folder / name[:2] / name

    def _key(self, partition: str) -> bytes:
        return HKDF(SHA256(), length=32, salt=None, info=b"blob\0" + partition.encode()).derive(self.key)


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    with part.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    if os.name == "posix":  # Windows has no directory handle to sync
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

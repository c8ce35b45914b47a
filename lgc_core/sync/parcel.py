# SPDX-License-Identifier: EUPL-1.2
"""What waits on a post, in one encrypted file that a person carries to the region (USB key, phone).

Each batch is a push, signed by the post's key exactly as on the wire: the region needs to trust neither the file
nor whoever carries it. The file is opened by a code that is shown once and travels by another way.
"""

import base64
import os
from typing import Annotated, Final

import msgspec
import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lgc_core.errors import UserError
from lgc_core.sync.protocol import MAX_OPS

MAGIC: Final = b"SLGC-FILE/1\n"
LARGEST: Final = 256 * 1024 * 1024
"""Bytes of the packed file: some millions of operations."""

LARGEST_PLAIN: Final = 1024 * 1024 * 1024
_CODE_BYTES: Final = 20
_GROUP: Final = 4
_SALT: Final = 32
_NONCE: Final = 12
_LOOKALIKES: Final = str.maketrans({"0": "O", "1": "I", "8": "B", "9": "G"})
_DOMAIN: Final = b"serenite/parcel/v1"


class ParcelRefusedError(UserError):
    """The code or the file is not right; nothing was taken."""

    def __init__(self) -> None:
        super().__init__(
            "Ce fichier ne s’ouvre pas avec ce code. Relisez le code, ou exportez de nouveau la file."
        )


class ParcelPush(msgspec.Struct, frozen=True, kw_only=True):
    """One push as it would have been sent."""

    partition: str
    ops: Annotated[tuple[str, ...], msgspec.Meta(max_length=MAX_OPS)]
    signature: str


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a post had not had acknowledged.

    Attributes:
        made: local time of the post, RFC 3339.
    """

    practice: str
    device: str
    made: str
    pushes: tuple[ParcelPush, ...]

    @property
    def count(self) -> int:
        """Return how many operations it carries."""
        return sum(len(push.ops) for push in self.pushes)


def new_code() -> str:
    """Draw a code: 160 random bits in eight groups of four letters."""
    letters = base64.b32encode(os.urandom(_CODE_BYTES)).decode()
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def seal(parcel: Parcel, code: str) -> bytes:
    """Pack, then encrypt (AES-256-GCM under HKDF-SHA256 of the code)."""
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    packed = zstandard.ZstdCompressor(level=3).compress(msgspec.json.encode(parcel))
    return MAGIC + salt + nonce + AESGCM(_key(code, salt)).encrypt(nonce, packed, MAGIC)


def unseal(untrusted: bytes, code: str) -> Parcel:
    """Open a parcel.

    Raises:
        ParcelRefusedError: wrong code, or not a parcel.
    """
    head = len(MAGIC)
    if len(untrusted) > LARGEST or not untrusted.startswith(MAGIC):
        raise ParcelRefusedError
    salt, nonce = untrusted[head : head + _SALT], untrusted[head + _SALT : head + _SALT + _NONCE]
    try:
        packed = AESGCM(_key(code, salt)).decrypt(nonce, untrusted[head + _SALT + _NONCE :], MAGIC)
        with zstandard.ZstdDecompressor(max_window_size=1 << 23).stream_reader(packed) as reader:
            plain = reader.read(LARGEST_PLAIN + 1)
        if len(plain) > LARGEST_PLAIN:
            raise ParcelRefusedError
        return msgspec.json.decode(plain, type=Parcel)
    except (InvalidTag, ValueError, zstandard.ZstdError, msgspec.MsgspecError) as error:
        raise ParcelRefusedError from error


def _key(code: str, salt: bytes) -> bytes:
    letters = "".join(one for one in code.upper().translate(_LOOKALIKES) if one.isalnum())
    return HKDF(hashes.SHA256(), 32, salt, _DOMAIN).derive(letters.encode())

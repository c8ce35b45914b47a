# SPDX-License-Identifier: EUPL-1.2
"""Keys of a CPS4: a ChipDoc card on logical channel 1 (commands traced from the Cryptolib CPS 5.2.2).

Proven against what that library sends to a simulated card, not yet on a real CPS4: prefer PKCS#11 there.
"""

from dataclasses import dataclass

from cps_card.commands import CardCommands
from cps_card.pkcs15 import CardKey, CardKeys
from cps_card.rsa import digest_info_of, pad_for_signature, remove_encryption_padding

APPLICATION = bytes.fromhex("8025000001FF0100")
SELECT_PATH = 0x08
CHANNEL = 1
_MSE_DECIPHER = (0x22, 0x41, 0xB8)
_MSE_SIGN = (0x22, 0x81, 0xB6)
_COMPUTE_SIGNATURE = (0x2A, 0x9E, 0x9A)
_DECIPHER = (0x2A, 0x80, 0x86)
_SHA256_PKCS1 = 0x28
_LOCAL_KEY = 0x80


@dataclass(frozen=True)
class Cps4Keys:
    """What a CPS4 does with its keys: it has no INTERNAL AUTHENTICATE, only the raw power of the auth key."""

    commands: CardCommands
    keys: CardKeys

    def sign_auth(self, data: bytes) -> bytes:
        """Pad here, then let the card raise the block to the private power."""
        return self._raw(pad_for_signature(digest_info_of(data), _size(self.keys.auth)))

    def sign_document(self, digest: bytes) -> bytes:
        """PSO COMPUTE DIGITAL SIGNATURE over a digest made here."""
        reference = self.keys.sign.reference | _LOCAL_KEY
        self.commands.run(_MSE_SIGN, bytes([0x91, 2, _SHA256_PKCS1, reference]))
        return self.commands.run(_COMPUTE_SIGNATURE, digest, 0)

    def decrypt(self, cryptogram: bytes) -> bytes:
        """Raw power, then we remove the padding."""
        return remove_encryption_padding(self._raw(cryptogram))

    def _raw(self, block: bytes) -> bytes:
        self.commands.run(_MSE_DECIPHER, bytes([0x83, 1, self.keys.auth.reference]))
        return self.commands.run(_DECIPHER, block, 0)


def _size(key: CardKey) -> int:
    public = key.certificate.public_key()
    return getattr(public, "key_size", 0) // 8

# SPDX-License-Identifier: EUPL-1.2
"""Keys of a CPS3: an IAS-ECC v1.0.1 card (commands traced from the Cryptolib CPS 5.2.2)."""

from dataclasses import dataclass

from cps_card.commands import CardCommands
from cps_card.pkcs15 import CardKeys
from cps_card.rsa import digest_info_of

APPLICATION = bytes.fromhex("E828BD080F8025000001FF0010")
SELECT_PATH = 0x09
CHANNEL = 0
_DIRECTORY = bytes.fromhex("3F000001")
_MSE_SET = (0x22, 0x41)
_AUTHENTICATION_TEMPLATE, _SIGNATURE_TEMPLATE, _CONFIDENTIALITY_TEMPLATE = 0xA4, 0xB6, 0xB8
_ALGORITHM_AUTHENTICATE, _ALGORITHM_SIGN_SHA256, _ALGORITHM_DECIPHER = 0x02, 0x42, 0x1A
_INTERNAL_AUTHENTICATE = (0x88, 0x00, 0x00)
_COMPUTE_SIGNATURE = (0x2A, 0x9E, 0x9A)
_DECIPHER = (0x2A, 0x80, 0x86)
_PADDING_INDICATOR = b"\x81"


@dataclass(frozen=True)
class Cps3Keys:
    """What a CPS3 does with its keys once the PIN is verified."""

    commands: CardCommands
    keys: CardKeys

    def sign_auth(self, data: bytes) -> bytes:
        """INTERNAL AUTHENTICATE: the card pads, we hash."""
        self._prepare(_AUTHENTICATION_TEMPLATE, _ALGORITHM_AUTHENTICATE, self.keys.auth.reference)
        return self.commands.run(_INTERNAL_AUTHENTICATE, digest_info_of(data), 0)

    def sign_document(self, digest: bytes) -> bytes:
        """PSO COMPUTE DIGITAL SIGNATURE over a digest made here."""
        self._prepare(_SIGNATURE_TEMPLATE, _ALGORITHM_SIGN_SHA256, self.keys.sign.reference)
        return self.commands.run(_COMPUTE_SIGNATURE, digest, 0)

    def decrypt(self, cryptogram: bytes) -> bytes:
        """PSO DECIPHER: the card removes the padding."""
        self._prepare(_CONFIDENTIALITY_TEMPLATE, _ALGORITHM_DECIPHER, self.keys.auth.reference)
        return self.commands.run(_DECIPHER, _PADDING_INDICATOR + cryptogram, 0)

    def _prepare(self, template: int, algorithm: int, reference: int) -> None:
        self.commands.select(_DIRECTORY)
        self.commands.run((*_MSE_SET, template), bytes([0x80, 1, algorithm, 0x84, 1, reference]))

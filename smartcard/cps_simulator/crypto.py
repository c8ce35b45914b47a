# SPDX-License-Identifier: EUPL-1.2
"""The private-key work of a simulated card: MSE, INTERNAL AUTHENTICATE and PSO (smartcard reference, 4.3)."""

import hashlib
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import rsa

from cps_card import tlv
from cps_card.errors import CardFaultError
from cps_card.recognition import Generation
from cps_card.rsa import SHA256_PREFIX, pad_for_signature, remove_encryption_padding
from cps_simulator import status
from cps_simulator.files import NAMES
from cps_simulator.igc import CardPairs
from cps_simulator.status import StatusError

_AUTHENTICATE, _SIGN, _DECIPHER = 0xA4, 0xB6, 0xB8
_DIGEST_SIZES = {32: SHA256_PREFIX, 20: bytes.fromhex("3021300906052b0e03021a05000414")}
_LOCAL_MASK = 0x7F
_FORTY_PERCENT = (2, 5)  # INTERNAL AUTHENTICATE takes at most 40 % of the modulus
_PADDING_INDICATOR = b"\x81"


@dataclass
class SecurityEnvironment:
    """The template last set for each kind of operation, and a digest given in advance."""

    templates: dict[int, int] = field(default_factory=dict)
    digest: bytes = b""


class CardCrypto:
    """Keys of the card by reference, and what each generation lets them do."""

    def __init__(self, generation: Generation, pairs: CardPairs) -> None:
        names = NAMES[generation]
        self.generation = generation
        self._auth = names.auth
        self.keys = {names.auth: pairs.auth.key, names.sign: pairs.sign.key}
        self.environment = SecurityEnvironment()

    def forget(self) -> None:
        """Drop the environment, as a reset does."""
        self.environment = SecurityEnvironment()

    def set_environment(self, p1: int, p2: int, data: bytes) -> None:
        """MANAGE SECURITY ENVIRONMENT: keep the key reference of a template."""
        if p1 not in (0x41, 0x81):
            raise StatusError(status.WRONG_P1_P2)
        reference = _reference(data)
        if reference is None:
            return
        if reference not in self.keys:
            raise StatusError(status.REFERENCE_NOT_FOUND)
        self.environment.templates[p2] = reference

    def keep_digest(self, data: bytes) -> None:
        """PSO HASH: a digest made outside (90), or a message that fits one block (90 00 80)."""
        if data[:1] == b"\x90" and len(data) > 2 and data[1] in _DIGEST_SIZES and len(data) == 2 + data[1]:
            self.environment.digest = data[2:]
        elif data[:2] == b"\x90\x00" and data[2:3] == b"\x80" and len(data) > 3:
            self.environment.digest = hashlib.sha256(data[4 : 4 + data[3]]).digest()
        else:
            raise StatusError(status.WRONG_DATA)  # resuming a hash half-way is not simulated

    def authenticate(self, data: bytes) -> bytes:
        """INTERNAL AUTHENTICATE; the ChipDoc applet has none."""
        if self.generation is Generation.CPS4:
            raise StatusError(status.UNKNOWN_INSTRUCTION)
        key = self._key(_AUTHENTICATE, only_auth=True)
        most = key.key_size // 8 * _FORTY_PERCENT[0] // _FORTY_PERCENT[1]
        if not 0 < len(data) <= most:
            raise StatusError(status.WRONG_DATA)
        return _power(key, pad_for_signature(data, key.key_size // 8))

    def sign(self, data: bytes) -> bytes:
        """PSO COMPUTE DIGITAL SIGNATURE over the digest given here or before."""
        key = self._key(_SIGN, only_auth=False)
        digest, self.environment.digest = data or self.environment.digest, b""
        if not digest:
            raise StatusError(status.CONDITIONS_NOT_SATISFIED)
        prefix = _DIGEST_SIZES.get(len(digest))
        if prefix is None:
            raise StatusError(status.WRONG_DATA)
        return _power(key, pad_for_signature(prefix + digest, key.key_size // 8))

    def decipher(self, data: bytes) -> bytes:
        """PSO DECIPHER: a CPS3 removes the padding, a CPS4 gives the raw power."""
        key = self._key(_DECIPHER, only_auth=True)
        if self.generation is Generation.CPS3:
            if data[:1] != _PADDING_INDICATOR:
                raise StatusError(status.WRONG_DATA)
            data = data[1:]
        if len(data) != key.key_size // 8:
            raise StatusError(status.WRONG_LENGTH)
        block = _power(key, data)
        if self.generation is Generation.CPS4:
            return block
        try:
            return remove_encryption_padding(block)
        except CardFaultError as error:
            raise StatusError(status.WRONG_DATA) from error

    def _key(self, template: int, *, only_auth: bool) -> rsa.RSAPrivateKey:
        reference = self.environment.templates.get(template)
        if reference is None or (only_auth and reference != self._auth):
            raise StatusError(status.CONDITIONS_NOT_SATISFIED)
        return self.keys[reference]


def _reference(data: bytes) -> int | None:
    """Find the key reference: tag 84 or 83, or 91 with an algorithm before it on ChipDoc."""
    try:
        found = {item.tag: item.value for item in tlv.parse(data)}
    except CardFaultError as error:
        raise StatusError(status.WRONG_DATA) from error
    value = found.get(0x84) or found.get(0x83) or found.get(0x91, b"")[1:]
    return value[0] & _LOCAL_MASK if value else None


def _power(key: rsa.RSAPrivateKey, block: bytes) -> bytes:
    """Raise to the private power by the Chinese remainder theorem (RFC 8017, 5.1.2)."""
    numbers = key.private_numbers()
    message = int.from_bytes(block, "big")
    first = pow(message, numbers.dmp1, numbers.p)
    second = pow(message, numbers.dmq1, numbers.q)
    lift = (first - second) * numbers.iqmp % numbers.p
    return (second + lift * numbers.q).to_bytes(key.key_size // 8, "big")

# SPDX-License-Identifier: EUPL-1.2
"""SELECT, READ BINARY and GET DATA of a simulated card, as picky as the real ones."""

from cps_card.recognition import Generation
from cps_card.tlv import encode
from cps_simulator import status
from cps_simulator.codes import CardSecrets
from cps_simulator.crypto import CardCrypto
from cps_simulator.files import (
    CHIPDOC_APPLICATION,
    DIRECTORY,
    IAS_APPLICATION,
    MASTER,
    NAMES,
    PIN_REFERENCE,
    CardFiles,
)
from cps_simulator.status import StatusError

_READ_AT_MOST = 0xE7
_SHORT_FILES = {0x1E: "3F002F00", 0x1D: "3F002F01", 0x1C: "3F00D003"}
_SHORT_FILE_FLAG, _SHORT_FILE_MASK = 0x80, 0x1F
_QUIET = 0x0C
_ASKED_HEADER = 7
_AUTH_RULES = b"\x7f\x11\x11\x11\xff\xff\xff\x00"
_SIGN_RULES = b"\x7f\x11\xff\xff\xff\xff\xff\x00"


class CardReading:
    """Where the card stands in its files, and what it answers about them."""

    def __init__(self, generation: Generation, tree: CardFiles) -> None:
        self.generation = generation
        self.tree = tree
        self.folder, self.file = MASTER, ""

    def forget(self) -> None:
        """Go back to the master file, as a reset does."""
        self.folder, self.file = MASTER, ""

    def select(self, p1: int, p2: int, data: bytes) -> bytes:
        """SELECT by application, by identifier or by path."""
        if p2 not in (0x04, _QUIET) and self.generation is Generation.CPS3:
            raise StatusError(status.WRONG_P1_P2)  # a real CPS3 refuses P2=00 (OpenSC commit 1a3666364)
        target = self._target(p1, data)
        if target in self.tree.folders:
            self.folder, self.file = target, ""
        elif target in self.tree.files:
            self.folder, self.file = target[:-4], target
        else:
            raise StatusError(status.NOT_FOUND)
        return b"" if p2 & _QUIET == _QUIET else self.tree.control_parameters(target, self.generation)

    def read(self, p1: int, p2: int, expected: int | None) -> bytes:
        """READ BINARY in the current file, or in one named by its short identifier."""
        offset = p1 << 8 | p2
        if p1 & _SHORT_FILE_FLAG:
            named = _SHORT_FILES.get(p1 & _SHORT_FILE_MASK)
            if named is None:
                raise StatusError(status.NOT_FOUND)
            self.file, offset = named, p2
        if not self.file:
            raise StatusError(status.NO_CURRENT_FILE)
        content = self.tree.files[self.file]
        if offset > len(content):
            raise StatusError(status.WRONG_OFFSET)
        return content[offset : offset + min(expected or 256, _READ_AT_MOST)]

    def _target(self, p1: int, data: bytes) -> str:
        if p1 == 0x04:
            return _application(data)
        path = data.hex().upper()
        if p1 in (0x00, 0x01, 0x02):
            return MASTER if path in ("", MASTER) else self.folder + path
        if p1 == 0x03:
            return self.folder[:-4] or MASTER
        if p1 not in (0x08, 0x09):
            raise StatusError(status.WRONG_P1_P2)
        if path.startswith(MASTER):
            return path
        if p1 == 0x09 and self.generation is Generation.CPS3:
            raise StatusError(status.NOT_FOUND)  # the full path is wanted (OpenSC commit fc0df4e5d)
        return (MASTER if p1 == 0x08 else self.folder) + path


def describe(asked: bytes, secrets: CardSecrets, crypto: CardCrypto) -> bytes:
    """GET DATA 3FFF: describe a PIN or a key as OpenSC and the Cryptolib ask (4D xx 70 xx BF cc rr ...)."""
    if len(asked) < _ASKED_HEADER or (asked[0], asked[2], asked[4]) != (0x4D, 0x70, 0xBF):
        raise StatusError(status.REFERENCE_NOT_FOUND)
    kind, reference = asked[5] & 0x7F, asked[6] & 0x1F
    if kind == 0x01 and reference == PIN_REFERENCE:
        return encode(0x70, encode(0xBF8100 | reference, _pin_object(asked[8:10], secrets)))
    if kind == 0x10 and reference in crypto.keys:
        return encode(0x70, encode(0xBF9000 | reference, _key_object(reference, crypto)))
    if kind == 0x7B:
        environment = encode(0x7B, b"\xa4\x06\x95\x01\x08\x83\x01" + bytes([PIN_REFERENCE]))
        return encode(0x70, encode(0xBFFB00 | reference, environment))
    raise StatusError(status.REFERENCE_NOT_FOUND)


def _pin_object(asked: bytes, secrets: CardSecrets) -> bytes:
    if asked not in (b"\x7f\x41", b"\xa0\x80"):
        raise StatusError(status.REFERENCE_NOT_FOUND)
    parameters = encode(
        0xA0,
        encode(0x9A, bytes([secrets.pin.most]))
        + encode(0x9B, bytes([secrets.pin.left]))
        + encode(0x80, b"\x00\x04")
        + encode(0xA1, encode(0x8C, b"\xf3\x00\x00\x13\xff\x00")),
    )
    if asked == b"\xa0\x80":
        return parameters
    return parameters + encode(0x7F41, encode(0x80, b"\x04") + encode(0x81, b"\x04"))


def _key_object(reference: int, crypto: CardCrypto) -> bytes:
    size = (crypto.keys[reference].key_size // 8).to_bytes(2, "big")
    rules = _AUTH_RULES if reference == NAMES[crypto.generation].auth else _SIGN_RULES
    return encode(0xA0, encode(0x80, size) + encode(0xA1, encode(0x8C, rules)))


def _application(name: bytes) -> str:
    if name == IAS_APPLICATION:
        return DIRECTORY
    if name == CHIPDOC_APPLICATION:
        return MASTER
    raise StatusError(status.NOT_FOUND)

# SPDX-License-Identifier: EUPL-1.2
"""The files of a simulated card: serial number, PKCS#15 directory, certificates.

The layout is the one that OpenSC's IAS/ECC driver and the Cryptolib CPS 5.2.2 both read.
Paths are hexadecimal strings from 3F00.
"""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.serialization import Encoding

from cps_card.recognition import Generation
from cps_card.tlv import encode
from cps_simulator import der
from cps_simulator.igc import CardPairs, KeyPair

IAS_APPLICATION = bytes.fromhex("E828BD080F8025000001FF0010")
CHIPDOC_APPLICATION = bytes.fromhex("8025000001FF0100")
MASTER = "3F00"
DIRECTORY = "3F000001"
PIN_REFERENCE = 0x01
_LOCAL = 0x80
_SERIAL_PREFIX = bytes.fromhex("5A0A8025000001")
# the 57 bytes of a real CPS3 (OpenSC commit c581d1b26)
_EF_ATR = bytes.fromhex(
    "804301B8460404B0ECC147039401804F088025000001FF0100E010020201040202010402020100020201007808060"
    "62B8122F8780282029000"
)
_ALGORITHMS = (  # reference, mechanism, operations, card algorithm (from the EF(TokenInfo) of a CPS3)
    (1, 0x01, 1, 0x02),
    (2, 0x40, 1, 0x42),
    (3, 0x01, 5, 0x1A),
    (4, 0x250, 6, 0x40),
    (5, 0x06, 1, 0x12),
    (6, 0x220, 6, 0x10),
)


@dataclass(frozen=True)
class KeyNames:
    """How a generation names its two keys: references on the card and last byte of the identifiers."""

    auth: int
    sign: int
    auth_id: str
    sign_id: str


NAMES = {
    Generation.CPS3: KeyNames(auth=0x02, sign=0x01, auth_id="02", sign_id="01"),
    Generation.CPS4: KeyNames(auth=0x20, sign=0x10, auth_id="20", sign_id="10"),
}


@dataclass
class CardFiles:
    """A tree of files by path, and the folders with the application each one is the root of."""

    folders: dict[str, bytes] = field(default_factory=lambda: {MASTER: b"", DIRECTORY: IAS_APPLICATION})
    files: dict[str, bytes] = field(default_factory=dict)

    def control_parameters(self, path: str, generation: Generation) -> bytes:
        """Write what SELECT answers for this path."""
        name = encode(0x83, bytes.fromhex(path[-4:]))
        if path in self.folders:
            application = self.folders[path]
            body = encode(0x82, b"\x38") + name + (encode(0x84, application) if application else b"")
            body += encode(0x8A, b"\x05") + encode(0xA1, encode(0x8C, b"\x00"))
        else:
            size = len(self.files[path]).to_bytes(2, "big")
            body = encode(0x80, size) + encode(0x82, b"\x01") + name + encode(0x88, b"")
            body += encode(0x8A, b"\x05") + encode(0xA1, encode(0x8C, b"\x03\xff\x00"))
        return encode(0x62 if generation is Generation.CPS3 else 0x6F, body)


def build(generation: Generation, number: str, pairs: CardPairs) -> CardFiles:
    """Lay out a card."""
    names = NAMES[generation]
    tree = CardFiles()
    application = encode(0x4F, IAS_APPLICATION) + encode(0x50, b"CPX IAS")
    tree.files["3F002F00"] = encode(0x61, application + encode(0x51, bytes.fromhex("3F000001")))
    tree.files["3F002F01"] = _EF_ATR
    tree.files["3F00D003"] = _SERIAL_PREFIX + bytes.fromhex(number)
    tree.files[DIRECTORY + "D110"] = pairs.auth.certificate.public_bytes(Encoding.DER)
    tree.files[DIRECTORY + "D111"] = pairs.sign.certificate.public_bytes(Encoding.DER)
    tree.files[DIRECTORY + "7001"] = _private_keys(generation, names, pairs)
    tree.files[DIRECTORY + "7004"] = _certificate_entry(
        "authentification", names.auth_id, "D110"
    ) + _certificate_entry("signature", names.sign_id, "D111")
    tree.files[DIRECTORY + "7005"] = _pin_entry()
    tree.files[DIRECTORY + "7006"] = b""
    tree.files[DIRECTORY + "5031"] = b"".join(
        encode(tag, der.path(DIRECTORY + name))
        for tag, name in ((0xA0, "7001"), (0xA4, "7004"), (0xA7, "7006"), (0xA8, "7005"))
    )
    tree.files[DIRECTORY + "5032"] = _token_info(number, f"{generation.name}v3-SIM")
    return tree


def _identifier(last: str) -> bytes:
    return der.octets(IAS_APPLICATION + bytes.fromhex(last))


def _certificate_entry(label: str, last: str, name: str) -> bytes:
    where = encode(0xA1, der.sequence(der.path(DIRECTORY + name)))
    return der.sequence(der.sequence(der.text(f"Certificat {label} CPS")), der.sequence(_identifier(last)), where)


def _private_keys(generation: Generation, names: KeyNames, pairs: CardPairs) -> bytes:
    """Usage as on a real card: authentication decrypts and signs, signature is non-repudiation."""
    local = _LOCAL if generation is Generation.CPS3 else 0
    auth = _key_entry("CPS_PRIV_AUT", names.auth_id, der.bits(1, 2), names.auth | local, pairs.auth)
    sign = _key_entry("CPS_PRIV_SIG", names.sign_id, der.bits(9), names.sign | local, pairs.sign)
    return auth + sign


def _key_entry(label: str, last: str, usage: bytes, reference: int, pair: KeyPair) -> bytes:
    return der.sequence(
        der.sequence(der.text(label), der.bits(0), der.octets(bytes([PIN_REFERENCE]))),
        der.sequence(_identifier(last), usage, der.TRUE, der.bits(0, 2, 3), der.integer(reference)),
        encode(0xA1, der.sequence(der.path(DIRECTORY), der.integer(pair.key.key_size))),
    )


def _pin_entry() -> bytes:
    four = der.integer(4)
    attributes = der.sequence(
        der.bits(0, 4),
        der.enumerated(1),
        four,
        four,
        four,
        encode(0x80, bytes([PIN_REFERENCE])),
        der.path(MASTER),
    )
    return der.sequence(
        der.sequence(der.text("Code porteur"), der.bits(0)),
        der.sequence(der.octets(bytes([PIN_REFERENCE]))),
        encode(0xA1, attributes),
    )


def _token_info(number: str, label: str) -> bytes:
    algorithms = b"".join(
        der.sequence(
            der.integer(reference), der.integer(mechanism), der.NULL, der.bits(operation), der.integer(card)
        )
        for reference, mechanism, operation, card in _ALGORITHMS
    )
    serial = bytes.fromhex("000001") + bytes.fromhex(number)
    return der.sequence(
        der.integer(0),
        der.octets(serial),
        der.text("SIMULATION"),
        encode(0x80, label.encode()),
        der.bits(2),
        encode(0xA2, algorithms),
    )

# SPDX-License-Identifier: EUPL-1.2
"""What a post sends to be enrolled, and the exact bytes that its card and its key sign. Pure: no I/O, no web."""

import hashlib
from typing import Annotated, Final, Literal

import msgspec

from lgc_core.model.canonical import canonical

ASK_DOMAIN: Final = b"serenite-enrolment/1\0"
STATUS_DOMAIN: Final = b"serenite-enrolment-status/1\0"

_Uuid = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
_Label = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
_Der = Annotated[bytes, msgspec.Meta(min_length=1, max_length=8192)]
_Signature = Annotated[bytes, msgspec.Meta(min_length=1, max_length=1024)]


class EnrolmentAsk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A post asks for a certificate; bytes travel as base64 in JSON.

    Attributes:
        practice: id of the practice, made by the cabinet; may be unknown to the region.
        practice_name: name that the console shows when the practice is new.
        device: id of the post, made by the post.
        csr: PKCS #10, DER, key EC P-256: proves possession of the post's key.
        card_certificate: authentication certificate of the card, DER.
        card_signature: RSASSA-PKCS1-v1_5 with SHA-256 over `statement()`.
    """

    practice: _Uuid
    practice_name: _Label
    device: _Uuid
    label: _Label
    csr: _Der
    card_certificate: _Der
    card_signature: _Signature

    def statement(self) -> bytes:
        """Return the bytes that the card signs (and hashes itself): everything but its own signature."""
        return statement(
            self.practice, self.practice_name, self.device, self.label, self.csr, self.card_certificate
        )


class EnrolmentAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a request stands.

    Attributes:
        request: id to ask again with.
        challenge: hexadecimal; the post's key signs it to read the state.
        certificate, authority: PEM, once approved.
    """

    request: str
    state: Literal["demandé", "approuvé", "refusé"]
    challenge: str = ""
    certificate: str = ""
    authority: str = ""


def statement(
    practice: str, practice_name: str, device: str, label: str, csr: bytes, card_certificate: bytes
) -> bytes:
    """Return the domain-separated digest of a request that the card signs."""
    said = canonical(
        {
            "practice": practice,
            "practice_name": practice_name,
            "device": device,
            "label": label,
            "csr": hashlib.sha256(csr).hexdigest(),
            "card": hashlib.sha256(card_certificate).hexdigest(),
        }
    )
    return ASK_DOMAIN + hashlib.sha256(said.encode()).digest()


def status_statement(request: str, challenge: str) -> bytes:
    """Return the bytes that the post's key signs (ECDSA, SHA-256) to read the state of its request."""
    return STATUS_DOMAIN + request.encode() + b"\0" + bytes.fromhex(challenge)

# SPDX-License-Identifier: EUPL-1.2
"""Ask the region to enrol this post, and take the certificate once an administrator approved."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.serialization import Encoding

from cps_card.errors import CardError
from cps_card.session import CardSession
from lgc_app.services.settings import ENROLMENT, read_setting, write_setting
from lgc_app.sync import enrolment
from lgc_app.sync.device_key import DeviceKey
from lgc_app.sync.transport import Transport
from lgc_app.vault.atomic import write_atomically
from lgc_app.vault.faults import from_card
from lgc_app.vault.session import VaultSession
from lgc_core.errors import UserError
from lgc_core.sync.enrolment import EnrolmentAnswer


class CardNeededError(UserError):
    """A post is enrolled by a card."""

    def __init__(self) -> None:
        super().__init__("L’inscription d’un poste se signe avec une carte CPS. Ouvrez ce poste avec la vôtre.")


def ask_region(transport: Transport, vault: VaultSession, key: DeviceKey, post: enrolment.Post) -> EnrolmentAnswer:
    """Send the request of this post, signed by the card that opened the vault.

    Raises:
        CardNeededError: the vault was opened without a card.
        EnrolmentRefusedError: the region does not accept the card.
        NoNetworkError: try again later.
    """
    if vault.card is None:
        raise CardNeededError
    certificate = vault.card.auth_certificate.public_bytes(Encoding.DER)
    answer = enrolment.ask(transport, post, key, certificate, _signer(vault.card))
    write_setting(vault.engine, ENROLMENT, msgspec.json.encode(answer).decode())
    return answer


def take_certificate(transport: Transport, vault: VaultSession, key: DeviceKey, certificate: Path) -> bool:
    """Look whether the request was approved; keep the certificate and return whether this post may exchange."""
    asked = read_setting(vault.engine, ENROLMENT)
    if not asked:
        return False
    answer = enrolment.look(transport, msgspec.json.decode(asked, type=EnrolmentAnswer), key)
    if not answer.certificate:
        return False
    write_atomically(certificate, answer.certificate.encode())
    return True


def _signer(card: CardSession) -> Callable[[bytes], bytes]:
    def sign(statement: bytes) -> bytes:
        try:
            return card.sign_auth(statement)
        except CardError as error:
            raise from_card(error) from error

    return sign

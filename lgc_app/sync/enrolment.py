# SPDX-License-Identifier: EUPL-1.2
"""Enrol this post: a request signed by a card, approved by an administrator, answered by a certificate."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
import requests

from lgc_app.sync.device_key import DeviceKey
from lgc_app.sync.transport import Transport
from lgc_core.errors import UserError
from lgc_core.sync.enrolment import EnrolmentAnswer, EnrolmentAsk, statement, status_statement

SignWithCard = Callable[[bytes], bytes]
"""RSASSA-PKCS1-v1_5 with SHA-256 by the authentication key of the card."""


class EnrolmentRefusedError(UserError):
    """The region said no, with its own sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What the region must know of this post."""

    practice: str
    practice_name: str
    device: str
    label: str


def ask(
    transport: Transport, post: Post, key: DeviceKey, card_certificate: bytes, sign: SignWithCard
) -> EnrolmentAnswer:
    """Send the request of this post.

    Raises:
        EnrolmentRefusedError: the region does not accept the card or the request.
        NoNetworkError: try again later.
    """
    csr = key.request(post.device)
    signed = statement(post.practice, post.practice_name, post.device, post.label, csr, card_certificate)
    request = EnrolmentAsk(
        practice=post.practice,
        practice_name=post.practice_name,
        device=post.device,
        label=post.label,
        csr=csr,
        card_certificate=card_certificate,
        card_signature=sign(signed),
    )
    return _answer(transport.send("POST", "/enrolment/v1/requests", msgspec.json.encode(request)))


def look(transport: Transport, asked: EnrolmentAnswer, key: DeviceKey) -> EnrolmentAnswer:
    """Return where the request stands, with the certificate once it is approved."""
    proof = base64.b64encode(key.sign(status_statement(asked.request, asked.challenge))).decode()
    path = f"/enrolment/v1/requests/{asked.request}"
    return _answer(transport.send("GET", path, headers={"x-serenite-signature": proof}))


def _answer(response: requests.Response) -> EnrolmentAnswer:
    if response.ok:
        return msgspec.json.decode(response.content, type=EnrolmentAnswer)
    try:
        told = msgspec.json.decode(response.content, type=dict[str, Any])
    except msgspec.MsgspecError:
        told = {}
    sentence = told.get("phrase") or told.get("detail") or "La région a refusé l’inscription de ce poste."
    raise EnrolmentRefusedError(str(sentence))

# SPDX-License-Identifier: EUPL-1.2
"""The PKCS#11 backend through OpenSC, a driver nobody wrote for us, over the real PC/SC service.

OpenSC knows the CPS3 only, and cannot use its signature key on OpenSSL 3 (smartcard reference, 4.3).
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from cps_card.errors import (
    CardError,
    CardUnavailableError,
    LastTryNotAcceptedError,
    MiddlewareMissingError,
    PinBlockedError,
    PinMalformedError,
    PinRequiredError,
    WrongPinError,
)
from cps_card.pkcs11 import Pkcs11Card
from cps_card.pkcs11_module import find_module, usual_paths
from cps_card.readers import MachineReaders
from cps_card.recognition import Generation
from cps_card.session import Backend
from cps_simulator.card import SimulatedCard
from tests.support.card import new_card, right_pin, wrong_pin
from tests.support.pcscd import READER_NAME, plugged

OPENSC = Path("/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so")
pytestmark = pytest.mark.pcsc


@pytest.fixture
def opensc() -> Path:
    if not OPENSC.is_file():
        refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        refuse("opensc-pkcs11 is not installed")
    return OPENSC


@pytest.fixture
def card() -> SimulatedCard:
    return new_card()


@pytest.fixture
def session(card: SimulatedCard, opensc: Path) -> Iterator[Pkcs11Card]:
    with plugged(card):
        session = MachineReaders(opensc).open(READER_NAME)
        assert isinstance(session, Pkcs11Card)
        yield session
        session.close()


def test_the_holder_and_both_certificates_are_read_without_a_code(
    session: Pkcs11Card, card: SimulatedCard
) -> None:
    assert (session.holder.surname, session.backend) == ("ETHEVE", Backend.PKCS11)
    assert session.number == "2800123456"
    assert session.auth_certificate == card.profile.pairs.auth.certificate
    assert session.sign_certificate == card.profile.pairs.sign.certificate


def test_the_authentication_key_signs_and_decrypts_after_the_code(session: Pkcs11Card) -> None:
    session.verify(right_pin())
    public = session.auth_certificate.public_key()
    signature = session.sign_auth(b"challenge")
    public.verify(signature, b"challenge", padding.PKCS1v15(), hashes.SHA256())
    assert signature == session.sign_auth(b"challenge")
    assert session.decrypt(public.encrypt(b"k" * 32, padding.PKCS1v15())) == b"k" * 32


def test_no_key_is_lent_before_the_code_nor_after_a_reset(session: Pkcs11Card) -> None:
    with pytest.raises(PinRequiredError):
        session.sign_auth(b"x")
    session.verify(right_pin())
    session.reset()
    with pytest.raises(PinRequiredError):
        session.decrypt(bytes(256))


def test_wrong_codes_count_down_and_block(session: Pkcs11Card, card: SimulatedCard) -> None:
    with pytest.raises(PinMalformedError):
        session.verify("12345")
    assert session.tries_left() == 3
    for left in (2, 1):
        with pytest.raises(WrongPinError) as refusal:
            session.verify(wrong_pin())
        assert refusal.value.tries_left == left == card.secrets.pin.left
    with pytest.raises(LastTryNotAcceptedError):
        session.verify(wrong_pin())
    with pytest.raises(PinBlockedError):
        session.verify(wrong_pin(), accept_last_try=True)
    with pytest.raises(PinBlockedError):
        session.verify(right_pin(), accept_last_try=True)


def test_a_key_that_the_driver_cannot_use_is_a_typed_refusal(session: Pkcs11Card) -> None:
    session.verify(right_pin())
    with pytest.raises(CardError):
        session.sign_document(bytes(32))


def test_a_pulled_card_is_told_and_closing_stays_quiet(card: SimulatedCard, opensc: Path) -> None:
    with plugged(card) as plug:
        session = Pkcs11Card.open(opensc, READER_NAME, Generation.CPS3)
        session.verify(right_pin())
        plug.remove()
        with pytest.raises(CardUnavailableError):
            session.sign_auth(b"x")
        session.close()


def test_a_module_that_is_not_there_or_is_no_module_is_missing(tmp_path: Path) -> None:
    fake = tmp_path / "module.so"
    fake.write_bytes(b"not a library")
    for path in (tmp_path / "nowhere.so", fake):
        with pytest.raises(MiddlewareMissingError):
            Pkcs11Card.open(path, READER_NAME, Generation.CPS3)


def test_the_usual_paths_are_those_of_the_ans_installers() -> None:
    assert any("cps3_pkcs11" in str(path) for path in usual_paths())
    assert find_module() is None or find_module() in usual_paths()

# SPDX-License-Identifier: EUPL-1.2
"""What every card session keeps, in this process and over the real PC/SC service, CPS3 and CPS4."""

import hashlib
import os
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, utils

from cps_card.cps import CpsCard
from cps_card.errors import (
    CardFaultError,
    CardRemovedError,
    LastTryNotAcceptedError,
    PinBlockedError,
    PinMalformedError,
    PinRequiredError,
    WrongPinError,
)
from cps_card.pcsc import PcscTransport
from cps_card.recognition import Generation
from cps_card.session import CardSession
from cps_simulator.card import SimulatedCard
from tests.support.card import PIN, new_card, reader_with, right_pin, wrong_pin
from tests.support.pcscd import READER_NAME, plugged


class Bench:
    """A card, a session with it, and a hand to pull it."""

    def __init__(self, card: SimulatedCard, session: CardSession, pull) -> None:
        self.card, self.session, self.pull = card, session, pull


class CardSessionContract:
    """The cases; a subclass says which way leads to the card."""

    generation = Generation.CPS3

    def test_the_holder_is_known_before_any_code(self, bench: Bench) -> None:
        session = bench.session
        assert (session.holder.rpps, session.holder.surname, session.holder.given) == (
            "99900012345",
            "ETHEVE",
            "Claire",
        )
        assert session.number == "2800123456"
        assert session.generation is self.generation

    def test_both_certificates_are_told_by_their_usage(self, bench: Bench) -> None:
        pairs = bench.card.profile.pairs
        assert bench.session.auth_certificate == pairs.auth.certificate
        assert bench.session.sign_certificate == pairs.sign.certificate

    def test_a_fresh_card_has_three_tries_and_asking_costs_none(self, bench: Bench) -> None:
        assert [bench.session.tries_left() for _ in range(3)] == [3, 3, 3]

    def test_no_key_works_before_the_code(self, bench: Bench) -> None:
        for work in (bench.session.sign_auth, bench.session.sign_document, bench.session.decrypt):
            with pytest.raises(PinRequiredError):
                work(bytes(256) if work == bench.session.decrypt else bytes(32))

    def test_the_authentication_signature_verifies_and_is_deterministic(self, bench: Bench) -> None:
        bench.session.verify(right_pin())
        challenge = os.urandom(40)
        signature = bench.session.sign_auth(challenge)
        bench.session.auth_certificate.public_key().verify(
            signature, challenge, padding.PKCS1v15(), hashes.SHA256()
        )
        assert signature == bench.session.sign_auth(challenge)

    def test_the_document_signature_verifies(self, bench: Bench) -> None:
        bench.session.verify(right_pin())
        digest = hashlib.sha256(b"ordonnance").digest()
        bench.session.sign_certificate.public_key().verify(
            bench.session.sign_document(digest),
            digest,
            padding.PKCS1v15(),
            utils.Prehashed(hashes.SHA256()),
        )

    def test_what_is_encrypted_to_the_card_comes_back(self, bench: Bench) -> None:
        bench.session.verify(right_pin())
        secret = os.urandom(32)
        cryptogram = bench.session.auth_certificate.public_key().encrypt(secret, padding.PKCS1v15())
        assert bench.session.decrypt(cryptogram) == secret

    def test_a_cryptogram_for_somebody_else_is_a_fault_not_a_secret(self, bench: Bench) -> None:
        bench.session.verify(right_pin())
        with pytest.raises(CardFaultError):
            bench.session.decrypt(b"\x00" + os.urandom(255))

    def test_a_wrong_pin_tells_the_tries_left(self, bench: Bench) -> None:
        with pytest.raises(WrongPinError) as refusal:
            bench.session.verify(wrong_pin())
        assert refusal.value.tries_left == 2 == bench.session.tries_left()

    def test_the_last_try_is_not_spent_unless_accepted(self, bench: Bench) -> None:
        self._spend(bench, 2)
        with pytest.raises(LastTryNotAcceptedError):
            bench.session.verify(wrong_pin())
        assert bench.card.secrets.pin.left == 1

    def test_a_right_code_on_the_last_try_gives_all_tries_back(self, bench: Bench) -> None:
        self._spend(bench, 2)
        bench.session.verify(right_pin(), accept_last_try=True)
        assert bench.card.secrets.pin.left == 3

    def test_the_third_wrong_code_blocks_and_even_the_right_one_is_refused_after(self, bench: Bench) -> None:
        self._spend(bench, 2)
        with pytest.raises(PinBlockedError):
            bench.session.verify(wrong_pin(), accept_last_try=True)
        assert bench.session.tries_left() == 0
        with pytest.raises(PinBlockedError):
            bench.session.verify(right_pin(), accept_last_try=True)

    @pytest.mark.parametrize("code", ["", "123", "12345", "12a4", "１２３４", "12 4"])
    def test_a_malformed_code_never_burns_a_try(self, bench: Bench, code: str) -> None:
        with pytest.raises(PinMalformedError):
            bench.session.verify(code)
        assert bench.card.secrets.pin.left == 3

    def test_the_buffer_of_the_code_is_wiped_right_or_wrong(self, bench: Bench) -> None:
        right, wrong = right_pin(), wrong_pin()
        with pytest.raises(WrongPinError):
            bench.session.verify(wrong)
        bench.session.verify(right)
        assert right == wrong == bytearray(4)

    def test_no_error_ever_holds_the_code(self, bench: Bench) -> None:
        with pytest.raises(WrongPinError) as refusal:
            bench.session.verify("9753")
        assert "9753" not in repr(refusal.value) + str(refusal.value.__context__)

    def test_a_reset_makes_the_card_forget_the_code(self, bench: Bench) -> None:
        bench.session.verify(right_pin())
        bench.session.reset()
        with pytest.raises(PinRequiredError):
            bench.session.sign_auth(b"x")
        bench.session.verify(right_pin())
        assert bench.session.sign_auth(b"x")

    def test_a_card_pulled_between_two_calls_says_so_every_time(self, bench: Bench) -> None:
        bench.session.verify(right_pin())
        bench.pull()
        for _ in range(2):
            with pytest.raises(CardRemovedError):
                bench.session.sign_auth(b"x")
        with pytest.raises(CardRemovedError):
            bench.session.tries_left()
        bench.session.close()

    def test_holds_nest_and_survive_an_error_inside(self, bench: Bench) -> None:
        with pytest.raises(WrongPinError), bench.session.exclusive():
            bench.session.verify(wrong_pin())
        with bench.session.exclusive():
            bench.session.verify(right_pin())
            assert bench.session.sign_auth(b"x")

    def test_a_code_changed_with_the_unblocking_code_works(self, bench: Bench) -> None:
        self._spend(bench, 2)
        with pytest.raises(PinBlockedError):
            bench.session.verify(wrong_pin(), accept_last_try=True)
        assert bench.card.process(bytes.fromhex("002C00010C") + b"123456784321") == b"\x90\x00"
        bench.session.verify("4321")
        assert PIN.encode() not in bench.card.secrets.pin.code

    @staticmethod
    def _spend(bench: Bench, count: int) -> None:
        for _ in range(count):
            with pytest.raises(WrongPinError):
                bench.session.verify(wrong_pin())


class TestInThisProcess(CardSessionContract):
    @pytest.fixture
    def bench(self) -> Iterator[Bench]:
        card = new_card(generation=self.generation)
        readers = reader_with(card)
        session = readers.open(readers.names()[0])
        yield Bench(card, session, readers.remove)
        session.close()


class TestInThisProcessCps4(TestInThisProcess):
    generation = Generation.CPS4


@pytest.mark.pcsc
class TestOverRealPcsc(CardSessionContract):
    @pytest.fixture
    def bench(self) -> Iterator[Bench]:
        card = new_card(generation=self.generation)
        with plugged(card) as plug:
            session = CpsCard(PcscTransport.open(READER_NAME))
            yield Bench(card, session, plug.remove)
            session.close()


@pytest.mark.pcsc
class TestOverRealPcscCps4(TestOverRealPcsc):
    generation = Generation.CPS4

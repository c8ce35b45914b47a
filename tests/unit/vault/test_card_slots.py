# SPDX-License-Identifier: EUPL-1.2
"""How a card's key opens the database key, and how the method is chosen on the real card."""

import os

import pytest

from cps_card.cps import CpsCard
from cps_card.errors import CardRemovedError, KeyUnusableError, PinRequiredError
from cps_card.pcsc import PcscTransport
from cps_card.recognition import Generation
from cps_simulator.in_process import READER
from lgc_app.vault.cards import enrol_card, find_card_slot, open_card_slot
from lgc_app.vault.device import NO_DEVICE_SECRET, DeviceSecret, KeyringState
from lgc_app.vault.faults import EnrolmentFailedError, UnknownCredentialError
from lgc_app.vault.keys import DatabaseKey
from lgc_app.vault.slot_file import SlotSet
from lgc_app.vault.slots import CardHeader, SlotRefusedError
from tests.support.card import new_card, reader_with, right_pin
from tests.support.igc import LUCIE
from tests.support.pcscd import READER_NAME, plugged

VAULT = "ab" * 16


class CardThatOnlySigns(CpsCard):
    """As a card whose middleware lends no decryption."""

    def decrypt(self, cryptogram: bytes) -> bytes:
        raise KeyUnusableError("no decryption here")


class CardThatSignsWithSalt(CardThatOnlySigns):
    """As a card that signs with PSS: never twice the same."""

    def sign_auth(self, data: bytes) -> bytes:
        return os.urandom(256)


class CardThatDecryptsWrong(CpsCard):
    """As a card that answers noise instead of an error."""

    def decrypt(self, cryptogram: bytes) -> bytes:
        return os.urandom(32)


def verified(kind: type[CpsCard] = CpsCard, generation: Generation = Generation.CPS3) -> CpsCard:
    session = kind(reader_with(new_card(generation=generation)).connect(READER))
    session.verify(right_pin())
    return session


def method_of(slot) -> str:
    assert isinstance(slot.header, CardHeader)
    return slot.header.method


@pytest.mark.parametrize("generation", list(Generation))
def test_decryption_is_preferred(generation: Generation) -> None:
    card, key = verified(generation=generation), DatabaseKey.generate()
    slot = enrol_card(VAULT, card, key, NO_DEVICE_SECRET)
    assert method_of(slot) == "card-rsa-decrypt"
    assert open_card_slot(VAULT, slot, card, NO_DEVICE_SECRET).reveal() == key.reveal()


@pytest.mark.parametrize("generation", list(Generation))
def test_a_card_that_does_not_decrypt_signs_instead(generation: Generation) -> None:
    card, key = verified(CardThatOnlySigns, generation), DatabaseKey.generate()
    slot = enrol_card(VAULT, card, key, NO_DEVICE_SECRET)
    assert method_of(slot) == "card-rsa-sign"
    again = verified(CpsCard, generation)
    assert open_card_slot(VAULT, slot, again, NO_DEVICE_SECRET).reveal() == key.reveal()


def test_a_card_that_decrypts_noise_falls_back_on_its_signature() -> None:
    assert method_of(
        enrol_card(VAULT, verified(CardThatDecryptsWrong), DatabaseKey.generate(), NO_DEVICE_SECRET)
    ) == ("card-rsa-sign")


def test_a_card_whose_signature_changes_each_time_is_not_enrolled() -> None:
    with pytest.raises(EnrolmentFailedError) as refusal:
        enrol_card(VAULT, verified(CardThatSignsWithSalt), DatabaseKey.generate(), NO_DEVICE_SECRET)
    assert "Essayez une autre carte" in refusal.value.sentence


def test_a_card_without_its_code_or_pulled_is_not_taken_for_an_unfit_card() -> None:
    readers = reader_with(new_card())
    session = readers.open(READER)
    with pytest.raises(PinRequiredError):
        enrol_card(VAULT, session, DatabaseKey.generate(), NO_DEVICE_SECRET)
    readers.remove()
    with pytest.raises(CardRemovedError):
        enrol_card(VAULT, session, DatabaseKey.generate(), NO_DEVICE_SECRET)


def test_the_device_secret_is_part_of_the_key() -> None:
    card, key = verified(), DatabaseKey.generate()
    here = DeviceSecret(b"h" * 32, KeyringState.AVAILABLE)
    slot = enrol_card(VAULT, card, key, here)
    assert open_card_slot(VAULT, slot, card, here).reveal() == key.reveal()
    with pytest.raises(SlotRefusedError):
        open_card_slot(VAULT, slot, card, DeviceSecret(b"e" * 32, KeyringState.AVAILABLE))


def test_a_card_finds_its_slot_and_another_finds_none() -> None:
    card = verified()
    slots = SlotSet(VAULT).adding(enrol_card(VAULT, card, DatabaseKey.generate(), NO_DEVICE_SECRET))
    assert find_card_slot(slots, card.auth_certificate)
    stranger = reader_with(new_card(LUCIE)).open(READER)
    with pytest.raises(UnknownCredentialError):
        find_card_slot(slots, stranger.auth_certificate)


@pytest.mark.pcsc
@pytest.mark.parametrize("generation", list(Generation))
def test_a_slot_made_in_process_opens_over_real_pcsc(generation: Generation) -> None:
    key = DatabaseKey.generate()
    slot = enrol_card(VAULT, verified(generation=generation), key, NO_DEVICE_SECRET)
    with plugged(new_card(generation=generation)):
        session = CpsCard(PcscTransport.open(READER_NAME))
        session.verify(right_pin())
        assert open_card_slot(VAULT, slot, session, NO_DEVICE_SECRET).reveal() == key.reveal()
        session.close()

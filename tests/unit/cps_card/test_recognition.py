# SPDX-License-Identifier: EUPL-1.2
"""Which card is which, by its answer to reset."""

import pytest

from cps_card.errors import ContactlessRefusedError, UnknownCardError
from cps_card.recognition import Generation, recognise, recognise_contact

CPS4 = [
    "3B9B188001001225006480000401009044",
    "3B9B188001001225006480040100009044",
    "3BDC18FF00001225006480000401009000",
]


@pytest.mark.parametrize(
    "atr", ["3BAC00402A001225006480000310009000", "3BAC1122334400122500648000021F009000".replace("44", "", 1)]
)
def test_a_cps3_is_known_whatever_its_version(atr: str) -> None:
    assert recognise_contact(bytes.fromhex(atr)) is Generation.CPS3


@pytest.mark.parametrize("atr", CPS4)
def test_a_cps4_is_not_taken_for_a_cps3_though_the_mask_of_the_cps3_fits_it(atr: str) -> None:
    assert recognise_contact(bytes.fromhex(atr)) is Generation.CPS4


@pytest.mark.parametrize("first", ["2B", "3B"])
def test_a_contactless_card_is_recognised_and_refused(first: str) -> None:
    atr = bytes.fromhex(first + "8F80010031B86404B0ECC1739401808290000E")
    assert recognise(atr).contactless
    with pytest.raises(ContactlessRefusedError):
        recognise_contact(atr)


@pytest.mark.parametrize("atr", ["", "3B", "3B7513000043090AFC", "3F6525083304006C9000", "00" * 17])
def test_a_vitale_a_bank_card_or_nothing_is_unknown(atr: str) -> None:
    with pytest.raises(UnknownCardError):
        recognise(bytes.fromhex(atr))

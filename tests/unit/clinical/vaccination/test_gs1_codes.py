# SPDX-License-Identifier: EUPL-1.2
"""The code on the box, as scanners and people give it; whatever else is refused in words."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from lgc_core.clinical.vaccination.gs1 import Scan, UnreadableCodeError, looks_like_code, read_code
from lgc_core.clinical.vaccination.products import BY_CIP, LIVE_PRODUCTS, PRODUCTS, find_products
from lgc_core.clinical.vaccination.valences import VALENCES, valences_of_atc

GTIN = "03400935495839"
WHOLE = Scan(gtin=GTIN, lot="A21CD123B", expiry=dt.date(2027, 3, 31), serial="4Z8XK2")


@pytest.mark.parametrize(
    "typed",
    [
        f"01{GTIN}1727033110A21CD123B\x1d214Z8XK2",
        f"]d201{GTIN}1727033110A21CD123B\x1d214Z8XK2\r\n",
        f"01{GTIN}214Z8XK2\x1d10A21CD123B\x1d17270331",
        f"\x1d01{GTIN}17270331214Z8XK2\x1d10A21CD123B",
        f"(01){GTIN}(17)270331(10)A21CD123B(21)4Z8XK2",
        f"(01) {GTIN} (17) 270331 (10) A21CD123B (21) 4Z8XK2",
        f"01{GTIN}1727033110A21CD123B<GS>214Z8XK2",
        f"01{GTIN}1727033110A21CD123B|214Z8XK2",
        f"01{GTIN}1727033110A21CD123B\u241d214Z8XK2",
        f"01{GTIN}1727030010A21CD123B\x1d214Z8XK2",
    ],
)
def test_the_same_box_by_every_scanner(typed):
    assert looks_like_code(typed)
    assert read_code(typed) == WHOLE


def test_a_french_box_names_its_product():
    assert BY_CIP[WHOLE.cip13].name == "Infanrix Hexa"
    assert Scan(gtin="05012345678900").cip13 == ""


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("3400935495839", "Ce n’est pas le code"),
        ("10A21CD123B", "Pas de numéro de produit"),
        (f"01{GTIN[:10]}", "Code incomplet"),
        (f"01{GTIN[:-1]}8", "clé de contrôle"),
        (f"01{GTIN}17271331", "péremption impossible"),
        (f"01{GTIN}17270231", "péremption impossible"),
        (f"01{GTIN}1727033110A21CD123B214Z8XK2ABCDEF", "séparateur"),
        (f"01{GTIN}10A\x1d10B", "Deux codes mêlés"),
        (f"01{GTIN}10A21é", "illisible"),
        ("01" + "9" * 400, "trop long"),
        ("", "Pas de numéro de produit"),
    ],
)
def test_a_bad_code_is_refused_with_what_to_do(typed, words):
    with pytest.raises(UnreadableCodeError) as refused:
        read_code(typed)
    assert words in refused.value.sentence


@settings(max_examples=50, deadline=None)
@any_of(st.text(max_size=250))
def test_any_text_is_read_or_refused_in_words(typed):
    with suppress(UnreadableCodeError):
        assert read_code(typed).gtin


@pytest.mark.parametrize("typed", ["vaxi", "Boostrix", "dTP 65 ans", "", "17/03/2026"])
def test_a_name_is_not_taken_for_a_code(typed):
    assert not looks_like_code(typed)


def test_a_product_is_found_by_name_or_by_what_it_protects_from():
    assert [one.name for one in find_products("infan hex")] == ["Infanrix Hexa"]
    assert "Gardasil 9" in [one.name for one in find_products("hpv")]
    assert find_products("") == []


def test_the_table_of_products_holds_together():
    assert {one.name for one in PRODUCTS} >= LIVE_PRODUCTS
    assert len(BY_CIP) == sum(len(one.cip13) for one in PRODUCTS)
    for product in PRODUCTS:
        assert set(product.valences) <= set(VALENCES)
        for cip in product.cip13:
            assert read_code(f"010{cip}").cip13 == cip
        if product.atc and valences_of_atc(product.atc):
            of_atc = {key for key in product.valences if key != "VPC20"}  # one ATC code for 13 and 20 valences
            assert set(valences_of_atc(product.atc)) == of_atc

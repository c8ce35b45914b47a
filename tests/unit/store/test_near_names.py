# SPDX-License-Identifier: EUPL-1.2
"""Names typed with a slip or by ear are found, after those that were typed right."""

import pytest

from lgc_core.store import search
from lgc_core.store.near_names import distance, near_words, sound
from tests.support.record import add, make_patient, make_store


@pytest.fixture(scope="module")
def store():
    made = make_store()
    for family, given in (
        ("HOARAU", "Marie"), ("VIRASSAMY", "Sita"), ("PAYET", "Lucien"), ("BEGUE", "Noël"), ("ETHÈVE", "Rémi"),
        ("MAILLOT", "Fred"), ("PHILIPPE", "Jean"), ("RIVIÈRE", "Lise"),
    ):  # fmt: skip
        add(made, make_patient(family=family, given=given, usual=""))
    return made


@pytest.mark.parametrize(
    ("typed", "family"),
    [
        ("haorau", "HOARAU"),
        ("oaro", "HOARAU"),
        ("virasamy", "VIRASSAMY"),
        ("virassami sita", "VIRASSAMY"),
        ("paillet", "PAYET"),
        ("payett", "PAYET"),
        ("beguë", "BEGUE"),
        ("etheve", "ETHÈVE"),
        ("maio", "MAILLOT"),
        ("filipe", "PHILIPPE"),
        ("riviere", "RIVIÈRE"),
        ("revière lise", "RIVIÈRE"),
    ],
)
def test_a_slip_or_an_ear_finds_the_name(store, typed, family):
    with store.reading() as connection:
        found = search.find_patients(connection, typed)
    assert family in [line.shown.split()[0] for line in found]


def test_another_name_is_not_found(store):
    with store.reading() as connection:
        assert search.find_patients(connection, "dupont") == []
        assert near_words(connection, "roi") == []


def test_slips_are_counted_with_swaps():
    assert [distance("hoarau", word, 2) for word in ("hoarau", "haorau", "horau", "hoaraux", "payet")] == [
        0,
        1,
        1,
        1,
        3,
    ]


def test_a_sound_is_no_spelling():
    assert sound("hoarau").startswith("~")
    assert sound("philippe") == sound("filipe")

# SPDX-License-Identifier: EUPL-1.2
"""A patient is found by whatever a secretary has at hand; hostile words find nothing and break nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgc_core.model.patient import Ins, Patient
from lgc_core.model.values import Telecom
from lgc_core.store import queries
from lgc_core.store.search import find_patients
from tests.support.record import DOCTOR, add, exchange_of, make_arbiter, make_patient, make_store


@pytest.fixture(scope="module")
def store():
    made = make_store()
    add(
        made,
        make_patient(
            family="BÈGUE-HÉLÈNE",
            given="Marie Josette",
            born="1958-03-12",
            usual="HOARAU",
            record_number="B-2041",
            telecoms=(Telecom(value="+262 692 12 34 56"), Telecom(value="0262.98.76.54")),
            ins=Ins(matricule="258039741312345", oid="1.2.250.1.213.1.4.10"),
        ),
        make_patient(family="D'EURVEILHER", given="Ludovic", born="2019-07-01", usual=""),
    )
    return made


def found(store, typed):
    with store.reading() as connection:
        return [line.shown for line in find_patients(connection, typed)]


HOARAU = ["HOARAU Marie Josette"]


@pytest.mark.parametrize(
    "typed",
    [
        "hoa", "HOARAU", "josette", "hoarau jos", "jos hoa", "bègue", "BEGUE hélène", "helene", "hoarau  marie ",
        "12/03/1958", "12.3.1958", "12-03-1958", "12 03 1958", "12031958", "1958-03-12", "12/03/58",
        "12 mars 1958",
        "hoarau 12/03/58", "1958", "0692123456", "0692 12 34 56", "06 92 12", "+262 692 12 34 56",
        "00262692123456",
        "0262987654", "+262 (0)262 98 76 54", "B-2041", "2041", "258039741312345", "2 58 03 97 413 123 45",
    ],
)  # fmt: skip
def test_a_patient_is_found_by(store, typed):
    assert found(store, typed) == HOARAU


@pytest.mark.parametrize("typed", ["d'eurv", "d eurveilher", "D’EURVEILHER ludo", "1er juillet 2019", "01/07/19"])
def test_an_apostrophe_and_a_child_are_found(store, typed):
    assert found(store, typed) == ["D'EURVEILHER Ludovic"]


@pytest.mark.parametrize("typed", ["hoarau 13/03/1958", "hoarau ludovic", "xyz", "12/03/68", "0693"])
def test_what_does_not_fit_finds_nobody(store, typed):
    assert found(store, typed) == []


@pytest.mark.parametrize(
    "typed",
    ['"*', "NEAR(", "-", "hoarau OR 1", "NOT hoarau AND", "a:b", "^x", "{", "*", "''; DROP TABLE patient", "\x00",
     "words:hoarau", "(((((", "+", "²", "ⅷ", "𝟙𝟚", "漢字", "\u200f", "a" * 5000, "a " * 5000, "99/99/9999",
     "%", "_", "\\"],
)  # fmt: skip
def test_hostile_words_break_nothing(store, typed):
    assert found(store, typed) in ([], HOARAU, ["D'EURVEILHER Ludovic"]) or len(found(store, typed)) <= 2


@settings(max_examples=150, deadline=None)
@given(typed=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30))
def test_no_text_is_a_syntax_error(store, typed):
    assert len(found(store, typed)) <= 2


@pytest.mark.parametrize("typed", ["", " ", "\t\n", "…", "///"])
def test_nothing_typed_finds_nothing(store, typed):
    assert found(store, typed) == []


def test_an_annulled_patient_leaves_the_index():
    store, patient = make_store(), make_patient()
    add(store, patient)
    with store.unit_of_work(DOCTOR) as uow:
        uow.annul(Patient, patient.id, "doublon")
    assert found(store, "hoarau") == found(store, "josette") == []


def test_a_changed_name_replaces_the_old_one_and_the_birth_name_stays():
    store, patient = make_store(), make_patient()
    add(store, patient)
    with store.unit_of_work(DOCTOR) as uow:
        uow.set(Patient, patient.id, usual={"family": "PAYET", "given": "Josette"})
    assert found(store, "hoarau") == []
    assert found(store, "payet") == found(store, "grondin") == ["PAYET Josette"]


def test_a_patient_of_another_post_is_found_after_the_exchange():
    arbiter, here, there = make_arbiter(), make_store("poste-1"), make_store("poste-2")
    add(here, make_patient())
    exchange_of(here, arbiter).run()
    exchange_of(there, arbiter).run()
    assert found(there, "hoarau") == HOARAU


def test_a_creation_that_the_region_refused_leaves_the_list_and_stays_in_the_log():
    from lgc_core.sync.arbiter import Arbiter

    arbiter = Arbiter(make_arbiter()._engine, refuse=lambda _: "interdit")
    store, patient = make_store(), make_patient()
    add(store, patient)
    exchange_of(store, arbiter).run()
    assert found(store, "hoarau") == []
    with store.reading() as connection:
        assert queries.get(connection, Patient, patient.id) is None
        assert queries.count_quarantine(connection, store.post.cabinet) == 1


def test_the_list_stops_at_its_limit_and_puts_the_family_name_first():
    store = make_store()
    add(store, *(make_patient(family="X", given=f"Hoarau{n}", usual=f"PAYET{n:02d}") for n in range(40)))
    add(store, make_patient(usual="HOARAU"))
    with store.reading() as connection:
        lines = find_patients(connection, "hoarau", 10)
    assert len(lines) == 10
    assert lines[0].shown == "HOARAU Marie Josette"

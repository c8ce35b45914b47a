# SPDX-License-Identifier: EUPL-1.2
"""Organised screenings: who is asked and when, what of a file answers, and that nobody is nagged."""

import datetime as dt

import pytest
from msgspec import structs

from lgc_app.services.line_rows import LineForm
from lgc_core.clinical.screening import BadScreeningTableError, Fact, asked, read_table, write_table
from lgc_core.clinical.screening_2026 import PROGRAMMES_2026
from lgc_core.model.document import Document, FiledAs
from lgc_core.model.ids import new_id
from tests.support.cabinet import a_result, keep, open_test_cabinet
from tests.support.record import make_patient

TODAY = dt.date(2026, 11, 22)


def day(text):
    return dt.date.fromisoformat(text)


def due(birth, sex, *facts, problems=()):
    found = asked(PROGRAMMES_2026, day(birth), sex, facts, problems, TODAY)
    return {one.programme.key: one.last for one in found}


def done(words, at, kind="fait", **more):
    return Fact(day=day(at), words=words, kind=kind, **more)


def told(words, at, kind="fait"):
    return Fact(day=day(at), words=words, kind=kind, statement=True)


@pytest.mark.parametrize(
    ("birth", "sex", "keys"),
    [
        ("1976-11-23", "M", set()),
        ("1976-11-22", "M", {"colorectal"}),
        ("1951-11-23", "M", {"colorectal"}),
        ("1951-11-22", "M", set()),
        ("1976-11-22", "F", {"colorectal", "sein", "col-hpv"}),
        ("1976-11-22", "", {"colorectal"}),
        ("1960-11-22", "F", {"colorectal", "sein"}),
        ("1960-11-23", "F", {"colorectal", "sein", "col-hpv"}),
        ("2001-11-23", "F", set()),
        ("2001-11-22", "F", {"col-cytologie"}),
        ("1996-11-23", "F", {"col-cytologie"}),
        ("1996-11-22", "F", {"col-hpv"}),
    ],
)
def test_each_programme_asks_from_a_birthday_to_the_one_before_another(birth, sex, keys):
    assert set(due(birth, sex)) == keys


@pytest.mark.parametrize(
    ("birth", "facts", "is_due"),
    [
        ("1960-01-01", (done("Mammographie bilatérale", "2024-11-23"),), False),
        ("1960-01-01", (done("Mammographie bilatérale", "2024-11-22"),), True),
        ("1960-01-01", (done("Échographie mammaire", "2026-01-01"),), True),
        ("1960-01-01", (done("", "2025-01-01", codes=frozenset({"QEQK004"})),), False),
        ("1960-01-01", (done("Mammographie", "2027-01-01"),), True),
        ("1960-01-01", (done("Ordonnance mammographie", "2026-06-22", "prescrit"),), False),
        ("1960-01-01", (done("Ordonnance mammographie", "2026-05-22", "prescrit"),), True),
        ("1960-01-01", (told("Dépistage du cancer du sein", "2025-03-01"),), False),
        ("1960-01-01", (told("Dépistage du cancer du sein", "2024-03-01"),), True),
        ("1960-01-01", (told("Dépistage du cancer du sein", "2001-01-01", "pas concerné"),), False),
        ("1960-01-01", (told("Dépistage du cancer du sein", "2026-01-01", "refus"),), False),
        ("1960-01-01", (told("Dépistage du cancer du sein", "2025-11-22", "refus"),), True),
        ("1960-01-01", (told("Dépistage colorectal", "2026-01-01"),), True),
    ],
)
def test_the_breast_is_asked_again_after_two_years_of_what_the_file_shows(birth, facts, is_due):
    assert ("sein" in due(birth, "F", *facts)) is is_due


@pytest.mark.parametrize(
    ("facts", "is_due"),
    [
        ((done("Test immunologique", "2024-11-23"),), False),
        ((done("", "2024-11-22", codes=frozenset({"29771-3"})),), True),
        ((done("Coloscopie totale", "2021-11-23"),), False),
        ((done("Coloscopie totale", "2021-11-22"),), True),
    ],
)
def test_the_colon_is_asked_after_two_years_of_a_test_and_five_of_a_colonoscopy(facts, is_due):
    assert ("colorectal" in due("1960-01-01", "M", *facts)) is is_due


@pytest.mark.parametrize(
    ("birth", "facts", "key", "is_due"),
    [
        ("1999-01-01", (done("Frottis", "2025-11-23"),), "col-cytologie", False),
        ("1999-01-01", (done("Frottis", "2025-11-22"),), "col-cytologie", True),
        ("1999-01-01", (done("Frottis", "2023-11-24"), done("FCU", "2024-11-24")), "col-cytologie", False),
        ("1998-01-01", (done("Frottis", "2022-11-20"), done("FCU", "2023-11-22")), "col-cytologie", True),
        ("1990-01-01", (done("Frottis", "2023-11-23"),), "col-hpv", False),
        ("1990-01-01", (done("Frottis", "2023-11-22"),), "col-hpv", True),
        ("1990-01-01", (done("Test HPV", "2021-11-23"),), "col-hpv", False),
        ("1990-01-01", (done("", "2021-11-22", codes=frozenset({"77379-6"})),), "col-hpv", True),
        ("1990-01-01", (done("Vaccin papillomavirus", "2026-01-01"),), "col-hpv", True),
        ("1990-01-01", (told("Dépistage du col", "2022-01-01"),), "col-hpv", False),
    ],
)
def test_the_cervix_follows_cytology_then_the_virus(birth, facts, key, is_due):
    assert (key in due(birth, "F", *facts)) is is_due


@pytest.mark.parametrize(
    ("problem", "left"),
    [
        (("C509", "Tumeur maligne du sein"), {"colorectal", "col-hpv"}),
        (("", "Cancer du côlon opéré"), {"sein", "col-hpv"}),
        (("K509", "Maladie de Crohn"), {"sein", "col-hpv"}),
        (("", "Hystérectomie totale"), {"colorectal", "sein"}),
        (("I10", "HTA"), {"colorectal", "sein", "col-hpv"}),
    ],
)
def test_who_is_followed_for_the_disease_is_asked_nothing(problem, left):
    assert set(due("1970-01-01", "F", problems=[problem])) == left


def test_the_table_can_be_taken_out_changed_and_put_back():
    assert read_table(write_table(PROGRAMMES_2026)) == PROGRAMMES_2026
    for bad in (b"", b"{}", b"x" * 70_000, write_table(PROGRAMMES_2026).replace(b'"months": 24', b'"months": 0')):
        with pytest.raises(BadScreeningTableError):
            read_table(bad)


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    return open_test_cabinet(tmp_path_factory.mktemp("screenings"))


@pytest.fixture
def woman(practice):
    made = structs.replace(make_patient("GRONDIN", "Marie", "1966-03-02", "GRONDIN"), id=new_id())
    keep(practice, made)
    return made


def keys(practice, patient):
    return {one.programme.key for one in practice.screenings.due(practice.patients.get(patient.id))}


def test_results_documents_and_acts_of_a_file_answer(practice, woman):
    assert keys(practice, woman) == {"colorectal", "sein", "col-hpv"}
    report = Document(
        id=new_id(),
        patient=woman.id,
        unique_oid="2.25.77",
        filed_as=FiledAs(title="Mammographie bilatérale", category="Imagerie", date="2026-03-01"),
        origin="MSS",
    )
    keep(practice, report, a_result(woman.id, "77379-6", "HPV", "0", "1", "2025-05-22"))
    practice.antecedents.add(woman.id, LineForm(kind="chirurgie", words="Coloscopie", since="03/2024"))
    assert keys(practice, woman) == set()


def test_one_line_says_that_it_was_done_or_that_she_is_not_concerned_and_is_taken_back(practice, woman):
    stated = LineForm(kind="habitude", words="Dépistage du cancer du sein", since="22/11/2025", comment="fait")
    gesture = practice.antecedents.add(woman.id, stated)
    assert "sein" not in keys(practice, woman)
    practice.antecedents.undo(gesture)
    assert "sein" in keys(practice, woman)
    never = structs.replace(stated, since="2010", comment="Pas concernée\u00a0: mastectomie bilatérale")
    practice.antecedents.add(woman.id, never)
    assert "sein" not in keys(practice, woman)
    refused = LineForm(kind="habitude", words="Dépistage colorectal", comment="refuse, en reparler")
    practice.antecedents.add(woman.id, refused)
    assert keys(practice, woman) == {"col-hpv"}


def test_the_table_of_the_practice_decides(practice, woman):
    later = tuple(structs.replace(one, start=70 * 12) for one in PROGRAMMES_2026.programmes[:1])
    practice.screenings.table.install(write_table(structs.replace(PROGRAMMES_2026, programmes=later)))
    assert keys(practice, woman) == set()
    practice.screenings.table.restore()
    assert "sein" in keys(practice, woman)

# SPDX-License-Identifier: EUPL-1.2
"""A text proposes the patients whom it names, and nobody else; it never files."""

import pytest

from lgc_app.services.named_in_text import named
from tests.support.cabinet import keep, open_test_cabinet, store_of
from tests.support.record import make_patient


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory):
    made = open_test_cabinet(tmp_path_factory.mktemp("nommés"))
    keep(
        made,
        make_patient("LUCAZEAU", "Franco", "1963-02-11", usual="LUCAZEAU"),
        make_patient("LUCAZEAU", "Gérard", "1960-01-02", usual="LUCAZEAU"),
        make_patient("BEGUE", "Marie", "1952-03-12", usual="BÈGUE-HÉLÈNE"),
    )
    return made


def names(cabinet, text: str) -> list[str]:
    with store_of(cabinet).reading() as connection:
        return [line.shown for line in named(connection, text)]


def test_a_first_name_beside_a_surname_is_proposed_whatever_the_accents(cabinet):
    assert names(cabinet, "Monsieur Franco Lucazeau, 63 ans, est hospitalisé.") == ["LUCAZEAU Franco"]
    assert names(cabinet, "Concernant BEGUE HELENE Marie, née en 1952") == ["BÈGUE-HÉLÈNE Marie"]
    assert names(cabinet, "Lucazeau GERARD") == ["LUCAZEAU Gérard"]


def test_apart_they_need_the_birth_date_and_who_has_it_comes_first(cabinet):
    form = "Nom : LUCAZEAU\nPrénom usuel : Franco\nAdressé par : Gérard Lucazeau\n"
    assert names(cabinet, form) == ["LUCAZEAU Gérard"]
    assert names(cabinet, f"{form}Né le 11/02/1963") == ["LUCAZEAU Franco", "LUCAZEAU Gérard"]


@pytest.mark.parametrize("text", ["", "Lucazeau", "Franco est venu.", "M. Lucazeau et M. Franco", "9" * 9_000])
def test_half_a_name_proposes_nobody(cabinet, text):
    assert names(cabinet, text) == []


def test_a_report_proposes_in_reception_and_is_filed_by_nobody_but_a_person(cabinet):
    document = cabinet.inbox.receive("Compte rendu\nMonsieur Franco Lucazeau, dyspnée.".encode())
    (line,) = cabinet.inbox.suggested(document.id)
    assert line.shown == "LUCAZEAU Franco"
    assert cabinet.inbox.propose(document.id).candidates == ()
    assert [one.document.id for one in cabinet.inbox.waiting()] == [document.id]

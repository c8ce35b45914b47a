# SPDX-License-Identifier: EUPL-1.2
"""The care sheet: what is due with empty boxes, then what was done, by whom; each patient in it is traced."""

import datetime as dt

import pytest

from lgc_app.services.care_sheets import TRAIL_WORDS, NoVisitError
from lgc_app.services.rounds import VisitKey
from lgc_app.services.transmissions import Words
from lgc_core.model.audit import AuditRead
from lgc_core.model.staff import Role
from lgc_core.store import queries
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.pdf_words import words_of
from tests.support.record import AT, make_patient


@pytest.fixture
def cabinet(tmp_path):
    made = open_test_cabinet(tmp_path, role=Role.INFIRMIER)
    first, second = make_patient(), make_patient(family="GONTHIER", given="Max", usual="")
    keep(made, first, second)
    made.problems.add_allergy(first.id, "Pénicilline")
    made.rounds.plan(first.id, "Pansement", ["7h45"], detail="pied droit", ordered="Dr Ethève, 12/11")
    made.rounds.plan(second.id, "Perfusion", ["8:15"], fixed=True)
    return made


def test_before_the_round_the_boxes_are_empty_and_allergies_are_there(cabinet):
    found = words_of(cabinet.care_sheets.of_day())
    for known in (
        "07:45",
        "HOARAU",
        "pied droit",
        "Dr Ethève, 12/11",
        "08:15 ± 15",
        "GONTHIER",
        "[ ]",
        "Pénicilline",
    ):
        assert known in found
    assert "ne sert pas au remboursement" in found
    with cabinet.session.store.reading() as connection:
        lines = [one.what for one in queries.find(connection, AuditRead)]
    assert lines.count(TRAIL_WORDS) == 2


def test_after_a_visit_its_sheet_says_what_was_done_and_not_and_what_was_transmitted(cabinet):
    stop = cabinet.rounds.day(AT.date())[0]
    cabinet.rounds.tick(stop.key, stop.cares[0].schedule, done=True)
    cabinet.rounds.finish(cabinet.rounds.day(AT.date())[0], Words("Plaie 11 mm.", "Pansement refait."))
    found = words_of(cabinet.care_sheets.of_visit(stop.key))
    for known in ("Faite", "oui", "par Dr Maëlle Ethève", "Données : Plaie 11 mm.", "Actions : Pansement refait."):
        assert known in found
    assert "GONTHIER" not in found


def test_a_day_without_a_visit_is_said_in_words(cabinet):
    with pytest.raises(NoVisitError, match="Aucune visite"):
        cabinet.care_sheets.of_day(AT.date() - dt.timedelta(days=1))
    with pytest.raises(NoVisitError):
        cabinet.care_sheets.of_visit(VisitKey("p", AT.date().isoformat(), "03:00"))

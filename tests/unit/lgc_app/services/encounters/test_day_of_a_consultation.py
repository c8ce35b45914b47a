# SPDX-License-Identifier: EUPL-1.2
"""Which consultation a file opens on: today's own, never yesterday's, never a colleague's."""

import datetime as dt

import pytest

from tests.support.cabinet import keep, open_test_cabinet, store_of
from tests.support.record import AT, make_patient


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


@pytest.fixture
def patient(cabinet):
    made = make_patient()
    keep(cabinet, made)
    return made


def test_looking_at_a_file_makes_no_consultation(cabinet, patient):
    assert cabinet.encounters.today_of(patient.id) is None
    assert cabinet.timelines.of(patient.id) == []


def test_the_consultation_of_today_is_found_again(cabinet, patient):
    first = cabinet.encounters.open_today(patient.id)
    assert cabinet.encounters.open_today(patient.id).encounter.id == first.encounter.id
    assert cabinet.encounters.today_of(patient.id).encounter.id == first.encounter.id


def test_yesterdays_unsigned_consultation_waits_apart_and_today_has_its_own(cabinet, patient):
    yesterday = cabinet.encounters.open_today(patient.id)
    store_of(cabinet).now = lambda: AT + dt.timedelta(days=1)
    assert cabinet.encounters.today_of(patient.id) is None
    assert [one.id for one in cabinet.encounters.unsigned_of(patient.id)] == [yesterday.encounter.id]
    assert cabinet.encounters.open_today(patient.id).encounter.id != yesterday.encounter.id


def test_a_report_of_a_consultation_is_found_by_it(cabinet, patient):
    note = cabinet.encounters.open_today(patient.id)
    assert cabinet.documents.made_of(note.encounter.id, patient.id) == ""


def test_the_timeline_parts_laboratory_reports_from_letters(cabinet, patient):
    from lgc_core.codes import LOINC
    from lgc_core.model.document import Document
    from lgc_core.model.ids import new_id, oid_of
    from lgc_core.model.values import coded

    for words, code in (("CR d’examens biologiques", "11502-2"), ("Lettre de liaison", "34105-7")):
        made = new_id()
        keep(
            cabinet,
            Document(
                id=made, patient=patient.id, unique_oid=oid_of(made), title=words, origin="import",
                type=coded(words, LOINC, code), issued="2026-11-17T10:00:00+04:00",
            ),
        )  # fmt: skip
    shelves = {entry.title: entry.shelf for entry in cabinet.timelines.of(patient.id)}
    assert shelves == {"CR d’examens biologiques": "bio", "Lettre de liaison": "courrier"}


def test_a_complement_being_typed_survives_and_goes_when_it_is_added(cabinet, patient):
    note = cabinet.encounters.open_today(patient.id)
    cabinet.drafts.keep(note.encounter.id, patient.id, "motif", "Toux", 4)
    cabinet.encounters.sign(note.encounter.id)
    cabinet.drafts.keep(note.encounter.id, patient.id, "complément", "CRP rendue", 10)
    cabinet.drafts.cut()
    assert [draft.text for draft in cabinet.drafts.waiting()] == ["CRP rendue"]
    cabinet.encounters.add(note.encounter.id, " CRP rendue : 42\u0007 ")
    assert cabinet.drafts.waiting() == []
    assert [one.text for one in cabinet.encounters.get(note.encounter.id).addenda] == ["CRP rendue : 42"]


def test_an_empty_complement_is_refused(cabinet, patient):
    from lgc_app.services.encounters import EmptyNoteError

    note = cabinet.encounters.open_today(patient.id)
    with pytest.raises(EmptyNoteError):
        cabinet.encounters.add(note.encounter.id, " \n")

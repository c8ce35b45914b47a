# SPDX-License-Identifier: EUPL-1.2
"""A post that is to be erased sends the last words of everybody, and tells nobody what was private."""

import dataclasses

from msgspec import structs

from lgc_app.services.drafts import Drafts
from lgc_app.services.leaving import cut_everything, is_empty_handed
from lgc_app.services.letter_drafts import LetterDraft
from lgc_core.model.note import PRIVATE_SECTION, Addendum, NoteSection
from lgc_core.model.personal_note import PersonalNote
from lgc_core.store import queries
from tests.support.cabinet import keep, open_test_cabinet, store_of
from tests.support.record import make_patient


def _signed(tmp_path):
    cabinet = open_test_cabinet(tmp_path)
    patient = make_patient()
    keep(cabinet, patient)
    note = cabinet.encounters.open_today(patient.id)
    cabinet.drafts.keep(note.encounter.id, patient.id, "A", "Toux", 4)
    cabinet.encounters.sign(note.encounter.id)
    return cabinet, note.encounter


def _all(cabinet, kind):
    with store_of(cabinet).reading() as connection:
        return queries.find(connection, kind)


def test_words_typed_after_the_signature_leave_as_a_complement(tmp_path):
    cabinet, encounter = _signed(tmp_path)
    cabinet.drafts.keep(encounter.id, encounter.patient, "complément", "Radio normale", 13)
    cut_everything(cabinet.session)
    assert [one.text for one in _all(cabinet, Addendum)] == ["Radio normale"]
    assert cabinet.drafts.waiting() == []


def test_private_words_leave_in_a_note_of_their_author_that_no_complement_shows(tmp_path):
    cabinet, encounter = _signed(tmp_path)
    cabinet.drafts.keep(encounter.id, encounter.patient, PRIVATE_SECTION, "Inquiet pour son fils", 21)
    cut_everything(cabinet.session)
    assert _all(cabinet, Addendum) == []
    assert [one.text for one in _all(cabinet, PersonalNote)] == ["Inquiet pour son fils"]
    assert cabinet.encounters.get(encounter.id).sections[PRIVATE_SECTION] == "Inquiet pour son fils"
    assert cabinet.drafts.waiting() == []


def test_private_words_of_somebody_without_a_card_leave_in_a_note_of_their_author(tmp_path):
    cabinet, encounter = _signed(tmp_path)
    session = dataclasses.replace(cabinet.session, staff=structs.replace(cabinet.session.staff, ps_id=""))
    Drafts(session).keep(encounter.id, encounter.patient, PRIVATE_SECTION, "Inquiet pour son fils", 21)
    cut_everything(dataclasses.replace(session, in_person=False))
    (private,) = [one for one in _all(cabinet, NoteSection) if one.code == PRIVATE_SECTION]
    assert private.encounter != encounter.id
    assert cabinet.encounters.get(private.encounter).sections == {PRIVATE_SECTION: "Inquiet pour son fils"}


def test_a_post_is_empty_handed_only_once_nothing_waits(tmp_path):
    cabinet, _encounter = _signed(tmp_path)
    assert not is_empty_handed(cabinet.session, cabinet.files)


def test_a_letter_being_written_leaves_as_a_note_of_its_author(tmp_path):
    cabinet, encounter = _signed(tmp_path)
    draft = LetterDraft(template="libre", title="Avis", text="Merci de revoir ce patient")
    cabinet.letters.keep(encounter.patient, draft)
    assert not is_empty_handed(cabinet.session, cabinet.files)
    cut_everything(cabinet.session)
    (kept,) = [one for one in _all(cabinet, NoteSection) if one.code == "libre"]
    assert kept.text == "Avis\n\nMerci de revoir ce patient"
    assert cabinet.letters.waiting(encounter.patient) is None

# SPDX-License-Identifier: EUPL-1.2
"""Every key is kept; an operation is cut once; what others did meanwhile never costs a word."""

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from lgc_app.services.cabinet import Cabinet, make_cabinet
from lgc_app.services.draft_merge import OTHER_VERSION, merged
from lgc_app.services.drafts import TextTooLongError
from lgc_app.services.encounters import AlreadySignedError, EmptyNoteError
from lgc_app.services.session import ForbiddenError, Session
from lgc_app.vault.attachments import AttachmentStore
from lgc_app.vault.keys import DatabaseKey
from lgc_core.model.encounter import Encounter
from lgc_core.model.ids import new_id
from lgc_core.model.note import MAX_SECTION_BYTES, NoteSection, section_id
from lgc_core.model.staff import Role
from lgc_core.model.values import PersonName
from lgc_core.store.tables import op
from tests.support.cabinet import a_practice, a_staff, keep, open_test_cabinet, store_of
from tests.support.record import AT, DOCTOR, exchange_of, make_arbiter, make_patient, make_store


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


@pytest.fixture
def note(cabinet):
    patient = make_patient()
    keep(cabinet, patient)
    return cabinet.encounters.open_today(patient.id)


def type_(cabinet, note, text, code="A"):
    return cabinet.drafts.keep(note.encounter.id, note.encounter.patient, code, text, len(text))


def colleague_on_the_same_post(cabinet: Cabinet, folder) -> Cabinet:
    other = msgspec.structs.replace(
        a_staff(), id=new_id(), ps_id="810001234575", name=PersonName(family="Nativel")
    )
    session = Session(store_of(cabinet), a_practice(), other)
    safe = AttachmentStore(folder / "pieces-2", DatabaseKey.generate())
    return make_cabinet(session, safe, None, lambda _: b"signature of a test")


def count_ops(cabinet):
    with store_of(cabinet).reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(op)).scalar_one()


def signed_elsewhere(cabinet, note, text):
    with store_of(cabinet).unit_of_work(DOCTOR) as uow:
        section = section_id(note.encounter.id, "A")
        uow.create(
            NoteSection(
                id=section, encounter=note.encounter.id, patient=note.encounter.patient, code="A", text=text
            )
        )
        uow.sign(Encounter, note.encounter.id, new_id(), status="signe")


def test_every_key_is_on_the_disk_and_no_operation_is_cut(cabinet, note):
    before = count_ops(cabinet)
    for end in range(1, 30):
        type_(cabinet, note, "Toux grasse, fièvre le soir, œdème"[:end])
    assert [draft.text for draft in cabinet.drafts.waiting()] == ["Toux grasse, fièvre le soir, œdème"[:29]]
    assert count_ops(cabinet) == before


def test_a_draft_is_cut_once(cabinet, note):
    type_(cabinet, note, "Toux")
    before = count_ops(cabinet)
    assert cabinet.drafts.cut().touches("note_section")
    assert cabinet.drafts.cut().entities == frozenset()
    assert count_ops(cabinet) == before + 1
    assert cabinet.drafts.waiting() == []


def test_the_screen_shows_the_draft_over_what_was_stored(cabinet, note):
    type_(cabinet, note, "Toux")
    cabinet.drafts.cut()
    type_(cabinet, note, "Toux grasse")
    assert cabinet.encounters.get(note.encounter.id).sections["A"] == "Toux grasse"


def test_a_text_of_256_kib_is_kept_and_one_byte_more_is_refused_without_erasing(cabinet, note):
    longest = "é" * (MAX_SECTION_BYTES // 2)
    type_(cabinet, note, longest)
    with pytest.raises(TextTooLongError, match="rien n’est effacé"):
        type_(cabinet, note, longest + "a")
    assert cabinet.drafts.waiting()[0].text == longest


@given(text=st.text(alphabet=st.characters(), max_size=200))
def test_whatever_qt_gives_is_kept(tmp_path_factory, text):
    cabinet = open_test_cabinet(tmp_path_factory.mktemp("c"))
    cabinet.drafts.keep("e", "p", "A", text + "\ud83d", 0)
    assert len(cabinet.drafts.waiting()) == 1


def test_a_secretary_writes_no_note(tmp_path):
    with pytest.raises(ForbiddenError):
        open_test_cabinet(tmp_path, role=Role.SECRETAIRE).drafts.keep("e", "p", "A", "Toux", 4)


def test_two_people_of_one_post_never_write_over_each_other(cabinet, note, tmp_path):
    other = colleague_on_the_same_post(cabinet, tmp_path)
    type_(cabinet, note, "Mots du médecin")
    type_(other, note, "Mots de l’infirmier")
    assert [draft.text for draft in cabinet.drafts.waiting()] == ["Mots du médecin"]
    other.drafts.cut()
    cabinet.drafts.cut()
    text = cabinet.encounters.get(note.encounter.id).sections["A"]
    assert "Mots du médecin" in text
    assert "Mots de l’infirmier" in text


def test_words_of_another_post_received_while_typing_stay_with_ours(cabinet, note):
    type_(cabinet, note, "Toux\nFièvre")
    cabinet.drafts.cut()
    type_(cabinet, note, "Toux grasse\nFièvre")
    with store_of(cabinet).unit_of_work(DOCTOR) as uow:
        uow.set(NoteSection, section_id(note.encounter.id, "A"), text="Toux\nFièvre\nRevoir à 48 h")
    cabinet.drafts.cut()
    assert cabinet.encounters.get(note.encounter.id).sections["A"] == "Toux grasse\nFièvre\nRevoir à 48 h"


def test_the_same_line_written_twice_differently_stays_in_both_versions(cabinet, note):
    type_(cabinet, note, "Toux")
    cabinet.drafts.cut()
    type_(cabinet, note, "Toux grasse")
    with store_of(cabinet).unit_of_work(DOCTOR) as uow:
        uow.set(NoteSection, section_id(note.encounter.id, "A"), text="Toux sèche")
    cabinet.drafts.cut()
    text = cabinet.encounters.get(note.encounter.id).sections["A"]
    assert text == f"Toux sèche\n\n{OTHER_VERSION}\nToux grasse"


def test_words_typed_into_a_note_signed_meanwhile_become_a_complement_and_block_nothing(cabinet, note):
    signed_elsewhere(cabinet, note, "Bronchite")
    type_(cabinet, note, "Bronchite, revoir à 48 h")
    cabinet.drafts.cut()
    assert [(draft.code, draft.text) for draft in cabinet.drafts.waiting()] == [
        ("complément", "Conclusion\u00a0: revoir à 48 h")
    ]
    cabinet.drafts.cut()
    with pytest.raises(AlreadySignedError):
        cabinet.encounters.sign(note.encounter.id)
    cabinet.encounters.add(note.encounter.id, cabinet.drafts.waiting()[0].text)
    assert cabinet.drafts.waiting() == []


def test_late_words_join_the_complement_being_typed(cabinet, note):
    signed_elsewhere(cabinet, note, "Bronchite")
    type_(cabinet, note, "CRP rendue", code="complément")
    type_(cabinet, note, "Toux", code="S")
    cabinet.drafts.cut()
    assert [draft.text for draft in cabinet.drafts.waiting()] == ["CRP rendue\nInterrogatoire\u00a0: Toux"]


def test_late_personal_notes_stay_personal(cabinet, note):
    signed_elsewhere(cabinet, note, "Bronchite")
    type_(cabinet, note, "Couple en crise", code="perso")
    cabinet.drafts.cut()
    assert cabinet.drafts.waiting() == []
    assert cabinet.encounters.get(note.encounter.id).sections["perso"] == "Couple en crise"


def test_personal_notes_are_not_under_the_seal_that_everybody_reads(cabinet, note):
    type_(cabinet, note, "Bronchite")
    type_(cabinet, note, "Couple en crise", code="perso")
    cabinet.encounters.sign(note.encounter.id)
    sealed = cabinet.encounters.get(note.encounter.id).sealed
    assert "Bronchite" in sealed.content
    assert "crise" not in sealed.content


def test_personal_notes_alone_are_nothing_to_sign(cabinet, note):
    type_(cabinet, note, "Couple en crise", code="perso")
    with pytest.raises(EmptyNoteError):
        cabinet.encounters.sign(note.encounter.id)


def test_a_colleague_does_not_read_personal_notes(cabinet, note, tmp_path):
    type_(cabinet, note, "Couple en crise", code="perso")
    cabinet.drafts.cut()
    other = colleague_on_the_same_post(cabinet, tmp_path)
    assert "perso" not in other.encounters.get(note.encounter.id).sections


def test_a_section_written_elsewhere_before_it_knew_of_the_signature_is_shown_as_unsigned(cabinet, note):
    arbiter, there = make_arbiter(), make_store("poste-2")
    here = store_of(cabinet)
    exchange_of(here, arbiter).run()
    exchange_of(there, arbiter).run()
    type_(cabinet, note, "Bronchite")
    cabinet.encounters.sign(note.encounter.id)
    section = NoteSection(
        id=section_id(note.encounter.id, "P"),
        encounter=note.encounter.id,
        patient=note.encounter.patient,
        code="P",
        text="Arrêt 3 jours",
    )
    with there.unit_of_work(DOCTOR) as uow:
        uow.create(section)
    for store in (here, there, here):
        exchange_of(store, arbiter).run()
    assert cabinet.encounters.get(note.encounter.id).late == {"P": "Arrêt 3 jours"}


LINES = st.lists(st.sampled_from(["Toux", "Fièvre", "", "Revoir", "œdème"]), max_size=6).map("\n".join)


@given(base=LINES, theirs=LINES, mine=LINES)
def test_a_merge_loses_no_line_that_one_side_added(base, theirs, mine):
    found = merged(base, theirs, mine).split("\n")
    for side in (theirs, mine):
        for line in set(side.split("\n")) - set(base.split("\n")):
            assert line in found


@given(base=LINES, theirs=LINES)
def test_a_side_that_changed_nothing_gives_way(base, theirs):
    assert merged(base, theirs, base) == theirs
    assert merged(base, base, theirs) == theirs


def test_lines_that_did_not_touch_are_brought_together():
    assert merged("a\nb\nc\nd\ne", "a\nb\nc\nd\nE", "A\nb\nc\nd\ne") == "A\nb\nc\nd\nE"


def test_the_wall_clock_of_the_draft_is_the_one_of_the_post(cabinet, note):
    assert type_(cabinet, note, "Toux") == AT.isoformat(timespec="seconds")

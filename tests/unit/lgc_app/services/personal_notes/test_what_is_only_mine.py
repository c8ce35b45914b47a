# SPDX-License-Identifier: EUPL-1.2
"""On a shared post: personal notes, templates and settings of one person are nobody else's to read or change."""

import dataclasses

import pytest
from msgspec import structs

from lgc_app.services.cabinet import make_cabinet
from lgc_app.services.preferences import FILE_PANES
from lgc_app.services.templates import TemplateError, TemplateForm
from lgc_core.model.ids import new_id
from lgc_core.model.note import NoteSection
from lgc_core.store import queries
from lgc_core.store.tables import op
from tests.support.cabinet import keep, open_test_cabinet, store_of
from tests.support.record import make_patient


@pytest.fixture
def mine(tmp_path):
    return open_test_cabinet(tmp_path)


def session_of(cabinet, **more):
    """Return the same post with somebody else at the screen."""
    session = dataclasses.replace(cabinet.session, **more)
    return make_cabinet(session, cabinet.files.safe, None, lambda _content: b"signature of a test")


@pytest.fixture
def theirs(mine):
    other = structs.replace(mine.session.staff, id=new_id(), ps_id="810007654321")
    return session_of(mine, staff=other)


def form(text: str = "Repos.") -> TemplateForm:
    return TemplateForm(kind="abréviation", name="rp", text=text)


def texts(cabinet) -> list[str]:
    return [one.text for one in cabinet.templates.all() if one.name == "rp"]


def test_a_personal_template_is_shown_to_its_person_only_and_stands_before_that_of_the_practice(mine, theirs):
    mine.templates.save("", form("Pour tous."))
    key, _changes = mine.templates.save("", form("Pour moi."), personal=True)
    assert texts(mine) == ["Pour moi."]
    assert texts(theirs) == ["Pour tous."]
    assert key in mine.templates.personal_ids()
    assert theirs.templates.personal_ids() == frozenset()
    assert "Pour moi." not in theirs.templates.export().decode()


def test_nobody_changes_removes_or_writes_again_the_template_of_somebody_else(mine, theirs):
    key, _changes = mine.templates.save("", form(), personal=True)
    with pytest.raises(LookupError):
        theirs.templates.remove(key)
    made, _changes = theirs.templates.save(key, form("Le mien."))
    assert made != key
    mine.templates.remove(key)
    with pytest.raises(LookupError):
        theirs.templates.write_again(key)
    mine.templates.write_again(key)
    assert texts(mine) == ["Repos."]


def test_a_template_that_becomes_personal_is_written_anew_and_the_old_one_goes(mine, theirs):
    key, _changes = mine.templates.save("", form())
    mine.templates.save(key, form(), personal=True)
    assert texts(theirs) == []
    assert texts(mine) == ["Repos."]


def test_without_the_card_of_the_person_nothing_personal_is_opened_nor_kept(mine):
    mine.templates.save("", form(), personal=True)
    opened_by_code = session_of(mine, in_person=False)
    assert texts(opened_by_code) == []
    with pytest.raises(TemplateError, match="carte"):
        opened_by_code.templates.save("", form(), personal=True)


def test_personal_notes_are_in_no_section_of_the_practice_and_open_only_with_their_card(mine, theirs):
    patient = make_patient()
    keep(mine, patient)
    note = mine.encounters.open_today(patient.id).encounter.id
    mine.drafts.keep(note, patient.id, "perso", "Inquiet pour son fils", 5)
    mine.drafts.cut()
    mine.drafts.keep(note, patient.id, "perso", "Inquiet pour son fils aîné", 5)
    mine.drafts.cut()
    with store_of(mine).reading() as connection:
        assert queries.find(connection, NoteSection) == []
        homes = {row.partition for row in connection.execute(op.select()) if "Inquiet" in row.body}
    assert homes == {mine.session.own_partition}
    assert mine.encounters.get(note).sections == {"perso": "Inquiet pour son fils aîné"}
    for other in (theirs, session_of(mine, in_person=False)):
        assert other.encounters.get(note).sections == {}


def test_a_setting_follows_its_person_and_nobody_else(mine, theirs):
    mine.preferences.write(FILE_PANES, "320 400")
    assert mine.preferences.read(FILE_PANES) == "320 400"
    assert theirs.preferences.read(FILE_PANES) == ""
    mine.preferences.write(FILE_PANES, "")
    assert mine.preferences.read(FILE_PANES) == ""

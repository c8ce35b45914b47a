# SPDX-License-Identifier: EUPL-1.2
"""A note signed in the wrong file: it stays, says so, counts for nothing there, and waits in the right file."""

import json
import zipfile
from dataclasses import replace

import pytest
from msgspec import structs

from lgc_app.services.cabinet import make_cabinet
from lgc_app.services.encounters import WrongFileNoteError
from lgc_app.services.session import ForbiddenError
from lgc_app.services.wrong_file import (
    BACK,
    INTO,
    OUT_OF,
    CopyChangedError,
    NotThereError,
    NotYoursToMoveError,
    SameFileError,
)
from lgc_app.ui.dossier.history import lines_of
from lgc_core.model.document import Document
from lgc_core.model.encounter import Encounter
from lgc_core.model.ids import new_id
from lgc_core.model.seal import is_intact
from lgc_core.model.staff import Role
from lgc_core.model.values import PersonName
from lgc_core.store import queries
from tests.support.cabinet import a_staff, keep, open_test_cabinet, store_of
from tests.support.disputed import TwoPosts
from tests.support.record import AT, PRACTICE, make_patient

DIABETES = "diabete-type-2@1"


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory):
    return open_test_cabinet(tmp_path_factory.mktemp("wrong"))


@pytest.fixture
def people(cabinet):
    """Give the wrong person, then the right one."""
    wrong, right = make_patient(), make_patient("PAYET", "Rose", "1961-04-02", "PAYET")
    keep(cabinet, wrong, right)
    return wrong.id, right.id


def a_signed_note(cabinet, patient, **sections):
    note = cabinet.encounters.open_today(patient).encounter.id
    for code, text in (sections or {"motif": "Zona", "S": "Douleur thoracique.", "P": "Valaciclovir."}).items():
        cabinet.drafts.keep(note, patient, code, text, 0)
    cabinet.measures.record(patient, {"poids": "91"}, note)
    cabinet.forms.answer(note, DIABETES, "tabac", "oui")
    cabinet.forms.answer(note, DIABETES, "poids", "92")
    cabinet.encounters.sign(note)
    return note


def someone_else(cabinet, **more):
    other = structs.replace(
        a_staff(more.pop("role", Role.MEDECIN)), id=new_id(), ps_id="810009999999",
        name=PersonName(family="Técher", given="Yann", title="Dr"), **more,
    )  # fmt: skip
    keep(cabinet, other)
    return make_cabinet(replace(cabinet.session, staff=other), cabinet.files.safe, None, lambda _content: b"x")


def weights(cabinet, patient):
    return [str(point.value) for point in cabinet.measures.series(patient, "poids").points]


def trail(cabinet, patient):
    return {one.what for one in cabinet.trail.of_patient(patient)}


def test_the_note_stays_and_its_words_measures_and_answers_wait_in_the_right_file(cabinet, people):
    wrong, right = people
    note = a_signed_note(cabinet, wrong)
    cabinet.encounters.add(note, "Rappelée le soir.")
    before = cabinet.encounters.get(note)
    moved = cabinet.wrong_files.move(note, right, "erreur d’onglet")
    after = cabinet.encounters.get(note)
    assert (after.sections, after.sealed) == (before.sections, before.sealed)
    assert is_intact(after.sealed)
    copy = cabinet.encounters.today_of(right)
    assert (copy.encounter.id, copy.encounter.status) == (moved.mark.draft, "brouillon")
    assert copy.encounter.period.start == before.encounter.period.start
    assert copy.sections == {
        "motif": "Zona", "S": "Douleur thoracique.", "P": "Valaciclovir.",
        "libre": "Complément du 23/11/2026 : Rappelée le soir.",
    }  # fmt: skip
    assert cabinet.forms.typed(moved.mark.draft) == {DIABETES: {"tabac": "oui", "poids": "92"}}
    assert (weights(cabinet, wrong), weights(cabinet, right)) == ([], ["91", "92"])
    cabinet.encounters.sign(moved.mark.draft)
    assert cabinet.encounters.get(moved.mark.draft).is_signed
    assert OUT_OF in trail(cabinet, wrong)
    assert INTO in trail(cabinet, right)


def test_the_history_says_who_when_and_why_and_nothing_else_of_the_file_counts_on_it(cabinet, people):
    wrong, right = people
    note = a_signed_note(cabinet, wrong)
    assert cabinet.texts.keys("valaciclovir", wrong)
    cabinet.wrong_files.move(note, right, "erreur d’onglet")
    (line,) = cabinet.timelines.of(wrong, kinds=frozenset({"encounter"}))
    assert (line.state, line.span) == (
        "mauvais dossier", "signalé par Dr Maëlle Ethève le 23/11/2026\u00a0: erreur d’onglet",
    )  # fmt: skip
    assert cabinet.texts.keys("valaciclovir", wrong) == frozenset()
    assert cabinet.texts.keys("valaciclovir thoracique", right)
    essentials = cabinet.failsafe.essentials(cabinet.patients.get(wrong))
    assert (essentials.conclusion, essentials.forms, essentials.measures) == ((), (), ())
    assert cabinet.forms.before(wrong, DIABETES) == {}
    with pytest.raises(WrongFileNoteError):
        cabinet.encounters.add(note, "Suite.")
    with pytest.raises(WrongFileNoteError):
        cabinet.emission.emit_report(note)


def test_a_report_made_from_it_is_struck_out_with_it_and_told(cabinet, people, tmp_path):
    wrong, right = people
    note = a_signed_note(cabinet, wrong)
    report = Document(
        id=new_id(),
        patient=wrong,
        unique_oid="2.25.7",
        title="Compte rendu du zona",
        origin="émis",
        encounter=note,
    )
    other = Document(id=new_id(), patient=wrong, unique_oid="2.25.8", title="Échographie", origin="import")
    keep(cabinet, report, other)
    assert cabinet.wrong_files.move(note, right).documents == ("Compte rendu du zona",)
    found = {one.id: one.state for one in cabinet.timelines.of(wrong) if one.kind == "document"}
    assert found[report.id] == "mauvais dossier"
    assert found[other.id] != "mauvais dossier"
    lines = {line.id: line.struck for line in lines_of(cabinet.timelines.of(wrong), AT.date())}
    assert (lines[report.id], lines[other.id]) == (True, False)
    cabinet.open_export.of_patient(wrong, tmp_path / "copie.zip")
    with zipfile.ZipFile(tmp_path / "copie.zip") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    assert "Échographie" in everything
    assert "zona" not in everything


def test_a_copy_of_the_file_marks_it_entered_in_error_and_gives_nobody_the_words_of_another(
    cabinet, people, tmp_path
):
    wrong, right = people
    cabinet.wrong_files.move(a_signed_note(cabinet, wrong), right)
    cabinet.open_export.of_patient(wrong, tmp_path / "copie.zip")
    with zipfile.ZipFile(tmp_path / "copie.zip") as archive:
        bundle = json.loads(archive.read(f"fhir/{wrong}.json"))
        page = archive.read(f"patients/{wrong}.html").decode()
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    found = {one["resource"]["resourceType"]: one["resource"] for one in bundle["entry"]}
    assert found["Encounter"]["status"] == "entered-in-error"
    assert "reasonCode" not in found["Encounter"]
    assert not found.keys() & {"Observation", "QuestionnaireResponse"}
    assert "signée par erreur dans ce dossier" in page
    assert "Valaciclovir" not in everything
    assert "Zona" not in everything


def test_it_is_taken_back_whole_as_long_as_nobody_touched_the_copy(cabinet, people):
    wrong, right = people
    note = a_signed_note(cabinet, wrong)
    moved = cabinet.wrong_files.move(note, right)
    cabinet.wrong_files.take_back(note)
    assert cabinet.encounters.get(note).encounter.wrong_file is None
    assert cabinet.encounters.today_of(right) is None
    assert (weights(cabinet, wrong), weights(cabinet, right)) == (["91", "92"], [])
    assert cabinet.texts.keys("valaciclovir", wrong)
    assert not cabinet.texts.keys("valaciclovir", right)
    assert BACK in trail(cabinet, wrong) & trail(cabinet, right)
    with pytest.raises(NotThereError):
        cabinet.wrong_files.take_back(note)
    again = cabinet.wrong_files.move(note, right)
    assert again.mark.draft != moved.mark.draft
    assert weights(cabinet, wrong) == []


@pytest.mark.parametrize("how", ["typed", "written", "measured", "signed"])
def test_a_copy_that_was_taken_up_is_never_undone(cabinet, people, how):
    wrong, right = people
    note = a_signed_note(cabinet, wrong)
    draft = cabinet.wrong_files.move(note, right).mark.draft
    if how in ("typed", "written"):
        cabinet.drafts.keep(draft, right, "P", "Valaciclovir, revoir à 7 jours.", 0)
    if how == "written":
        cabinet.drafts.cut(draft)
    if how == "measured":
        cabinet.measures.record(right, {"temperature": "38,1"}, draft)
    if how == "signed":
        cabinet.encounters.sign(draft)
    with pytest.raises(CopyChangedError):
        cabinet.wrong_files.take_back(note)
    assert cabinet.encounters.get(note).encounter.wrong_file is not None
    assert cabinet.encounters.get(draft).sections["P"].startswith("Valaciclovir")
    cabinet.drafts.cut(draft)


def test_it_takes_a_signed_note_another_person_and_whoever_signed(cabinet, people):
    wrong, right = people
    draft = cabinet.encounters.open_today(wrong).encounter.id
    with pytest.raises(NotThereError):
        cabinet.wrong_files.move(draft, right)
    note = a_signed_note(cabinet, wrong)
    with pytest.raises(SameFileError):
        cabinet.wrong_files.move(note, wrong)
    with pytest.raises(LookupError):
        cabinet.wrong_files.move(note, "never-here")
    with pytest.raises(NotYoursToMoveError):
        someone_else(cabinet).wrong_files.move(note, right)
    with pytest.raises(ForbiddenError):
        someone_else(cabinet, role=Role.SECRETAIRE).wrong_files.move(note, right)
    assert OUT_OF not in trail(cabinet, wrong)
    cabinet.wrong_files.move(note, right)
    with pytest.raises(NotThereError):
        cabinet.wrong_files.move(note, right)


def test_a_doctor_says_it_of_somebody_who_left_and_the_copy_says_whose_words_they_are(cabinet, people):
    wrong, right = people
    locum = someone_else(cabinet, role=Role.REMPLACANT)
    note = a_signed_note(locum, wrong)
    staff = structs.replace(locum.session.staff, valid_to="2026-11-01")
    with store_of(cabinet).unit_of_work(cabinet.session.author) as uow:
        uow.set(type(staff), staff.id, valid_to=staff.valid_to)
    nurse = someone_else(cabinet, role=Role.INFIRMIER)
    with pytest.raises(NotYoursToMoveError):
        nurse.wrong_files.move(note, right)
    moved = cabinet.wrong_files.move(note, right)
    words = cabinet.encounters.get(moved.mark.draft).sections["libre"]
    assert words == "Repris d’une consultation du 23/11/2026 signée par Dr Yann Técher, dans un autre dossier."
    cabinet.wrong_files.take_back(note)
    assert weights(cabinet, wrong) == ["91", "92"]


def test_personal_notes_go_with_their_author(cabinet, people):
    wrong, right = people
    note = a_signed_note(cabinet, wrong, S="Toux.", perso="Fille de ma voisine.")
    moved = cabinet.wrong_files.move(note, right)
    assert cabinet.encounters.get(moved.mark.draft).sections["perso"] == "Fille de ma voisine."
    assert cabinet.encounters.get(note).sections["perso"] == "Fille de ma voisine."


def test_the_mark_reaches_the_other_post_through_the_region_and_so_does_its_undoing(tmp_path):
    posts = TwoPosts(tmp_path)
    right = make_patient("PAYET", "Rose", "1961-04-02", "PAYET")
    keep(posts.cabinet, right)
    note = a_signed_note(posts.cabinet, posts.patient.id, motif="Zona")
    posts.settle()
    draft = posts.cabinet.wrong_files.move(note, right.id).mark.draft
    posts.settle()
    with posts.there.reading() as connection:
        seen = queries.get(connection, Encounter, note)
        assert (seen.wrong_file.patient, seen.wrong_file.by.name) == (right.id, "Dr Maëlle Ethève")
        assert queries.get(connection, Encounter, draft).patient == right.id
        assert queries.is_sealed(connection, Encounter, note)
    posts.cabinet.wrong_files.take_back(note)
    posts.settle()
    with posts.there.reading() as connection:
        assert queries.get(connection, Encounter, note).wrong_file is None
        assert queries.get(connection, Encounter, draft) is None
        assert queries.count_conflicts(connection, f"cabinet:{PRACTICE}") == 0
        assert queries.count_quarantine(connection, f"cabinet:{PRACTICE}") == 0

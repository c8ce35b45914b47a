# SPDX-License-Identifier: EUPL-1.2
"""Two files of one person: seen at creation, read as one when linked, exactly as before when unlinked."""

import datetime as dt

import msgspec
import pytest

from lgc_app.services.duplicates import SamePersonError
from lgc_app.services.session import ForbiddenError
from lgc_app.services.typed_dose import NewDose
from lgc_core.codes import INS_NIR
from lgc_core.model.document import Document
from lgc_core.model.ids import new_id
from lgc_core.model.patient import Ins
from lgc_core.model.problem import Problem
from lgc_core.model.staff import Role
from lgc_core.model.values import Concept
from lgc_core.store import queries
from tests.support.cabinet import a_result, keep, open_test_cabinet
from tests.support.record import AT, make_patient


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


@pytest.fixture
def two(cabinet):
    first, second = make_patient(), make_patient(family="GRONDAIN", born="1952-12-03", usual="")
    keep(cabinet, first, second)
    keep(
        cabinet,
        Problem(id=new_id(), patient=first.id, code=Concept(text="Asthme")),
        Problem(id=new_id(), patient=second.id, code=Concept(text="Diabète")),
        a_result(second.id, "2823-3", "Potassium", "4.2", "mmol/L", "2026-11-17"),
    )
    return first, second


@pytest.mark.parametrize(
    ("changed", "why", "certain"),
    [
        ({}, "mêmes nom, prénom et naissance", True),
        ({"birth_family": "GRONDAIN"}, "même naissance, nom proche", False),
        ({"birth_date": "1952-12-03"}, "mêmes nom et prénom, naissance proche", False),
        ({"birth_date": "1952-03-13"}, "mêmes nom et prénom, naissance proche", False),
        ({"birth_family": "PAYET"}, "mêmes naissance, prénom et lieu, autre nom", False),
    ],
)
def test_a_look_alike_is_found_with_its_reason(cabinet, changed, why, certain):
    known = make_patient()
    keep(cabinet, known)
    (found,) = cabinet.duplicates.like(msgspec.structs.replace(known.traits, **changed))
    assert (found.patient.id, found.why, found.certain) == (known.id, why, certain)


def test_twins_and_strangers_are_no_duplicates(cabinet):
    known = make_patient()
    keep(cabinet, known)
    for changed in ({"birth_givens": "Lucien", "first_given": "Lucien"}, {"birth_date": "1980-03-12"}):
        assert cabinet.duplicates.like(msgspec.structs.replace(known.traits, **changed)) == []


def test_the_same_matricule_is_the_same_person_whatever_the_name(cabinet):
    ins = Ins(matricule="252039741312389", oid=INS_NIR)
    known = make_patient(ins=ins)
    keep(cabinet, known)
    other = make_patient(family="MERLO", born="1990-01-01").traits
    assert [one.why for one in cabinet.duplicates.like(other, ins)] == ["même matricule INS"]


def test_linked_files_are_read_as_one_and_found_once(cabinet, two):
    first, second = two
    cabinet.duplicates.link(first.id, second.id, "même carte d’identité")
    for patient in two:
        opened = cabinet.patients.open(patient.id)
        assert opened.id == first.id
        assert {line.words for line in cabinet.overviews.of(opened).problems} == {"Asthme", "Diabète"}
        titles = [entry.title for entry in cabinet.timelines.of(patient.id)]
        assert sorted(titles) == ["Asthme", "Diabète", "Potassium"]
    assert [line.patient_id for line in cabinet.patients.find("grondain")] == [first.id]
    assert cabinet.duplicates.like(second.traits, but=first.id) == []


def test_trail_tasks_lots_reports_and_the_paper_of_a_day_follow_the_link(cabinet, two):
    first, second = two
    note = cabinet.encounters.open_today(second.id).encounter.id
    cabinet.drafts.keep(note, second.id, "A", "Guérie", 1)
    cabinet.encounters.sign(note)
    report = Document(id=new_id(), patient=second.id, unique_oid="1.2.3", encounter=note, origin="émis")
    keep(cabinet, report)
    cabinet.patients.open(second.id)
    cabinet.tasks_to_do.add_line("Rappeler", second.id)
    dose = {"vaccine": "Grippe", "lot": "AB12", "day": "12/11/2026"}
    cabinet.vaccinations.add(second.id, NewDose(**dose))
    tomorrow = AT.replace(hour=9) + dt.timedelta(days=1)
    for minutes, one in enumerate(two):
        cabinet.agenda.book(one.id, tomorrow + dt.timedelta(minutes=30 * minutes), 15, "")
    cabinet.duplicates.link(first.id, second.id, "même personne")
    assert cabinet.documents.made_of(note, first.id) == report.id
    assert "dossier" in {line.what for line in cabinet.trail.of_patient(first.id)}
    assert [line.title for line in cabinet.tasks_to_do.of_patient(first.id)] == ["Rappeler"]
    assert [(line.patient, line.shown) for line in cabinet.vaccinations.who_received("AB12")] == [
        (first.id, first.shown)
    ]
    assert cabinet.failsafe.of_day().patients == 1
    assert "potassium" in {one.key for one in cabinet.biology.of(first).series}


def test_unlinked_files_are_exactly_what_they_were_and_can_be_linked_again(cabinet, two):
    first, second = two
    cabinet.duplicates.link(first.id, second.id, "même adresse")
    (link,) = cabinet.duplicates.of(second.id)
    cabinet.duplicates.unlink(link.link, "deux cousines")
    with cabinet.session.store.reading() as connection:
        assert [one.code.text for one in queries.of_patient(connection, Problem, first.id)] == ["Asthme"]
        assert [one.code.text for one in queries.of_patient(connection, Problem, second.id)] == ["Diabète"]
    assert cabinet.patients.open(second.id).id == second.id
    cabinet.duplicates.link(second.id, first.id, "finalement oui")
    assert cabinet.patients.open(first.id).id == second.id
    cabinet.duplicates.unlink(cabinet.duplicates.of(first.id)[0].link, "non")
    cabinet.duplicates.link(first.id, second.id, "encore")
    assert cabinet.patients.open(second.id).id == first.id


def test_a_file_is_not_linked_with_itself_nor_twice(cabinet, two):
    first, second = two
    with pytest.raises(SamePersonError):
        cabinet.duplicates.link(first.id, first.id, "")
    cabinet.duplicates.link(first.id, second.id, "")
    with pytest.raises(SamePersonError):
        cabinet.duplicates.link(second.id, first.id, "")


def test_an_administrator_links_nobody(tmp_path):
    with pytest.raises(ForbiddenError):
        open_test_cabinet(tmp_path, role=Role.ADMIN).duplicates.link("a", "b", "")

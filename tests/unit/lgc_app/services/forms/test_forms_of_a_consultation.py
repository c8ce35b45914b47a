# SPDX-License-Identifier: EUPL-1.2
"""Answers inside a consultation: written one by one, undone, measured, sealed, read the next time, exported."""

import datetime as dt
import json
import zipfile

import pytest
from msgspec import structs

from lgc_app.services.disputes import Choice
from lgc_app.services.emission import printed_sections
from lgc_app.services.encounters import AlreadySignedError, OpenConflictError
from lgc_app.services.forms import UnknownFormError
from lgc_app.services.measures import ImpossibleMeasureError
from lgc_core.clinical.forms.answers import WrongAnswerError
from lgc_core.clinical.vitals import BY_KEY
from lgc_core.model.form import FormAnswer, answer_id
from lgc_core.model.ids import new_id
from lgc_core.model.observation import Observation, Value
from lgc_core.model.values import at_instant, quantity
from lgc_core.store import queries
from tests.support.cabinet import keep, open_test_cabinet, store_of
from tests.support.desk import Desk
from tests.support.disputed import TwoPosts
from tests.support.record import AT, DOCTOR, NURSE, make_patient

DIABETES, FEVER = "diabete-type-2@1", "fievre-dengue@1"


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory):
    return open_test_cabinet(tmp_path_factory.mktemp("formulaires"))


@pytest.fixture
def patient(cabinet):
    made = make_patient()
    keep(cabinet, made)
    store_of(cabinet).now = lambda: AT
    return made.id


@pytest.fixture
def note(cabinet, patient):
    return cabinet.encounters.open_today(patient).encounter.id


def temperatures(cabinet, patient):
    return [str(point.value) for point in cabinet.measures.series(patient, "temperature").points]


def test_answers_are_written_one_by_one_and_taken_back(cabinet, note):
    cabinet.forms.answer(note, DIABETES, "tabac", "oui")
    cabinet.forms.answer(note, DIABETES, "tabac", "non")
    cabinet.forms.answer(note, DIABETES, "hba1c", "02/2026")
    assert cabinet.forms.typed(note) == {DIABETES: {"tabac": "non", "hba1c": "02/2026"}}
    cabinet.forms.answer(note, DIABETES, "tabac", "")
    assert cabinet.forms.typed(note) == {DIABETES: {"hba1c": "02/2026"}}
    given = cabinet.forms.withdraw(note, DIABETES)
    assert cabinet.forms.typed(note) == {}
    cabinet.forms.answer_all(note, DIABETES, given)
    assert cabinet.forms.texts(note) == [("Suivi du diabète de type 2", "Dernière HbA1c\u00a0: 02/2026.")]


def test_a_number_of_the_table_of_vitals_is_one_measure_whatever_is_corrected(cabinet, patient, note):
    for typed in ("38,9", "39,1", "39,1"):
        cabinet.forms.answer(note, FEVER, "temperature", typed)
    assert temperatures(cabinet, patient) == ["39.1"]
    with store_of(cabinet).reading() as connection:
        (answer,) = queries.of_patient(connection, FormAnswer, patient)
    assert answer.value is None
    assert answer.observation
    cabinet.forms.answer(note, FEVER, "temperature", "")
    assert temperatures(cabinet, patient) == []
    assert cabinet.forms.typed(note) == {}


def test_one_wrong_answer_of_several_writes_none(cabinet, patient, note):
    with pytest.raises(ImpossibleMeasureError):
        cabinet.forms.answer_all(note, FEVER, {"eruption": "oui", "temperature": "388"})
    with pytest.raises(WrongAnswerError):
        cabinet.forms.answer_all(note, FEVER, {"temperature": "38,8", "eruption": "bof"})
    with pytest.raises(UnknownFormError):
        cabinet.forms.answer(note, FEVER, "fievre", "oui")
    assert cabinet.forms.typed(note) == {}
    assert temperatures(cabinet, patient) == []


def test_a_form_alone_is_signed_sealed_in_words_and_closed(cabinet, patient, note):
    cabinet.forms.answer_all(note, FEVER, {"temperature": "38,9", "saignement": "oui"})
    cabinet.encounters.sign(note)
    signed = cabinet.encounters.get(note)
    (form,) = signed.forms
    assert form.answers == (("Température", "38,9\u00a0°C"), ("Saignement des muqueuses", "oui"))
    assert '"Saignement des muqueuses"' in signed.sealed.content
    assert printed_sections(signed)[0] == (form.title, form.text)
    for typed in ("non", ""):
        with pytest.raises(AlreadySignedError):
            cabinet.forms.answer(note, FEVER, "saignement", typed)
    with pytest.raises(AlreadySignedError):
        cabinet.forms.withdraw(note, FEVER)


def test_the_next_consultation_reads_the_answers_of_the_last(cabinet, patient, note):
    cabinet.forms.answer_all(note, DIABETES, {"tabac": "oui", "hba1c": "02/2026"})
    cabinet.encounters.sign(note)
    store_of(cabinet).now = lambda: AT + dt.timedelta(days=90)
    later = cabinet.encounters.open_today(patient).encounter.id
    cabinet.forms.answer(later, DIABETES, "tabac", "non")
    store_of(cabinet).now = lambda: AT + dt.timedelta(days=180)
    before = cabinet.forms.before(patient, DIABETES, "another")
    assert {code: (one.typed, one.day) for code, one in before.items()} == {
        "tabac": ("non", f"{AT + dt.timedelta(days=90):%d/%m/%Y}"),
        "hba1c": ("02/2026", f"{AT:%d/%m/%Y}"),
    }
    assert cabinet.forms.before(patient, DIABETES, later)["tabac"].typed == "oui"
    assert cabinet.forms.before(patient, FEVER) == {}


def test_an_answer_that_came_while_one_signed_stops_the_signature(cabinet, patient, note, monkeypatch):
    cabinet.forms.answer(note, FEVER, "eruption", "oui")
    seen = cabinet.encounters.get(note)
    cabinet.forms.answer(note, FEVER, "eruption", "non")
    monkeypatch.setattr(cabinet.encounters, "get", lambda _id: seen)
    with pytest.raises(OpenConflictError):
        cabinet.encounters.sign(note)


def test_the_copy_of_a_file_has_its_forms_in_words(cabinet, patient, note, tmp_path):
    cabinet.forms.answer_all(note, FEVER, {"eau-douce": "oui", "debut": "11/2026", "temperature": "38,90"})
    target = tmp_path / "copie.zip"
    cabinet.open_export.of_patient(patient, target)
    with zipfile.ZipFile(target) as copy:
        page = copy.read(f"patients/{patient}.html").decode()
        lines = copy.read("entites/form_answer.jsonl").decode()
        bundle = json.loads(copy.read(f"fhir/{patient}.json"), parse_float=str)
    resources = [entry["resource"] for entry in bundle["entry"]]
    (form,) = [one for one in resources if one["resourceType"] == "QuestionnaireResponse"]
    assert (form["questionnaire"], form["status"]) == ("urn:lgc:formulaire:fievre-dengue|1", "in-progress")
    assert form["encounter"] == {"reference": f"urn:uuid:{note}"}
    assert [(one["linkId"], *one["answer"][0].values()) for one in form["item"]][::2] == [
        ("debut", "2026-11"), ("eau-douce", True),
    ]  # fmt: skip
    assert form["item"][1]["answer"][0]["valueQuantity"]["value"] == "38.90"
    assert "Contact avec eau douce, boue ou rats\u00a0: oui" in page
    assert "leptospirose" in page
    assert '"eau-douce"' in lines


def test_two_posts_that_answer_one_question_keep_both_values_and_end_alike():
    desk = Desk()
    key = answer_id(desk.encounter.id, FEVER, "eruption")
    for post, said in ((0, True), (1, False)):
        with desk.stores[post].unit_of_work(DOCTOR) as uow:
            uow.create(
                FormAnswer(
                    id=key, encounter=desk.encounter.id, patient=desk.patient, form=FEVER, question="eruption",
                    value=Value(boolean=said),
                )
            )  # fmt: skip
    desk.settle()
    desk.assert_equal()
    assert [(row.entity_type, row.field) for row in desk.conflicts()] == [("form_answer", "value")]


def test_two_temperatures_of_one_answer_are_shown_as_numbers_and_one_is_chosen(tmp_path):
    posts = TwoPosts(tmp_path)
    key = answer_id(posts.encounter.id, FEVER, "temperature")
    posts.cabinet.forms.answer(posts.encounter.id, FEVER, "temperature", "38,9")
    with posts.there.unit_of_work(NURSE) as uow:
        taken = structs.replace(_temperature(posts), id=new_id())
        uow.create(taken)
        uow.create(
            FormAnswer(
                id=key, encounter=posts.encounter.id, patient=posts.patient.id, form=FEVER, question="temperature",
                observation=taken.id,
            )
        )  # fmt: skip
    posts.settle()
    (dispute,) = posts.cabinet.conflicts.waiting()
    assert dispute.title.startswith("Température, consultation du")
    assert {dispute.first.text, dispute.second.text} == {"38,9\u00a0°C", "39,5\u00a0°C"}
    assert dispute.choices == {Choice.FIRST, Choice.SECOND}
    posts.cabinet.conflicts.resolve(dispute, Choice.SECOND)
    assert posts.cabinet.forms.texts(posts.encounter.id)[0][1] == f"Température\u00a0: {dispute.second.text}."


def _temperature(posts):
    return Observation(
        id="", patient=posts.patient.id, category="vital", code=BY_KEY["temperature"].concept,
        value=Value(quantity=quantity("39,5", "Cel", "°C")), at=at_instant(AT), encounter=posts.encounter.id,
    )  # fmt: skip

# SPDX-License-Identifier: EUPL-1.2
"""Templates of the practice: kept, shared, carried in one file that is checked to the last."""

import json

import pytest

from lgc_app.services.session import ForbiddenError
from lgc_app.services.templates import TemplateError, TemplateFileError, TemplateForm
from lgc_core.model.staff import Role
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.record import make_patient


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


def _form(**more):
    return TemplateForm(**({"kind": "abréviation", "name": "lomb", "text": "Lombalgie de {prénom}"} | more))


def _file_of(number):
    templates = [{"name": "a", "text": "b"}] * number
    return json.dumps({"format": "serenite-modeles", "version": 1, "templates": templates}).encode()


def _named(cabinet, name):
    return next(one for one in cabinet.templates.all() if one.name == name)


def test_an_own_text_takes_the_place_of_an_example_and_leaves_it_when_removed(cabinet):
    example = _named(cabinet, "tt")
    key, changes = cabinet.templates.save(example.id, _form(name="TT", text="À nous"))
    assert changes.touches("template")
    assert [one.text for one in cabinet.templates.all() if one.name.lower() == "tt"] == ["À nous"]
    cabinet.templates.remove(key)
    assert _named(cabinet, "tt").text == example.text
    cabinet.templates.write_again(key)
    assert _named(cabinet, "TT").text == "À nous"


def test_a_template_is_changed_and_a_name_is_used_once(cabinet):
    key, _changes = cabinet.templates.save("", _form(name=";lomb"))
    assert _named(cabinet, "lomb").id == key
    cabinet.templates.save(key, _form(text="Autre 😀\nتوقف"))
    assert _named(cabinet, "lomb").text == "Autre 😀\nتوقف"
    with pytest.raises(TemplateError) as refused:
        cabinet.templates.save("", _form(name="LOMB"))
    assert refused.value.at == "name"


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"name": ""}, "name"),
        ({"name": "deux mots"}, "name"),
        ({"name": "x" * 21}, "name"),
        ({"name": "x" * 61, "kind": "note"}, "name"),
        ({"reason": "x" * 61}, "reason"),
        ({"text": " \n"}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"text": "{poid}"}, "text"),
    ],
)
def test_what_cannot_be_kept_names_its_field(cabinet, fields, at):
    with pytest.raises(TemplateError) as refused:
        cabinet.templates.save("", _form(**fields))
    assert refused.value.at == at
    assert cabinet.templates.own() == []


def test_the_file_of_one_practice_makes_the_same_texts_in_another(cabinet, tmp_path):
    cabinet.templates.save("", _form())
    cabinet.templates.save("", _form(kind="note", name="Lombalgie", reason="dos", text="# Motif\nLombalgie"))
    content = cabinet.templates.export()
    other = open_test_cabinet(tmp_path / "other")
    done = other.templates.bring(content)
    assert (done.new, done.replaced) == (2, 0)
    assert other.templates.export() == content
    again = other.templates.bring(content)
    assert (again.new, again.replaced) == (0, 0)
    assert not again.changes.entities
    other.templates.save(_named(other, "lomb").id, _form(text="changé"))
    assert other.templates.bring(content).replaced == 1


@pytest.mark.parametrize(
    "untrusted",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"[" * 100_000,
        b'{"format":"autre","version":1,"templates":[]}',
        b'{"format":"serenite-modeles","version":2,"templates":[]}',
        b'{"format":"serenite-modeles","version":1,"templates":[],"x":1}',
        b'{"format":"serenite-modeles","version":1,"templates":[{"name":"a","text":""}]}',
        b'{"format":"serenite-modeles","version":1,"templates":[{"name":"a","text":"x","kind":"autre"}]}',
        _file_of(2),
        _file_of(1001),
        b"x" * (4 * 1024 * 1024 + 1),
    ],
    ids=range(12),
)  # fmt: skip
def test_a_hostile_file_is_refused_whole_with_a_sentence(cabinet, untrusted):
    with pytest.raises(TemplateFileError):
        cabinet.templates.bring(untrusted)
    assert cabinet.templates.own() == []


def test_the_variables_of_a_patient_say_the_day_of_an_old_measure(cabinet):
    patient = make_patient()
    keep(cabinet, patient)
    cabinet.measures.record(patient.id, {"ta": "148/82", "poids": "71,4"})
    values = cabinet.templates.values(cabinet.overviews.of(patient), cabinet.measures.strip(patient.id))
    assert values["poids"] == "71,4\u00a0kg"
    assert values["ta"] == "148/82\u00a0mmHg"
    assert "taille" not in values
    assert "dfg" not in values


def test_the_secretary_neither_reads_nor_writes_templates(tmp_path):
    desk = open_test_cabinet(tmp_path, role=Role.SECRETAIRE)
    for act in (desk.templates.all, lambda: desk.templates.save("", _form()), lambda: desk.templates.bring(b"{}")):
        with pytest.raises(ForbiddenError):
            act()

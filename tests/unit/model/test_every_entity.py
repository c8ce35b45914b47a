# SPDX-License-Identifier: EUPL-1.2
"""Every entity of the catalogue: canonical text, one round trip, one decoding from its rows, classes of fields."""

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgc_core.model.canonical import canonical, read
from lgc_core.model.catalogue import BY_NAME, ENTITIES
from lgc_core.model.entity import MergeClass, Regime, field_rules
from lgc_core.oplog.state import DECODER
from lgc_core.store.indexes import indexing
from tests.support.entities import entities

EVERY = pytest.mark.parametrize("kind", ENTITIES, ids=lambda kind: kind.__name__)


def no_floats(value):
    if isinstance(value, dict):
        return all(map(no_floats, value.values()))
    if isinstance(value, list):
        return all(map(no_floats, value))
    return not isinstance(value, float) and value is not None


@EVERY
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_the_text_of_an_entity_is_canonical_and_reads_back_equal(kind, data):
    entity = data.draw(entities(kind))
    text = canonical(entity)
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert no_floats(json.loads(text))
    assert read(text, kind) == entity
    assert canonical(read(text, kind)) == text


@EVERY
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_an_entity_is_rebuilt_from_the_texts_of_its_columns(kind, data):
    entity = data.draw(entities(kind))
    given_fields = {rule.name: getattr(entity, rule.name) for rule in field_rules(kind)}
    fields = {name: canonical(value) for name, value in given_fields.items() if value is not None}
    assert DECODER.decode(kind, entity.id, fields) == entity


@EVERY
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_the_derived_columns_never_fail(kind, data):
    entity = data.draw(entities(kind))
    for column in indexing(kind).columns:
        value = column.extract(entity)
        assert value is None or isinstance(value, str if column.kind == "text" else int)


@EVERY
def test_every_field_has_one_merge_class_and_facts_only_write_once_or_file(kind):
    rules = field_rules(kind)
    assert rules
    if kind.regime is Regime.FACT and kind.__name__ != "Document":
        assert {rule.merge for rule in rules} <= {MergeClass.ADDITIVE, MergeClass.SIGNED}


@pytest.mark.parametrize("identifier", ['x","patient":"y', "a\\", "é\u2028", 'fin"'])
def test_an_id_cannot_smuggle_a_field(identifier):
    found = DECODER.decode(BY_NAME["absence"], identifier, {
        "patient": '"p"', "topic": '"allergie"', "reason": '"aucun_connu"', "at": '"2026"',
    })  # fmt: skip
    assert found.id == identifier
    assert found.patient == "p"


@pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, float("nan")])
def test_a_float_has_no_canonical_form(value):
    with pytest.raises(TypeError):
        canonical(value)


def test_a_wrong_type_is_refused_on_reading():
    with pytest.raises(msgspec.ValidationError):
        read('{"value":3}', BY_NAME["allergy"])

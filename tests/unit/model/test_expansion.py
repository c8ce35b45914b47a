# SPDX-License-Identifier: EUPL-1.2
"""Variables, fields to fill, abbreviations and headings of the texts of a practice."""

import time

import pytest

from lgc_app.services.template_examples import EXAMPLES
from lgc_app.services.templates import TemplateForm, checked
from lgc_core.model.expansion import by_section, filled, next_field, typed_abbreviation


def test_variables_are_filled_whatever_their_accents_and_what_is_missing_is_a_field():
    values = {"âge": "74 ans", "prénom": "{poids}"}
    assert filled("{prénom}, {AGE}, {poids} {truc}", values) == "{poids}, 74 ans, [poids] {truc}"


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (";tt", "tt"),
        ("Toux ;tt", "tt"),
        ("Toux (;tt", "tt"),
        ("a;tt", ""),
        ("fin ; tt", ""),
        (";", ""),
        (";" + "x" * 21, ""),
        ("é" * 300_000 + " ;réé", "réé"),
    ],
)
def test_an_abbreviation_is_a_word_after_a_semicolon(before, expected):
    assert typed_abbreviation(before) == expected


def test_the_next_field_comes_after_the_cursor_then_from_the_beginning():
    text = "TA [valeur], pouls [valeur]"
    assert next_field(text, 0) == (3, 11)
    assert next_field(text, 11) == (19, 27)
    assert next_field(text, 25) == (3, 11)
    assert next_field("rien", 0) is None


def test_a_template_is_cut_at_the_titles_of_sections_and_at_nothing_else():
    parts = by_section("avant\n# Examen\nPoumons libres\n# Divers\nmot\n# motif\nToux\n# Examen\nCœur")
    assert parts == {"": "avant", "O": "Poumons libres\n# Divers\nmot\nCœur", "motif": "Toux"}


def test_a_heading_never_writes_in_the_private_notes():
    assert set(by_section("# Notes personnelles\nsecret")) == {""}


def test_hostile_texts_take_no_time():
    began = time.monotonic()
    for text in ("{" * 20_000, "[" * 20_000, "# " * 10_000, "#" * 20_000, "{a" * 10_000):
        filled(text, {})
        next_field(text, 0)
        by_section(text)
    assert time.monotonic() - began < 2


def test_every_example_can_be_kept_and_its_sections_exist():
    for one in EXAMPLES:
        form = TemplateForm(kind=one.kind, name=one.name, reason=one.reason, text=one.text)
        assert checked(form).name == one.name
        if one.kind == "note":
            assert set(by_section(one.text)) == {"motif", "S", "O", "A", "P"}

# SPDX-License-Identifier: EUPL-1.2
"""Dates at their precision and values that are missing for a reason."""

import re

import pytest
from lxml import etree

from interop.cda.read.document import read_cda
from interop.cda.references import References
from interop.cda.tree import name
from interop.cda.values import interval, value, when
from lgc_core.model.observation import Observation
from lgc_core.model.problem import Problem
from tests.support.cda import a_document, a_section

XSI = 'xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
SOCIAL = (
    '<observation classCode="OBS" moodCode="EVN"><templateId root="1.2.250.1.213.1.1.3.52"/>'
    '<code code="74011-8" codeSystem="2.16.840.1.113883.6.1" displayName="Tabac"/>'
    "<effectiveTime value='{at}'/>{value}</observation>"
)


def element(xml: str):
    return etree.fromstring(re.sub(r"^<(\w+)", rf"<\1 {XSI}", xml))


def read_value(xml: str):
    found = element(xml)
    return value(found, References(etree.Element(name("x"))))


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("1975", "1975"),
        ("201903", "03/2019"),
        ("20190811", "11/08/2019"),
        ("201908111030+0400", "11/08/2019 10:30"),
        ("20190811103059+0400", "11/08/2019 10:30"),
    ],
)
def test_a_date_is_shown_with_exactly_the_precision_received(raw, shown):
    assert when(element(f'<time value="{raw}"/>')).display() == shown


def test_hours_without_offset_are_taken_as_reunion_time_and_marked():
    found = when(element('<time value="20190811103000"/>'))
    assert found.text.endswith("+04:00")
    assert found.offset_assumed


def test_an_impossible_date_is_kept_as_words_not_guessed():
    found = when(element('<time value="20190231"/>'))
    assert (found.text, found.missing) == ("20190231", "UNK")


@pytest.mark.parametrize("flavour", ["UNK", "NASK", "MSK", "NAV"])
def test_a_missing_date_keeps_its_reason(flavour):
    assert when(element(f'<time nullFlavor="{flavour}"/>')).missing == flavour


def test_a_flavour_nobody_knows_is_no_information():
    assert when(element('<time nullFlavor="TRC"/>')).missing == "NI"


def test_an_interval_without_end_stays_open():
    found = interval(element('<e><low value="2019"/><high nullFlavor="UNK"/></e>'))
    assert found.start.text == "2019"
    assert found.end is None


@pytest.mark.parametrize(
    ("xml", "field", "expected"),
    [
        ('<value xsi:type="PQ" value="1.950" unit="m[IU]/L"/>', "quantity", "1.950"),
        ('<value xsi:type="PQ" value=".5" unit="mg"/>', "quantity", "0.5"),
        ('<value xsi:type="REAL" value="-2.5"/>', "quantity", "-2.5"),
    ],
)
def test_numbers_keep_their_digits(xml, field, expected):
    assert getattr(read_value(xml), field).value == expected


@pytest.mark.parametrize(
    ("xml", "comparator"),
    [
        ('<value xsi:type="IVL_PQ"><high value="1.0" unit="mg/L" inclusive="false"/></value>', "<"),
        ('<value xsi:type="IVL_PQ"><high value="1.0" unit="mg/L" inclusive="true"/></value>', "<="),
        ('<value xsi:type="IVL_PQ"><low value="1.0" unit="mg/L" inclusive="true"/></value>', ">="),
        ('<value xsi:type="IVL_PQ"><low value="1.0" unit="mg/L" inclusive="false"/></value>', ">"),
    ],
)
def test_one_bound_is_a_number_with_a_comparator(xml, comparator):
    assert read_value(xml).quantity.comparator == comparator


def test_two_bounds_are_a_range():
    xml = '<value xsi:type="IVL_PQ"><low value="1" unit="g"/><high value="2" unit="g"/></value>'
    assert read_value(xml).range.high.value == "2"


def test_integers_booleans_dates_and_words_keep_their_kind():
    assert read_value('<value xsi:type="INT" value="3"/>').integer == 3
    assert read_value('<value xsi:type="BL" value="false"/>').boolean is False
    assert read_value('<value xsi:type="TS" value="20260903"/>').when.text == "2026-09-03"
    assert read_value('<value xsi:type="ST">Négatif</value>').text == "Négatif"


def test_a_type_nobody_knows_keeps_its_words():
    assert read_value('<value xsi:type="MO" value="12,50 EUR"/>').text == "12,50 EUR"


def test_an_empty_value_is_the_reason_of_its_absence():
    assert read_value('<value xsi:type="PQ" nullFlavor="NASK"/>').missing == "NASK"


def test_a_number_that_is_no_number_is_kept_as_words():
    assert read_value('<value xsi:type="PQ" value="1e5" unit="g"/>').text == "1e5"


def test_a_habit_without_value_is_counted_as_not_taken():
    document = a_document(a_section("x", SOCIAL.format(at="2019", value="")))
    reading = read_cda(document)
    assert reading.drafts(Observation) == ()
    assert reading.left_sentence == "1 élément affiché mais non repris"


def test_a_problem_without_words_nor_code_is_not_invented():
    entry = (
        '<act><templateId root="1.2.250.1.213.1.1.3.39"/><entryRelationship><observation>'
        '<templateId root="1.2.250.1.213.1.1.3.37"/><value nullFlavor="UNK"/>'
        "</observation></entryRelationship></act>"
    )
    reading = read_cda(a_document(a_section("x", entry)))
    assert reading.drafts(Problem) == ()
    assert reading.not_taken[0].reason == "problème sans texte ni code"

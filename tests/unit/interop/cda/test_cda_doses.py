# SPDX-License-Identifier: EUPL-1.2
"""Posologies: words always, a rule only when the words say the same."""

import pytest

from interop.cda.read.document import read_cda
from interop.cda.read.entries.posology import agrees, rule_words
from interop.cda.write.entries.treatment import simple_rule
from lgc_core.model.treatment import Treatment
from lgc_core.model.values import Moment, Posology, Quantity, Rule
from tests.support.cda import a_document, a_section

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def a_rule(dose: str, every: str, unit: str, times: int = 1, high: str = "") -> Rule:
    return Rule(
        dose_low=Quantity(value=dose, unit="{tablet}"),
        dose_high=Quantity(value=high, unit="{tablet}") if high else None,
        times=times,
        every=Quantity(value=every, unit=unit),
    )


def treatment(posology: str = "", structure: str = "", text: str = "") -> Treatment:
    table = (
        "<table><thead><tr><th>Médicament</th><th>Posologie</th></tr></thead><tbody><tr>"
        f'<td><content ID="m">PLAVIX 75 mg</content></td><td>{posology}</td></tr></tbody></table>'
    )
    entry = (
        f'<substanceAdministration {XSI} moodCode="EVN"><templateId root="1.2.250.1.213.1.1.3.42"/>'
        f'<text><reference value="#m"/></text>{structure}'
        '<consumable><manufacturedProduct><manufacturedMaterial><code><originalText><reference value="#m"/>'
        "</originalText></code></manufacturedMaterial></manufacturedProduct></consumable>"
        f"{text}</substanceAdministration>"
    )
    return read_cda(a_document(a_section(table, entry, code="10160-0"))).drafts(Treatment)[0]


def daily(dose: str, period: str = "1", unit: str = "d", more: str = "") -> str:
    return (
        f'<effectiveTime xsi:type="PIVL_TS" operator="A" {more}><period value="{period}" unit="{unit}"/>'
        f'</effectiveTime><doseQuantity><low value="{dose}" unit="{{tablet}}"/>'
        f'<high value="{dose}" unit="{{tablet}}"/></doseQuantity>'
    )


def test_words_that_contradict_the_structure_win_and_no_rule_is_kept():
    found = treatment("1 cp/j", daily("2"))
    assert found.posology == Posology(text="1 cp/j")


def test_words_that_agree_bring_a_rule():
    found = treatment("2 cp/j", daily("2")).posology
    assert found.text == "2 cp/j"
    assert found.rules[0].dose_low.value == "2"
    assert (found.rules[0].times, found.rules[0].every.unit) == (1, "d")


def test_a_structure_without_words_is_said_in_french():
    assert treatment("-", daily("2", "8", "h")).posology.text == "2 comprimés toutes les 8 heures"


def test_hours_decided_by_the_institution_are_times_a_day():
    rule = treatment("1 matin et soir", daily("1", "12", "h", 'institutionSpecified="true"')).posology.rules[0]
    assert (rule.times, rule.every.value, rule.every.unit) == (2, "1", "d")


def test_nothing_said_is_no_posology():
    assert treatment("-").posology is None


def test_nested_steps_are_kept_as_words_only():
    steps = (
        "<entryRelationship><substanceAdministration><text>1 cp 3 jours</text></substanceAdministration>"
        "</entryRelationship><entryRelationship><substanceAdministration><text>puis ½ cp</text>"
        "</substanceAdministration></entryRelationship>"
    )
    assert treatment("", daily("1"), steps).posology == Posology(text="1 cp 3 jours ; puis ½ cp")


@pytest.mark.parametrize(
    ("words", "rule", "expected"),
    [
        ("Un comprimé par jour", a_rule("1", "1", "d"), True),
        ("1 comprimé", a_rule("1", "1", "d"), False),
        ("deux comprimés le soir", a_rule("2", "1", "d"), True),
        ("1 comprimé 3 fois par jour", a_rule("1", "8", "h"), True),
        ("1 comprimé toutes les 8 heures", a_rule("1", "8", "h"), True),
        ("1 comprimé 2 fois par jour", a_rule("1", "8", "h"), False),
        ("1 à 2 comprimés par jour", a_rule("1", "1", "d", high="2"), True),
        ("1,5 comprimé par jour", a_rule("1.50", "1", "d"), True),
        ("1 par semaine", a_rule("1", "1", "wk"), True),
        ("1 par mois", a_rule("1", "1", "wk"), False),
        ("1 matin, midi et soir", a_rule("1", "1", "d", times=3), True),
        ("1 matin et soir", a_rule("1", "1", "d", times=3), False),
    ],
)
def test_a_rule_is_believed_only_when_every_number_is_in_the_words(words, rule, expected):
    assert agrees(words, rule) is expected


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (a_rule("1", "1", "d"), "1 comprimé par jour"),
        (a_rule("0.5", "1", "d"), "0,5 comprimé par jour"),
        (a_rule("1", "1", "d", high="2"), "1 à 2 comprimés par jour"),
        (a_rule("2", "1", "d", times=3), "2 comprimés 3 fois par jour"),
        (a_rule("1", "2", "wk"), "1 comprimé toutes les 2 semaines"),
        (a_rule("1", "3", "mo"), "1 comprimé tous les 3 mois"),
    ],
)
def test_rules_are_said_in_french(rule, words):
    assert rule_words(rule) == words


def test_a_rule_that_normal_dosing_cannot_hold_is_sent_as_words():
    dose, day = Quantity(value="1", unit="{tablet}"), Quantity(value="1", unit="d")
    morning = Rule(dose_low=dose, times=1, every=day, moments=(Moment(code="MORN"),))
    pain = Rule(dose_low=dose, times=1, every=day, condition="douleur")
    five = Rule(dose_low=dose, times=5, every=day)
    for rule in (morning, pain, five):
        assert simple_rule(Posology(text="x", rules=(rule,))) is None
    two = a_rule("1", "1", "d")
    assert simple_rule(Posology(text="x", rules=(two, two))) is None
    assert simple_rule(Posology(text="x", rules=(two,))) is two

# SPDX-License-Identifier: EUPL-1.2
"""What a document says is not so never enters the record as if it were."""

import pytest

from interop.cda.read.document import read_cda
from lgc_core.model.absence import Absence
from lgc_core.model.allergy import Allergy
from lgc_core.model.problem import Problem
from lgc_core.model.procedure import Procedure
from lgc_core.model.treatment import Treatment
from lgc_core.model.vaccination import Vaccination
from tests.support.cda import a_document, a_section

ABSENT = "2.16.840.1.113883.5.1150.1"
CIM10 = "2.16.840.1.113883.6.3"


def problem(value: str, negation: str = "false", text: str = "") -> str:
    return (
        '<act><templateId root="1.2.250.1.213.1.1.3.39"/><statusCode code="active"/><entryRelationship>'
        f'<observation negationInd="{negation}"><templateId root="1.2.250.1.213.1.1.3.37"/>{text}{value}'
        "</observation></entryRelationship></act>"
    )


def allergy(code: str, negation: str = "false") -> str:
    return (
        '<act><templateId root="1.2.250.1.213.1.1.3.40"/><entryRelationship>'
        f'<observation negationInd="{negation}"><templateId root="1.2.250.1.213.1.1.3.41"/>'
        '<code code="416098002" codeSystem="2.16.840.1.113883.6.96"/>'
        f"{code}</observation></entryRelationship></act>"
    )


def value(code: str, system: str, display: str) -> str:
    return (
        '<value xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CD" '
        f'code="{code}" codeSystem="{system}" displayName="{display}"/>'
    )


def test_a_denied_problem_is_shown_and_counted_but_not_proposed():
    reading = read_cda(a_document(a_section("x", problem(value("I10", CIM10, "Hypertension"), "true"))))
    assert reading.drafts(Problem) == ()
    assert (reading.not_taken[0].words, reading.not_taken[0].reason) == ("Hypertension", "nié par le document")


def test_an_answer_no_in_the_words_denies_the_problem():
    reference = '<text><reference value="#n"/></text>'
    text = '<content ID="n">Non</content>'
    entry = problem(value("P07", CIM10, "Prématurité"), text=reference)
    assert read_cda(a_document(a_section(text, entry))).drafts(Problem) == ()


def test_no_known_problem_is_a_statement_of_absence():
    entry = problem(value("no-known-problems", ABSENT, "Pas de problème connu"))
    absence = read_cda(a_document(a_section("x", entry))).drafts(Absence)[0]
    assert (absence.topic, absence.reason) == ("problème", "aucun_connu")
    assert absence.at.startswith("2026-11-21T10:42")


def test_no_information_is_not_no_problem():
    entry = problem(value("no-problem-info", ABSENT, "Pas d'information"))
    assert read_cda(a_document(a_section("x", entry))).drafts(Absence)[0].reason == "indisponible"


def test_no_known_allergy_is_a_statement_of_absence():
    reading = read_cda(a_document(a_section("x", allergy(value("no-known-allergies", ABSENT, "Pas d'allergie")))))
    assert reading.drafts(Absence)[0].topic == "allergie"
    assert reading.drafts(Allergy) == ()


def test_no_known_food_allergy_leaves_the_topic_open():
    entry = allergy(value("no-known-food-allergies", ABSENT, "Pas d'allergie alimentaire connue"))
    reading = read_cda(a_document(a_section("x", entry)))
    assert reading.drafts(Absence) == ()
    assert reading.drafts(Allergy) == ()
    assert len(reading.not_taken) == 1


def test_a_denied_allergy_is_not_an_allergy():
    entry = allergy(value("N02BE01", "2.16.840.1.113883.6.73", "Paracétamol"), "true")
    assert read_cda(a_document(a_section("x", entry))).drafts(Allergy) == ()


def test_an_allergy_that_only_says_yes_has_no_agent_and_is_counted():
    entry = allergy('<text><reference value="#o"/></text>')
    reading = read_cda(a_document(a_section('<content ID="o">Oui</content>', entry)))
    assert reading.not_taken[0].reason == "allergie sans agent lisible"


def administration(template: str, *, mood: str = "EVN", negation: str = "", name: str = "BCG") -> str:
    return (
        f'<substanceAdministration moodCode="{mood}" {negation}><templateId root="{template}"/>'
        "<consumable><manufacturedProduct><manufacturedMaterial>"
        f"<code/><name>{name}</name></manufacturedMaterial></manufacturedProduct></consumable>"
        "</substanceAdministration>"
    )


def test_a_refused_vaccine_is_kept_as_not_done():
    entry = administration("1.2.250.1.213.1.1.3.45", negation='negationInd="true"')
    assert read_cda(a_document(a_section("x", entry))).drafts(Vaccination)[0].not_done


def test_a_recommended_vaccine_is_not_an_injection():
    entry = administration("1.2.250.1.213.1.1.3.45", mood="INT")
    assert read_cda(a_document(a_section("x", entry))).drafts(Vaccination) == ()


@pytest.mark.parametrize(("mood", "negation"), [("INT", ""), ("EVN", 'negationInd="true"')])
def test_a_planned_or_denied_medicine_is_not_a_treatment(mood, negation):
    entry = administration("1.2.250.1.213.1.1.3.42", mood=mood, negation=negation)
    assert read_cda(a_document(a_section("x", entry))).drafts(Treatment) == ()


def test_a_planned_act_is_not_done():
    entry = (
        '<procedure moodCode="INT"><templateId root="1.2.250.1.213.1.1.3.62"/>'
        '<code code="ECQH010" codeSystem="1.2.250.1.213.2.5" displayName="Scanner"/></procedure>'
    )
    reading = read_cda(a_document(a_section("x", entry)))
    assert reading.drafts(Procedure) == ()
    assert reading.not_taken[0].reason == "prévu, pas encore fait"


def test_an_unknown_entry_is_counted_never_dropped():
    entry = (
        '<supply><templateId root="1.2.3"/><participant><code displayName="Lit médicalisé"/></participant>'
        "</supply>"
    )
    reading = read_cda(a_document(a_section("x", entry, entry)))
    assert reading.left_sentence == "2 éléments affichés mais non repris"
    assert reading.not_taken[0].words == "Lit médicalisé"
    assert reading.read_state == "partiel"

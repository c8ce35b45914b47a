# SPDX-License-Identifier: EUPL-1.2
"""Laboratory results: panels, comparators, ranges, flags, isolates; the words beside the codes."""

import pytest

from interop.cda.read.document import read_cda
from interop.cda.read.proposal import adopt
from lgc_core.model.observation import Observation
from tests.support.cda import a_document, a_lab_report, a_section, an_id

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def results():
    return {o.code.text: o for o in read_cda(a_lab_report()).drafts(Observation)}


def test_a_panel_has_no_value_and_its_parts_name_it():
    found = results()
    panel = found["Bilan rénal"]
    assert (panel.shape, panel.value) == ("panel", None)
    assert found["Créatinine"].parent == found["Protéine C réactive"].parent == panel.id
    assert found["TSH"].parent == ""


def test_value_unit_range_and_flag_come_as_sent():
    creatinine = results()["Créatinine"]
    assert (creatinine.value.quantity.value, creatinine.value.quantity.unit) == ("132", "umol/L")
    assert creatinine.ref_range.range.high.value == "90"
    assert creatinine.flags == ("H",)


def test_trailing_zeros_and_comparators_survive():
    found = results()
    assert found["TSH"].value.quantity.value == "1.950"
    assert found["Protéine C réactive"].value.quantity.comparator == "<"


def test_adopted_parts_follow_their_adopted_panel():
    found = results()
    where = {"patient": an_id("patient"), "document": an_id("doc")}
    panel, part = adopt(found["Bilan rénal"], **where), adopt(found["Créatinine"], **where)
    assert part.parent == panel.id
    assert part.source.document == where["document"]
    assert adopt(found["Créatinine"], **where) == part


def test_the_same_document_filed_for_two_patients_gives_two_sets_of_ids():
    draft = results()["TSH"]
    ids = {adopt(draft, patient=an_id(who), document=an_id("doc")).id for who in ("a", "b")}
    assert len(ids) == 2


def test_the_printable_copy_is_found():
    reading = read_cda(a_lab_report())
    assert reading.body.pdf.content.startswith(b"%PDF-")
    assert reading.read_state == "lu"


def lab(contents: str, text: str = "x") -> bytes:
    entry = (
        f'<templateId root="1.3.6.1.4.1.19376.1.3.1"/><act {XSI}><code code="18725-2"/>'
        f"<entryRelationship>{contents}</entryRelationship></act>"
    )
    return a_document(a_section(text, entry, code="18725-2"))


ISOLATE = (
    '<organizer classCode="CLUSTER"><effectiveTime value="20260104"/><specimen><specimenRole>'
    '<specimenPlayingEntity classCode="MIC"><code code="112283007" codeSystem="2.16.840.1.113883.6.96" '
    'displayName="Escherichia coli"/></specimenPlayingEntity></specimenRole></specimen><component>'
    '<organizer classCode="BATTERY"><code code="18769-0" codeSystem="2.16.840.1.113883.6.1" '
    'displayName="Antibiogramme"/><component><observation classCode="OBS" moodCode="EVN">'
    '<code code="20-8" codeSystem="2.16.840.1.113883.6.1" displayName="Amoxicilline"/>'
    '<effectiveTime nullFlavor="UNK"/><value xsi:type="IVL_PQ"><low value="0.512" unit="ug/mL"/></value>'
    '<interpretationCode code="R"/><interpretationCode code="POS" displayName="Positif"/></observation>'
    "</component></organizer></component></organizer>"
)


def test_an_isolate_holds_its_antibiogram():
    isolate, antibiogram, amoxicillin = read_cda(lab(ISOLATE)).drafts(Observation)
    assert (isolate.shape, isolate.value.concept.text) == ("isolat", "Escherichia coli")
    assert antibiogram.parent == isolate.id
    assert amoxicillin.parent == antibiogram.id
    assert amoxicillin.flags == ("R",)
    assert "Positif" in amoxicillin.comment
    assert {o.category for o in (isolate, antibiogram, amoxicillin)} == {"micro"}


@pytest.mark.parametrize(
    ("sent", "flags"),
    [("HU", ("H",)), ("HX", ("H",)), ("LU", ("L",)), ("LX", ("L",)), ("EX", ("A",)), ("HH", ("HH",)), ("W", ())],
)
def test_what_a_laboratory_says_of_a_side_colours_the_result_and_its_words_stay(sent, flags):
    words = f"Mots de {sent}"
    isolate = ISOLATE.replace('code="R"/>', f'code="{sent}" displayName="{words}"/>')
    result = read_cda(lab(isolate)).drafts(Observation)[-1]
    assert result.flags == flags
    assert (words in result.comment) == (sent != "HH")


def test_a_local_code_without_loinc_is_legal_and_keeps_its_words():
    observation = (
        '<observation classCode="OBS" moodCode="EVN"><code><originalText><reference value="#c"/>'
        '</originalText><translation code="1234" codeSystem="1.2.3" displayName="CRP du labo"/></code>'
        '<effectiveTime value="20260104"/><value xsi:type="ST">non détectée</value></observation>'
    )
    found = read_cda(lab(observation, '<content ID="c">C réactive protéine</content>')).drafts(Observation)[0]
    assert found.code.text == "C réactive protéine"
    assert (found.code.codings[0].system, found.code.codings[0].code) == ("1.2.3", "1234")


def test_a_coded_number_that_the_words_do_not_have_is_pointed_out():
    table = (
        "<table><thead><tr><th>Examen</th><th>Résultat</th></tr></thead><tbody><tr>"
        '<td><content ID="g">Gentamicine</content></td><td>&lt; 0,0032</td></tr></tbody></table>'
    )
    observation = (
        '<observation classCode="OBS" moodCode="EVN"><code code="18928-2" codeSystem="2.16.840.1.113883.6.1">'
        '<originalText><reference value="#g"/></originalText></code><effectiveTime value="20260104"/>'
        '<value xsi:type="IVL_PQ"><high value="0.032" unit="ug/mL" inclusive="false"/></value></observation>'
    )
    proposal = read_cda(lab(observation, table)).proposals[0]
    assert "vérifiez" in proposal.remarks[0]


def test_thousands_written_apart_are_the_same_number():
    table = (
        "<table><thead><tr><th>Examen</th><th>Résultat</th></tr></thead><tbody><tr>"
        '<td><content ID="g">Germes</content></td><td>100 000 /mL</td></tr></tbody></table>'
    )
    observation = (
        '<observation classCode="OBS" moodCode="EVN"><code code="51480-2" codeSystem="2.16.840.1.113883.6.1">'
        '<originalText><reference value="#g"/></originalText></code><effectiveTime value="20260104"/>'
        '<value xsi:type="PQ" value="100000" unit="/mL"/></observation>'
    )
    assert read_cda(lab(observation, table)).proposals[0].remarks == ()


def test_two_entries_with_the_same_content_are_one_proposal():
    observation = (
        '<observation classCode="OBS" moodCode="EVN"><id root="A{n}"/><code code="3016-3" '
        'codeSystem="2.16.840.1.113883.6.1" displayName="TSH"/><effectiveTime value="20260104"/>'
        '<value xsi:type="PQ" value="1.9" unit="m[IU]/L"/></observation>'
    )
    twice = "</entryRelationship><entryRelationship>".join(observation.format(n=n) for n in (1, 1))
    assert len(read_cda(lab(twice)).proposals) == 2, "rank differs inside a panel-less chapter"
    social = observation.replace("<id", '<templateId root="1.2.250.1.213.1.1.3.52"/><id').replace(
        "<observation", f"<observation {XSI}"
    )
    document = a_document(a_section("x", social.format(n=1), social.format(n=2)))
    assert len(read_cda(document).proposals) == 1

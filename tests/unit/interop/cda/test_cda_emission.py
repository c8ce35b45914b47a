# SPDX-License-Identifier: EUPL-1.2
"""What we write: refusals when the header would not be legal, and the whole record read back."""

import msgspec
import pytest

from interop.cda.read.document import read_cda
from interop.cda.write.consultation import write_consultation_report
from interop.cda.write.context import Contact, IncompleteHeader
from interop.cda.write.gate import FaultyDocument
from interop.cda.write.vsm import Summary, write_vsm
from lgc_core.model.absence import Absence
from lgc_core.model.allergy import Allergy
from lgc_core.model.identity import IdentityStatus
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Ins
from lgc_core.model.problem import Problem
from lgc_core.model.procedure import Procedure
from lgc_core.model.treatment import Treatment
from lgc_core.model.values import Concept, PersonName, Telecom
from tests.support.cda import (
    a_context,
    a_doctor,
    a_patient,
    a_pdf,
    a_practice,
    a_report,
    a_summary,
    a_vsm,
    an_absence,
    an_allergy,
    an_id,
)

BLANK = {"id": "", "patient": "", "source": None}


def same(sent, read) -> bool:
    return msgspec.structs.replace(sent, **BLANK) == msgspec.structs.replace(read, **BLANK)


@pytest.mark.parametrize("kind", [Problem, Allergy, Treatment, Procedure])
def test_a_record_written_and_read_back_is_the_same_record(kind):
    summary = a_summary()
    sent = {Problem: summary.problems, Allergy: summary.allergies, Treatment: summary.treatments}
    expected = sent.get(kind, summary.procedures)
    read = read_cda(write_vsm(a_context(), summary)).drafts(kind)
    assert len(read) == len(expected)
    for ours, theirs in zip(expected, read, strict=True):
        assert same(ours, theirs)


def test_habits_come_back_with_their_values():
    read = read_cda(a_vsm()).drafts(Observation)
    assert [(o.code.text, o.value) for o in read] == [(h.code.text, h.value) for h in a_summary().habits]


def test_an_allergy_with_several_reactions_and_a_comment_comes_back_whole():
    allergy = an_allergy(
        kind="intolérance",
        status="résolu",
        agent=Concept(text="Piqûre de guêpe"),
        criticality=None,
        reactions=(Concept(text="œdème"), Concept(text="malaise")),
        comment="vu aux urgences, < 1 h",
    )
    read = read_cda(a_vsm(allergies=(allergy,))).drafts(Allergy)
    assert same(allergy, read[0])


def test_the_header_comes_back_as_it_was_given():
    header = read_cda(a_vsm()).header
    context = a_context()
    assert header.unique_oid == context.unique_oid
    assert header.series_oid == context.series_oid
    assert header.subject.ins == context.patient.ins
    assert header.subject.traits == context.patient.traits
    assert header.subject.usual == context.patient.usual
    assert header.subject.address == context.patient.address
    assert header.authors[0].ps_id == context.author.ps_id
    assert header.authors[0].organisation.name == context.practice.name
    assert header.document_fields()["issued"] == "2026-11-21T10:42:30+04:00"
    assert header.encounter_kind == "AMB"


def test_nothing_recorded_is_sent_as_no_information_never_as_none_known():
    read = read_cda(write_vsm(a_context(), Summary())).drafts(Absence)
    assert {(a.topic, a.reason) for a in read} == {
        ("problème", "indisponible"),
        ("allergie", "indisponible"),
        ("traitement", "indisponible"),
    }


def test_statements_of_absence_come_back():
    topics = ("problème", "allergie", "traitement", "acte")
    summary = Summary(absences=tuple(an_absence(topic) for topic in topics))
    read = read_cda(write_vsm(a_context(), summary)).drafts(Absence)
    assert {(a.topic, a.reason) for a in read} == {(topic, "aucun_connu") for topic in topics}


def test_a_living_row_beats_a_statement_of_absence():
    document = a_vsm(absences=(an_absence("allergie"),))
    assert read_cda(document).drafts(Absence) == ()
    assert len(read_cda(document).drafts(Allergy)) == 1


def test_a_past_illness_alone_is_not_said_no_problem_known():
    past = tuple(p for p in a_summary().problems if p.kind == "antécédent")
    assert read_cda(a_vsm(problems=past)).drafts(Absence) == ()


def test_a_new_version_names_the_one_it_replaces():
    first = a_context()
    second = a_context(document_id=an_id("second"), version=2, replaces=first.unique_oid)
    header = read_cda(write_vsm(second, a_summary())).header
    assert (header.version, header.replaces) == (2, first.unique_oid)
    assert header.series_oid == first.series_oid


def test_a_report_has_exactly_three_templates_and_its_pdf():
    reading = read_cda(a_report(a_pdf()))
    assert len(reading.header.templates) == 3
    assert reading.body.level == "N1"
    assert reading.body.pdf.content == a_pdf()
    assert reading.header.type.codings[0].code == "11488-4"


def test_hostile_words_stay_words():
    words = 'Asthme <script>&"]]>'
    problem = a_summary().problems[0]
    hostile = msgspec.structs.replace(problem, code=Concept(text=words))
    assert read_cda(a_vsm(problems=(hostile,))).drafts(Problem)[0].code.text == words


def test_characters_that_xml_cannot_carry_are_left_out_and_nothing_else():
    problem = msgspec.structs.replace(a_summary().problems[0], code=Concept(text="Toux\x0b grasse\x00 😀\ud800"))
    assert read_cda(a_vsm(problems=(problem,))).drafts(Problem)[0].code.text == "Toux grasse 😀"


@pytest.mark.parametrize("status", [s for s in IdentityStatus if s is not IdentityStatus.QUALIFIEE])
def test_an_identity_that_is_not_qualifiee_does_not_leave(status):
    with pytest.raises(IncompleteHeader, match="non qualifiée"):
        write_vsm(a_context(identity=status), Summary())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"patient": a_patient(ins=None)}, "non qualifiée"),
        ({"patient": a_patient(ins=Ins(matricule="2520397416001", oid="1.2.250.1.213.1.4.8"))}, "15 caractères"),
        (
            {"patient": a_patient(traits=msgspec.structs.replace(a_patient().traits, birth_cog=""))},
            "lieu de naissance",
        ),
        ({"practice": msgspec.structs.replace(a_practice(), telecoms=())}, "un téléphone"),
        ({"practice": msgspec.structs.replace(a_practice(), ids=(), address=None)}, "l’identifiant, l’adresse"),
        ({"author": a_doctor(ps_id="")}, "RPPS"),
        ({"author": a_doctor(profession=None)}, "RPPS"),
        ({"legal_authenticator": a_doctor(name=PersonName(family="ETHÈVE"))}, "prénom"),
    ],
)
def test_a_missing_piece_of_the_header_is_named(changes, words):
    with pytest.raises(IncompleteHeader, match=words):
        write_consultation_report(a_context(**changes), a_pdf())


def test_a_body_that_is_no_pdf_does_not_leave():
    with pytest.raises(FaultyDocument, match="n’en est pas un"):
        a_report(b"GIF89a")


def test_a_birth_in_the_future_does_not_leave():
    born = msgspec.structs.replace(a_patient().traits, birth_date="2031-01-01")
    with pytest.raises(FaultyDocument, match="futur"):
        write_vsm(a_context(patient=a_patient(traits=born)), a_summary())


def test_a_phone_typed_with_spaces_leaves_without_them():
    patient = a_patient(telecoms=(Telecom(kind="tel", value="06 92 00.00.00"),))
    header = read_cda(write_vsm(a_context(patient=patient), a_summary())).header
    assert header.subject.telecoms[0].value == "0692000000"


def test_a_document_without_contact_is_dated_by_itself():
    header = read_cda(write_vsm(a_context(contact=Contact()), a_summary())).header
    assert header.service.start.text == "2026-11-21T10:42:30+04:00"

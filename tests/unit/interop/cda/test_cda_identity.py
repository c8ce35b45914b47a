# SPDX-License-Identifier: EUPL-1.2
"""Is this document about this patient? Said in words, before anything is filed."""

import dataclasses

import msgspec
import pytest

from interop.cda.compare import compare_identity, folded
from interop.cda.read.document import read_cda
from interop.cda.read.subject import Subject
from lgc_core.model.patient import Ins
from tests.support.cda import a_document, a_patient, a_vsm


def a_subject(**traits: str) -> Subject:
    patient = a_patient()
    changed = msgspec.structs.replace(patient.traits, **traits)
    return Subject(ins=patient.ins, traits=changed, usual=patient.usual)


def likeness(comparison, trait: str) -> str:
    return next(t.likeness for t in comparison.traits if t.trait == trait)


def test_our_own_document_is_about_its_patient():
    comparison = compare_identity(read_cda(a_vsm()).header.subject, a_patient())
    assert comparison.verdict == "concordant"
    assert comparison.sentence == ""
    assert {t.likeness for t in comparison.traits} == {"identique"}


def test_a_swapped_birth_date_is_said_as_the_screen_says_it():
    comparison = compare_identity(a_subject(birth_date="1952-03-12"), a_patient())
    assert comparison.verdict == "discordant"
    assert comparison.sentence == (
        "Ce document ne semble pas être à ce patient\u00a0: naissance 12/03/1952 au lieu du 21/03/1952. "
        "Choisissez un autre patient, ou indiquez un motif."
    )


@pytest.mark.parametrize("written", ["Payet", "PÄYET", "payet "])
def test_accents_and_case_make_names_equivalent(written):
    comparison = compare_identity(a_subject(birth_family=written), a_patient())
    assert likeness(comparison, "nom") == "équivalent"
    assert comparison.verdict == "concordant"


@pytest.mark.parametrize(
    ("one", "other"),
    [("ÉTHÈVE-ŒIL", "etheve oeil"), ("D’AMBRE", "D'Ambre"), ("Marie-Josette", "MARIE JOSETTE")],
)
def test_hyphens_apostrophes_and_ligatures_are_folded(one, other):
    assert folded(one) == folded(other)


def test_the_first_given_name_alone_is_equivalent():
    comparison = compare_identity(a_subject(birth_givens="MARIE"), a_patient())
    assert likeness(comparison, "prénoms") == "équivalent"


def test_another_given_name_is_different():
    assert compare_identity(a_subject(birth_givens="MARIANNE"), a_patient()).verdict == "discordant"


@pytest.mark.parametrize("traits", [{"birth_family": "PAYEN"}, {"sex": "M"}])
def test_another_name_or_sex_is_discordant(traits):
    assert compare_identity(a_subject(**traits), a_patient()).verdict == "discordant"


def test_another_matricule_is_discordant():
    subject = dataclasses.replace(a_subject(), ins=Ins(matricule="152039741600151", oid="1.2.250.1.213.1.4.8"))
    comparison = compare_identity(subject, a_patient())
    assert "INS 152039741600151" in comparison.sentence


def test_a_patient_without_matricule_is_compared_by_traits():
    comparison = compare_identity(a_subject(), a_patient(ins=None))
    assert likeness(comparison, "INS") == "absent"
    assert comparison.verdict == "concordant"


def test_another_birthplace_alone_asks_for_an_eye():
    assert compare_identity(a_subject(birth_cog="97411"), a_patient()).verdict == "à vérifier"


def test_a_document_without_identity_asks_for_an_eye():
    comparison = compare_identity(read_cda(a_document()).header.subject, a_patient())
    assert comparison.verdict == "à vérifier"
    assert "vérifiez" in comparison.sentence

# SPDX-License-Identifier: EUPL-1.2
"""Impossible identities are refused, each with its sentence; the status follows checks on the current traits."""

import msgspec
import pytest

from lgc_app.services.patients import ImpossibleIdentityError
from lgc_app.services.session import ForbiddenError
from lgc_core.codes import INS_NIR, INS_TEST
from lgc_core.model.identity import IdentityCheck, IdentityStatus
from lgc_core.model.ids import new_id
from lgc_core.model.patient import Ins, Patient
from lgc_core.model.staff import Role
from lgc_core.model.values import Traits
from tests.support.cabinet import open_test_cabinet, store_of
from tests.support.record import AT

TRAITS = Traits(birth_family="GRONDIN", birth_givens="Marie", sex="F", birth_date="1952-03-12", birth_cog="97413")


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


@pytest.mark.parametrize(
    ("changed", "matricule", "sentence"),
    [
        ({"birth_family": " "}, "", "Nom et prénom de naissance sont nécessaires. Complétez-les."),
        ({"birth_givens": ""}, "", "Nom et prénom de naissance sont nécessaires. Complétez-les."),
        ({"birth_date": "31/02/1952"}, "", "Date de naissance illisible. Écrivez-la ainsi : 12/03/1952."),
        ({"birth_date": "2026-11-24"}, "", "La date de naissance est dans le futur. Vérifiez l’année."),
        ({}, "25203974131234", "Le matricule INS a 15 caractères, pas 14."),
        ({}, "25203974131231A", "La clé du matricule INS ne correspond pas. Vérifiez les 15 chiffres."),
        ({}, "25203974131O301", "Le matricule INS contient un caractère impossible."),
    ],
)
def test_an_impossible_identity_is_refused_in_words(cabinet, changed, matricule, sentence):
    ins = Ins(matricule=matricule, oid=INS_NIR) if matricule else None
    with pytest.raises(ImpossibleIdentityError) as refused:
        cabinet.patients.admit(msgspec.structs.replace(TRAITS, **changed), ins=ins)
    assert refused.value.sentence.replace("\u00a0", " ") == sentence
    assert cabinet.patients.find("grondin") == []


def test_a_birth_today_is_possible(cabinet):
    assert cabinet.patients.admit(msgspec.structs.replace(TRAITS, birth_date=AT.date().isoformat()))


def test_a_test_matricule_with_a_wrong_key_is_admitted(cabinet):
    assert cabinet.patients.admit(TRAITS, ins=Ins(matricule="252039741312300", oid=INS_TEST))


def test_a_new_file_is_found_at_once(cabinet):
    made = cabinet.patients.admit(TRAITS)
    assert [line.patient_id for line in cabinet.patients.find("grondin")] == [made.id]


def check(patient: Patient, kind):
    return IdentityCheck(
        id=new_id(), patient=patient.id, kind=kind, traits_hash=patient.traits.digest, at=AT.isoformat()
    )


def test_a_changed_trait_takes_back_the_qualification(cabinet):
    made = cabinet.patients.admit(TRAITS)
    assert cabinet.patients.status(made) is IdentityStatus.PROVISOIRE
    cabinet.patients.record_check(check(made, "insi_traits"))
    cabinet.patients.record_check(check(made, "piece"))
    assert cabinet.patients.status(made) is IdentityStatus.QUALIFIEE
    other = msgspec.structs.replace(TRAITS, birth_cog="97411")
    with store_of(cabinet).unit_of_work(cabinet.session.author) as uow:
        uow.set(Patient, made.id, traits=other)
    assert cabinet.patients.status(cabinet.patients.get(made.id)) is IdentityStatus.PROVISOIRE


def test_an_administrator_admits_nobody(tmp_path):
    with pytest.raises(ForbiddenError, match="créer ou modifier une identité"):
        open_test_cabinet(tmp_path, role=Role.ADMIN).patients.admit(TRAITS)

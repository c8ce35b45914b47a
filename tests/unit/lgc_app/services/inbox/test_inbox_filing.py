# SPDX-License-Identifier: EUPL-1.2
"""Filing, taking back and filing again: the facts are in one living file, once, and nowhere else."""

import msgspec
import pytest

from lgc_app.services.inbox import WrongPatientError
from lgc_app.services.session import ForbiddenError
from lgc_core.model.ids import new_id
from lgc_core.model.problem import Problem
from lgc_core.model.staff import Role
from lgc_core.store import queries
from tests.support.cabinet import keep, open_test_cabinet, store_of
from tests.support.cda import a_patient, a_vsm
from tests.support.record import make_patient


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


@pytest.fixture
def patient(cabinet):
    made = a_patient()
    keep(cabinet, made)
    return made


def problems(cabinet, patient):
    with store_of(cabinet).reading() as connection:
        return sorted(one.code.text for one in queries.of_patient(connection, Problem, patient.id))


def file(cabinet, document, patient, reason=""):
    proposal = cabinet.inbox.propose(document.id, patient.id)
    return cabinet.inbox.file(document.id, patient.id, accepted=proposal.proposals, reason=reason)


def test_what_was_accepted_is_in_the_file_with_its_source(cabinet, patient):
    document = cabinet.inbox.receive(a_vsm())
    file(cabinet, document, patient)
    with store_of(cabinet).reading() as connection:
        found = queries.of_patient(connection, Problem, patient.id)
    assert found
    assert {one.source.document for one in found} == {document.id}


def test_taking_back_annuls_the_facts_and_filing_again_brings_each_back_once(cabinet, patient):
    document = cabinet.inbox.receive(a_vsm())
    file(cabinet, document, patient)
    first = problems(cabinet, patient)
    for _ in range(3):
        cabinet.inbox.take_back(document.id)
        assert problems(cabinet, patient) == []
        file(cabinet, document, patient)
        assert problems(cabinet, patient) == first


def test_filing_twice_writes_each_fact_once(cabinet, patient):
    document = cabinet.inbox.receive(a_vsm())
    file(cabinet, document, patient)
    first = problems(cabinet, patient)
    file(cabinet, document, patient)
    assert problems(cabinet, patient) == first


def test_filing_elsewhere_leaves_nothing_in_the_first_file(cabinet, patient):
    twin = msgspec.structs.replace(patient, id=new_id())
    keep(cabinet, twin)
    document = cabinet.inbox.receive(a_vsm())
    file(cabinet, document, patient)
    first = problems(cabinet, patient)
    file(cabinet, document, twin)
    assert problems(cabinet, patient) == []
    assert problems(cabinet, twin) == first


def test_another_patient_is_refused_without_a_reason_and_nothing_is_written(cabinet, patient):
    other = make_patient()
    keep(cabinet, other)
    document = cabinet.inbox.receive(a_vsm())
    with pytest.raises(WrongPatientError):
        file(cabinet, document, other)
    assert problems(cabinet, other) == []
    assert [one.document.id for one in cabinet.inbox.waiting()] == [document.id]
    file(cabinet, document, other, reason="nom d’épouse, vu la carte")
    assert "nom d’épouse" in cabinet.documents.get(document.id).filed_as.category


@pytest.mark.parametrize("untrusted", [b"", b"\x00" * 100, b"<", b"%PDF-", b"MZ\x90", "é".encode("latin-1") * 50])
def test_whatever_arrives_is_kept_untouched(cabinet, untrusted):
    document = cabinet.inbox.receive(untrusted)
    assert cabinet.files.read(document.files[0].blob) == untrusted
    assert len(cabinet.inbox.waiting()) == 1
    cabinet.documents.open(document.id)


def test_a_secretary_files_nothing(tmp_path):
    with pytest.raises(ForbiddenError):
        open_test_cabinet(tmp_path, role=Role.SECRETAIRE).inbox.receive(b"%PDF-")

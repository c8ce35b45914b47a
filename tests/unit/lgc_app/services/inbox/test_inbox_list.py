# SPDX-License-Identifier: EUPL-1.2
"""The list of Réception: one document that cannot be shown never hides the others."""

import pytest
import sqlalchemy as sa

from lgc_app.services.importing import FileNotReadError, FileTooLargeError, read_file
from lgc_core.store.local_tables import attachment
from tests.support.cabinet import keep, open_test_cabinet, patient_of_the_samples, sample, store_of
from tests.support.cda import a_patient, a_vsm


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


def test_a_document_whose_file_has_not_arrived_is_listed_and_says_so(cabinet):
    document = cabinet.inbox.receive(a_vsm())
    with store_of(cabinet).writing() as connection:
        connection.execute(sa.update(attachment).values(state="attendu"))
    (line,) = cabinet.inbox.waiting()
    assert line.document.id == document.id
    assert "arrive d’un autre poste" in line.fault


def test_quarantine_comes_last_and_keeps_its_reason(cabinet):
    cabinet.inbox.receive(b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
    cabinet.inbox.receive(a_vsm())
    assert [one.severity for one in cabinet.inbox.waiting()] == ["normal", "quarantaine"]


def test_a_document_received_twice_sinks_once_it_was_filed(cabinet):
    patient = a_patient()
    keep(cabinet, patient)
    first, again = cabinet.inbox.receive(a_vsm()), cabinet.inbox.receive(a_vsm())
    cabinet.inbox.file(first.id, patient.id)
    (line,) = cabinet.inbox.waiting()
    assert (line.document.id, line.already_filed) == (again.id, True)


def test_taking_back_makes_the_document_wait_again(cabinet):
    patient = a_patient()
    keep(cabinet, patient)
    document = cabinet.inbox.receive(a_vsm())
    cabinet.inbox.file(document.id, patient.id)
    assert cabinet.inbox.waiting() == []
    cabinet.inbox.take_back(document.id)
    assert [one.document.id for one in cabinet.inbox.waiting()] == [document.id]


@pytest.mark.given
def test_a_result_out_of_range_is_read_today_and_named(cabinet):
    keep(cabinet, patient_of_the_samples())
    cabinet.inbox.receive(sample("BIO-CR-BIO_2024.01_TSH_1.xml"))
    (line,) = cabinet.inbox.waiting()
    assert line.severity == "important"
    assert line.results == ("Thyroxine libre (FT4) 7,67\u00a0pg/mL",)


def test_a_file_that_left_is_refused_in_words(tmp_path):
    with pytest.raises(FileNotReadError, match="recommencez"):
        read_file(tmp_path / "parti.xml")


def test_a_file_beyond_the_limit_of_the_vault_is_not_read_whole(tmp_path, monkeypatch):
    monkeypatch.setattr("lgc_app.services.importing.MAX_BYTES", 1000)
    (tmp_path / "gros.pdf").write_bytes(b"0" * 1001)
    with pytest.raises(FileTooLargeError):
        read_file(tmp_path / "gros.pdf")

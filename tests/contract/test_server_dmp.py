# SPDX-License-Identifier: EUPL-1.2
"""A deposit made at a post reaches the DMP sandbox and comes back as a receipt, or as a refusal with its verb."""

import hashlib
import time

import pytest
import sqlalchemy as sa

from lgc_core.model.dispatch import Dispatch
from lgc_core.model.ids import new_id
from lgc_core.store import queries
from sync_server.tables import deposit
from tests.support.cda import a_patient
from tests.support.mtls import enrol
from tests.support.patient_day import a_deposit, live_a_day, qualified
from tests.support.record import add
from tests.support.server import DATABASES, running_server


@pytest.fixture(scope="module", params=DATABASES)
def server(request, tmp_path_factory):
    with running_server(tmp_path_factory.mktemp(f"dmp-{request.param}"), request.param) as running:
        yield running


@pytest.fixture(scope="module")
def post(server, tmp_path_factory):
    return enrol(server, tmp_path_factory.mktemp("dmp-post"))


def answer_of(post, dispatch: str) -> Dispatch:
    """Exchange until the region has answered."""
    end = time.monotonic() + 15
    while time.monotonic() < end:
        post.exchange.run()
        with post.store.reading() as connection:
            found = queries.get(connection, Dispatch, dispatch)
        if found is not None and found.state != "enregistré":
            return found
        time.sleep(0.2)
    raise AssertionError("no answer of the DMP sandbox")


def deposits(server, dispatch: str):
    engine = server.engine()
    with engine.connect() as connection:
        rows = connection.execute(sa.select(deposit).where(deposit.c.dispatch == dispatch)).all()
    engine.dispose()
    return rows


def sent(post, patient, *, checks=True, file=True, **changes):
    """Write a deposit, exchange, and return the answer."""
    document, content, dispatch = a_deposit(patient, **changes)
    if file:
        post.region.send_file(content)
    add(post.store, patient, *(qualified(patient) if checks else []), document, dispatch)
    return dispatch


def test_a_document_of_a_qualified_identity_is_received_with_a_receipt_that_says_sandbox(server, post):
    day = live_a_day(post, whole=False)
    answer = answer_of(post, day.dispatch.id)
    assert answer.state == "reçu"
    assert "bac à sable" in answer.receipt
    assert answer.received_at
    [row] = deposits(server, day.dispatch.id)
    assert (row.unique_oid, row.sha256) == (day.document.unique_oid, hashlib.sha256(day.content).hexdigest())


def test_an_identity_that_is_not_qualified_is_refused_with_what_to_do(server, post):
    answer = answer_of(post, sent(post, a_patient(id=new_id()), checks=False).id)
    assert answer.state == "refusé"
    assert answer.error is not None
    assert answer.error.phrase.startswith("Identité non qualifiée. Vérifiez l’identité")
    assert "bac à sable" in answer.error.phrase


def test_the_same_document_twice_is_refused_and_the_first_stays(server, post):
    patient = a_patient(id=new_id())
    first = sent(post, patient)
    assert answer_of(post, first.id).state == "reçu"
    again = Dispatch(id=new_id(), patient=patient.id, document=first.document, channel="DMP")
    add(post.store, again)
    answer = answer_of(post, again.id)
    assert answer.error is not None
    assert (answer.state, answer.error.code) == ("refusé", "XDSDuplicateUniqueIdInRegistry")


def test_a_deposit_waits_for_its_file_and_leaves_when_it_comes(server, post):
    patient = a_patient(id=new_id())
    document, content, dispatch = a_deposit(patient)
    add(post.store, patient, *qualified(patient), document, dispatch)
    post.exchange.run()
    time.sleep(2.5)
    assert deposits(server, dispatch.id) == []
    post.region.send_file(content)
    assert answer_of(post, dispatch.id).state == "reçu"


def test_a_document_about_somebody_else_does_not_leave(server, post):
    ours, theirs = a_patient(id=new_id()), a_patient(id=new_id())
    stranger = a_patient(id=theirs.id, ins=type(theirs.ins)(matricule="160019740100277", oid=theirs.ins.oid))
    document, content, _ = a_deposit(stranger)
    post.region.send_file(content)
    from msgspec.structs import replace

    document = replace(document, patient=ours.id)
    dispatch = Dispatch(id=new_id(), patient=ours.id, document=document.id, channel="DMP")
    add(post.store, ours, *qualified(ours), document, dispatch)
    answer = answer_of(post, dispatch.id)
    assert answer.error is not None
    assert answer.error.code == "XDSPatientIdDoesNotMatch"


def test_an_unreadable_file_is_refused_and_blocks_nothing(server, post):
    from msgspec.structs import replace

    patient = a_patient(id=new_id())
    document, _, dispatch = a_deposit(patient)
    junk = b"<!DOCTYPE x [<!ENTITY a 'b'>]><ClinicalDocument>&a;</ClinicalDocument>"
    post.region.send_file(junk)
    bad = replace(document.files[0], blob=hashlib.sha256(junk).hexdigest(), size=len(junk))
    add(post.store, patient, *qualified(patient), replace(document, files=(bad,)), dispatch)
    good = sent(post, a_patient(id=new_id()))
    assert answer_of(post, good.id).state == "reçu"
    assert answer_of(post, dispatch.id).state == "refusé"

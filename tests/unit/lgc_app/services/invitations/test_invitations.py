# SPDX-License-Identifier: EUPL-1.2
"""Only the hash of an invitation leaves the practice, and only for a qualified identity."""

import pytest
import sqlalchemy as sa

from lgc_app.services.invitations import ALPHABET, NotQualifiedError
from lgc_core.codes import INS_TEST
from lgc_core.model.identity import IdentityCheck
from lgc_core.model.ids import new_id
from lgc_core.model.invitation import Invitation
from lgc_core.model.invitation_code import code_fits
from lgc_core.model.patient import Ins
from lgc_core.store import queries
from lgc_core.store.tables import op
from tests.support.cabinet import keep, open_test_cabinet, store_of
from tests.support.record import AT, make_patient


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


def admitted(cabinet, *kinds, ins=True):
    patient = make_patient(ins=Ins(matricule="258039741312345", oid=INS_TEST) if ins else None)
    keep(cabinet, patient)
    for kind in kinds:
        digest = patient.traits.digest
        keep(
            cabinet,
            IdentityCheck(id=new_id(), patient=patient.id, kind=kind, traits_hash=digest, at=AT.isoformat()),
        )
    return patient.id


def test_the_code_is_on_the_sheet_and_nowhere_in_the_log(cabinet):
    sheet, changes = cabinet.invitations.invite(admitted(cabinet, "piece", "insi_traits"))
    code = sheet.code.replace("-", "")
    assert len(code) == 12
    assert set(code) <= set(ALPHABET)
    assert changes.touches("invitation")
    with store_of(cabinet).reading() as connection:
        bodies = " ".join(connection.execute(sa.select(op.c.body)).scalars())
        (kept,) = queries.find(connection, Invitation)
    assert code not in bodies
    assert sheet.code not in bodies
    assert code_fits(sheet.code.lower(), bytes.fromhex(kept.salt), kept.code_hash)
    assert not code_fits("A" * 12, bytes.fromhex(kept.salt), kept.code_hash)


@pytest.mark.parametrize(
    ("kinds", "ins"), [((), True), (("piece",), True), (("insi_traits",), True), (("piece", "insi_traits"), False)]
)
def test_an_identity_that_is_not_qualified_gets_no_sheet(cabinet, kinds, ins):
    patient = admitted(cabinet, *kinds, ins=ins)
    with pytest.raises(NotQualifiedError, match="non qualifiée"):
        cabinet.invitations.invite(patient)
    with store_of(cabinet).reading() as connection:
        assert queries.find(connection, Invitation) == []

# SPDX-License-Identifier: EUPL-1.2
"""Which words are late: places in the order decide, and on a post that has no place yet, its own counter."""

import msgspec
import pytest
import sqlalchemy as sa

from lgc_core.model.encounter import Encounter
from lgc_core.model.ids import new_id
from lgc_core.oplog.operation import decode
from lgc_core.store.tables import op as op_table
from lgc_core.sync.protocol import PulledOp
from lgc_core.sync.seals import Seals
from tests.support.desk import Desk
from tests.support.record import DOCTOR


@pytest.fixture
def signed():
    """Return a post whose signature waits, the signature, and what it sealed."""
    desk = Desk(posts=1)
    store = desk.stores[0]
    with store.unit_of_work(DOCTOR) as work:
        work.sign(Encounter, desk.encounter.id, new_id(), status="signe")
    with store.reading() as connection:
        bodies = connection.execute(sa.select(op_table.c.body).where(op_table.c.seq.is_(None))).scalars()
        (sign,) = [decode(body) for body in bodies]
    return store, sign, desk.encounter.id


def written(sign, later, device=""):
    """Return an operation typed some gestures after the signature, or before it."""
    changes = {"op_id": new_id(), "kind": "set", "dev_seq": sign.dev_seq + later, "device": device or sign.device}
    return msgspec.structs.replace(sign, **changes)


@pytest.mark.parametrize(("later", "is_late"), [(-1, False), (1, True)])
def test_words_in_flight_are_late_when_this_post_typed_them_after_its_signature(signed, later, is_late):
    store, sign, encounter = signed
    with store.reading() as connection:
        assert Seals(connection, []).is_before(encounter, written(sign, later), None) is is_late


def test_a_signature_in_flight_says_nothing_of_words_that_have_a_place(signed):
    store, sign, encounter = signed
    with store.reading() as connection:
        assert not Seals(connection, []).is_before(encounter, written(sign, 1, "poste-9"), 10_000)


@pytest.mark.parametrize(("quarantine", "seals"), [("", True), ("refusé", False)])
def test_a_signature_that_was_set_aside_seals_nothing(quarantine, seals):
    desk = Desk(posts=1)
    with desk.stores[0].reading() as connection:
        body = connection.execute(sa.select(op_table.c.body)).scalars().first()
        sign = msgspec.structs.replace(decode(body), kind="sign", entity_id=desk.encounter.id, op_id=new_id())
        pulled = PulledOp(seq=50, body=body, quarantine=quarantine)
        batch = Seals(connection, [(pulled, sign)])
        assert batch.is_before(desk.encounter.id, written(sign, 1, "poste-9"), 51) is seals
        assert not batch.is_before(desk.encounter.id, written(sign, 1, "poste-9"), 49)

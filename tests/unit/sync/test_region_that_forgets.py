# SPDX-License-Identifier: EUPL-1.2
"""A region that was put back to an older copy, with or without saying so, gets everything again."""

import msgspec
import pytest
import sqlalchemy as sa

from lgc_core.model.audit import FIRST_LINK, AuditRead
from lgc_core.model.ids import new_id
from lgc_core.oplog.operation import change, decode
from lgc_core.store.tables import op, quarantine
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.errors import NoNetworkError, SyncRefusedError
from lgc_core.sync.exchange import Exchange, UnansweredError
from lgc_core.sync.protocol import PushResponse
from tests.support.record import (
    AT,
    DOCTOR,
    InProcessRegion,
    add,
    copy_of,
    exchange_of,
    make_arbiter,
    make_patient,
    make_store,
    ops_of,
    rows,
)


def write_of(store, patient, job):
    """Return a change of the region itself."""
    with store.reading() as connection:
        created = connection.execute(sa.select(op.c.body).where(op.c.entity_id == patient)).scalar()
    made = decode(created)
    changed = {"job": change(job, base=made.op_id)}
    return msgspec.structs.replace(made, op_id=new_id(), device="server", dev_seq=1, kind="set", fields=changed)


def creation_by_the_region(store, patient):
    """Return a patient that only the region knows."""
    add(store, patient)
    with store.reading() as connection:
        created = connection.execute(sa.select(op.c.body).where(op.c.entity_id == patient.id)).scalar()
    return msgspec.structs.replace(decode(created), op_id=new_id(), device="server", dev_seq=2)


def words_of(engine):
    """Return what the region itself wrote, as this log has it."""
    with engine.connect() as connection:
        query = sa.select(op.c.seq, op.c.dev_seq, op.c.body).where(op.c.device == "server")
        return connection.execute(query).all()


def a_look():
    return AuditRead(
        id=new_id(), at=AT.isoformat(), by=DOCTOR, device="poste-1", patient="p", what="x", previous=FIRST_LINK
    )


@pytest.mark.parametrize("says_so", [True, False])
@pytest.mark.parametrize("regrown", [0, 1, 5])
def test_what_the_region_lost_comes_back(says_so, regrown):
    arbiter, here, there = make_arbiter(), make_store("poste-1"), make_store("poste-2")
    add(here, make_patient())
    exchange_of(here, arbiter).run()
    exchange_of(there, arbiter).run()
    older = copy_of(arbiter._engine)
    add(here, make_patient(), make_patient(), make_patient())
    exchange_of(here, arbiter).run()
    restored = Arbiter(older)
    if says_so:
        restored.new_epoch()
    for _ in range(regrown):
        add(there, make_patient())
    for store in (there, here, there):
        exchange_of(store, restored).run()
    assert ops_of(older) == ops_of(here.engine) == ops_of(there.engine)
    assert len(ops_of(older)) == 4 + regrown


def test_a_trail_line_pushed_before_the_first_pull_survives_a_restore():
    arbiter, store = make_arbiter(), make_store("poste-1")
    empty = copy_of(arbiter._engine)
    add(store, a_look(), make_patient())

    class CutBeforePull(InProcessRegion):
        def pull(self, request):
            if request.after or ops_of(self.arbiter._engine):
                raise NoNetworkError
            return super().pull(request)

    with pytest.raises(NoNetworkError):
        Exchange(store, CutBeforePull(arbiter, "poste-1"), lambda _: b"").run()
    restored = Arbiter(empty)
    restored.new_epoch()
    exchange_of(store, restored).run()
    assert ops_of(empty) == ops_of(store.engine)


def test_a_post_that_may_not_pull_still_offers_what_it_holds():
    arbiter, store = make_arbiter(), make_store("poste-1")
    add(store, make_patient())

    class Revoked(InProcessRegion):
        def pull(self, request):
            raise SyncRefusedError("Ce poste n’a plus accès.")

    with pytest.raises(SyncRefusedError):
        Exchange(store, Revoked(arbiter, "poste-1"), lambda _: b"").run()
    assert ops_of(arbiter._engine) == ops_of(store.engine)


@pytest.mark.parametrize("results", [(), "foreign"])
def test_a_region_that_confirms_nothing_does_not_make_the_post_turn_for_ever(results):
    arbiter, store = make_arbiter(), make_store("poste-1")
    add(store, make_patient())

    class Mute(InProcessRegion):
        def push(self, request):
            given = super().push(request).results if results else ()
            return PushResponse(epoch="e", results=tuple(one for one in given if one.op_id == "x"))

    with pytest.raises(UnansweredError, match="Rien n’est perdu"):
        Exchange(store, Mute(arbiter, "poste-1"), lambda _: b"").run()
    exchange_of(store, arbiter).run()
    assert ops_of(arbiter._engine) == ops_of(store.engine)


def test_what_the_region_sets_aside_again_has_the_reason_of_today():
    arbiter, here = make_arbiter(), make_store("poste-1")
    older = copy_of(arbiter._engine)
    add(here, make_patient())
    exchange_of(here, Arbiter(arbiter._engine, lambda _: "poste révoqué")).run()
    restored = Arbiter(older, lambda _: "partition étrangère")
    restored.new_epoch()
    exchange_of(here, restored).run()
    with here.reading() as connection:
        assert connection.execute(sa.select(quarantine.c.reason)).scalars().all() == ["partition étrangère"]


def test_what_the_region_wrote_itself_and_forgot_is_not_shown_any_more():
    """Nobody offers it again: the posts would differ from the region for ever."""
    arbiter, here, there = make_arbiter(), make_store("poste-1"), make_store("poste-2")
    patient, other = make_patient(job=""), make_patient(usual="HOARAU")
    add(here, patient)
    exchange_of(here, arbiter).run()
    older = copy_of(arbiter._engine)
    for words in (write_of(here, patient.id, "vu par la région"), creation_by_the_region(there, other)):
        arbiter.write(words.partition, [words])
    exchange_of(here, arbiter).run()
    assert [row[0] for row in rows(here.engine, ("patient",))["patient"]] == sorted([patient.id, other.id])
    restored = Arbiter(older)
    restored.new_epoch()
    exchange_of(here, restored).run()
    assert rows(here.engine, ("patient", "field_version")) == rows(older, ("patient", "field_version"))
    assert [row[0] for row in rows(here.engine, ("patient",))["patient"]] == [patient.id]


def test_a_region_that_says_something_else_under_the_same_id_is_heard():
    """Its ids tell from which state it spoke: restored, it writes the same operation with another hour in it."""
    arbiter, here = make_arbiter(), make_store("poste-1")
    patient = make_patient(job="")
    add(here, patient)
    exchange_of(here, arbiter).run()
    older = copy_of(arbiter._engine)
    first = write_of(here, patient.id, "vu à 8 h")
    arbiter.write(first.partition, [first])
    exchange_of(here, arbiter).run()
    restored = Arbiter(older)
    restored.new_epoch()
    later = {"job": change("vu à 9 h", base=first.fields["job"].base)}
    restored.write(first.partition, [msgspec.structs.replace(first, dev_seq=2, fields=later)])
    exchange_of(here, restored).run()
    assert rows(here.engine, ("patient", "field_version")) == rows(older, ("patient", "field_version"))
    assert words_of(here.engine) == words_of(older) != []

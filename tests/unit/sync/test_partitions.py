# SPDX-License-Identifier: EUPL-1.2
"""What a person or a circle shares beside the practice's record: who receives it, who does not, how it goes."""

import msgspec
import pytest
import sqlalchemy as sa

from lgc_core.model.ids import new_id
from lgc_core.model.preference import Preference, preference_id
from lgc_core.model.staff import Role, Staff
from lgc_core.model.template import Template
from lgc_core.model.values import PersonName
from lgc_core.oplog.operation import decode
from lgc_core.store import outbox as outbox_of
from lgc_core.store import queries
from lgc_core.store.identity import cabinet, user
from lgc_core.store.local_tables import cursor, outbox
from lgc_core.store.outbox import ACKNOWLEDGED
from lgc_core.store.tables import op as op_table
from lgc_core.store.tables import partition as partition_table
from lgc_core.store.tables import quarantine
from lgc_core.sync.cursors import Cursor, write_cursor
from lgc_core.sync.errors import ForeignPartitionError
from lgc_core.sync.partitions import held, let_go, read_allowed, waiting_partitions
from lgc_core.sync.protocol import PullRequest
from tests.support.igc import CLAIRE, LUCIE
from tests.support.record import DOCTOR, PRACTICE, add, make_patient, make_store, rows
from tests.support.region_within import post_within, push_of, region_engine

ELSEWHERE = "0190d0d0-0000-7000-8000-000000000975"
MINE = user(CLAIRE.id_nat)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request):
    if request.param == "sqlite":
        yield region_engine()
        return
    from tests.support.postgres import new_database

    url = sa.engine.make_url(new_database()).set(drivername="postgresql+psycopg")
    made = region_engine(sa.create_engine(url))
    yield made
    made.dispose()


def staff(owner, **more) -> Staff:
    name = PersonName(family=owner.surname, given=owner.given)
    return Staff(id=new_id(), name=name, ps_id=owner.id_nat, role=Role.MEDECIN, **more)


def like(post, value: str, owner=CLAIRE, name: str = "thème") -> str:
    """Write a preference of a person on a post."""
    key = preference_id(owner.id_nat, name)
    with post.store.unit_of_work(DOCTOR) as uow:
        if uow.get(Preference, key) is None:
            uow.create(Preference(id=key, name=name, value=value), user(owner.id_nat))
        else:
            uow.set(Preference, key, value=value)
    return key


def shown(post, key: str) -> str | None:
    with post.store.reading() as connection:
        found = queries.get(connection, Preference, key)
    return None if found is None else found.value


@pytest.fixture
def here(engine):
    post = post_within(engine, "poste-1", PRACTICE)
    add(post.store, staff(CLAIRE))
    post.exchange(post.claim(CLAIRE))
    return post


def test_what_a_person_likes_follows_them_to_another_practice_where_they_show_their_card(engine, here):
    there = post_within(engine, "poste-9", ELSEWHERE)
    add(there.store, staff(CLAIRE))
    there.exchange()
    key = like(here, "sombre")
    here.exchange()
    there.exchange()
    assert shown(there, key) is None
    there.exchange(there.claim(CLAIRE))
    there.exchange()
    assert shown(there, key) == "sombre"
    like(there, "clair")
    there.exchange()
    here.exchange()
    assert shown(here, key) == "clair"


def test_a_name_in_a_staff_list_opens_nothing_without_the_card(engine, here):
    like(here, "sombre")
    here.exchange()
    thief = post_within(engine, "poste-9", ELSEWHERE)
    add(thief.store, staff(CLAIRE))
    forged = msgspec.structs.replace(thief.claim(LUCIE), certificate=thief.claim(CLAIRE).certificate)
    stolen = here.claim(CLAIRE)  # good for another post of another practice
    for claim in (forged, stolen):
        thief.exchange(claim)
    thief.exchange()
    assert MINE not in read_of(thief).open
    with pytest.raises(ForeignPartitionError):
        thief.region.pull(PullRequest(partition=MINE, epoch="", after=0))


def read_of(post):
    with post.store.reading() as connection:
        return read_allowed(connection)


def test_a_card_that_is_not_of_the_staff_opens_nothing_either(engine, here):
    here.exchange(here.claim(LUCIE))
    here.exchange()
    assert read_of(here).open == (MINE,)


def left(post, until: str = "2026-01-31") -> None:
    with post.store.reading() as connection:
        person = queries.find(connection, Staff)[0]
    with post.store.unit_of_work(DOCTOR) as uow:
        uow.set(Staff, person.id, valid_to=until)


def test_what_waits_is_sent_before_a_lost_partition_is_forgotten(engine, here):
    other = post_within(engine, "poste-2", PRACTICE)
    other.exchange(other.claim(CLAIRE))
    other.exchange()
    key = like(here, "sombre")
    here.exchange()
    other.exchange()
    assert shown(other, key) == "sombre"
    left(here)
    here.exchange()
    like(other, "contrasté")  # offline: this post does not know yet
    with other.store.reading() as connection:
        late = connection.execute(sa.select(outbox.c.op_id)).scalar_one()
    report = other.exchange()
    assert report.gone == (MINE,)
    assert rows(other.store.engine, ("preference",))["preference"] == []
    with other.store.reading() as connection:
        assert connection.execute(sa.select(outbox)).all() == []
        assert MINE not in connection.execute(sa.select(cursor.c.partition)).scalars().all()
    with engine.connect() as connection:  # the words are at the region, whole, in the person's own order
        row = connection.execute(sa.select(op_table).where(op_table.c.op_id == late)).one()
        why = connection.execute(sa.select(quarantine.c.reason).where(quarantine.c.op_id == late)).scalar()
    assert (row.partition, row.result, why) == (MINE, "quarantined", "droit retiré")
    assert "contrasté" in row.body


def test_nothing_is_forgotten_before_the_region_has_what_was_written_here():
    post = make_store()
    with post.unit_of_work(DOCTOR) as uow:
        uow.create(Preference(id=preference_id(CLAIRE.id_nat, "x"), name="x", value="y"), MINE)
        uow.create(make_patient())
    with post.writing() as connection:
        assert waiting_partitions(connection) == [post.post.cabinet, MINE]
        assert held(connection, (MINE, "dossier:none")) == [MINE]  # nothing was pulled of it yet
        assert not let_go(connection, MINE)
        outbox_of.mark(connection, list(connection.execute(sa.select(outbox.c.op_id)).scalars()), ACKNOWLEDGED)
        assert let_go(connection, MINE)
        assert held(connection, (MINE,)) == []
        write_cursor(connection, MINE, Cursor(epoch="e"))
        assert held(connection, (MINE,)) == [MINE]  # pulled, and nothing was in it


def test_a_region_that_forgot_a_right_costs_nobody_a_word(engine, here):
    key = like(here, "sombre")
    here.exchange()
    emptied = region_engine()  # restored to a day when nobody had shown a card
    here.region.engine = emptied
    assert here.exchange().gone == ()
    assert shown(here, key) == "sombre"
    here.exchange(here.claim(CLAIRE))
    assert rows(emptied, ("preference",)) == rows(here.store.engine, ("preference",))


def test_a_post_whose_region_says_nothing_of_partitions_keeps_everything(engine, here):
    key = like(here, "sombre")
    here.exchange()
    told = here.region.handshake
    here.region.handshake = lambda asked: msgspec.structs.replace(told(asked), partitions=None, ended=())
    assert here.exchange().gone == ()
    assert shown(here, key) == "sombre"


@pytest.mark.parametrize("foreign", [user("899900099999"), cabinet(ELSEWHERE), "dossier:none", "ref:cim10", "?"])
def test_a_push_elsewhere_is_set_aside_at_home_whether_or_not_the_place_exists(engine, here, foreign):
    if foreign == cabinet(ELSEWHERE):
        post_within(engine, "poste-9", ELSEWHERE).exchange()
    with here.store.unit_of_work(DOCTOR) as uow:
        uow.create(Template(id=new_id(), name="Vol", text="rien"), foreign)
    with here.store.reading() as connection:
        waiting = connection.execute(
            sa.select(op_table.c.body).where(op_table.c.partition == foreign)
        ).scalar_one()
    before = _head(engine, foreign)
    result = push_of(here, foreign, waiting)
    assert (result.outcome, result.reason) == ("quarantined", "partition étrangère")
    assert _head(engine, foreign) == before
    here.exchange()
    with here.store.reading() as connection:
        kept = connection.execute(sa.select(quarantine).where(quarantine.c.op_id == decode(waiting).op_id)).one()
    assert kept.partition == cabinet(PRACTICE)


def _head(engine, partition: str) -> int | None:
    with engine.connect() as connection:
        return connection.execute(
            sa.select(partition_table.c.seq).where(partition_table.c.id == partition)
        ).scalar()


def test_an_operation_of_another_partition_takes_no_place_in_the_order_of_that_one(engine, here):
    there = post_within(engine, "poste-9", ELSEWHERE)
    add(there.store, staff(LUCIE))
    there.exchange()
    with here.store.unit_of_work(DOCTOR) as uow:
        uow.create(Template(id=new_id(), name="Vol", text="rien"), cabinet(ELSEWHERE))
    with here.store.reading() as connection:
        body = connection.execute(
            sa.select(op_table.c.body).where(op_table.c.partition == cabinet(ELSEWHERE))
        ).scalar_one()
    assert push_of(here, cabinet(PRACTICE), body).outcome == "quarantined"
    assert there.exchange().pulled == 0

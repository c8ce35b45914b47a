# SPDX-License-Identifier: EUPL-1.2
"""The log of a PostgreSQL region is cut by partition, and nothing else sees it."""

import pytest
import sqlalchemy as sa

from lgc_core.model.ids import derived_id
from lgc_core.store.tables import metadata
from lgc_core.store.tables import op as op_table
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.protocol import PullRequest
from migrations.record_0011 import SHARDS, cut_log
from migrations.upgrade import upgrade
from sync_server.db import open_engine
from sync_server.shards import shard_of
from tests.support.record import add, exchange_of, make_patient, make_store

pytestmark = pytest.mark.postgres
PRACTICES = [derived_id("practice", str(number)) for number in range(6)]


@pytest.fixture(scope="module")
def region():
    from tests.support.postgres import new_database

    engine = open_engine(new_database())
    upgrade(engine, "server")
    arbiter = Arbiter(engine)
    for practice in PRACTICES:
        for kind in ("cabinet", "trail"):
            arbiter.open_partition(f"{kind}:{practice}")
        store = make_store("poste-1", practice)
        add(store, make_patient())
        add(store, make_patient())
        exchange_of(store, arbiter).run()
    yield arbiter
    engine.dispose()


def test_operations_are_where_the_map_says_and_nowhere_else(region):
    query = sa.text("SELECT tableoid::regclass::text, count(*) FROM op WHERE partition = :one GROUP BY 1")
    with region._engine.connect() as connection:
        for practice in PRACTICES:
            found = connection.execute(query, {"one": f"cabinet:{practice}"}).all()
            assert [tuple(row) for row in found] == [(shard_of(connection, f"cabinet:{practice}"), 2)]


def test_a_pull_reads_one_part(region):
    partition = f"cabinet:{PRACTICES[0]}"
    query = sa.text("EXPLAIN SELECT body FROM op WHERE partition = :one AND seq > 0 ORDER BY seq")
    with region._engine.connect() as connection:
        plan = " ".join(connection.execute(query, {"one": partition}).scalars())
        read = {f"op_{number:02}" for number in range(SHARDS) if f"op_{number:02}" in plan}
        assert read == {shard_of(connection, partition)}
    assert len(region.pull(PullRequest(partition=partition, epoch="", after=0)).ops) == 2


def test_a_log_that_was_whole_keeps_every_operation_when_it_is_cut():
    from tests.support.postgres import new_database

    engine = open_engine(new_database())
    metadata.create_all(engine)
    arbiter = Arbiter(engine)
    for kind in ("cabinet", "trail"):
        arbiter.open_partition(f"{kind}:{PRACTICES[0]}")
    store = make_store("poste-1", PRACTICES[0])
    add(store, make_patient())
    exchange_of(store, arbiter).run()
    with engine.connect() as connection:
        before = [tuple(row) for row in connection.execute(sa.select(op_table).order_by(op_table.c.op_id))]
    with engine.begin() as connection:
        for statement in cut_log():
            connection.exec_driver_sql(statement)
        after = [tuple(row) for row in connection.execute(sa.select(op_table).order_by(op_table.c.op_id))]
    engine.dispose()
    assert before
    assert after == before

# SPDX-License-Identifier: EUPL-1.2
"""The same operations give byte-equal rows, answers and chains on both engines (sync-protocol.md, R11)."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from lgc_core.model.ids import new_id
from lgc_core.oplog.operation import Op, change, decode, encode
from lgc_core.store import rendered, states
from lgc_core.store.tables import field_version, metadata
from lgc_core.store.tables import op as op_table
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.protocol import PullRequest, PushRequest
from tests.simulation.gestures import act
from tests.support.record import DOCTOR, PRACTICE, exchange_of, make_arbiter, make_patient, make_store, rows

CABINET = f"cabinet:{PRACTICE}"
STREAMS = 36
LIVES_OF_THEIR_OWN = {"received_at"}
pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def postgres():
    from tests.support.postgres import new_database

    url = sa.engine.make_url(new_database()).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url)
    metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def both(postgres):
    with postgres.begin() as connection:
        names = ", ".join(f'"{name}"' for name in metadata.tables)
        connection.exec_driver_sql(f"TRUNCATE {names}")
    made = [make_arbiter(), Arbiter(postgres)]
    for arbiter in made:
        arbiter.open_partition(CABINET)
        with arbiter._engine.begin() as connection:
            connection.execute(sa.update(metadata.tables["partition"]).values(epoch="e"))
    return made


def everything(engine):
    found = rows(engine, sorted(set(metadata.tables) - {"op", "partition"}))
    with engine.connect() as connection:
        columns = [column for column in op_table.c if column.name not in LIVES_OF_THEIR_OWN]
        query = sa.select(*columns).order_by(op_table.c.partition, op_table.c.seq)
        found["op"] = [tuple(row) for row in connection.execute(query)]
        partition = metadata.tables["partition"]
        found["partition"] = [
            tuple(row) for row in connection.execute(sa.select(partition).where(partition.c.id == CABINET))
        ]
    return found


def a_stream(seed: int) -> list[tuple[str, tuple[str, ...]]]:
    """Return pushes of two posts that never saw each other: many conflicts, some nonsense."""
    rng = random.Random(seed)
    shared = make_store("poste-0")
    for _ in range(6):
        act(rng, shared)
    first = bodies_of(shared)
    pushes = [("poste-0", tuple(first))]
    for device in ("poste-1", "poste-2"):
        store = make_store(device)
        feed(store, first)
        for _ in range(rng.randint(4, 10)):
            act(rng, store)
        mine = [body for body in bodies_of(store) if decode(body).device == device]
        cuts = sorted(rng.sample(range(len(mine) + 1), min(2, len(mine))))
        parts = [mine[start:end] for start, end in zip([0, *cuts], [*cuts, len(mine)], strict=True)]
        pushes += [(device, tuple(part)) for part in parts if part]
    strange = decode(first[0])
    nonsense = Op(
        op_id=new_id(), partition=CABINET, device="poste-1", dev_seq=99, hlc=strange.hlc, sv=9, actor="x",
        kind=rng.choice(["set", "fusion"]), entity_type=rng.choice(["patient", "licorne"]),
        entity_id=strange.entity_id, fields={"job": change({"pas": "un texte"}), "neuf": change("é\u2028😀")},
    )  # fmt: skip
    return [*pushes, ("poste-1", (encode(nonsense).decode(),)), rng.choice(pushes)]


def bodies_of(store):
    with store.reading() as connection:
        query = sa.select(op_table.c.body).where(op_table.c.partition == CABINET).order_by(op_table.c.dev_seq)
        return list(connection.execute(query).scalars())


def feed(store, bodies):
    arbiter = make_arbiter()
    arbiter.push(PushRequest(partition=CABINET, epoch="", sv=1, ops=tuple(bodies)), "poste-0")
    exchange_of(store, arbiter).run()


@pytest.mark.parametrize("seed", range(STREAMS))
def test_a_stream_gives_the_same_record_on_both(both, seed):
    for device, bodies in a_stream(seed):
        request = PushRequest(partition=CABINET, epoch="e", sv=1, ops=bodies)
        answers = [arbiter.push(request, device) for arbiter in both]
        assert answers[0] == answers[1]
    left, right = (everything(arbiter._engine) for arbiter in both)
    assert left == right
    pulls = [arbiter.pull(PullRequest(partition=CABINET, epoch="e", after=0)) for arbiter in both]
    assert pulls[0] == pulls[1]


def test_two_posts_that_push_at_once_get_numbers_without_hole_or_double(both):
    posts = ("poste-1", "poste-2")
    waiting = {}
    for device in posts:
        store = make_store(device)
        for _ in range(40):
            with store.unit_of_work(DOCTOR) as uow:
                uow.create(make_patient())
        waiting[device] = bodies_of(store)
    start = threading.Barrier(len(posts))

    def push(device):
        for body in waiting[device]:
            start.wait(10)
            both[1].push(PushRequest(partition=CABINET, epoch="e", sv=1, ops=(body,)), device)

    with ThreadPoolExecutor(len(posts)) as pool:
        list(pool.map(push, posts))
    with both[1]._engine.connect() as connection:
        places = connection.execute(sa.select(op_table.c.seq).order_by(op_table.c.seq)).scalars().all()
    assert places == [*range(1, 81)]


def test_states_are_saved_and_loaded_alike(both):
    store = make_store()
    patient = make_patient(job="l’« épicier »\\n")
    with store.unit_of_work(DOCTOR) as uow:
        uow.create(patient)
    with store.reading() as connection:
        state = states.load(connection, [("patient", patient.id)])[("patient", patient.id)]
    for arbiter in both:
        with arbiter._engine.begin() as connection:
            states.save(connection, [state])
            assert states.load(connection, [("patient", patient.id)]) == {("patient", patient.id): state}


@pytest.mark.parametrize("count", [0, 1, 2, 700])
def test_rendered_statements_insert_find_and_write_over_alike(both, count):
    table = field_version
    lines = [{"entity_id": f"e{n}", "field": "é\"'", "op_id": "1"} for n in range(count)]
    for arbiter in both:
        with arbiter._engine.begin() as connection:
            rendered.insert(connection, table, lines)
            rendered.upsert(connection, table, [line | {"op_id": "2"} for line in lines], ("entity_id", "field"))
            found = rendered.by_ids(
                connection, table, ("entity_id", "op_id"), "entity_id", [line["entity_id"] for line in lines]
            )
        assert sorted(tuple(row) for row in found) == sorted((line["entity_id"], "2") for line in lines)

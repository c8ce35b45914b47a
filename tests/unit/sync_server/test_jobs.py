# SPDX-License-Identifier: EUPL-1.2
"""What the region owes itself is done once, by one server, and again after a trouble: on both engines."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from lgc_core.errors import OutsideError, UserError
from sync_server.config import from_environment
from sync_server.context import open_server
from sync_server.db import open_engine, reading, writing
from sync_server.services import jobs
from sync_server.tables import job
from sync_server.tables import server as server_tables
from sync_server.upkeep import WORK, turn
from tests.support.server import DATABASES, database_url


@pytest.fixture(
    scope="module",
    params=[pytest.param(k, marks=pytest.mark.postgres if k != "sqlite" else []) for k in DATABASES],
)
def database(request, tmp_path_factory):
    engine = open_engine(database_url(request.param, tmp_path_factory.mktemp("jobs")))
    server_tables.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(database):
    with writing(database) as connection:
        connection.execute(sa.delete(job))
    return database


def owe(engine, key="a", due_ms=None):
    with writing(engine) as connection:
        jobs.owe(connection, "essai", key, due_ms)


def line(engine):
    with reading(engine) as connection:
        (one,) = jobs.all_jobs(connection, "essai")
    return one


def make_due(engine):
    with writing(engine) as connection:
        jobs.hurry(connection, "essai", "a")


def test_a_job_is_claimed_by_one_of_many_at_once(engine):
    owe(engine)
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda _: jobs.claim(engine, "essai"), range(8)))
    assert sum(one is not None for one in taken) == 1
    assert line(engine).in_hand


def test_what_is_not_due_stays_and_owing_twice_changes_nothing(engine):
    owe(engine, due_ms=2**52)
    owe(engine)
    assert jobs.claim(engine, "essai") is None
    assert line(engine).due_ms == 2**52


def test_a_trouble_is_kept_and_the_tries_move_apart(engine, monkeypatch):
    monkeypatch.setattr(jobs, "now_ms", lambda: 1_000_000)
    owe(engine)
    waits = []
    for _ in range(9):
        make_due(engine)
        claimed = jobs.claim(engine, "essai")
        with writing(engine) as connection:
            jobs.failed(connection, claimed, "Le disque refuse.")
        waits.append(line(engine).due_ms - 1_000_000)
    assert waits[:3] == [jobs.FIRST_RETRY_MS, 2 * jobs.FIRST_RETRY_MS, 4 * jobs.FIRST_RETRY_MS]
    assert waits[-1] == jobs.LAST_RETRY_MS
    assert (line(engine).trouble, line(engine).tries) == ("Le disque refuse.", 9)
    make_due(engine)
    claimed = jobs.claim(engine, "essai")
    with writing(engine) as connection:
        jobs.done(connection, claimed, 5)
    assert (line(engine).trouble, line(engine).tries, line(engine).due_ms) == ("", 0, 1_000_005)


def test_what_a_dead_server_had_in_hand_is_taken_up_and_its_late_word_is_not_heard(engine, monkeypatch):
    owe(engine, due_ms=1)
    dead = jobs.claim(engine, "essai")
    later = dead.lease_ms + 1
    monkeypatch.setattr(jobs, "now_ms", lambda: later)
    again = jobs.claim(engine, "essai")
    assert again.tries == 2
    with writing(engine) as connection:
        jobs.done(connection, dead)
    assert line(engine).in_hand
    with writing(engine) as connection:
        jobs.done(connection, again)
        assert jobs.all_jobs(connection, "essai") == []


def test_what_was_put_off_is_not_tried_before_its_time_and_goes_once_settled(engine):
    for tries in (1, 2):
        with writing(engine) as connection:
            jobs.put_off(connection, "essai", "a", "OutsideError")
            assert jobs.waiting_keys(connection, "essai") == {"a"}
        assert (line(engine).tries, line(engine).trouble) == (tries, "OutsideError")
    make_due(engine)
    with writing(engine) as connection:
        assert jobs.waiting_keys(connection, "essai") == set()
        jobs.settle(connection, "essai", "a")
        assert jobs.all_jobs(connection, "essai") == []


def test_hurrying_what_is_not_there_is_said(engine):
    with pytest.raises(UserError), writing(engine) as connection:
        jobs.hurry(connection, "essai", "rien")


def test_upkeep_in_trouble_is_shown_and_stops_nothing(tmp_path, monkeypatch):
    server = open_server(from_environment({}, data_dir=tmp_path / "region"))

    def refuse(*_: object) -> None:
        raise OutsideError("Le disque des sauvegardes refuse.")

    monkeypatch.setattr("sync_server.upkeep.make_backup", refuse)
    turn(server)
    with reading(server.engine) as connection:
        found = {one.key: one for one in jobs.all_jobs(connection, jobs.UPKEEP)}
    server.engine.dispose()
    assert set(found) == set(WORK)
    assert found["sauvegarde"].trouble == "Le disque des sauvegardes refuse."
    assert found["envois abandonnés"].done_ms is not None
    assert dataclasses.replace(found["sauvegarde"], due_ms=0, trouble="").done_ms is None

# SPDX-License-Identifier: EUPL-1.2
"""Writers of one region over SQLite: one at a time, and none waits for one that is gone."""

import threading
import time

import pytest
import sqlalchemy as sa

from lgc_core.store.turns import LONGEST_S
from sync_server.db import open_engine, reading, writing

MANY = 8


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'region.db'}")
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE counter (value INTEGER)")
        connection.exec_driver_sql("INSERT INTO counter VALUES (0)")
    yield engine
    engine.dispose()


def value(connection):
    return connection.exec_driver_sql("SELECT value FROM counter").scalar_one()


def test_many_writers_at_once_lose_nothing(engine):
    def add() -> None:
        for _ in range(5):
            with writing(engine) as connection:
                connection.exec_driver_sql("UPDATE counter SET value = ?", (value(connection) + 1,))

    threads = [threading.Thread(target=add) for _ in range(MANY)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with reading(engine) as connection:
        assert value(connection) == 5 * MANY


def test_a_write_that_fails_gives_its_turn_back(engine):
    started = time.monotonic()
    for _ in range(3):
        with pytest.raises(sa.exc.OperationalError), writing(engine) as connection:
            connection.exec_driver_sql("UPDATE nothing SET value = 1")
    with writing(engine) as connection:
        assert value(connection) == 0
    assert time.monotonic() - started < LONGEST_S


def test_one_connection_may_write_twice(engine):
    with engine.connect().execution_options(write=True) as connection:
        started = time.monotonic()
        for number in (1, 2):
            with connection.begin():
                connection.exec_driver_sql("UPDATE counter SET value = ?", (number,))
        assert value(connection) == 2
    assert time.monotonic() - started < LONGEST_S


def test_reading_waits_for_nobody(engine):
    with writing(engine) as writer:
        writer.exec_driver_sql("UPDATE counter SET value = 9")
        with reading(engine) as reader:
            assert value(reader) == 0

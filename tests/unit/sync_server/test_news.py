# SPDX-License-Identifier: EUPL-1.2
"""One process of a region hears what another one commits, and is not told of its own work again."""

import asyncio
import threading

import pytest
import sqlalchemy as sa

from lgc_core.model.dossier import CareTeamMember, member_id
from lgc_core.model.ids import new_id
from lgc_core.store.identity import cabinet, dossier
from lgc_core.store.tables import metadata
from lgc_core.sync.arbiter import Arbiter
from sync_server.db import open_engine
from sync_server.services.hints import Hints
from sync_server.services.news import news_of
from sync_server.services.region_writer import create, write_fields
from sync_server.tables import server

MINE, THEIRS = new_id(), new_id()


@pytest.fixture
def url(tmp_path):
    made = f"sqlite:///{tmp_path / 'region.db'}"
    engine = open_engine(made)
    metadata.create_all(engine)
    server.create_all(engine)
    for one in (MINE, THEIRS):
        Arbiter(engine).open_partition(cabinet(one))
    yield made
    engine.dispose()


async def _waiting(hints: Hints, *practices: str) -> None:
    for one in practices:
        hints.enter(one, f"post of {one}")


def test_a_process_looks_only_when_the_file_changed_and_names_who_moved(url):
    here, there, hints = open_engine(url), open_engine(url), Hints()
    news = news_of(here, 0.02)
    asyncio.run(_waiting(hints, MINE, THEIRS))
    assert news.heard(hints) == set()
    member = CareTeamMember(id=member_id("x", MINE), dossier="x", practice=MINE)
    Arbiter(there).open_partition(dossier("x"))
    create(there, dossier("x"), member)
    assert news.heard(hints) == set()  # asked for, not in the circle yet
    write_fields(there, dossier("x"), CareTeamMember, member.id, {"status": "membre"})
    assert news.heard(hints) == {MINE}
    hints.wake(MINE)  # its own work: whoever waits here was woken already
    write_fields(there, dossier("x"), CareTeamMember, member.id, {"name": "Cabinet"})
    assert news.heard(hints) == set()
    with there.connect() as connection, connection.begin():
        connection.execute(sa.text("update partition set seq = seq + 1 where id = :id"), {"id": cabinet(THEIRS)})
    assert news.heard(hints) == {THEIRS}
    news.close()
    for engine in (here, there):
        engine.dispose()


def test_a_file_that_cannot_be_read_is_no_news(url):
    hints, engine = Hints(), open_engine(url)
    news = news_of(engine, 0.02)
    asyncio.run(_waiting(hints, MINE))
    with engine.connect() as connection, connection.begin():
        connection.execute(sa.text("alter table partition rename to elsewhere"))
    assert news.heard(hints) == set()
    with engine.connect() as connection, connection.begin():
        connection.execute(sa.text("alter table elsewhere rename to partition"))
    assert news.heard(hints) == set()
    news.close()
    engine.dispose()


@pytest.mark.postgres
def test_on_postgresql_a_process_tells_the_others_and_not_itself():
    from tests.support.postgres import new_database

    where, hints = new_database(), Hints()
    engines = [open_engine(where) for _ in range(2)]
    here, there = (news_of(one, 0.2) for one in engines)
    assert here.heard(hints) == set()  # listening from now on
    here.tell(MINE)
    assert here.heard(hints) == set()
    later = threading.Timer(0.1, there.tell, (THEIRS,))
    later.start()
    heard = set()
    for _ in range(300):
        heard = heard or here.heard(hints)
    later.join()
    assert heard == {THEIRS}
    for one, engine in zip((here, there), engines, strict=True):
        one.close()
        engine.dispose()

# SPDX-License-Identifier: EUPL-1.2
"""The region's disk is really full: posts are told in words, keep everything, and it leaves once there is room."""

import pytest

from lgc_core.store import outbox
from lgc_core.sync.errors import SyncRefusedError
from tests.support.mtls import EnrolledPost, enrol
from tests.support.record import add, make_patient, rows
from tests.support.server import running_server
from tests.support.small_disk import fill_up, mounted

NAMES = [f"PAYET-{rank} " + "X" * 2_000 for rank in range(400)]


@pytest.fixture
def post(tmp_path):
    with mounted(tmp_path / "disk", 16) as disk, running_server(disk / "region") as server:
        yield disk, server, enrol(server, tmp_path)


def waiting(post: EnrolledPost) -> int:
    with post.store.engine.connect() as connection:
        return outbox.count_unanswered(connection)


def received(server) -> int:
    engine = server.engine()
    count = len(rows(engine, ("patient",))["patient"])
    engine.dispose()
    return count


def test_a_full_region_refuses_in_words_loses_nothing_and_takes_all_once_there_is_room(post):
    disk, server, here = post
    here.exchange.run()
    add(here.store, make_patient(usual="HOARAU"))
    here.exchange.run()
    ballast = fill_up(disk)
    add(here.store, *(make_patient(usual=name) for name in NAMES))
    before = waiting(here)
    with pytest.raises(SyncRefusedError) as told:
        here.exchange.run()
    assert "libérer de la place" in told.value.sentence
    assert server.process.poll() is None
    assert waiting(here) <= before
    ballast.unlink()
    here.exchange.run()
    assert waiting(here) == 0
    assert received(server) == 1 + len(NAMES)
    assert "PAYET" not in server.logs

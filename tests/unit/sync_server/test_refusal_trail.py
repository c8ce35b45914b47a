# SPDX-License-Identifier: EUPL-1.2
"""A post that is refused every minute leaves a line an hour; what is nobody's fault leaves none."""

import pytest

from sync_server.services import journal
from sync_server.services.devices import Post
from sync_server.services.refusal_trail import EVENTS, EVERY_MS, RefusalTrail
from tests.support.region_within import region_engine

POST = Post("poste-1", "cabinet-1", False)


def lines(engine) -> list[str]:
    with engine.connect() as connection:
        return [one.event for one in journal.recent(connection)]


def test_each_kind_is_said_once_an_hour_for_each_post():
    engine, times = region_engine(), iter([0, 1, 2, EVERY_MS - 1, EVERY_MS])
    trail = RefusalTrail(engine, lambda: next(times))
    trail.note(POST, "signature")
    trail.note(POST, "signature")
    trail.note(POST, "epoch")
    trail.note(POST, "signature")
    assert lines(engine) == [EVENTS["epoch"], EVENTS["signature"]]
    trail.note(POST, "signature")
    assert lines(engine) == [EVENTS["signature"], EVENTS["epoch"], EVENTS["signature"]]


@pytest.mark.parametrize("code", ["busy", "full", "revoked", "unknown"])
def test_what_is_nobodys_fault_or_said_elsewhere_leaves_no_line(code):
    engine = region_engine()
    RefusalTrail(engine).note(POST, code)
    assert lines(engine) == []

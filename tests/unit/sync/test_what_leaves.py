# SPDX-License-Identifier: EUPL-1.2
"""What a post puts on the wire, and what it does when the region answers and then forgets."""

import sqlalchemy as sa

from lgc_core.store.outbox import count_unanswered
from lgc_core.store.tables import partition as partition_table
from lgc_core.sync.exchange import Exchange
from lgc_core.sync.protocol import MAX_BYTES
from tests.support.record import InProcessRegion, add, copy_of, make_arbiter, make_patient, make_store, ops_of

NOTE = "é" * 100_000


class WatchedRegion(InProcessRegion):
    """Keeps every push that it was sent."""

    def __init__(self, arbiter, device):
        super().__init__(arbiter, device)
        self.pushes = []

    def push(self, request):
        self.pushes.append(request)
        return super().push(request)


class ForgettingRegion(InProcessRegion):
    """Is put back to an older copy, without a word, right after its first answer to a push."""

    def __init__(self, arbiter, device, older):
        super().__init__(arbiter, device)
        self.older = older

    def push(self, request):
        response = super().push(request)
        if self.older is not None:
            self.arbiter, self.older = type(self.arbiter)(self.older), None
        return response


def exchange(store, region):
    return Exchange(store, region, lambda said: b"signed")


def test_long_notes_leave_in_several_pushes_each_below_the_limit():
    store, region = make_store(), WatchedRegion(make_arbiter(), "poste-1")
    add(store, *(make_patient(job=NOTE) for _ in range(12)))
    assert exchange(store, region).run().pushed == 12
    weights = [sum(len(body.encode()) for body in push.ops) for push in region.pushes]
    assert len(weights) > 1
    assert max(weights) <= MAX_BYTES


def test_every_push_names_the_life_of_the_region_that_the_post_knows():
    arbiter, store = make_arbiter(), make_store()
    region = WatchedRegion(arbiter, "poste-1")
    for _ in range(2):
        add(store, make_patient())
        exchange(store, region).run()
    with arbiter._engine.connect() as connection:
        lives = set(connection.execute(sa.select(partition_table.c.epoch)).scalars())
    assert len(region.pushes) == 2
    assert {push.epoch for push in region.pushes} <= lives
    assert "" not in lives


def test_what_was_acknowledged_and_is_not_in_the_order_is_offered_again_in_the_same_exchange():
    arbiter, store = make_arbiter(), make_store()
    add(store, make_patient())
    exchange(store, InProcessRegion(arbiter, "poste-1")).run()
    region = ForgettingRegion(arbiter, "poste-1", copy_of(arbiter._engine))
    add(store, make_patient(), make_patient())
    exchange(store, region).run()
    assert ops_of(region.arbiter._engine) == ops_of(store.engine)
    with store.reading() as connection:
        assert count_unanswered(connection) == 0

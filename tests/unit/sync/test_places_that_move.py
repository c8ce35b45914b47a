# SPDX-License-Identifier: EUPL-1.2
"""Operations that get another place, or none: the post that wrote them ends with the record of the region."""

import pytest

from lgc_core.model.patient import Patient
from lgc_core.store import queries
from lgc_core.store.store import Store
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.exchange import Exchange
from tests.support.desk import RECORD, Desk
from tests.support.record import (
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


class TakesLaterWordsFirst(InProcessRegion):
    """Forgets the first push that it took, in silence, and is offered what was written meanwhile before it."""

    def __init__(self, desk, meanwhile):
        super().__init__(desk.arbiter, "poste-0")
        self.older, self.meanwhile = copy_of(desk.arbiter._engine), meanwhile

    def push(self, request):
        response = super().push(request)
        if self.older is not None:
            self.arbiter, self.older = Arbiter(self.older), None
            self.meanwhile()
        return response


@pytest.mark.parametrize("later", [(0, "début repris"), (8, "fin reprise")])
def test_own_words_that_the_region_takes_in_another_order_are_read_in_that_order(later):
    desk = Desk(posts=1)
    desk.write(0, (0, "début"))
    region = TakesLaterWordsFirst(desk, lambda: desk.write(0, later))
    Exchange(desk.stores[0], region, lambda said: b"").run()
    assert rows(desk.stores[0].engine, RECORD) == rows(region.arbiter._engine, RECORD)
    assert ops_of(desk.stores[0].engine) == ops_of(region.arbiter._engine)


def test_words_of_a_disk_put_back_are_in_conflict_also_when_much_came_between():
    desk = Desk(posts=2)
    backup = copy_of(desk.stores[0].engine)
    desk.state(0, "inactif")
    exchange_of(desk.stores[0], desk.arbiter).run()
    for rank in range(3):
        add(desk.stores[1], *(make_patient(usual=f"PAYET {rank} {one}") for one in range(100)))
    exchange_of(desk.stores[1], desk.arbiter).run()
    again = Store(backup, desk.stores[0].post.practice, "poste-0")
    desk.stores[0] = again
    desk.state(0, "résolu")
    desk.settle()
    desk.assert_equal()
    assert [row.field for row in desk.conflicts()] == ["status"]


def test_a_creation_that_the_region_sets_aside_leaves_no_row_on_its_own_post():
    store, arbiter, patient = make_store(), make_arbiter(), make_patient()
    add(store, patient)
    exchange_of(store, Arbiter(arbiter._engine, lambda _: "refusé")).run()
    with store.reading() as connection:
        assert queries.get(connection, Patient, patient.id) is None
    assert rows(store.engine, ("patient", "field_version")) == rows(arbiter._engine, ("patient", "field_version"))


def test_a_post_that_may_only_send_offers_again_what_a_restored_region_had_acknowledged():
    store, arbiter = make_store(), make_arbiter()
    exchange_of(store, arbiter).run()
    older = copy_of(arbiter._engine)
    add(store, make_patient())
    exchange_of(store, arbiter).offer()
    restored = Arbiter(older)
    restored.new_epoch()
    add(store, make_patient())
    exchange_of(store, restored).offer()
    assert ops_of(restored._engine) == ops_of(store.engine)

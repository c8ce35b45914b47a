# SPDX-License-Identifier: EUPL-1.2
"""Who writes first on one post."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from lgc_core.store.turns import Turns
from lgc_core.sync.pace import APPLY_BATCH, FEWEST, HELD_S, IDLE_BATCH, Pace
from tests.support.record import DOCTOR, make_store


def test_a_person_goes_before_what_comes_from_the_region() -> None:
    turns, order = Turns(), []
    turns.take()

    def wait(name: str, *, gives_way: bool) -> None:
        with turns.turn(gives_way=gives_way):
            order.append(name)

    with ThreadPoolExecutor(2) as pool:
        pool.submit(wait, "région", gives_way=True)
        person = pool.submit(wait, "personne", gives_way=False)
        while not turns._people:
            threading.Event().wait(0.001)
        turns.give_back()
        person.result(60)
    assert order == ["personne", "région"]


def test_a_gesture_that_fails_gives_its_turn_back() -> None:
    store = make_store()
    with pytest.raises(ZeroDivisionError), store.unit_of_work(DOCTOR):
        raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError), store.writing():
        raise ZeroDivisionError
    assert not store._turns._is_taken


def test_batches_shrink_until_a_save_waits_little_and_grow_again() -> None:
    pace = Pace(is_idle=False)
    assert pace.batch == APPLY_BATCH
    for _ in range(9):
        pace.took(pace.batch, pace.batch * HELD_S / 50)
    assert pace.batch == 50
    for _ in range(9):
        pace.took(pace.batch, 60.0)
    assert pace.batch == FEWEST
    for _ in range(9):
        pace.took(pace.batch, 0.0)
    assert pace.batch == APPLY_BATCH


def test_nobody_at_work_means_whole_pages() -> None:
    pace = Pace(is_idle=True)
    pace.took(IDLE_BATCH, 60.0)
    assert pace.batch == IDLE_BATCH

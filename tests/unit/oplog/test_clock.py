# SPDX-License-Identifier: EUPL-1.2
"""The hybrid clock never goes back, whatever the wall clock does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgc_core.oplog.clock import CLAMP_MS, Clamp, HybridClock, is_well_formed, milliseconds


@given(st.lists(st.integers(min_value=-(10**12), max_value=10**13), min_size=2, max_size=60))
def test_a_wall_clock_that_jumps_never_makes_it_go_back(moments: list[int]) -> None:
    feed = iter(moments)
    clock = HybridClock("poste", now=lambda: next(feed))
    given_out = [clock.tick() for _ in moments]
    assert given_out == sorted(set(given_out))


def test_it_goes_on_from_the_last_value_after_a_restart() -> None:
    first = HybridClock("poste", now=lambda: 1_000)
    last = first.tick()
    assert HybridClock("poste", last, now=lambda: 5).tick() > last


def test_a_value_seen_elsewhere_pushes_it_forward() -> None:
    clock = HybridClock("poste", now=lambda: 1_000)
    clock.observe(HybridClock("autre", now=lambda: 9_000).tick())
    assert milliseconds(clock.tick()) >= 9_000


def test_a_full_counter_moves_to_the_next_millisecond() -> None:
    clock = HybridClock("poste", last="0000000003e8ffff-poste", now=lambda: 1_000)
    assert milliseconds(clock.tick()) == 1_001


def test_a_clock_far_ahead_orders_at_the_limit_and_keeps_its_order_within_a_push():
    clamp, now = Clamp(1_000_000), 1_000_000
    far = [f"{now + n * 3_600_000:012x}0000-poste-1" for n in (1, 2, 3)]
    bounded = [clamp.of(hlc) for hlc in far]
    assert [milliseconds(one) for one in bounded] == [now + CLAMP_MS] * 3
    assert bounded == sorted(set(bounded))
    assert all(one.endswith("-poste-1") and is_well_formed(one) for one in bounded)


@pytest.mark.parametrize("ahead", [-(10**6), 0, CLAMP_MS])
def test_a_clock_near_or_behind_orders_as_it_is(ahead):
    hlc = f"{10**6 + ahead:012x}0007-poste-1"
    assert Clamp(10**6).of(hlc) == hlc


def test_what_is_no_clock_is_left_alone():
    assert Clamp(0).of("zzzz") == "zzzz"

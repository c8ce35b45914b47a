# SPDX-License-Identifier: EUPL-1.2
"""The hybrid clock never goes back, whatever the wall clock does."""

from hypothesis import given
from hypothesis import strategies as st

from lgc_core.oplog.clock import HybridClock, milliseconds


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

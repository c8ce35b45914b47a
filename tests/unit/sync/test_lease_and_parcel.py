# SPDX-License-Identifier: EUPL-1.2
"""The lease of a post against every clock, and the queue carried by hand."""

import pytest

from lgc_core.sync.lease import DAY_MS, begun
from lgc_core.sync.parcel import MAGIC, Parcel, ParcelPush, ParcelRefusedError, new_code, seal, unseal

T0 = 1_795_000_000_000
TEN_YEARS = 3650 * DAY_MS


@pytest.mark.parametrize(
    ("days", "phase", "left"), [(0, "normal", 30), (19, "normal", 11), (20, "bientôt", 10), (29, "bientôt", 1)]
)
def test_the_warning_begins_at_day_twenty_of_thirty(days, phase, left):
    lease = begun(T0).seeing(T0 + days * DAY_MS + 1000)
    assert (lease.offline_days, lease.left_days, lease.phase) == (days, left, phase)


def test_at_day_thirty_the_post_reads_only_and_an_exchange_begins_again():
    lease = begun(T0).seeing(T0 + 30 * DAY_MS)
    assert lease.phase == "fini"
    assert begun(T0 + 31 * DAY_MS).phase == "normal"


def test_a_clock_set_back_extends_nothing():
    lease = begun(T0).seeing(T0 + 25 * DAY_MS)
    for back in (T0, T0 - TEN_YEARS, T0 + 24 * DAY_MS):
        assert lease.seeing(back).offline_days == 25
    assert lease.seeing(T0, ran_ms=6 * DAY_MS).phase == "fini"


def test_a_clock_ten_years_ahead_blocks_nobody_and_time_still_runs():
    lease = begun(T0).seeing(T0 + TEN_YEARS)
    assert lease.phase == "normal"
    assert lease.seeing(T0 + TEN_YEARS, ran_ms=20 * DAY_MS).phase == "bientôt"


def test_a_constant_error_of_the_clock_counts_for_nothing():
    for skew in (TEN_YEARS, -TEN_YEARS):
        lease = begun(T0 + skew, skew)
        assert lease.exchanged_ms == T0
        assert lease.seeing(T0 + skew + 21 * DAY_MS).offline_days == 21


@pytest.mark.parametrize(
    ("skew", "wall", "is_wrong"),
    [
        (0, T0, False),
        (0, T0 + 30 * DAY_MS, False),
        (0, T0 - 23 * 3_600_000, False),
        (0, T0 - 2 * DAY_MS, True),
        (0, T0 + TEN_YEARS, True),
        (3_600_000, T0 + 3_600_000, False),
        (2 * DAY_MS, T0 + 2 * DAY_MS, True),
        (2 * DAY_MS, T0 + 5 * DAY_MS, True),
        (2 * DAY_MS, T0 + DAY_MS, False),
        (TEN_YEARS, T0 + TEN_YEARS, True),
        (TEN_YEARS, T0, False),
        (-TEN_YEARS, T0 - TEN_YEARS, True),
        (-TEN_YEARS, T0 + DAY_MS, False),
    ],
)
def test_a_clock_wrong_by_more_than_a_day_is_known_until_it_is_set(skew, wall, is_wrong):
    assert bool(begun(T0 + skew, skew).clock_error_ms(wall)) is is_wrong


def test_the_region_may_shorten_or_lengthen_it_within_reason():
    assert begun(T0, 0, 7).seeing(T0 + 5 * DAY_MS).phase == "bientôt"
    assert begun(T0, 0, 7).seeing(T0 + 7 * DAY_MS).phase == "fini"
    assert begun(T0, 0, 10_000).days == 365
    assert begun(T0, 0, -3).days == 1


def test_a_parcel_opens_with_its_code_however_it_is_typed_and_with_no_other():
    parcel = Parcel(
        practice="p", device="d", made="x", pushes=(ParcelPush(partition="p", ops=("{}",), signature=""),)
    )
    code = new_code()
    packed = seal(parcel, code)
    assert unseal(packed, code.lower().replace("-", " ")) == parcel
    assert b"signature" not in packed
    for wrong, content in (
        (new_code(), packed),
        (code, packed[:-1]),
        (code, b"x" + packed),
        (code, packed[:60]),
        (code, MAGIC),
        (code, b""),
    ):
        with pytest.raises(ParcelRefusedError):
            unseal(content, wrong)

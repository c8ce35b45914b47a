# SPDX-License-Identifier: EUPL-1.2
"""Short form of the simulation: 200 seeds at every run; `dev.py soak` plays ten thousand and a thousand posts."""

import pytest

from lgc_app.services.rhythm import EVERY_SECONDS, seconds_to_next
from tests.simulation import scale
from tests.simulation.run import play, played
from tests.simulation.world import STUCK_AFTER_S, World, seeded_ids

SEEDS = range(200)
PER_TEST = 20


@pytest.mark.parametrize("first", SEEDS[::PER_TEST])
def test_nothing_is_lost_doubled_different_or_stuck_after_any_seed(first):
    failed = {seed: faults[:3] for seed in range(first, first + PER_TEST) if (faults := play(seed))}
    assert failed == {}


def test_a_seed_plays_the_same_life_twice():
    def saved(seed):
        with seeded_ids(seed):
            world = World(seed)
            world.live(40)
            return [sorted(post.saved.items()) for post in world.posts], world.restores, world.deaths

    assert saved(7) == saved(7)


def test_seeds_are_full_of_trouble():
    counts, faults = played(0)
    assert faults == []
    assert min(counts["conflicts"], counts["set aside"], counts["deaths"], counts["posts"]) > 0


@pytest.mark.parametrize("seed", [390, 480, 1000, 1090, 8690])
def test_lives_that_once_failed_hold(seed):
    assert played(seed)[1] == []


def test_a_few_practices_share_a_server_for_days():
    counts, faults = scale.played(1, days=22, practices=3)
    assert faults == []
    assert (counts["practices"], counts["restores"]) == (3, 1)


@pytest.mark.parametrize("failures", [0, 1, 2, 50])
def test_a_post_whose_network_is_back_tries_again_within_a_minute(failures):
    assert all(0 < seconds_to_next(failures, EVERY_SECONDS, draw) < STUCK_AFTER_S for draw in (0.0, 0.5, 1.0))

# SPDX-License-Identifier: EUPL-1.2
"""Short form of the simulation: 200 seeds at every run; `dev.py soak` plays ten thousand."""

import pytest

from tests.simulation.run import play

SEEDS = range(200)
PER_TEST = 10


@pytest.mark.parametrize("first", SEEDS[::PER_TEST])
def test_nothing_is_lost_doubled_or_different_after_any_seed(first):
    failed = {seed: faults[:3] for seed in range(first, first + PER_TEST) if (faults := play(seed))}
    assert failed == {}


def test_a_seed_plays_the_same_life_twice():
    from tests.simulation.world import World, seeded_ids

    def saved(seed):
        with seeded_ids(seed):
            world = World(seed)
            world.live(40)
            return [sorted(post.saved) for post in world.posts], world.restores

    assert saved(7) == saved(7)

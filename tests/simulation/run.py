# SPDX-License-Identifier: EUPL-1.2
"""Play one seed from its first gesture to the proof."""

from tests.simulation.proof import faults_of
from tests.simulation.world import World, seeded_ids


def play(seed: int, steps: int = 24) -> list[str]:
    """Return what did not hold for a seed."""
    with seeded_ids(seed):
        world = World(seed)
        world.live(steps)
        world.heal()
        return faults_of(world)

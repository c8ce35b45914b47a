# SPDX-License-Identifier: EUPL-1.2
"""Play one seed from its first gesture to the proof."""

import sqlalchemy as sa

from lgc_core.store.tables import conflict, quarantine
from lgc_core.store.tables import op as op_table
from tests.simulation.proof import faults_of
from tests.simulation.world import World, seeded_ids

SHORT_STEPS = 24
LONG_STEPS = 120


def steps_of(seed: int) -> int:
    """Return the length of a life in the long form: most are short, one in ten is long."""
    return SHORT_STEPS if seed % 10 else LONG_STEPS


def play(seed: int, steps: int = SHORT_STEPS) -> list[str]:
    """Return what did not hold for a seed."""
    return played(seed, steps)[1]


def played(seed: int, steps: int | None = None) -> tuple[dict[str, int], list[str]]:
    """Return what happened in a seed and what did not hold."""
    with seeded_ids(seed):
        world = World(seed)
        world.live(steps_of(seed) if steps is None else steps)
        world.heal()
        return counts_of(world), faults_of(world)


def counts_of(world: World) -> dict[str, int]:
    """Count what the region holds of a world: a proof over nothing is no proof."""
    with world.server.arbiter._engine.connect() as connection:
        held = {
            name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for name, table in (("operations", op_table), ("conflicts", conflict), ("set aside", quarantine))
        }
    return held | {"posts": len(world.posts), "restores": world.restores, "deaths": world.deaths}

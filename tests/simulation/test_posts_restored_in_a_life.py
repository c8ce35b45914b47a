# SPDX-License-Identifier: EUPL-1.2
"""Seeded lives in which a post goes back to an older copy of its own file, among every other trouble."""

from collections import Counter

import pytest
import sqlalchemy as sa

from lgc_core.store.rewind import begin_after_restore
from lgc_core.store.store import Store
from lgc_core.store.tables import op as op_table
from tests.simulation.proof import faults_of
from tests.simulation.world import Post, World, seeded_ids
from tests.support.record import AT, copy_of

PER_TEST = 12


def go_back(post: Post, backup: sa.Engine, known: dict[str, str]) -> None:
    """Lose the disk: what was written since the backup and not sent is gone with it, and promised no more."""
    engine = copy_of(backup)
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        begin_after_restore(connection, post.device, AT, (0, ""))
    post.store = Store(engine, post.store.post.practice, post.device)
    post.restart()
    post.saved = dict(known)


def doubles(world: World) -> list[tuple[str, int]]:
    with world.server.arbiter._engine.connect() as connection:
        given = connection.execute(sa.select(op_table.c.device, op_table.c.dev_seq)).all()
    return [number for number, times in Counter(map(tuple, given)).items() if times > 1]


@pytest.mark.parametrize("first", range(0, 24, PER_TEST))
def test_a_post_that_goes_back_doubles_no_number_and_ends_like_the_others(first: int) -> None:
    failed = {}
    for seed in range(first, first + PER_TEST):
        with seeded_ids(seed):
            world = World(seed)
            world.live(12)
            post = world.rng.choice(world.posts)
            backup, known = copy_of(post.store.engine), dict(post.saved)
            world.live(8)
            go_back(post, backup, known)
            world.live(8)
            if world.rng.random() < 0.5:
                go_back(post, backup, known)
                world.live(6)
            world.heal()
            if faults := [*faults_of(world)[:3], *doubles(world)]:
                failed[seed] = faults
    assert failed == {}

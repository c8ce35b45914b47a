# SPDX-License-Identifier: EUPL-1.2
"""A hundred posts of twenty-five practices on one server for thirty days; ten such shards make a thousand posts.

Each day has its gestures and exchanges; some posts are away for days, a cyclone cuts everybody, and the server is
restored once. Practices share a server and nothing else: each must find its own record whole.
"""

import random
from typing import Final

from lgc_core.model.ids import derived_id
from tests.simulation.proof import faults_of
from tests.simulation.run import counts_of
from tests.simulation.world import World, make_server, seeded_ids
from tests.support.record import copy_of

DAYS: Final = 30
PRACTICES: Final = 25
POSTS: Final = 4
CYCLONE: Final = range(12, 17)
BACKUP_DAY: Final = 18
RESTORE_DAY: Final = 20
_FAULTS: Final = 0.05


def played(shard: int, days: int = DAYS, practices: int = PRACTICES) -> tuple[dict[str, int], list[str]]:
    """Return what happened in a shard and what did not hold."""
    with seeded_ids(shard):
        worlds = _worlds(shard, practices)
        server, rng = worlds[0].server, random.Random(f"days {shard}")
        away: dict[str, int] = {}
        backup = None
        for day in range(days):
            if day == BACKUP_DAY:
                backup = copy_of(server.arbiter._engine)
            if day == RESTORE_DAY and backup is not None:
                server.restore(copy_of(backup))
                server.arbiter.new_epoch()
            _day(worlds, day, rng, away)
        for world in worlds:
            world.heal()
        faults = [f"{world.practice}: {fault}" for world in worlds for fault in faults_of(world)]
        counts = counts_of(worlds[0]) | {
            "posts": sum(len(world.posts) for world in worlds),
            "practices": len(worlds),
            "days": days,
            "restores": int(backup is not None and days > RESTORE_DAY),
            "deaths": sum(world.deaths for world in worlds),
        }
        return counts, faults


def _worlds(shard: int, practices: int) -> list[World]:
    names = [derived_id("practice", str(shard), str(number)) for number in range(practices)]
    server = make_server(shard, names[0])
    for name in names[1:]:
        server.arbiter.open_partition(f"cabinet:{name}")
        server.arbiter.open_partition(f"trail:{name}")
    return [World(shard * 1_000 + n, server, name, POSTS) for n, name in enumerate(names)]


def _day(worlds: list[World], day: int, rng: random.Random, away: dict[str, int]) -> None:
    posts = [(world, post) for world in worlds for post in world.posts]
    rng.shuffle(posts)
    for world, post in posts:
        name = f"{world.practice} {post.device}"
        for _ in range(rng.choice([0, 1, 2, 4])):
            post.act()
        if rng.random() < 0.02:
            away[name] = day + rng.randint(2, 9)
        if day not in CYCLONE and away.get(name, 0) <= day:
            post.exchange(_FAULTS)

# SPDX-License-Identifier: EUPL-1.2
"""Rights that come and go under bad lines: a person works here, leaves, comes back; no word is lost or stays."""

import random

import pytest
import sqlalchemy as sa

from lgc_core.errors import OutsideError
from lgc_core.model.ids import new_id
from lgc_core.model.preference import Preference, preference_id
from lgc_core.model.staff import Role, Staff
from lgc_core.model.values import PersonName
from lgc_core.store.identity import user
from lgc_core.store.local_tables import cursor, outbox
from lgc_core.store.tables import conflict, quarantine
from lgc_core.store.tables import op as op_table
from lgc_core.store.tables import partition as partition_table
from lgc_core.sync.errors import NoNetworkError
from lgc_core.sync.exchange import Exchange
from lgc_core.sync.partitions import read_allowed
from tests.support.igc import CLAIRE
from tests.support.record import DOCTOR, add, make_patient, rows
from tests.support.region_within import PostWithin, post_within, region_engine

ONE, TWO = "0190d0d0-0000-7000-8000-000000000974", "0190d0d0-0000-7000-8000-000000000975"
MINE = user(CLAIRE.id_nat)
STEPS, ROUNDS = 40, 6


class Line:
    """A line that loses requests before they arrive, or answers after they were done."""

    def __init__(self, region, rng: random.Random) -> None:
        self.region, self.rng, self.rate = region, rng, 0.25

    def __getattr__(self, name: str):
        asked = getattr(self.region, name)

        def ask(request):
            self._maybe_lost()
            answer = asked(request)
            self._maybe_lost()
            return answer

        return ask

    def _maybe_lost(self) -> None:
        if self.rng.random() < self.rate:
            raise NoNetworkError


class Life:
    """Three posts of two practices, and one person who works in both, more or less."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.engine = region_engine()
        self.posts = [post_within(self.engine, f"poste-{n}", where) for n, where in enumerate((ONE, ONE, TWO))]
        self.claims = {post.store.post.device: post.claim(CLAIRE) for post in self.posts}
        self.keys = {post.store.post.device: post.region.key for post in self.posts}
        self.written: dict[str, str] = {}
        self.staff: dict[str, str] = {}
        for post in (self.posts[0], self.posts[2]):
            person = Staff(id=new_id(), name=PersonName(family="E"), ps_id=CLAIRE.id_nat, role=Role.MEDECIN)
            add(post.store, person)
            self.staff[post.store.post.practice] = person.id
        for post in self.posts:
            post.region = Line(post.region, self.rng)

    def live(self) -> None:
        for _ in range(STEPS):
            post, draw = self.rng.choice(self.posts), self.rng.random()
            if draw < 0.4:
                self._like(post)
            elif draw < 0.5:
                add(post.store, make_patient())
            elif draw < 0.62:
                self._move_person(self.rng.choice((self.posts[0], self.posts[2])), stays=self.rng.random() < 0.5)
            else:
                self._exchange(post)
            self._remember(post)

    def heal(self, *, stays: bool) -> None:
        """Let the lines be good, decide whether the person works in the first practice, exchange until quiet."""
        self._move_person(self.posts[0], stays=stays)
        self._move_person(self.posts[2], stays=True)
        for post in (self.posts[0], self.posts[2]):
            self._remember(post)
        for post in self.posts:
            post.region.rate = 0.0
        for _ in range(ROUNDS):
            for post in self.posts:
                self._exchange(post)

    def _like(self, post: PostWithin) -> None:
        name = self.rng.choice(("a", "b"))
        key = preference_id(CLAIRE.id_nat, name)
        with post.store.unit_of_work(DOCTOR) as uow:
            value = f"v{self.rng.random()}"
            if uow.get(Preference, key) is None:
                uow.create(Preference(id=key, name=name, value=value), MINE)
            else:
                uow.set(Preference, key, value=value)

    def _move_person(self, post: PostWithin, *, stays: bool) -> None:
        with post.store.unit_of_work(DOCTOR) as uow:
            uow.set(Staff, self.staff[post.store.post.practice], valid_to="" if stays else "2020-01-01")

    def _exchange(self, post: PostWithin) -> None:
        device = post.store.post.device
        try:
            Exchange(post.store, post.region, self.keys[device].sign, claims=(self.claims[device],)).run()
        except OutsideError:
            return

    def _remember(self, post: PostWithin) -> None:
        own = sa.select(op_table.c.op_id, op_table.c.body).where(op_table.c.device == post.store.post.device)
        with post.store.reading() as connection:
            self.written.update((row[0], row[1]) for row in connection.execute(own))


def of_mine(engine) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of the person's partition, the reasons of what is set aside included."""
    found = {"preference": rows(engine, ("preference",))["preference"]}
    with engine.connect() as connection:
        for table, columns in ((conflict, ("id", "loser_value")), (quarantine, ("op_id", "reason"))):
            query = sa.select(*(table.c[name] for name in columns)).where(table.c.partition == MINE)
            found[table.name] = sorted(tuple(row) for row in connection.execute(query))
        query = sa.select(op_table.c.op_id, op_table.c.seq).where(op_table.c.partition == MINE)
        found["op"] = sorted(tuple(row) for row in connection.execute(query))
    return found


@pytest.mark.parametrize("seed", range(24))
def test_rights_that_come_and_go_lose_no_word_and_leave_none_behind(seed: int) -> None:
    life, stays = Life(seed), seed % 2 == 0
    life.live()
    life.heal(stays=stays)
    with life.engine.connect() as connection:
        kept = dict(connection.execute(sa.select(op_table.c.op_id, op_table.c.body)).all())
        heads = connection.execute(sa.select(partition_table.c.id, partition_table.c.seq)).all()
        for name, head in heads:
            places = sa.select(op_table.c.seq).where(op_table.c.partition == name).order_by(op_table.c.seq)
            assert connection.execute(places).scalars().all() == [*range(1, head + 1)], name
    assert {one: body for one, body in life.written.items() if kept.get(one) != body} == {}
    expected = of_mine(life.engine)
    for post in life.posts:
        with post.store.reading() as connection:
            assert connection.execute(sa.select(outbox)).all() == []
            held = MINE in read_allowed(connection).open
            known = connection.execute(sa.select(cursor.c.partition)).scalars().all()
        assert held is (stays or post.store.post.practice == TWO)
        if held:
            assert of_mine(post.store.engine) == expected
        else:
            assert MINE not in known
            assert all(lines == [] for lines in of_mine(post.store.engine).values())

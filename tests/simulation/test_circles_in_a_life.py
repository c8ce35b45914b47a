# SPDX-License-Identifier: EUPL-1.2
"""Circles of care under bad lines and a region put back to before they existed: nobody reads others’ words."""

import random

import pytest
import sqlalchemy as sa

from lgc_core.errors import OutsideError, UserError
from lgc_core.model.dossier import CareTeamMember, DossierMessage
from lgc_core.oplog.operation import decode
from lgc_core.store import queries
from lgc_core.store.tables import op as op_table
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.exchange import Exchange
from tests.simulation.test_partitions_in_a_life import Line
from tests.support.circle import ONE, THREE, TWO, Side
from tests.support.record import copy_of
from tests.support.region_within import region_engine

STEPS, ROUNDS = 30, 6


class Life:
    """Two practices of a circle and one that asks and is never let in; the region forgets the circle once."""

    def __init__(self, seed: int, folder) -> None:
        self.rng = random.Random(seed)
        self.engine = region_engine()
        self.sides = [
            Side(self.engine, folder, number, name)
            for number, name in ((ONE, "Lagon"), (TWO, "Ravine"), (THREE, "Piton"))
        ]
        for side in self.sides:
            side.exchange()
        self.before = copy_of(self.engine)
        first, second, stranger = self.sides
        first.ask(3)
        second.ask(2)
        first.exchange()
        first.decide(second, accepted=True)
        second.exchange(2)
        self.texts: dict[str, set[str]] = {ONE: set(), TWO: set(), THREE: set()}
        self.lines = {id(side): Line(side.post.region, self.rng) for side in self.sides}
        stranger.cabinet.circles.ask(stranger.patient)

    def live(self, forgets_at: int) -> None:
        for step in range(STEPS):
            if step == forgets_at:
                self._forget()
            side = self.rng.choice(self.sides)
            if self.rng.random() < 0.35:
                self._write(side)
            else:
                self.exchange(side)
            self.look()

    def heal(self) -> None:
        """Let the lines be good and exchange until quiet."""
        for line in self.lines.values():
            line.rate = 0.0
        for _ in range(ROUNDS):
            for side in self.rng.sample(self.sides, 3):
                self.exchange(side)
                self.look()

    def _forget(self) -> None:
        Arbiter(self.before).new_epoch()
        for side in self.sides:
            side.post.region.engine = self.before
        self.engine = self.before

    def _write(self, side: Side) -> None:
        text = f"Mot {self.rng.random()}"
        try:
            side.cabinet.circles.write(side.patient, text)
        except UserError:
            return
        self.texts[side.post.store.post.practice].add(text)

    def exchange(self, side: Side) -> None:
        region = self.lines[id(side)]
        try:
            Exchange(side.post.store, region, side.post.region.key.sign).run()
        except OutsideError:
            return

    def look(self) -> None:
        """See that the stranger holds no word of the circle, at any moment."""
        stranger = self.sides[2].post.store
        with stranger.reading() as connection:
            held = connection.execute(sa.select(op_table.c.body)).scalars()
            said = [one.fields["text"].text for one in map(decode, held) if one.entity_type == "dossier_message"]
        theirs = self.texts[ONE] | self.texts[TWO]
        assert not [text for text in said if text.strip('"') in theirs]


@pytest.mark.parametrize("seed", range(6))
def test_a_circle_that_the_region_forgot_comes_back_to_its_members_only(seed: int, tmp_path) -> None:
    life = Life(seed, tmp_path)
    life.live(forgets_at=seed % STEPS)
    life.heal()
    with life.engine.connect() as connection:
        states = {one.practice: one.status for one in queries.find(connection, CareTeamMember)}
        kept = {one.text for one in queries.find(connection, DossierMessage)}
    assert (states[ONE], states[TWO], states[THREE]) == ("membre", "membre", "demandé")
    everything = life.texts[ONE] | life.texts[TWO]
    assert everything <= kept
    for side in life.sides[:2]:
        assert everything <= set(side.said())
        with side.post.store.reading() as connection:
            shown = {one.practice: one.status for one in queries.find(connection, CareTeamMember)}
        assert shown == states

# SPDX-License-Identifier: EUPL-1.2
"""A region and its posts around one consultation and one problem: what two hands write, and where they end."""

import sqlalchemy as sa

from lgc_core.model.catalogue import BY_NAME
from lgc_core.model.encounter import Encounter
from lgc_core.model.ids import new_id
from lgc_core.model.note import NoteSection, section_id
from lgc_core.model.problem import Problem
from lgc_core.model.values import Concept, Interval, PersonName, Stamp, on_day
from lgc_core.oplog.resolution import Cited, Resolution
from lgc_core.store import queries
from lgc_core.store.store import Store
from lgc_core.store.tables import conflict
from lgc_core.sync.arbiter import Arbiter
from tests.support.record import AT, DOCTOR, add, exchange_of, make_arbiter, make_patient, make_store, rows

RECORD = (*(name for name in BY_NAME if name != "audit_read"), "field_version", "conflict", "merged_text")
TEN = [f"ligne {number}" for number in range(10)]


class Desk:
    """A region and two posts that share one consultation and one problem."""

    def __init__(self, posts: int = 2) -> None:
        self.arbiter: Arbiter = make_arbiter()
        self.stores: list[Store] = [make_store(f"poste-{number}") for number in range(posts)]
        patient = make_patient()
        self.patient = patient.id
        stamp = Stamp(name=PersonName(family="Ethève"))
        self.encounter = Encounter(
            id=new_id(), patient=patient.id, period=Interval(start=on_day(AT.date())), responsible=stamp
        )
        self.section = section_id(self.encounter.id, "P")
        self.problem = Problem(id=new_id(), patient=patient.id, code=Concept(text="Diabète"))
        section = NoteSection(
            id=self.section, encounter=self.encounter.id, patient=patient.id, code="P", text="\n".join(TEN)
        )
        add(self.stores[0], patient, self.encounter, section, self.problem)
        self.settle()

    def settle(self) -> None:
        for _ in range(2):
            for store in self.stores:
                exchange_of(store, self.arbiter).run()

    def write(self, post: int, *changes: tuple[int, str]) -> None:
        with self.stores[post].unit_of_work(DOCTOR) as uow:
            known = uow.get(NoteSection, self.section)
            assert known is not None
            lines = known.text.split("\n")
            for at, words in changes:
                lines[at] = words
            uow.set(NoteSection, self.section, text="\n".join(lines))

    def lines(self, post: int = 0) -> list[str]:
        with self.stores[post].reading() as connection:
            found = queries.get(connection, NoteSection, self.section)
        assert found is not None
        return found.text.split("\n")

    def state(self, post: int, status: str) -> None:
        with self.stores[post].unit_of_work(DOCTOR) as uow:
            uow.set(Problem, self.problem.id, status=status)

    def dispute(self) -> None:
        """Make one conflict over the status of the problem: « inactif » is shown, « résolu » is kept."""
        self.state(0, "inactif")
        self.state(1, "résolu")
        self.settle()

    def decide(self, post: int, status: str, *, reopen: bool = False) -> None:
        cited = tuple(Cited(winner=row.winner_op, loser=row.loser_op) for row in self.conflicts(post))
        with self.stores[post].unit_of_work(DOCTOR) as uow:
            decision = Resolution(field="status", **{"reopens" if reopen else "closes": cited})
            uow.resolve(Problem, self.problem.id, decision, status=status)

    def conflicts(self, post: int = 0, state: str = "") -> list[sa.Row[tuple[str, ...]]]:
        with self.stores[post].reading() as connection:
            query = sa.select(conflict).order_by(conflict.c.id)
            return list(connection.execute(query.where(conflict.c.state == state) if state else query))

    def status(self, post: int) -> str:
        with self.stores[post].reading() as connection:
            found = queries.get(connection, Problem, self.problem.id)
        assert found is not None
        return found.status

    def assert_equal(self) -> None:
        expected = rows(self.arbiter._engine, RECORD)
        for store in self.stores:
            assert rows(store.engine, RECORD) == expected

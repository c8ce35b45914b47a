# SPDX-License-Identifier: EUPL-1.2
"""Two hands in one narrative, two decisions about one conflict: every post and the region end with the same."""

import random
from collections.abc import Callable

import msgspec
import pytest
import sqlalchemy as sa

from lgc_core.model.allergy import Allergy
from lgc_core.model.ids import new_id
from lgc_core.model.problem import Problem
from lgc_core.model.values import Concept
from lgc_core.oplog.merge import Reason
from lgc_core.oplog.operation import decode
from lgc_core.store import queries
from lgc_core.store.tables import op as op_table
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.protocol import PullRequest, PullResponse
from tests.simulation import hands
from tests.simulation.narratives import lost_lines, merged_versions
from tests.support.desk import TEN, Desk
from tests.support.record import DOCTOR, add, exchange_of, make_arbiter


class TypedMeanwhile(Arbiter):
    """A region that takes its time: somebody types at the post before the answer is there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.arbiter._engine)
        self._type: Callable[[], None] | None = lambda: desk.state(1, "résolu")

    def pull(self, request: PullRequest) -> PullResponse:
        if self._type is not None:
            self._type()
            self._type = None
        return super().pull(request)


def test_two_hands_on_other_lines_of_a_note_meet_without_a_word() -> None:
    desk = Desk()
    desk.write(0, (1, "fond propre"))
    desk.write(1, (8, "revoir dans 8 jours"))
    desk.settle()
    assert desk.lines(0) == desk.lines(1) == [*TEN[:1], "fond propre", *TEN[2:8], "revoir dans 8 jours", TEN[9]]
    assert desk.conflicts() == []
    desk.assert_equal()


def test_a_hand_that_types_on_without_having_seen_the_merge_writes_nothing_over() -> None:
    desk = Desk()
    desk.write(0, (1, "fond propre"))
    exchange_of(desk.stores[0], desk.arbiter).run()
    desk.write(1, (8, "revoir"))
    desk.write(1, (8, "revoir dans 8 jours"))  # over its own text: the merge of the first is not seen here
    desk.settle()
    assert (desk.lines()[1], desk.lines()[8]) == ("fond propre", "revoir dans 8 jours")
    assert desk.conflicts() == []
    desk.assert_equal()


def test_who_saw_a_merged_text_changes_it_as_any_other() -> None:
    desk = Desk()
    desk.write(0, (1, "fond propre"))
    desk.write(1, (8, "revoir"))
    desk.settle()
    desk.write(0, (1, "fond sale"), (8, "appeler"))
    desk.settle()
    assert (desk.lines(1)[1], desk.lines(1)[8]) == ("fond sale", "appeler")
    assert desk.conflicts() == []
    desk.assert_equal()


def test_two_hands_on_one_line_keep_two_versions() -> None:
    desk = Desk()
    desk.write(0, (1, "8 mm"))
    desk.write(1, (1, "11 mm"))
    desk.settle()
    (kept,) = desk.conflicts(state="ouvert")
    assert "8 mm" in kept.winner_value
    assert "11 mm" in kept.loser_value
    desk.assert_equal()


def test_what_is_typed_while_others_words_are_on_their_way_is_laid_over_them_at_once() -> None:
    desk = Desk()
    desk.state(0, "inactif")
    exchange_of(desk.stores[0], desk.arbiter).run()
    exchange_of(desk.stores[1], TypedMeanwhile(desk)).run()
    assert desk.status(1) == "inactif"  # as the region will decide: it had that word first
    assert desk.conflicts(1) == []  # and this post says so only once the region has both
    desk.settle()
    assert desk.status(1) == "inactif"
    assert len(desk.conflicts(1)) == 1
    desk.assert_equal()


@pytest.mark.parametrize("status", ["inactif", "résolu", "actif"])
def test_a_decision_closes_the_conflict_everywhere_and_keeps_both_values(status: str) -> None:
    desk = Desk()
    desk.dispute()
    desk.decide(1, status)
    assert desk.conflicts(1, "ouvert") == []  # at once, before any exchange
    desk.settle()
    for post in (0, 1):
        assert desk.status(post) == status
        (closed,) = desk.conflicts(post)
        assert (closed.state, closed.winner_value, closed.loser_value) == ("résolu", '"inactif"', '"résolu"')
    desk.assert_equal()


@pytest.mark.parametrize("one", ["inactif", "résolu"])
def test_two_different_decisions_are_a_new_conflict(one: str) -> None:
    desk = Desk()
    desk.dispute()
    desk.decide(0, one)
    desk.decide(1, "actif")
    desk.settle()
    (still,) = desk.conflicts(state="ouvert")
    assert (still.winner_value, still.loser_value) == (f'"{one}"', '"actif"')
    desk.assert_equal()


def test_two_equal_decisions_are_one() -> None:
    desk = Desk()
    desk.dispute()
    desk.decide(0, "résolu")
    desk.decide(1, "résolu")
    desk.settle()
    assert desk.conflicts(state="ouvert") == []
    desk.assert_equal()


def test_a_decision_in_flight_still_holds_after_a_pull() -> None:
    desk = Desk()
    desk.dispute()
    with desk.stores[0].unit_of_work(DOCTOR) as uow:
        uow.set(Problem, desk.problem.id, comment="suivi")
    exchange_of(desk.stores[0], desk.arbiter).run()
    desk.decide(1, "résolu")
    exchange = exchange_of(desk.stores[1], desk.arbiter)
    exchange._pull(f"cabinet:{desk.stores[1].post.practice}")
    assert desk.conflicts(1, "ouvert") == []
    assert desk.status(1) == "résolu"
    desk.settle()
    desk.assert_equal()


def test_a_decision_taken_back_opens_the_conflict_again() -> None:
    desk = Desk()
    desk.dispute()
    desk.decide(0, "résolu")
    desk.settle()
    desk.decide(1, "inactif", reopen=True)
    desk.settle()
    assert len(desk.conflicts(state="ouvert")) == 1
    assert desk.status(0) == "inactif"
    desk.assert_equal()


def test_a_decision_survives_a_region_that_was_restored() -> None:
    desk = Desk()
    desk.dispute()
    desk.decide(0, "résolu")
    desk.settle()
    desk.arbiter = make_arbiter()
    desk.settle()
    desk.settle()
    assert {desk.status(post) for post in (0, 1)} == {"résolu"}
    kept = {value for row in desk.conflicts() for value in (row.winner_value, row.loser_value)}
    assert kept <= {'"inactif"', '"résolu"'}
    desk.assert_equal()


def test_a_decision_that_cites_nothing_readable_is_set_aside() -> None:
    desk = Desk()
    desk.dispute()
    desk.decide(0, "résolu")
    with desk.stores[0].reading() as connection:
        bodies = connection.execute(sa.select(op_table.c.body)).scalars()
        op = next(one for one in map(decode, bodies) if one.kind == "resolve")
    fields = {name: given for name, given in op.fields.items() if name != "resolved"}
    broken = msgspec.structs.replace(op, op_id=new_id(), device="server", fields=fields)
    (result,) = desk.arbiter.write(op.partition, (broken,))
    assert (result.outcome, result.reason) == ("quarantined", Reason.WRONG_TYPE.value)


def test_allergies_added_at_once_both_stay_and_one_is_removed_only_by_who_saw_it() -> None:
    desk = Desk()
    ids = []
    for store, agent in zip(desk.stores, ["Pénicilline", "Arachide"], strict=True):
        ids.append(new_id())
        add(store, Allergy(id=ids[-1], patient=desk.patient, agent=Concept(text=agent)))
    desk.settle()
    with desk.stores[0].reading() as connection:
        found = queries.of_patient(connection, Allergy, desk.patient)
    assert {one.agent.text for one in found} == {"Pénicilline", "Arachide"}
    with desk.stores[1].unit_of_work(DOCTOR) as uow:
        uow.set(Allergy, ids[0], comment="revue")
    exchange_of(desk.stores[1], desk.arbiter).run()
    with desk.stores[0].unit_of_work(DOCTOR) as uow:
        uow.annul(Allergy, ids[0], "doublon")  # the change made elsewhere was not seen
    desk.settle()
    with desk.stores[0].reading() as connection:
        assert queries.get(connection, Allergy, ids[0]) is not None
    assert [row.field for row in desk.conflicts(state="ouvert")] == ["annulled"]
    desk.assert_equal()


@pytest.mark.parametrize("seed", range(8))
def test_hands_and_decisions_converge_byte_for_byte_and_lose_no_line(seed: int) -> None:
    rng = random.Random(seed)
    desk = Desk(3)
    for _ in range(45):
        store = rng.choice(desk.stores)
        draw = rng.random()
        if draw < 0.35:
            exchange_of(store, desk.arbiter).run()
            continue
        with store.unit_of_work(DOCTOR) as uow:
            if draw < 0.75:
                hands.write_line(rng, uow, desk.encounter.id, desk.patient)
            elif draw < 0.85:
                uow.set(Problem, desk.problem.id, status=rng.choice(["actif", "inactif", "résolu"]))
            else:
                hands.decide(rng, uow)
    desk.settle()
    desk.assert_equal()
    with desk.arbiter._engine.connect() as connection:
        bodies = connection.execute(sa.select(op_table.c.op_id, op_table.c.body))
        assert lost_lines(merged_versions(connection), {row[0]: decode(row[1]) for row in bodies}) == []

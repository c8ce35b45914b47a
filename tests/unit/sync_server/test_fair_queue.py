# SPDX-License-Identifier: EUPL-1.2
"""The fair queue on a bare event loop: bounded, one practice after the other, and patient only so long."""

import asyncio
from contextlib import suppress

import pytest

from lgc_core.sync.errors import LONGEST_WAIT_S
from sync_server.refusals import RefusedError
from sync_server.services.fair_queue import LATE_S, QUEUE_OF_ONE, FairQueue


class Work:
    """Requests that hold their turn until they are let go, one after the other."""

    def __init__(self, turns: FairQueue) -> None:
        self.turns = turns
        self.served: list[str] = []
        self.at_once = self.most_at_once = 0
        self._go = asyncio.Semaphore(0)

    async def ask(self, practice: str) -> None:
        async with self.turns.turn(practice):
            self.served.append(practice)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            await self._go.acquire()
            self.at_once -= 1

    def let_go(self, count: int) -> None:
        for _ in range(count):
            self._go.release()


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def test_no_more_work_than_allowed_at_a_time_and_of_one_practice() -> None:
    async def play() -> None:
        work = Work(FairQueue(at_once=3, of_one=2))
        tasks = [asyncio.create_task(work.ask(name)) for name in ("a", "a", "a", "b", "b", "c")]
        await settle()
        assert work.served == ["a", "a", "b"]
        work.let_go(6)
        await asyncio.gather(*tasks)
        assert sorted(work.served) == ["a", "a", "a", "b", "b", "c"]
        assert work.most_at_once == 3

    asyncio.run(play())


def test_a_practice_that_sends_much_waits_behind_those_that_send_little() -> None:
    async def play() -> None:
        work = Work(FairQueue(at_once=1))
        names = ["loud"] * 6 + ["b", "c", "d"]
        tasks = [asyncio.create_task(work.ask(name)) for name in names]
        await settle()
        work.let_go(len(names))
        await asyncio.gather(*tasks)
        assert max(work.served.index(name) for name in "bcd") <= 4
        assert work.served.count("loud") == 6

    asyncio.run(play())


def test_a_full_queue_says_when_to_come_back_and_spreads_the_answers() -> None:
    async def play() -> None:
        draws = iter([0.0, 0.5, 1.0] * 9)
        work = Work(FairQueue(at_once=1, queue=4, draw=lambda: next(draws)))
        tasks = [asyncio.create_task(work.ask(str(number))) for number in range(5)]
        await settle()
        waits = []
        for _ in range(3):
            with pytest.raises(RefusedError) as refused:
                await work.ask("late")
            assert (refused.value.status, refused.value.body["code"]) == (503, "busy")
            waits.append(int(refused.value.headers["retry-after"]))
        assert waits == sorted(set(waits))
        assert 1 <= min(waits) <= max(waits) <= LATE_S <= LONGEST_WAIT_S
        work.let_go(5)
        await asyncio.gather(*tasks)

    asyncio.run(play())


def test_one_practice_cannot_fill_the_queue_of_all() -> None:
    async def play() -> None:
        work = Work(FairQueue(at_once=1))
        tasks = [asyncio.create_task(work.ask("loud")) for _ in range(QUEUE_OF_ONE + 1)]
        await settle()
        with pytest.raises(RefusedError):
            work.turns.refuse_if_full("loud")
        work.turns.refuse_if_full("quiet")
        work.let_go(QUEUE_OF_ONE + 1)
        await asyncio.gather(*tasks)

    asyncio.run(play())


def test_whoever_waits_too_long_or_goes_away_leaves_its_place_to_others() -> None:
    async def play() -> None:
        work = Work(FairQueue(at_once=1, patience=0.01))
        first = asyncio.create_task(work.ask("a"))
        await settle()
        with pytest.raises(RefusedError):
            await work.ask("b")
        gone = asyncio.create_task(work.ask("c"))
        await settle()
        gone.cancel()
        with suppress(asyncio.CancelledError):
            await gone
        work.let_go(2)
        await first
        await work.ask("d")
        assert work.served == ["a", "d"]

    asyncio.run(play())

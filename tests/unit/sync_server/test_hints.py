# SPDX-License-Identifier: EUPL-1.2
"""Waits for a hint on a bare event loop: woken by colleagues, ended by a newer wait, one for each post."""

import asyncio
import threading

from sync_server.services.hints import Hints

LONG = 20.0


def test_colleagues_are_woken_with_news_and_strangers_and_the_writer_are_not() -> None:
    async def play() -> None:
        hints = Hints()
        mine, colleague, stranger = (hints.enter(*who) for who in (("a", "1"), ("a", "2"), ("b", "3")))
        threading.Thread(target=hints.wake, args=("a", "1")).start()  # from a thread of the database's work
        assert await colleague.until_woken(LONG)
        assert not await mine.until_woken(0.0)
        assert not await stranger.until_woken(0.0)
        for wait in (mine, colleague, stranger):
            wait.leave()
        assert hints.count == 0

    asyncio.run(play())


def test_a_newer_wait_of_a_post_ends_the_older_one_without_news() -> None:
    async def play() -> None:
        hints = Hints()
        older, newer = hints.enter("a", "1"), hints.enter("a", "1")
        assert not await older.until_woken(LONG)
        older.leave()
        assert hints.count == 1
        hints.wake("a")
        assert await newer.until_woken(LONG)

    asyncio.run(play())


def test_a_server_that_stops_ends_every_wait_and_begins_none() -> None:
    async def play() -> None:
        hints = Hints()
        wait = hints.enter("a", "1")
        hints.close()
        assert not await wait.until_woken(LONG)
        assert not await hints.enter("b", "2").until_woken(LONG)

    asyncio.run(play())


def test_thousands_of_waits_hold_no_thread() -> None:
    async def play() -> None:
        hints, before = Hints(), threading.active_count()
        waits = [hints.enter(str(number % 1_200), str(number)) for number in range(3_000)]
        tasks = [asyncio.create_task(wait.until_woken(LONG)) for wait in waits]
        await asyncio.sleep(0)
        assert hints.count == 3_000
        assert threading.active_count() <= before
        for number in range(1_200):
            hints.wake(str(number))
        assert all(await asyncio.gather(*tasks))

    asyncio.run(play())

# SPDX-License-Identifier: EUPL-1.2
"""The ear of a post: news once, silence after a trouble until the next exchange, an end when asked."""

import queue
import threading

from lgc_app.services.listening import Listener, Place
from lgc_core.sync.errors import NoNetworkError

HERE, THERE = Place("life", 1), Place("life", 2)
LONG = 20.0


class Ear:
    """A listener whose region answers what the test puts in the queue."""

    def __init__(self) -> None:
        self.asked: queue.Queue[Place] = queue.Queue()
        self.answers: queue.Queue[bool | Exception] = queue.Queue()
        self.news = threading.Semaphore(0)
        self.listener = Listener(self._ask, self.news.release, pause=0)

    def _ask(self, place: Place) -> bool:
        self.asked.put(place)
        answer = self.answers.get(timeout=LONG)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def heard(self) -> bool:
        return self.news.acquire(timeout=LONG)


def test_news_is_told_once_and_listening_goes_on_from_the_next_place() -> None:
    ear = Ear()
    ear.listener.follow(HERE)
    ear.answers.put(True)
    assert ear.heard()
    ear.listener.follow(THERE)
    assert [ear.asked.get(timeout=LONG) for _ in range(2)] == [HERE, THERE]
    ear.listener.stop()
    ear.answers.put(True)
    assert not ear.news.acquire(timeout=0.05)


def test_a_wait_without_news_is_begun_again() -> None:
    ear = Ear()
    ear.listener.follow(HERE)
    for answer in (False, False, True):
        ear.answers.put(answer)
    assert ear.heard()
    assert [ear.asked.get(timeout=LONG) for _ in range(3)] == [HERE] * 3
    ear.listener.stop()


def test_after_a_trouble_it_is_silent_until_an_exchange_goes_through() -> None:
    ear = Ear()
    ear.listener.follow(HERE)
    ear.answers.put(NoNetworkError())
    assert ear.asked.get(timeout=LONG) == HERE
    ear.listener.follow(THERE)
    assert ear.asked.get(timeout=LONG) == THERE
    ear.answers.put(True)
    assert ear.heard()
    ear.listener.stop()


def test_an_answer_about_an_older_place_is_no_news() -> None:
    ear = Ear()
    ear.listener.follow(HERE)
    assert ear.asked.get(timeout=LONG) == HERE
    ear.listener.follow(THERE)  # this post's own exchange went past it
    ear.answers.put(True)
    assert ear.asked.get(timeout=LONG) == THERE
    assert not ear.news.acquire(blocking=False)
    ear.listener.stop()
    ear.answers.put(False)

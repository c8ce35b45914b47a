# SPDX-License-Identifier: EUPL-1.2
"""Posts that wait to hear that their practice has something new: asleep on the event loop, no thread held.

Only a hint: a post that hears nothing exchanges at its own rhythm, so that a lost one loses a few seconds. What
another process commits comes by services/news.py.
"""

import asyncio
import contextlib
import threading
from dataclasses import dataclass
from typing import Final

HELD_S: Final = 25.0
"""How long a post is held: below the 30 s after which lines, proxies and the post itself give up."""


@dataclass(eq=False)
class _Waiter:
    device: str
    loop: asyncio.AbstractEventLoop
    woken: asyncio.Event
    has_news: bool = False


class Hints:
    """Who waits for which practice; one wait for each post at most, so that memory is bounded by the posts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, dict[str, _Waiter]] = {}
        self._closed = False
        self._told: set[str] = set()

    @property
    def count(self) -> int:
        """Return how many posts wait."""
        with self._lock:
            return sum(len(some) for some in self._waiting.values())

    def enter(self, practice: str, device: str) -> "Wait":
        """Begin to listen, before looking whether there is something already: nothing falls between the two."""
        waiter = _Waiter(device, asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            before = self._waiting.setdefault(practice, {}).get(device)
            self._waiting[practice][device] = waiter
            closed = self._closed
        if before is not None:
            _wake(before)
        if closed:
            waiter.woken.set()
        return Wait(self, practice, waiter)

    def wake(self, practice: str, but: str = "") -> None:
        """Wake the posts of a practice, except the one whose work it was; from any thread."""
        with self._lock:
            self._told.add(practice)
            found = [one for one in self._waiting.get(practice, {}).values() if one.device != but]
        for one in found:
            one.has_news = True
            _wake(one)

    def here(self) -> tuple[str, ...]:
        """Return the practices whose posts wait in this process."""
        with self._lock:
            return tuple(self._waiting)

    def take_told(self) -> frozenset[str]:
        """Return the practices woken since the last time, and forget them."""
        with self._lock:
            told, self._told = frozenset(self._told), set()
            return told

    def close(self) -> None:
        """Wake everybody: the server stops."""
        with self._lock:
            self._closed = True
            found = [one for some in self._waiting.values() for one in some.values()]
        for one in found:
            _wake(one)

    def _leave(self, practice: str, waiter: _Waiter) -> None:
        with self._lock:
            some = self._waiting.get(practice, {})
            if some.get(waiter.device) is waiter:
                del some[waiter.device]
            if not some:
                self._waiting.pop(practice, None)


class Wait:
    """One wait under way."""

    def __init__(self, hints: Hints, practice: str, waiter: _Waiter) -> None:
        self._hints = hints
        self._practice = practice
        self._waiter = waiter

    async def until_woken(self, seconds: float = HELD_S) -> bool:
        """Wait; tell whether somebody wrote, and did not merely end the wait."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._waiter.woken.wait(), seconds)
        return self._waiter.has_news

    def leave(self) -> None:
        """Listen no more."""
        self._hints._leave(self._practice, self._waiter)  # noqa: SLF001  # of this file


def _wake(waiter: _Waiter) -> None:
    if not waiter.loop.is_closed():
        waiter.loop.call_soon_threadsafe(waiter.woken.set)

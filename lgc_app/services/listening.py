# SPDX-License-Identifier: EUPL-1.2
"""Hear from the region that colleagues wrote, so that the next exchange does not wait for its turn.

One thread of its own that sleeps on the network and touches nothing of this post; it may die with the program.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lgc_core.errors import OutsideError

PAUSE_S: Final = 1.0
"""Between two waits without news: a region that answers at once, for whatever reason, is not asked in a loop."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the order of the practice's record."""

    epoch: str
    seq: int


class Listener:
    """Waits after the newest place it was told; silent from a trouble until the next exchange tells a place."""

    def __init__(self, ask: Callable[[Place], bool], news: Callable[[], None], pause: float = PAUSE_S) -> None:
        self._pause = pause
        self._ask = ask
        self._news = news
        self._changed = threading.Condition()
        self._place: Place | None = None
        self._stopped = False
        self._thread: threading.Thread | None = None

    def follow(self, place: Place | None) -> None:
        """Listen for what comes after a place; None listens no more until another is told."""
        with self._changed:
            self._place = place
            if place is not None and self._thread is None and not self._stopped:
                self._thread = threading.Thread(target=self._run, name="hint", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def stop(self) -> None:
        """End; a request under way is left to its own end and not told."""
        with self._changed:
            self._stopped, self._place = True, None
            self._changed.notify_all()

    def _run(self) -> None:
        while (place := self._next()) is not None:
            try:
                is_news = self._ask(place)
            except OutsideError:
                self._silent(place)
                continue
            if not is_news:
                self._breathe()
            elif self._silent(place):
                self._news()

    def _next(self) -> Place | None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._place is not None)
            return self._place

    def _breathe(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopped, self._pause)

    def _silent(self, place: Place) -> bool:
        """Ask no more after this place; tell whether it was still the newest."""
        with self._changed:
            if self._place != place:
                return False
            self._place = None
            return True

# SPDX-License-Identifier: EUPL-1.2
"""Whose turn it is to write on one post: what a person saves goes before what comes from the region.

SQLite lets one writer at a time and makes the others sleep, 25 ms and more by and by; within one process they can
stand in line instead, and be woken at once. Between processes SQLite still decides.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

LONGEST_S: Final = 10.0
"""Then SQLite is asked, and says itself that it is busy: a turn lost somewhere stops nobody for ever."""


class Turns:
    """One line for the writers of a process, safe between threads; a thread takes one turn at a time."""

    def __init__(self) -> None:
        self._line = threading.Condition()
        self._is_taken = False
        self._people = 0

    def take(self, *, gives_way: bool = False) -> None:
        """Wait for a turn; who gives way lets every person go first."""
        with self._line:
            self._people += not gives_way
            self._line.wait_for(lambda: self._is_free(gives_way=gives_way), LONGEST_S)
            self._people -= not gives_way
            self._is_taken = True

    def give_back(self) -> None:
        """End a turn."""
        with self._line:
            self._is_taken = False
            self._line.notify_all()

    @contextmanager
    def turn(self, *, gives_way: bool = False) -> Iterator[None]:
        """Hold a turn for a block."""
        self.take(gives_way=gives_way)
        try:
            yield
        finally:
            self.give_back()

    def _is_free(self, *, gives_way: bool) -> bool:
        return not (self._is_taken or (gives_way and self._people))

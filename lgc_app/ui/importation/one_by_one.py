# SPDX-License-Identifier: EUPL-1.2
"""Write many small things one after the other, so that whoever types meanwhile waits for one of them at most."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject

from lgc_app.ui.tasks import Tasks
from lgc_core.errors import UserError
from lgc_core.store.changes import NOTHING, Changes

_TELL_MS: Final = 2000
"""The other screens hear of many writes at once: seven hundred documents would refresh them as often."""


class Told(QObject):
    """Gathers what was written, and tells every screen from time to time."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._untold = NOTHING
        self._since = QElapsedTimer()
        self._since.start()

    def note(self, changes: Changes) -> None:
        """Remember what was written."""
        self._untold |= changes
        if self._since.elapsed() > _TELL_MS:
            self.tell()

    def tell(self) -> None:
        """Tell now."""
        untold, self._untold = self._untold, NOTHING
        self._since.restart()
        if untold.entities:
            self._tasks.changed.emit(untold)


class OneByOne(QObject):
    """Makes calls in order on the thread of the record; `done` hears the ranks of those made, and a refusal."""

    def __init__(
        self, tasks: Tasks, calls: Sequence[Callable[[], Changes]], done: Callable[[list[int], str], None]
    ) -> None:
        super().__init__()
        self._tasks, self._calls, self._done = tasks, list(calls), done
        self._told = Told(tasks)
        self._rank = 0
        self._made: list[int] = []
        self._refused = ""
        self._stopped = False

    def begin(self) -> None:
        """Make the first call; the others follow."""
        self._next()

    def stop(self) -> None:
        """Make no more: the post locks."""
        self._stopped = True

    def _next(self) -> None:
        if self._stopped:
            return
        if self._rank == len(self._calls):
            self._told.tell()
            self._done(self._made, self._refused)
            return
        self._tasks.read(self._calls[self._rank], self._on_made, failed=self._on_refused)

    def _on_made(self, changes: Changes) -> None:
        self._made.append(self._rank)
        self._rank += 1
        self._told.note(changes)
        self._next()

    def _on_refused(self, error: BaseException) -> None:
        if self._stopped:
            return
        if not isinstance(error, UserError):
            self._told.tell()
            self._done(self._made, "")
            raise error
        self._refused = error.sentence
        self._rank += 1
        self._next()

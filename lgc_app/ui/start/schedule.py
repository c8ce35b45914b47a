# SPDX-License-Identifier: EUPL-1.2
"""When this post talks to the region: regularly, soon after a write, at once on F5, rarely while cut."""

import random
import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from lgc_app.services.exchanges import Exchanges, Outcome
from lgc_app.services.listening import Listener
from lgc_app.services.rhythm import AFTER_A_WRITE_SECONDS, EVERY_SECONDS, seconds_to_next
from lgc_app.ui.tasks import Tasks
from lgc_core.errors import OutsideError, UserError
from lgc_core.store.changes import NOTHING, Changes


class ExchangeSchedule(QObject):
    """Runs exchanges one at a time on the network's pool. `finished(outcome, asked)` after each."""

    started = Signal()
    finished = Signal(object, bool)
    _heard = Signal()

    def __init__(self, tasks: Tasks, exchanges: Exchanges, every_seconds: float = EVERY_SECONDS) -> None:
        super().__init__()
        self._tasks = tasks
        self._exchanges = exchanges
        self._every = every_seconds
        self._failures = 0
        self._running = self._asked = self._stopped = self._telling = self._moving = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._run)
        tasks.changed.connect(self._on_written)
        self._not_before = 0.0
        self._listener = Listener(exchanges.listen, self._heard.emit)
        self._heard.connect(self._run, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        """Say whether an exchange is under way."""
        return self._running

    @property
    def seconds_to_next(self) -> int:
        """Give the wait before the next try."""
        return max(self._timer.remainingTime(), 0) // 1000

    def begin(self) -> None:
        """Exchange now, then regularly."""
        self._run()

    def ask(self) -> None:
        """Exchange at once because a person asked; its sentence will be said."""
        self._asked = True
        self._run()

    def stop(self) -> None:
        """Plan nothing more; one under way ends by itself and is not told."""
        self._stopped = True
        self._timer.stop()
        self._listener.stop()
        self._exchanges.wind_up()

    def _run(self) -> None:
        if self._running or self._stopped:
            return
        self._running = True
        self._timer.stop()
        self.started.emit()
        self._tasks.fetch(self._exchanges.run_operations, self._on_done, failed=self._on_failed)

    def _on_done(self, outcome: Outcome) -> None:
        self._end(outcome)

    def _on_failed(self, error: BaseException) -> None:
        if self._stopped:
            self._running = False
            return
        if not isinstance(error, UserError | OutsideError):
            self._end(Outcome(sentence="L’échange n’a pas abouti. Rien n’est perdu.", online=False))
            raise error
        self._end(Outcome(sentence=error.sentence, online=False))

    def _end(self, outcome: Outcome) -> None:
        self._running = False
        if self._stopped:
            return
        asked, self._asked = self._asked, False
        self._failures = 0 if outcome.online else self._failures + 1
        self._not_before = time.monotonic() + outcome.again_in
        self._plan(outcome.again_in or self._delay())
        self._listener.follow(outcome.place)
        if outcome.changes != NOTHING:
            self._tell(outcome.changes)
        self.finished.emit(outcome, asked)
        if outcome.more and outcome.online and not outcome.revoked:
            self._move_files()

    def _move_files(self) -> None:
        """Move files beside the operations, slice after slice; they step aside whenever an exchange begins."""
        if self._moving or self._running or self._stopped:
            return
        self._moving = True
        self._tasks.fetch(self._exchanges.move_files, self._on_moved, failed=self._on_not_moved)

    def _on_moved(self, outcome: Outcome) -> None:
        self._moving = False
        if self._stopped:
            return
        if outcome.changes != NOTHING:
            self._tell(outcome.changes)
        if outcome.more and outcome.online:
            self._move_files()

    def _on_not_moved(self, error: BaseException) -> None:
        self._moving = False
        if not self._stopped and not isinstance(error, UserError | OutsideError):
            raise error

    def _tell(self, changes: Changes) -> None:
        self._telling = True  # what the region sent is no reason to talk to it again
        self._tasks.changed.emit(changes)
        self._telling = False

    def _on_written(self, changes: object) -> None:
        if self._telling or self._failures or self._stopped or not isinstance(changes, Changes):
            return
        if changes != NOTHING and not self._running:
            self._plan(min(AFTER_A_WRITE_SECONDS, self._every))

    def _delay(self) -> float:
        return seconds_to_next(self._failures, self._every, random.random())  # noqa: S311 -- a delay, no secret

    def _plan(self, seconds: float) -> None:
        seconds = max(seconds, self._not_before - time.monotonic())
        left = self._timer.remainingTime()
        if not self._timer.isActive() or left > seconds * 1000:
            self._timer.start(round(seconds * 1000))

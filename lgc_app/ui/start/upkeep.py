# SPDX-License-Identifier: EUPL-1.2
"""What a post does for itself every minute while it is open: its lease, its backup, its reading room."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from lgc_app.services.backups import BackupState
from lgc_app.services.cabinet import Cabinet
from lgc_app.services.lease import LeaseState
from lgc_app.services.queue_export import Exported
from lgc_app.ui.tasks import ShowError, Tasks

MINUTE_SECONDS = 60.0
# a backup waits for a moment without a write, but not for ever
_QUIET_SECONDS = 60.0
_LONGEST_SECONDS = 1800.0


@dataclass(frozen=True, slots=True)
class Upkept:
    """What the screens say of it; `backup` is None for a post without backups."""

    lease: LeaseState
    backup: BackupState | None


class Upkeep(QObject):
    """`told(Upkept)` after each look. Everything runs on the network's pool: nobody waits for it."""

    told = Signal(object)

    def __init__(self, tasks: Tasks, cabinet: Cabinet, every_seconds: float = MINUTE_SECONDS) -> None:
        super().__init__()
        self._tasks = tasks
        self._cabinet = cabinet
        self._written_at = self._began = time.monotonic()
        self._looking = False
        self._timer = QTimer(self, interval=round(every_seconds * 1000))
        self._timer.timeout.connect(self.look)
        self._timer.timeout.connect(self._prepare)
        tasks.changed.connect(self._on_written)

    def begin(self) -> None:
        """Look now, then every minute."""
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Look no more; a backup under way is dropped by itself once the key is gone."""
        self._timer.stop()
        self._tasks.changed.disconnect(self._on_written)

    def look(self) -> None:
        """Look at the lease, and make a backup if it is due and the moment is quiet."""
        if self._looking:
            return
        self._looking = True
        now = time.monotonic()
        quiet = now - self._written_at >= _QUIET_SECONDS or now - self._began >= _LONGEST_SECONDS
        if quiet:
            self._began = now
        self._tasks.fetch(partial(_look, self._cabinet, backup=quiet), self._on_looked, failed=self._on_failed)

    def back_up_now(self, done: "Done") -> None:
        """Make a backup because the person asked."""
        backups = self._cabinet.backups
        if backups is not None:
            self._tasks.fetch(backups.run, lambda _made: self._on_backed_up(done), owner=self, failed=done.failed)

    def export(self, file: Path, done: "Done") -> None:
        """Export the queue because the person asked."""
        self._tasks.fetch(
            partial(self._cabinet.queue_export.run, file), done.exported, owner=self, failed=done.failed
        )

    def _prepare(self) -> None:
        """Have a process ready for the next document from outside, though not while the post is just opening."""
        self._tasks.fetch(self._cabinet.reading_room.prepare, lambda _nothing: None, owner=self)

    def _on_backed_up(self, done: "Done") -> None:
        done.backed_up()
        self.look()

    def _on_written(self, _changes: object) -> None:
        self._written_at = time.monotonic()

    def _on_looked(self, upkept: Upkept) -> None:
        self._looking = False
        if self._timer.isActive():
            self.told.emit(upkept)

    def _on_failed(self, _error: BaseException) -> None:
        self._looking = False  # locked meanwhile, or a disk that refuses: the next look tells


@dataclass(frozen=True, slots=True)
class Done:
    """Who hears of what a person asked for."""

    backed_up: Callable[[], None]
    exported: Callable[[Exported], None]
    failed: ShowError


def _look(cabinet: Cabinet, *, backup: bool) -> Upkept:
    if backup:  # a quiet moment
        cabinet.texts.catch_up()
    if backup and cabinet.backups is not None:
        cabinet.backups.run_if_due()
    state = cabinet.backups.state() if cabinet.backups is not None else None
    return Upkept(cabinet.session.lease.look(), state)

# SPDX-License-Identifier: EUPL-1.2
"""Local backups of this post: at most one an hour, each verified, some kept, and a word when they stop."""

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from lgc_app.vault.backup import Backup, backups_in, make_backup, newest_backup, remove_backup, sweep_partial
from lgc_app.vault.backup_rotation import worth_keeping
from lgc_app.vault.faults import VaultLockedError
from lgc_app.vault.keys import DatabaseKey
from lgc_app.vault.layout import VaultLayout
from lgc_app.vault.slot_file import SlotFile
from lgc_core.errors import LgcError

EVERY: Final = dt.timedelta(hours=1)
STALE: Final = dt.timedelta(hours=48)
_NBSP: Final = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupState:
    """Where the backups of this post stand; times are UTC.

    Attributes:
        trouble: the sentence of the last try that failed, empty after one that worked.
        alert: what to say to the person, empty while all is well.
    """

    last: dt.datetime | None
    trouble: str
    alert: str


class Backups:
    """Makes and keeps the backups of one unlocked vault; safe from any thread."""

    def __init__(
        self,
        layout: VaultLayout,
        engine: sa.Engine,
        key: DatabaseKey,
        now: Callable[[], dt.datetime],
        along: Sequence[Path] = (),
    ) -> None:
        self._layout = layout
        self._engine = engine
        self._key = key
        self._now = now
        self._along = along
        self._one_at_a_time = threading.Lock()
        self._trouble = ""
        self._began = now()

    def run_if_due(self) -> Backup | None:
        """Make a backup when the last one is an hour old; None when none is due, under way, or it was locked.

        A failure is kept for `state`: it never troubles whoever works.
        """
        if not self.is_due() or not self._one_at_a_time.acquire(blocking=False):
            return None
        try:
            return self._make(self._layout.backups)
        except VaultLockedError:
            return None
        except LgcError as error:
            self._trouble = str(error)
            return None
        finally:
            self._one_at_a_time.release()

    def run(self, into: Path | None = None) -> Backup:
        """Make a backup now, here or in a folder of the person's (a disk kept elsewhere: nothing removed there).

        Raises:
            DiskFullError, DiskTroubleError, DamagedDatabaseError, VaultLockedError: nothing was removed.
        """
        with self._one_at_a_time:
            return self._make(into or self._layout.backups)

    def is_due(self) -> bool:
        """Tell whether an hour has passed, or the clock went back over the last one."""
        last = newest_backup(self._layout.backups)
        age = self._now() - last.made if last else EVERY
        return age >= EVERY or age < -EVERY

    def state(self) -> BackupState:
        """Return what the window shows."""
        last = newest_backup(self._layout.backups)
        return BackupState(last=last.made if last else None, trouble=self._trouble, alert=self._alert(last))

    def _alert(self, last: Backup | None) -> str:
        since = last.made if last else self._began
        if self._now() - since < STALE and not (last is None and self._trouble):
            return ""
        when = f"Dernière sauvegarde vérifiée le {last.made.astimezone():%d/%m à %H:%M}." if last else ""
        why = (
            self._trouble
            or "Laissez ce poste allumé quelques minutes, ou lancez «\u00a0Sauvegarder maintenant\u00a0»."
        )
        return f"{when or 'Aucune sauvegarde de ce poste.'} {why}"

    def _make(self, into: Path) -> Backup:
        sweep_partial(into)
        made = make_backup(self._engine, self._key, SlotFile(self._layout.folder), into, self._along, self._now())
        self._trouble = ""
        if into == self._layout.backups:
            kept = backups_in(into)
            for old in set(kept) - worth_keeping(kept) - {made}:
                remove_backup(old)
        return made

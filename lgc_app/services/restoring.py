# SPDX-License-Identifier: EUPL-1.2
"""Go back to a backup of this post without losing what the file set aside still gives, nor doubling a number."""

import contextlib
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from cps_card.trust import TrustStore
from lgc_app.services.files import AWAITED
from lgc_app.services.settings import DEVICE, read_setting
from lgc_app.vault.attachments import AttachmentStore, BlobRef
from lgc_app.vault.attempts import Audit
from lgc_app.vault.backup import verify_backup
from lgc_app.vault.engine import close_database, open_database
from lgc_app.vault.keys import DatabaseKey
from lgc_app.vault.layout import VaultLayout
from lgc_app.vault.one_copy import OneCopy
from lgc_app.vault.restore import abandon, finish_swap, prepare, swap
from lgc_app.vault.session import VaultSession
from lgc_core.errors import LgcError
from lgc_core.oplog.clock import is_well_formed
from lgc_core.store.local_tables import attachment, local_draft
from lgc_core.store.rewind import begin_after_restore
from lgc_core.store.tables import op as op_table

_BATCH: Final = 200
_FIRST: Final = (0, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore did.

    Attributes:
        aside: folder with the files that were in use before, empty when there were none.
        saved_ops, saved_drafts: what the old file still gave that the backup did not have.
    """

    made: dt.datetime
    aside: Path
    rows: int
    saved_ops: int
    saved_drafts: int


@dataclass(frozen=True, slots=True)
class _Salvage:
    """What could be read of the file that is set aside."""

    ops: Sequence[dict[str, Any]] = ()
    drafts: Sequence[dict[str, Any]] = ()
    seen: tuple[int, str] = _FIRST


class Restoring:
    """Restores into one vault's folder."""

    def __init__(
        self,
        folder: Path,
        trust: TrustStore,
        audit: Audit,
        now: Callable[[], dt.datetime],
        upgrade: Callable[[sa.Engine], object],
    ) -> None:
        """Prepare; `upgrade` brings an older copy to the tables of this version."""
        self._folder = folder
        self._upgrade = upgrade
        self._trust = trust
        self._audit = audit
        self._now = now

    def run(self, backup: Path, made: dt.datetime, unlock: Callable[[VaultSession], None]) -> Restored:
        """Open a copy of the backup beside the vault, prove it, make it go on, then swap.

        Raises:
            AlreadyOpenError: the window is open on this post. LgcError: refused, damaged, full: nothing changed.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as held:
            held.callback(OneCopy(self._folder).release)
            finish_swap(self._folder)
            prepared = prepare(self._folder, backup)
            with contextlib.ExitStack() as unless_proven:
                unless_proven.callback(abandon, prepared)
                rows, saved = self._go_on(prepared, backup, unlock)
                unless_proven.pop_all()
            aside = swap(self._folder, prepared)
        return Restored(
            made=made, aside=aside, rows=rows, saved_ops=len(saved.ops), saved_drafts=len(saved.drafts)
        )

    def _go_on(
        self, prepared: Path, backup: Path, unlock: Callable[[VaultSession], None]
    ) -> tuple[int, "_Salvage"]:
        copy = VaultSession(prepared, self._trust, self._audit)
        try:
            unlock(copy)
            rows = sum(verify_backup(backup, copy.key).values())
            self._upgrade(copy.engine)
            device = read_setting(copy.engine, DEVICE)
            saved = self._salvage(copy.key, device, copy.engine)
            with copy.engine.connect().execution_options(write=True) as connection, connection.begin():
                _keep(connection, saved)
                begin_after_restore(connection, device, self._now(), saved.seen)
                self._await_missing_files(connection, copy.key)
        finally:
            copy.close()
        return rows, saved

    def _salvage(self, key: DatabaseKey, device: str, copy: sa.Engine) -> _Salvage:
        """Read what the file in use has and the backup has not; a damaged one gives what it can, or nothing."""
        database = VaultLayout(self._folder).database
        try:
            old = open_database(database, key)
        except LgcError:
            return _Salvage()
        try:
            return _read_old(old, copy, device)
        except (LgcError, sa.exc.SQLAlchemyError):
            return _Salvage()
        finally:
            close_database(old)

    def _await_missing_files(self, connection: sa.Connection, key: DatabaseKey) -> None:
        """Ask the region again for the files that are not on this disk."""
        safe = AttachmentStore(VaultLayout(self._folder).attachments, key)
        rows = connection.execute(sa.select(attachment.c.sha256, attachment.c.size)).all()
        missing = [row.sha256 for row in rows if not safe.has(BlobRef(row.sha256, row.size))]
        for start in range(0, len(missing), _BATCH):
            some = attachment.c.sha256.in_(missing[start : start + _BATCH])
            connection.execute(sa.update(attachment).where(some).values(state=AWAITED))


def _read_old(old: sa.Engine, copy: sa.Engine, device: str) -> _Salvage:
    with old.connect() as here, copy.connect() as there:
        known = set(there.execute(sa.select(op_table.c.op_id).where(op_table.c.device == device)).scalars())
        own = here.execute(sa.select(op_table).where(op_table.c.device == device)).mappings()
        ops = [dict(row) for row in own if row["op_id"] not in known]
        drafts = [dict(row) for row in here.execute(sa.select(local_draft)).mappings()]
        last = sa.select(sa.func.max(op_table.c.dev_seq), sa.func.max(op_table.c.hlc))
        seq, hlc = here.execute(last.where(op_table.c.device == device)).one()
    return _Salvage(ops, drafts, (seq or 0, hlc if hlc and is_well_formed(hlc) else ""))


def _keep(connection: sa.Connection, saved: _Salvage) -> None:
    """Add to the log what the backup had not; it is folded once the region has given it a place."""
    for row in saved.ops:
        values = row | {"seq": None, "result": row["result"] or "applied"}
        connection.execute(sqlite.insert(op_table).values(values).on_conflict_do_nothing())
    keys = ["encounter", "code", "author"]
    for row in saved.drafts:
        newer = sqlite.insert(local_draft).values(row)
        newer = newer.on_conflict_do_update(
            index_elements=keys,
            set_={name: newer.excluded[name] for name in row if name not in keys},
            where=newer.excluded.at > local_draft.c.at,
        )
        connection.execute(newer)

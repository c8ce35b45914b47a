# SPDX-License-Identifier: EUPL-1.2
"""Errors of SQLite that the user can do something about, told in French as they leave the engine."""

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.engine import ExceptionContext

from lgc_app.vault.faults import (
    DamagedDatabaseError,
    DatabaseBusyError,
    DiskFullError,
    DiskTroubleError,
    WrongKeyError,
)
from lgc_core.errors import LgcError

# the texts of sqlite3_errstr, which SQLite keeps stable (https://sqlite.org/rescode.html)
_NOT_A_DATABASE = "file is not a database"
_MEANINGS: tuple[tuple[str, Callable[[], LgcError]], ...] = (
    ("database or disk is full", DiskFullError),
    (_NOT_A_DATABASE, WrongKeyError),
    ("malformed", DamagedDatabaseError),
    ("disk i/o error", DiskTroubleError),
    ("unable to open database file", DiskTroubleError),
    ("readonly database", DiskTroubleError),
    ("database is locked", DatabaseBusyError),
    ("database table is locked", DatabaseBusyError),
)


def fault_of(error: BaseException) -> LgcError | None:
    """Return what the user should read about an SQLite error; None when it is a bug of ours."""
    text = str(error).lower()
    for words, kind in _MEANINGS:
        if words in text:
            return kind()
    return None


class FaultTranslator:
    """Makes an engine raise our errors instead of its own for the troubles listed here.

    Until `key_is_proven`, a file that is no database means a wrong key; after, it means damage.
    """

    def __init__(self, engine: sa.Engine, on_full: Callable[[], None] | None) -> None:
        self.key_is_proven = False
        self._on_full = on_full
        sa.event.listen(engine, "handle_error", self._translate, retval=True)

    def _translate(self, context: ExceptionContext) -> LgcError | None:
        fault = fault_of(context.original_exception)
        if isinstance(fault, WrongKeyError) and self.key_is_proven:
            fault = DamagedDatabaseError()
        if isinstance(fault, DiskFullError) and self._on_full is not None:
            self._on_full()
        return fault

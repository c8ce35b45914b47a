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
_MEANINGS: tuple[tuple[str, type[LgcError]], ...] = (
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
            return kind()  # type: ignore[call-arg] # each of these takes no argument
    return None


def listen_for_faults(engine: sa.Engine, on_full: Callable[[], None] | None) -> None:
    """Make the engine raise our errors instead of its own for the troubles listed here."""

    def translate(context: ExceptionContext) -> None:
        fault = fault_of(context.original_exception)
        if fault is None:
            return
        if isinstance(fault, DiskFullError) and on_full is not None:
            on_full()
        context.chained_exception = fault

    sa.event.listen(engine, "handle_error", translate)

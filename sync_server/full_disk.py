# SPDX-License-Identifier: EUPL-1.2
"""A region whose disk is full says so: what was acknowledged stays, posts keep what waits and offer it again."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import ExceptionContext

from lgc_core.errors import OutsideError

_SQLITE_FULL: Final = "database or disk is full"
_POSTGRESQL_FULL: Final = "53100"
"""SQLSTATE disk_full (PostgreSQL, Appendix A)."""


class FullDiskError(OutsideError):
    """The transaction was undone whole: there was no room for it."""

    def __init__(self) -> None:
        super().__init__(
            "Le serveur régional n’a plus de place pour enregistrer. Rien n’est perdu : ce qui attend reste sur "
            "le poste et repartira de lui-même. L’administrateur de la région doit libérer de la place."
        )


def tell_when_full(engine: sa.Engine) -> None:
    """Make an engine raise FullDiskError where its database found no room."""
    sa.event.listen(engine, "handle_error", _translate, retval=True)


def is_full(found: BaseException) -> bool:
    """Tell whether a driver says that its disk is full; COPY speaks to the driver itself."""
    return _SQLITE_FULL in str(found) or getattr(found, "sqlstate", None) == _POSTGRESQL_FULL


def _translate(context: ExceptionContext) -> OutsideError | None:
    return FullDiskError() if is_full(context.original_exception) else None

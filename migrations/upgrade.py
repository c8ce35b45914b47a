# SPDX-License-Identifier: EUPL-1.2
"""Bring a database to the version of this code; Alembic is imported only when something is due.

Tables are only added or widened here, never dropped or renamed in one step; the caller takes a backup first.
"""

from pathlib import Path
from typing import Final, Literal

import sqlalchemy as sa

from lgc_core.errors import UserError

History = Literal["cabinet", "server"]
HEADS: Final[dict[History, str]] = {"cabinet": "0015", "server": "0015"}
"""Latest version of each history; a test compares it with the files."""

_HERE: Final = Path(__file__).parent


class NewerDatabaseError(UserError):
    """The file was written by a later version of the software."""

    def __init__(self) -> None:
        super().__init__(
            "Cette base a été ouverte par une version plus récente du logiciel. "
            "Mettez ce poste à jour ; rien n’est perdu."
        )


def version_of(connection: sa.Connection) -> str | None:
    """Return the version of a database, None when it is empty."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def is_current(connection: sa.Connection, history: History) -> bool:
    """Tell whether nothing is due.

    Raises:
        NewerDatabaseError: when the database is ahead of this code.
    """
    version = version_of(connection)
    if version is not None and version > HEADS[history]:
        raise NewerDatabaseError
    return version == HEADS[history]


def upgrade(engine: sa.Engine, history: History) -> bool:
    """Upgrade a database, one transaction per step; return whether anything was done.

    SQLite migrates with foreign keys off: a batch copy of a parent would otherwise delete its children.
    """
    with engine.connect() as connection:
        if is_current(connection, history):
            return False
    from alembic import command  # noqa: PLC0415  half a second of import, seldom needed
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_HERE / history))
    with engine.connect() as connection:
        _foreign_keys(connection, on=False)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
        _foreign_keys(connection, on=True)
    return True


def _foreign_keys(connection: sa.Connection, *, on: bool) -> None:
    if connection.dialect.name == "sqlite":
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")

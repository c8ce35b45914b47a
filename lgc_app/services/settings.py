# SPDX-License-Identifier: EUPL-1.2
"""Settings of this post, inside the encrypted file."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from lgc_core.store.local_tables import setting

PRACTICE: Final = "practice"
DEVICE: Final = "device"
KEY_PASSWORD: Final = "device_key_password"  # noqa: S105  the name of a setting, not a password
ENROLMENT: Final = "enrolment"
LEASE: Final = "lease"
REVOKED: Final = "revoked"
FOLDER_IMPORT: Final = "folder_import"
"""The folder whose import was begun and not ended."""

LAST_EXCHANGE: Final = "last_exchange"
"""When this post last exchanged with the region (RFC 3339)."""

FILES_EPOCH: Final = "files_epoch"
"""The region's epoch under which the files of this post were sent."""


def read_setting(engine: sa.Engine, key: str) -> str:
    """Return a setting, empty when it was never written."""
    with engine.connect() as connection:
        return connection.execute(sa.select(setting.c.value).where(setting.c.key == key)).scalar() or ""


def settings_like(engine: sa.Engine, begins: str) -> list[tuple[str, str]]:
    """Return the settings whose key begins with these words, in the order of their keys."""
    found = sa.select(setting.c.key, setting.c.value).where(setting.c.key.startswith(begins, autoescape=True))
    with engine.connect() as connection:
        return [(key, value) for key, value in connection.execute(found.order_by(setting.c.key))]


def write_setting(engine: sa.Engine, key: str, value: str) -> None:
    """Keep a setting."""
    insert = sqlite.insert(setting).values(key=key, value=value)
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        connection.execute(insert.on_conflict_do_update(index_elements=["key"], set_={"value": value}))

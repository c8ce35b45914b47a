# SPDX-License-Identifier: EUPL-1.2
"""The histories lead to the tables of the code, and only when something is due."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from lgc_core.store.local_tables import local
from lgc_core.store.tables import metadata
from migrations.upgrade import HEADS, NewerDatabaseError, is_current, upgrade
from tests.support.record import memory_engine


def _expected() -> sa.MetaData:
    together = sa.MetaData(naming_convention=metadata.naming_convention)
    for source in (metadata, local):
        for table in source.tables.values():
            table.to_metadata(together)
    return together


def test_the_history_of_the_cabinet_leads_to_its_tables() -> None:
    engine = memory_engine()
    upgrade(engine, "cabinet")
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), _expected())
    assert [one for one in found if "patient_fts" not in str(one)] == []


def test_a_current_database_is_left_alone() -> None:
    engine = memory_engine()
    assert upgrade(engine, "cabinet") is True
    assert upgrade(engine, "cabinet") is False


def test_a_database_of_a_later_version_is_refused_in_words() -> None:
    engine = memory_engine()
    upgrade(engine, "cabinet")
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with engine.connect() as connection, pytest.raises(NewerDatabaseError, match="version plus récente"):
        is_current(connection, "cabinet")


def test_foreign_keys_are_on_again_after_the_upgrade() -> None:
    engine = memory_engine()
    upgrade(engine, "cabinet")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_the_head_named_in_the_code_is_the_last_file() -> None:
    from pathlib import Path

    for history, head in HEADS.items():
        names = sorted(path.name[:4] for path in Path("migrations", history, "versions").glob("[0-9]*.py"))
        assert not names or names[-1] == head

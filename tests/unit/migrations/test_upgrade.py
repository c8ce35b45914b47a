# SPDX-License-Identifier: EUPL-1.2
"""The histories lead to the tables of the code, and only when something is due."""

import gzip
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlcipher3 import dbapi2

from lgc_core.model.problem import Problem
from lgc_core.store import queries, search
from lgc_core.store.local_tables import local
from lgc_core.store.store import Store
from lgc_core.store.tables import metadata
from migrations.upgrade import HEADS, NewerDatabaseError, is_current, upgrade
from tests.support.record import DOCTOR, PRACTICE, memory_engine


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
    assert [one for one in found if "_fts" not in str(one)] == []


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
    for history, head in HEADS.items():
        names = sorted(path.name[:4] for path in Path("migrations", history, "versions").glob("[0-9]*.py"))
        assert not names or names[-1] == head


@pytest.fixture
def old_file(tmp_path):
    """A cabinet as version 0001 wrote it, kept for ever: every later version must open it."""
    path = tmp_path / "cabinet.db"
    stored = Path(__file__).parents[2] / "files" / "cabinet-0001.db.gz"
    path.write_bytes(gzip.decompress(stored.read_bytes()))
    engine = sa.create_engine("sqlite://", module=dbapi2, creator=lambda: _open(path))
    sa.event.listen(engine, "begin", _begin)
    yield engine
    engine.dispose()


def _open(path: Path) -> dbapi2.Connection:
    connection = dbapi2.connect(str(path), check_same_thread=False)
    connection.isolation_level = None
    return connection


def _begin(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def test_a_cabinet_of_the_first_version_opens_with_its_patients_and_goes_on(old_file: sa.Engine) -> None:
    upgrade(old_file, "cabinet")
    with old_file.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), _expected())
    assert [one for one in found if "_fts" not in str(one)] == []
    store = Store(old_file, PRACTICE, "poste-1")
    with store.reading() as connection:
        (line,) = search.find_patients(connection, "hoarau")
        (problem,) = queries.of_patient(connection, Problem, line.patient_id)
    assert line.birth_date == "1952-03-12"
    assert problem.code.text == "Diabète de type 2"
    with store.unit_of_work(DOCTOR) as uow:
        uow.set(Problem, problem.id, status="inactif")
    with store.reading() as connection:
        assert queries.of_patient(connection, Problem, line.patient_id)[0].status == "inactif"

# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL region is backed up, drilled and restored as a SQLite one: the same file, either way back."""

import dataclasses
import shutil

import pytest
import sqlalchemy as sa

from lgc_core.errors import UserError
from lgc_core.store.tables import op as op_table
from lgc_core.store.tables import partition as partition_table
from lgc_core.sync.arbiter import Arbiter
from sync_server.config import from_environment
from sync_server.context import open_server
from sync_server.db import open_engine
from sync_server.services import journal
from sync_server.services.backups import make_backup, restore_into
from sync_server.services.drills import run_drill, upkeep_due
from sync_server.services.row_copy import region_tables
from sync_server.tables import drill
from sync_server.upkeep import turn
from tests.support.record import PRACTICE, add, exchange_of, make_patient, make_store

pytestmark = pytest.mark.postgres
CABINET = f"cabinet:{PRACTICE}"


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    from tests.support.postgres import new_database

    folder = tmp_path_factory.mktemp("postgres") / "region"
    server = open_server(from_environment({}, data_dir=folder, database_url=new_database()))
    arbiter = Arbiter(server.engine)
    for partition in (CABINET, f"trail:{PRACTICE}"):
        arbiter.open_partition(partition)
    store = make_store()
    for _ in range(3):
        add(store, make_patient())
    exchange_of(store, arbiter).run()
    yield server
    server.engine.dispose()


def everything(engine: sa.Engine) -> dict[str, list[tuple[object, ...]]]:
    """Return every row but the epochs, which a restore changes."""
    found = {}
    with engine.connect() as connection:
        for table in region_tables():
            columns = [column for column in table.columns if (table, column.name) != (partition_table, "epoch")]
            found[table.name] = sorted(map(tuple, connection.execute(sa.select(*columns))), key=repr)
    return found


def test_what_is_due_is_done_by_itself_and_drilled(region):
    shutil.rmtree(region.settings.data_dir / "backups", ignore_errors=True)
    with region.engine.begin() as connection:
        connection.execute(sa.delete(drill))
    assert upkeep_due(region.settings, region.engine) == (True, True)
    turn(region)
    assert upkeep_due(region.settings, region.engine) == (False, False)
    with region.engine.connect() as connection:
        assert journal.recent(connection, 1)[0].event == "exercice de restauration réussi"


def test_an_operation_changed_in_a_backup_fails_the_drill(region):
    backup = make_backup(region.settings, region.engine)
    copy = open_engine(f"sqlite:///{backup.folder / 'region.db'}")
    with copy.connect().execution_options(write=True) as connection, connection.begin():
        connection.execute(sa.update(op_table).where(op_table.c.seq == 2).values(body="{}"))
    copy.dispose()
    assert not run_drill(region.settings, region.engine, backup).ok
    assert run_drill(region.settings, region.engine, make_backup(region.settings, region.engine)).ok


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_a_backup_goes_back_into_either_kind_byte_for_byte(region, tmp_path, kind):
    from tests.support.postgres import new_database

    before = everything(region.engine)
    backup = make_backup(region.settings, region.engine)
    data = tmp_path / "neuve"
    url = new_database() if kind == "postgresql" else f"sqlite:///{data / 'region.db'}"
    settings = dataclasses.replace(region.settings, data_dir=data, database_url=url)
    restore_into(settings, backup)
    reborn = open_engine(url)
    assert everything(reborn) == before
    assert before["op"]
    with reborn.connect() as connection, region.engine.connect() as old:
        epochs = [set(one.execute(sa.select(partition_table.c.epoch)).scalars()) for one in (connection, old)]
    reborn.dispose()
    assert not epochs[0] & epochs[1]
    with pytest.raises(UserError):
        restore_into(settings, backup)


def test_a_database_that_holds_a_region_is_never_written_over(region, tmp_path):
    backup = make_backup(region.settings, region.engine)
    before = everything(region.engine)
    with pytest.raises(UserError, match="base vide"):
        restore_into(dataclasses.replace(region.settings, data_dir=tmp_path / "neuve"), backup)
    assert everything(region.engine) == before

# SPDX-License-Identifier: EUPL-1.2
"""A backup of the region is believed once it was restored elsewhere and read to its last operation."""

import dataclasses
import hashlib

import pytest
import sqlalchemy as sa

from lgc_core.errors import UserError
from lgc_core.store.store import Store
from lgc_core.store.tables import op as op_table
from lgc_core.store.tables import partition as partition_table
from lgc_core.sync.arbiter import Arbiter
from sync_server.config import from_environment
from sync_server.context import open_server
from sync_server.services import journal
from sync_server.services.backups import backups_in, make_backup, restore_into
from sync_server.services.drills import last_drill, run_drill, upkeep_due
from sync_server.upkeep import turn
from tests.support.record import PRACTICE, add, exchange_of, make_patient, make_store

CABINET = f"cabinet:{PRACTICE}"


@pytest.fixture
def region(tmp_path):
    server = open_server(from_environment({}, data_dir=tmp_path / "region"))
    arbiter = Arbiter(server.engine)
    arbiter.open_partition(CABINET)
    arbiter.open_partition(f"trail:{PRACTICE}")
    yield server
    server.engine.dispose()


def written(server, store: Store | None = None, number: int = 3) -> Store:
    store = store or make_store()
    for _ in range(number):
        add(store, make_patient())
    exchange_of(store, Arbiter(server.engine)).run()
    return store


def test_a_drill_restores_reads_everything_and_is_kept_with_its_line(region):
    written(region)
    blob = b"une ordonnance"
    region.blobs.write(CABINET, hashlib.sha256(blob).hexdigest(), blob)
    assert upkeep_due(region.settings, region.engine) == (True, True)
    turn(region)
    assert upkeep_due(region.settings, region.engine) == (False, False)
    with region.engine.connect() as connection:
        found = last_drill(connection)
        assert journal.recent(connection, 1)[0].event == "exercice de restauration réussi"
        assert journal.broken_at(connection) is None
    assert found is not None
    assert found.ok
    assert "3 opérations de 2 partitions" in found.words
    assert [path.name for path in region.settings.data_dir.glob(".exercice-*")] == []


def test_an_operation_changed_in_a_backup_fails_the_drill_and_says_where(region):
    written(region)
    with region.engine.connect().execution_options(write=True) as connection, connection.begin():
        changed = sa.func.replace(op_table.c.body, "GRONDIN", "GRANDIN")
        connection.execute(sa.update(op_table).where(op_table.c.seq == 2).values(body=changed))
    result = run_drill(region.settings, region.engine)
    assert not result.ok
    assert f"La chaîne de {CABINET} est rompue à 2." in result.words
    assert upkeep_due(region.settings, region.engine) == (False, True)


def test_a_file_that_was_changed_on_the_disk_fails_the_drill(region):
    written(region)
    made = make_backup(region.settings, region.engine)
    database = made.folder / "region.db"
    database.write_bytes(database.read_bytes()[:-1] + b"x")
    assert "n’est plus celui" in run_drill(region.settings, region.engine).words


def test_the_last_fourteen_backups_stay_and_another_folder_is_left_alone(region, tmp_path, monkeypatch):
    monkeypatch.setattr("sync_server.services.backups.KEPT", 2)
    for _ in range(4):
        make_backup(region.settings, region.engine)
    assert len(backups_in(region.settings.data_dir / "backups")) == 2
    made = make_backup(region.settings, region.engine, tmp_path / "disque")
    assert (made.folder / "authority" / "ca.key").exists()
    assert (made.folder / "secrets").is_dir()


def test_after_a_restore_of_the_region_every_post_gives_back_what_it_holds(region, tmp_path):
    first = written(region)
    backup = make_backup(region.settings, region.engine)
    written(region, first, 4)
    second = written(region, make_store("poste-2"), 5)
    data = tmp_path / "neuve"
    settings = dataclasses.replace(region.settings, data_dir=data, database_url=f"sqlite:///{data / 'region.db'}")
    restore_into(settings, backup)
    with pytest.raises(UserError):
        restore_into(settings, backup)
    reborn = open_server(settings)
    assert reborn.authority.pem == region.authority.pem
    with reborn.engine.connect() as connection, region.engine.connect() as before:
        epochs = [one.scalar(sa.select(partition_table.c.epoch)) for one in (connection, before)]
        assert epochs[0] != epochs[1]
    for store in (first, second, first):
        exchange_of(store, Arbiter(reborn.engine)).run()
    with reborn.engine.connect() as connection, region.engine.connect() as before:
        held, wanted = (set(one.execute(sa.select(op_table.c.op_id)).scalars()) for one in (connection, before))
    assert held == wanted
    assert len(held) == 12
    reborn.engine.dispose()

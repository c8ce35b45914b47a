# SPDX-License-Identifier: EUPL-1.2
"""A snapshot is the same from SQLite and from PostgreSQL, and a post filled from either is the same."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from lgc_core.store.tables import op as op_table
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.bootstrap import Bootstrap
from lgc_core.sync.snapshot import SnapshotHead
from sync_server.db import open_engine
from sync_server.schema import bring_up_to_date
from sync_server.services.snapshots import Snapshots
from tests.support.record import PRACTICE, add, exchange_of, make_patient, make_store, rows
from tests.support.server import DATABASES, database_url

CABINET = f"cabinet:{PRACTICE}"


class Direct:
    """The snapshots of a region without a network."""

    def __init__(self, snapshots: Snapshots) -> None:
        self.snapshots = snapshots

    def snapshot(self) -> SnapshotHead:
        return self.snapshots.ask(PRACTICE)

    def snapshot_chunk(self, identifier: str, number: int) -> bytes | None:
        return self.snapshots.chunk(PRACTICE, identifier, number)


@pytest.mark.parametrize("kind", DATABASES)
def test_a_post_filled_from_this_engine_is_the_one_that_wrote(kind: str, tmp_path: Path) -> None:
    engine = open_engine(database_url(kind, tmp_path))
    bring_up_to_date(engine)
    arbiter = Arbiter(engine)
    arbiter.open_partition(CABINET)
    arbiter.open_partition(f"trail:{PRACTICE}")
    store = make_store()
    add(store, *(make_patient(usual=f"Técher {rank}") for rank in range(40)))
    exchange_of(store, arbiter).run()
    snapshots = Snapshots(engine, tmp_path / "snapshots", bytes(32))
    assert snapshots.ask(PRACTICE) == SnapshotHead()
    filled = make_store("poste-2")
    Bootstrap(filled, Direct(snapshots)).run()
    assert rows(filled.engine, ("patient", "field_version")) == rows(store.engine, ("patient", "field_version"))
    with filled.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(op_table)) == 40
    assert exchange_of(filled, arbiter).run().pulled == 0
    engine.dispose()

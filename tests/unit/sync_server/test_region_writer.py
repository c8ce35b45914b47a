# SPDX-License-Identifier: EUPL-1.2
"""What the region writes itself: the same words from the same state are one operation, other words are another."""

import sqlalchemy as sa

from lgc_core.model.dossier import Dossier
from lgc_core.oplog.merge import SERVER
from lgc_core.store.identity import dossier
from lgc_core.store.tables import op as op_table
from lgc_core.sync.arbiter import Arbiter
from sync_server.services.region_writer import create, write_fields
from tests.support.record import copy_of
from tests.support.region_within import region_engine

WHERE = dossier("d")


def operations(engine) -> list[str]:
    own = sa.select(op_table.c.op_id).where(op_table.c.device == SERVER).order_by(op_table.c.seq)
    with engine.connect() as connection:
        return list(connection.execute(own).scalars())


def test_a_region_put_back_says_the_same_thing_under_the_same_id_and_another_hour_under_another():
    region = region_engine()
    Arbiter(region).open_partition(WHERE)
    create(region, WHERE, Dossier(id="d"))
    put_back, later = copy_of(region), copy_of(region)
    for engine, hour in ((region, "08:00"), (put_back, "08:00"), (later, "09:00")):
        write_fields(engine, WHERE, Dossier, "d", {"opened_at": hour})
    assert operations(region) == operations(put_back)
    assert operations(region)[0] == operations(later)[0]
    assert operations(region)[1] != operations(later)[1]

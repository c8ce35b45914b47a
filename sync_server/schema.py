# SPDX-License-Identifier: EUPL-1.2
"""Bring the server's database to the schema of this version."""

import sqlalchemy as sa

from lgc_core.store.tables import metadata as shared
from sync_server.tables import server


def bring_up_to_date(engine: sa.Engine) -> None:
    """Create what is missing."""
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        shared.create_all(connection)
        server.create_all(connection)

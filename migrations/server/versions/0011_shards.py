# SPDX-License-Identifier: EUPL-1.2
"""Jobs of the region; the log of a PostgreSQL one in parts, that of a SQLite one left alone."""

from alembic import op

from migrations.record_0011 import add_jobs, cut_log

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the jobs, cut the log."""
    add_jobs()
    if op.get_bind().dialect.name == "postgresql":
        for statement in cut_log():
            op.execute(statement)

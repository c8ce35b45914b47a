# SPDX-License-Identifier: EUPL-1.2
"""The log of a PostgreSQL region in parts; a SQLite region is left alone."""

from alembic import op

from migrations.record_0011 import cut_log

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Cut the log."""
    if op.get_bind().dialect.name == "postgresql":
        for statement in cut_log():
            op.execute(statement)

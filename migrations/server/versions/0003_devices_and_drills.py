# SPDX-License-Identifier: EUPL-1.2
"""Revoked posts that said they are wiped, refusals told once an hour, and the drills of the server's backups."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen the posts, add the drills."""
    op.add_column("device_account", sa.Column("wiped_ms", sa.BigInteger))
    op.add_column("device_account", sa.Column("refused_ms", sa.BigInteger))
    op.create_table(
        "drill",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("backup", sa.Text, nullable=False),
        sa.Column("ok", sa.Integer, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("seconds", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drill"),
    )
    op.create_index("ix_drill_at_ms", "drill", ["at_ms"])

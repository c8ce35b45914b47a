# SPDX-License-Identifier: EUPL-1.2
"""Partitions of persons, of circles of care and of reference data; who showed a card on which post."""

import sqlalchemy as sa
from alembic import op

from migrations.record_0010 import add_partitions

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    add_partitions()
    op.create_table(
        "person_grant",
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("card_sha256", sa.Text, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("device", "person", name="pk_person_grant"),
    )

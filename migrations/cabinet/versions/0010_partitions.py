# SPDX-License-Identifier: EUPL-1.2
"""Partitions of persons, of circles of care and of reference data."""

from alembic import op

from migrations.record_0010 import add_partitions

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, and the words of the code lists that this post holds."""
    add_partitions()
    op.execute(
        "CREATE VIRTUAL TABLE ref_fts USING fts5(words, code UNINDEXED, label UNINDEXED, dataset UNINDEXED, "
        "edition UNINDEXED, tokenize='unicode61 remove_diacritics 2', prefix='2 3 4')"
    )

# SPDX-License-Identifier: EUPL-1.2
"""What version 0006 adds: merged narratives, who decided a conflict, what was said of a quarantine."""

import sqlalchemy as sa
from alembic import op


def add_findings() -> None:
    """Add the table of merged texts, the deciding operation of conflicts and the note of quarantines."""
    names = ("id", "partition", "entity_id", "field", "op_id", "over", "value")
    op.create_table(
        "merged_text",
        *(sa.Column(name, sa.Text, nullable=False) for name in names),
        sa.PrimaryKeyConstraint("id", name="pk_merged_text"),
    )
    op.create_index("ix_merged_text_entity", "merged_text", ["entity_id"])
    op.add_column("conflict", sa.Column("resolved_by", sa.Text))
    op.add_column("quarantine", sa.Column("note", sa.Text))

# SPDX-License-Identifier: EUPL-1.2
"""What version 0008 adds to the record of both databases: abbreviations and templates of notes."""

import sqlalchemy as sa
from alembic import op

_REQUIRED = ("id", "partition", "created_op", "last_op")
_OTHERS = ("annulled_op", "sealed_id", "extra", "created", "kind", "name", "reason", "text")


def add_templates() -> None:
    """Create the table of templates."""
    op.create_table(
        "template",
        *(sa.Column(name, sa.Text, nullable=False) for name in _REQUIRED),
        *(sa.Column(name, sa.Text) for name in _OTHERS),
        sa.PrimaryKeyConstraint("id", name="pk_template"),
    )
    op.create_index("ix_template_partition", "template", ["partition"])

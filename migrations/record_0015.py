# SPDX-License-Identifier: EUPL-1.2
"""What version 0015 adds to the record of both databases: a contact that was signed in the wrong file."""

import sqlalchemy as sa
from alembic import op


def add_wrong_file() -> None:
    """Add the mark and the column that lists look at; nothing in them means the right file."""
    for name in ("wrong_file", "ix_wrong"):
        op.add_column("encounter", sa.Column(name, sa.Text))

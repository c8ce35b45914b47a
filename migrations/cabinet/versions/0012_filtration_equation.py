# SPDX-License-Identifier: EUPL-1.2
"""The CKD-EPI equation that a practice shows: one post."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nothing in it means the equation of French laboratories."""
    op.add_column("practice", sa.Column("filtration", sa.Text))

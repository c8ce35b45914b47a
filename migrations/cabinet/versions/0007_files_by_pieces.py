# SPDX-License-Identifier: EUPL-1.2
"""Files go by pieces, and a document has a preview: one post."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; nothing has moved yet."""
    op.add_column("document", sa.Column("preview", sa.Text))
    op.add_column("attachment", sa.Column("moved", sa.BigInteger, nullable=False, server_default=sa.text("0")))
    op.add_column("attachment", sa.Column("wanted", sa.Integer, nullable=False, server_default=sa.text("0")))

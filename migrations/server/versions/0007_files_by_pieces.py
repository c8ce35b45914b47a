# SPDX-License-Identifier: EUPL-1.2
"""Files go by pieces, and a document has a preview: the region."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; older documents have none."""
    op.add_column("document", sa.Column("preview", sa.Text))

# SPDX-License-Identifier: EUPL-1.2
"""A vaccination keeps what it protects from, the box's number and expiry, the site and the reason: the region."""

from migrations.vaccination_0004 import add_vaccine_columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; older rows have none of it."""
    add_vaccine_columns()

# SPDX-License-Identifier: EUPL-1.2
"""A contact signed in the wrong file: one post."""

from migrations.record_0015 import add_wrong_file

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    add_wrong_file()

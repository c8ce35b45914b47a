# SPDX-License-Identifier: EUPL-1.2
"""Answers of structured forms: the region."""

from migrations.record_0014 import add_form_answers

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    add_form_answers()

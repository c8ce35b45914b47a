# SPDX-License-Identifier: EUPL-1.2
"""Abbreviations and templates of notes."""

from migrations.record_0008 import add_templates

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    add_templates()

# SPDX-License-Identifier: EUPL-1.2
"""Merged narratives, and decisions about conflicts."""

from migrations.findings_0002 import add_findings

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    add_findings()

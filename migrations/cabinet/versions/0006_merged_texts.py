# SPDX-License-Identifier: EUPL-1.2
"""Merged narratives, and decisions about conflicts."""

from migrations.findings_0006 import add_findings

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    add_findings()

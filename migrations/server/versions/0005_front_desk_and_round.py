# SPDX-License-Identifier: EUPL-1.2
"""Agenda rules, tasks, links of files, the nurse's round."""

from migrations.record_0005 import add_front_desk

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    add_front_desk()

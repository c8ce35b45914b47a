# SPDX-License-Identifier: EUPL-1.2
"""Columns of a vaccination that version 0004 brought, frozen for both histories."""

from typing import Final

import sqlalchemy as sa
from alembic import op

_ADDED: Final = ("targets", "expiry", "gtin", "site", "reason")


def add_vaccine_columns() -> None:
    """Add the columns, empty: canonical JSON text like every sync field."""
    for name in _ADDED:
        op.add_column("vaccination", sa.Column(name, sa.Text))

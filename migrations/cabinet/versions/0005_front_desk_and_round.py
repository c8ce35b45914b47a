# SPDX-License-Identifier: EUPL-1.2
"""Agenda rules, tasks, links of files, the nurse's round; spellings near a name for the search of one post."""

import json

import sqlalchemy as sa
from alembic import op

from lgc_core.store.near_names import near_rows
from migrations.record_0005 import add_front_desk

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, then learn the names that the post knows already."""
    add_front_desk()
    op.create_table(
        "near_name",
        sa.Column("spelling", sa.Text, nullable=False),
        sa.Column("word", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("spelling", "word", name="pk_near_name"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "visit_draft",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("visit", "author", "patient", "text", "at")),
        sa.PrimaryKeyConstraint("visit", "author", name="pk_visit_draft"),
    )
    _learn_names()


def _learn_names() -> None:
    connection = op.get_bind()
    found = connection.execute(sa.text("SELECT traits, usual FROM patient WHERE annulled_op IS NULL"))
    rows = near_rows(_names(*row) for row in found)
    if rows:
        insert = sa.text("INSERT OR IGNORE INTO near_name(spelling, word) VALUES (:spelling, :word)")
        connection.execute(insert, rows)


def _names(traits: str, usual: str | None) -> str:
    born, used = json.loads(traits), json.loads(usual or "{}")
    named = (born["birth_family"], born["birth_givens"], used.get("family", ""), used.get("given", ""))
    return " ".join(named)

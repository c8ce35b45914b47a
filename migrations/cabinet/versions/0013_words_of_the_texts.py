# SPDX-License-Identifier: EUPL-1.2
"""Consultations, transmissions and documents are found by their words.

Nothing is read here: a post opens at once after the upgrade, and learns its texts afterwards (services/texts.py).
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, empty."""
    op.create_table(
        "text_index",
        sa.Column("number", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("patient", sa.Text, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_text_index"),
        sa.UniqueConstraint("key", name="uq_text_index_key"),
    )
    op.create_table(
        "document_text",
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("document", name="pk_document_text"),
    )
    op.create_table(
        "text_word",
        sa.Column("word", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("word", name="pk_text_word"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "CREATE VIRTUAL TABLE text_fts USING fts5("
        "words, content='', contentless_delete=1, detail='none', tokenize='unicode61 remove_diacritics 2')"
    )

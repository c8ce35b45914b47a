# SPDX-License-Identifier: EUPL-1.2
"""The record of one post: entities, log, outbox, cursor, drafts, search."""

import sqlalchemy as sa
from alembic import op

from migrations.record_0001 import create_entities, create_log

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything."""
    create_entities()
    create_log()
    _create_sync()
    _create_drafts()
    _create_search()


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _create_sync() -> None:
    op.create_table(
        "outbox",
        *_text("op_id", "entity_id"),
        sa.Column("dev_seq", sa.BigInteger, nullable=False),
        *_text("state", "since"),
        sa.PrimaryKeyConstraint("op_id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_state_dev_seq", "outbox", ["state", "dev_seq"])
    op.create_index("ix_outbox_entity_id", "outbox", ["entity_id"])
    op.create_table(
        "cursor",
        *_text("partition", "epoch"),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("chain", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("partition", name="pk_cursor"),
    )
    op.create_table(
        "attachment",
        *_text("sha256"),
        sa.Column("size", sa.BigInteger, nullable=False),
        *_text("media"),
        *_text("state"),
        sa.PrimaryKeyConstraint("sha256", name="pk_attachment"),
    )
    op.create_index("ix_attachment_state", "attachment", ["state"])


def _create_drafts() -> None:
    op.create_table(
        "local_draft",
        *_text("encounter", "code", "author", "patient", "text"),
        sa.Column("base", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("cursor", sa.Integer, nullable=False, server_default=sa.text("0")),
        *_text("at"),
        sa.PrimaryKeyConstraint("encounter", "code", "author", name="pk_local_draft"),
    )
    op.create_table("setting", *_text("key", "value"), sa.PrimaryKeyConstraint("key", name="pk_setting"))


def _create_search() -> None:
    op.create_table(
        "patient_index",
        sa.Column("number", sa.Integer, nullable=False),
        *_text("patient_id", "family", "shown", "born_as", "birth_date", "sex"),
        sa.PrimaryKeyConstraint("number", name="pk_patient_index"),
        sa.UniqueConstraint("patient_id", name="uq_patient_index_patient_id"),
    )
    op.create_index("ix_patient_index_family", "patient_index", ["family"])
    op.execute(
        "CREATE VIRTUAL TABLE patient_fts USING fts5("
        "words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3 4')"
    )

# SPDX-License-Identifier: EUPL-1.2
"""The region: the record and its log of every practice, posts, accounts, journal, DMP sandbox, patients' views."""

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
    _create_posts()
    _create_accounts()
    _create_journal()
    _create_dmp()
    _create_patient_web()


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _ms(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger, nullable=False) for name in names]


def _maybe_ms(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger) for name in names]


def _empty(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''")) for name in names]


def _key(table: str, *names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*names, name=f"pk_{table}")


def _create_posts() -> None:
    op.create_table("practice_account", *_text("id", "name"), *_ms("opened_ms"), _key("practice_account", "id"))
    op.create_table(
        "device_account",
        *_text("id", "practice", "label", "serial", "holder", "card_sha256", "state", "approved_by"),
        *_ms("approved_ms", "expires_ms"),
        *_maybe_ms("revoked_ms", "seen_ms"),
        _key("device_account", "id"),
    )
    op.create_index("ix_device_account_practice", "device_account", ["practice"])
    op.create_table(
        "enrolment",
        *_text("id", "practice", "practice_name", "device", "label"),
        sa.Column("csr", sa.LargeBinary, nullable=False),
        *_text("holder", "card_sha256", "challenge", "state"),
        *_empty("certificate"),
        *_ms("asked_ms"),
        *_maybe_ms("decided_ms"),
        *_empty("decided_by"),
        _key("enrolment", "id"),
    )
    op.create_index("ix_enrolment_state", "enrolment", ["state", "asked_ms"])
    op.create_index("ix_enrolment_device", "enrolment", ["device"])


def _create_accounts() -> None:
    op.create_table(
        "admin_account",
        *_text("id", "login", "name", "password"),
        *_ms("created_ms"),
        _key("admin_account", "id"),
        sa.UniqueConstraint("login", name="uq_admin_account_login"),
    )
    op.create_table(
        "web_session",
        *_text("token_sha256", "kind", "subject"),
        *_ms("created_ms", "seen_ms"),
        _key("web_session", "token_sha256"),
    )
    op.create_index("ix_web_session_created_ms", "web_session", ["created_ms"])
    op.create_table(
        "throttle",
        *_text("key"),
        sa.Column("failures", sa.Integer, nullable=False),
        *_ms("until_ms", "at_ms"),
        _key("throttle", "key"),
    )


def _create_journal() -> None:
    op.create_table(
        "journal",
        sa.Column("number", sa.BigInteger, nullable=False, autoincrement=False),
        *_ms("at_ms"),
        *_text("event"),
        *_empty("actor", "practice", "device"),
        *_text("previous", "hash"),
        _key("journal", "number"),
    )
    op.create_table(
        "flow_day",
        *_text("flow", "day"),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("refused", sa.Integer, nullable=False),
        *_maybe_ms("success_ms"),
        _key("flow_day", "flow", "day"),
    )


def _create_dmp() -> None:
    op.create_table(
        "deposit",
        *_text("id", "dispatch", "practice", "document", "unique_oid", "series_oid", "type_text", "title"),
        *_text("author", "organisation", "issued", "matricule", "status", "partition", "sha256", "media"),
        *_ms("at_ms"),
        _key("deposit", "id"),
        sa.UniqueConstraint("dispatch", name="uq_deposit_dispatch"),
    )
    op.create_index("ix_deposit_matricule", "deposit", ["matricule", "at_ms"])
    op.create_index("ix_deposit_unique_oid", "deposit", ["unique_oid"])


def _create_patient_web() -> None:
    op.create_table("invitation_use", *_text("invitation"), *_ms("at_ms"), _key("invitation_use", "invitation"))
    op.create_table(
        "patient_view",
        *_text("id", "practice", "patient", "what"),
        *_ms("at_ms"),
        _key("patient_view", "id"),
    )
    op.create_index("ix_patient_view_patient", "patient_view", ["practice", "patient", "at_ms"])
    op.create_table(
        "access_report",
        *_text("id", "practice", "patient", "line", "words", "state"),
        *_ms("at_ms"),
        _key("access_report", "id"),
    )
    op.create_index("ix_access_report_state", "access_report", ["state"])

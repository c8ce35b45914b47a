# SPDX-License-Identifier: EUPL-1.2
"""Tables that only the server has: accounts, posts, sessions, its journal, the DMP sandbox, patients' views.

Times are UTC milliseconds. The record itself and its log are in lgc_core.store, shared with the cabinet.
"""

from typing import Final

import sqlalchemy as sa

from lgc_core.store.tables import NAMING

server: Final = sa.MetaData(naming_convention=NAMING)


def _text(name: str, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=None if default is None else sa.text(default))


def _ms(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.Text, primary_key=True)


practice_account: Final = sa.Table("practice_account", server, _id(), _text("name"), _ms("opened_ms"))

device_account: Final = sa.Table(
    "device_account",
    server,
    _id(),
    _text("practice"),
    _text("label"),
    _text("serial"),
    _text("holder"),
    _text("card_sha256"),
    _text("state"),
    _text("approved_by"),
    _ms("approved_ms"),
    _ms("expires_ms"),
    _ms("revoked_ms", nullable=True),
    _ms("seen_ms", nullable=True),
    _ms("wiped_ms", nullable=True),
    _ms("refused_ms", nullable=True),
    sa.Index("ix_device_account_practice", "practice"),
)
"""state: approuvé, révoqué, effacé. The serial binds the one living certificate."""

enrolment: Final = sa.Table(
    "enrolment",
    server,
    _id(),
    _text("practice"),
    _text("practice_name"),
    _text("device"),
    _text("label"),
    sa.Column("csr", sa.LargeBinary, nullable=False),
    _text("holder"),
    _text("card_sha256"),
    _text("challenge"),
    _text("state"),
    _text("certificate", "''"),
    _ms("asked_ms"),
    _ms("decided_ms", nullable=True),
    _text("decided_by", "''"),
    sa.Index("ix_enrolment_state", "state", "asked_ms"),
    sa.Index("ix_enrolment_device", "device"),
)
"""state: demandé, approuvé, refusé."""

person_grant: Final = sa.Table(
    "person_grant",
    server,
    sa.Column("device", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, primary_key=True),
    _text("card_sha256"),
    _ms("at_ms"),
)
"""Who showed a card on which post: the proof without which no post pulls `user:<person>`."""

admin_account: Final = sa.Table(
    "admin_account",
    server,
    _id(),
    sa.Column("login", sa.Text, nullable=False, unique=True),
    _text("name"),
    _text("password"),
    _ms("created_ms"),
)
web_session: Final = sa.Table(
    "web_session",
    server,
    sa.Column("token_sha256", sa.Text, primary_key=True),
    _text("kind"),
    _text("subject"),
    _ms("created_ms"),
    _ms("seen_ms"),
    sa.Index("ix_web_session_created_ms", "created_ms"),
)
throttle: Final = sa.Table(
    "throttle",
    server,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    _ms("until_ms"),
    _ms("at_ms"),
)
journal: Final = sa.Table(
    "journal",
    server,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    _ms("at_ms"),
    _text("event"),
    _text("actor", "''"),
    _text("practice", "''"),
    _text("device", "''"),
    _text("previous"),
    _text("hash"),
)
flow_day: Final = sa.Table(
    "flow_day",
    server,
    sa.Column("flow", sa.Text, primary_key=True),
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("done", sa.Integer, nullable=False),
    sa.Column("refused", sa.Integer, nullable=False),
    _ms("success_ms", nullable=True),
)
deposit: Final = sa.Table(
    "deposit",
    server,
    _id(),
    sa.Column("dispatch", sa.Text, nullable=False, unique=True),
    _text("practice"),
    _text("document"),
    _text("unique_oid"),
    _text("series_oid"),
    _text("type_text"),
    _text("title"),
    _text("author"),
    _text("organisation"),
    _text("issued"),
    _text("matricule"),
    _text("status"),
    _text("partition"),
    _text("sha256"),
    _text("media"),
    _ms("at_ms"),
    sa.Index("ix_deposit_matricule", "matricule", "at_ms"),
    sa.Index("ix_deposit_unique_oid", "unique_oid"),
)
"""The registry of the DMP sandbox; status: Approved, Deprecated (XDS.b words)."""

invitation_use: Final = sa.Table(
    "invitation_use", server, sa.Column("invitation", sa.Text, primary_key=True), _ms("at_ms")
)
patient_view: Final = sa.Table(
    "patient_view",
    server,
    _id(),
    _text("practice"),
    _text("patient"),
    _text("what"),
    _ms("at_ms"),
    sa.Index("ix_patient_view_patient", "practice", "patient", "at_ms"),
)
access_report: Final = sa.Table(
    "access_report",
    server,
    _id(),
    _text("practice"),
    _text("patient"),
    _text("line"),
    _text("words"),
    _text("state"),
    _ms("at_ms"),
    sa.Index("ix_access_report_state", "state"),
)
job: Final = sa.Table(
    "job",
    server,
    sa.Column("queue", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    _ms("due_ms"),
    sa.Column("tries", sa.Integer, nullable=False),
    _ms("lease_ms", nullable=True),
    _ms("done_ms", nullable=True),
    _text("trouble", "''"),
    sa.Index("ix_job_queue_due_ms", "queue", "due_ms"),
)
"""What the region owes itself; whoever holds the lease has it in hand."""

drill: Final = sa.Table(
    "drill",
    server,
    _id(),
    _ms("at_ms"),
    _text("backup"),
    sa.Column("ok", sa.Integer, nullable=False),
    _text("words"),
    sa.Column("seconds", sa.Integer, nullable=False),
    sa.Index("ix_drill_at_ms", "at_ms"),
)
"""Each time that a backup was restored in a throw-away place, and what was found."""

# SPDX-License-Identifier: EUPL-1.2
"""Tables of the record as they were at version 0001, frozen: the model moves on, this history does not."""

from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa
from alembic import op

_COMMON: Final = "partition created_op last_op annulled_op sealed_id extra"
_REQUIRED: Final = frozenset({"partition", "created_op", "last_op"})

ENTITIES: Final[dict[str, tuple[str, str, str]]] = {
    "practice": (
        "created name address telecoms struct_ids sector setting oid_root",
        "",
        "partition",
    ),
    "staff": (
        "created name ps_id profession mss role valid_from valid_to replaces cards",
        "ix_ps_id",
        "ix_ps_id | partition",
    ),
    "device": (
        "created label public_key enrolled_by state lease_until",
        "",
        "partition",
    ),
    "patient": (
        "created record_number traits ins usual address telecoms language job identity_flags deceased dossier_id",
        "ix_matricule ix_birth_date ix_family",
        "ix_matricule | ix_birth_date | ix_family | partition",
    ),
    "identity_check": (
        "created patient kind traits_hash result piece_type at",
        "ix_patient",
        "ix_patient | partition",
    ),
    "invitation": (
        "created patient matricule code_hash salt expires_at used_at",
        "ix_patient ix_matricule",
        "ix_patient | ix_matricule | partition",
    ),
    "encounter": (
        "created patient kind period responsible reasons main_act status",
        "ix_patient ix_at_ms ix_title ix_author ix_status",
        "ix_patient ix_at_ms | ix_status ix_at_ms | partition",
    ),
    "note_section": (
        "created encounter patient code text",
        "ix_patient ix_encounter",
        "ix_encounter | ix_patient | partition",
    ),
    "addendum": (
        "created encounter patient text at",
        "ix_patient ix_encounter",
        "ix_encounter | partition",
    ),
    "sealed_record": (
        "created patient aggregate_type aggregate_id content seal version replaces",
        "ix_patient ix_aggregate",
        "ix_aggregate | partition",
    ),
    "problem": (
        "created patient kind code status period severity comment relative ald source",
        "ix_patient ix_status",
        "ix_patient ix_status | partition",
    ),
    "allergy": (
        "created patient kind agent status criticality onset reactions comment source",
        "ix_patient",
        "ix_patient | partition",
    ),
    "absence": (
        "created patient topic reason at",
        "ix_patient",
        "ix_patient | partition",
    ),
    "procedure": (
        "created patient code when site performer comment source",
        "ix_patient ix_at_ms ix_title",
        "ix_patient ix_at_ms | partition",
    ),
    "observation": (
        "created patient category code value at issued shape parent rank ref_range flags performer "
        "entry encounter comment corrects source",
        "ix_patient ix_at_ms ix_code ix_category ix_title ix_parent ix_corrects ix_document ix_encounter",
        "ix_patient ix_code ix_at_ms | ix_patient ix_at_ms | ix_parent | ix_corrects | ix_document "
        "| ix_encounter | partition",
    ),
    "vaccination": (
        "created patient vaccine act dose_number at lot lot_missing performer declared not_done corrects source",
        "ix_patient ix_at_ms ix_title ix_lot",
        "ix_patient ix_at_ms | ix_lot | partition",
    ),
    "treatment": (
        "created patient product posology period reason nature status stop_reason source",
        "ix_patient ix_status",
        "ix_patient ix_status | partition",
    ),
    "document": (
        "created patient filed_as unique_oid series_oid version replaces type title issued service "
        "authors legal_authenticator custodian confidentiality files origin read_state refusal "
        "encounter",
        "ix_patient ix_at_ms ix_title ix_author ix_oid ix_series ix_origin ix_state",
        "ix_patient ix_at_ms | ix_oid | ix_series | partition",
    ),
    "dispatch": (
        "created patient document channel to action state error receipt received_at",
        "ix_patient ix_document ix_state ix_channel",
        "ix_state ix_channel | ix_document | ix_patient | partition",
    ),
    "appointment": (
        "created slot patient name motif status arrived_at",
        "ix_patient ix_at_ms ix_staff",
        "ix_staff ix_at_ms | ix_patient ix_at_ms | ix_at_ms | partition",
    ),
    "audit_read": (
        "created at by device patient what why previous",
        "ix_patient ix_at_ms",
        "ix_patient ix_at_ms | partition",
    ),
}
"""Name -> sync fields, derived columns, indexes (columns of one index by spaces, indexes by bars)."""


def create_entities(entities: Mapping[str, tuple[str, str, str]] = ENTITIES) -> None:
    """Create one table per entity with its indexes: those of version 0001, or those that a later version adds."""
    for name, (fields, derived, indexes) in entities.items():
        names = f"{_COMMON} {fields} {derived}".split()
        op.create_table(
            name,
            sa.Column("id", sa.Text, nullable=False),
            *map(_column, names),
            sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        )
        for index in indexes.split(" | "):
            op.create_index(f"ix_{name}_{'_'.join(index.split())}", name, index.split())


def _column(name: str) -> sa.Column[str] | sa.Column[int]:
    if name.endswith("_ms"):
        return sa.Column(name, sa.BigInteger)
    return sa.Column(name, sa.Text, nullable=name not in _REQUIRED)


def create_log() -> None:
    """Create the operation log, field versions, conflicts, quarantine and partitions."""
    op.create_table(
        "op",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("op_id", "partition")),
        sa.Column("seq", sa.BigInteger),
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("dev_seq", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("entity_id", "hlc", "body")),
        sa.Column("result", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("received_at", sa.Text),
        sa.Column("chain", sa.LargeBinary),
        sa.PrimaryKeyConstraint("op_id", name="pk_op"),
        sa.UniqueConstraint("partition", "seq", name="uq_op_partition_seq"),
    )
    op.create_index("ix_op_entity", "op", ["entity_id"])
    op.create_index("ix_op_device_seq", "op", ["device", "dev_seq"])
    op.create_table(
        "field_version",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("entity_id", "field", "op_id")),
        sa.PrimaryKeyConstraint("entity_id", "field", name="pk_field_version"),
    )
    _create_disputes()
    op.create_table(
        "partition",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("id", "epoch")),
        sa.Column("seq", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("chain", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_partition"),
    )


def _create_disputes() -> None:
    required = ("id", "partition", "entity_type", "entity_id", "field", "merge", "winner_op", "loser_op")
    op.create_table(
        "conflict",
        *(sa.Column(name, sa.Text, nullable=False) for name in required),
        *(sa.Column(name, sa.Text) for name in ("winner_value", "loser_value")),
        sa.Column("state", sa.Text, nullable=False, server_default=sa.text("'ouvert'")),
        sa.PrimaryKeyConstraint("id", name="pk_conflict"),
    )
    op.create_index("ix_conflict_state", "conflict", ["partition", "state"])
    op.create_index("ix_conflict_entity", "conflict", ["entity_id"])
    op.create_table(
        "quarantine",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("op_id", "partition")),
        sa.Column("seq", sa.BigInteger),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False, server_default=sa.text("'à corriger'")),
        sa.PrimaryKeyConstraint("op_id", name="pk_quarantine"),
    )
    op.create_index("ix_quarantine_state", "quarantine", ["partition", "state"])

# SPDX-License-Identifier: EUPL-1.2
"""Tables of both databases, made from the catalogue of entities: one column of canonical JSON per sync field.

Text, not JSONB: the same operations give byte-equal rows on SQLite and PostgreSQL.
"""

from typing import Final

import sqlalchemy as sa

from lgc_core.model.catalogue import ENTITIES
from lgc_core.model.entity import Entity, entity_name, field_rules
from lgc_core.store.indexes import indexing

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: Final = sa.MetaData(naming_convention=NAMING)
"""Shared by the cabinet and the server: the record and its log."""


def _entity_table(kind: type[Entity]) -> sa.Table:
    derived = indexing(kind)
    name = entity_name(kind)
    columns: list[sa.schema.SchemaItem] = [
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("partition", sa.Text, nullable=False),
        sa.Column("created_op", sa.Text, nullable=False),
        sa.Column("last_op", sa.Text, nullable=False),
        sa.Column("annulled_op", sa.Text),
        sa.Column("sealed_id", sa.Text),
        sa.Column("extra", sa.Text),
    ]
    columns += [sa.Column(rule.name, sa.Text) for rule in field_rules(kind)]
    columns += [sa.Column(c.name, sa.BigInteger if c.kind == "int" else sa.Text) for c in derived.columns]
    columns += [sa.Index(f"ix_{name}_{'_'.join(over)}", *over) for over in (*derived.indexes, ("partition",))]
    return sa.Table(name, metadata, *columns)


ENTITY_TABLES: Final[dict[type[Entity], sa.Table]] = {kind: _entity_table(kind) for kind in ENTITIES}

op: Final = sa.Table(
    "op",
    metadata,
    sa.Column("op_id", sa.Text, primary_key=True),
    sa.Column("partition", sa.Text, nullable=False),
    sa.Column("seq", sa.BigInteger),
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("dev_seq", sa.BigInteger, nullable=False),
    sa.Column("entity_id", sa.Text, nullable=False),
    sa.Column("hlc", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("result", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("received_at", sa.Text),
    sa.Column("chain", sa.LargeBinary),
    sa.UniqueConstraint("partition", "seq"),
    sa.Index("ix_op_entity", "entity_id"),
    sa.Index("ix_op_device_seq", "device", "dev_seq"),
)
field_version: Final = sa.Table(
    "field_version",
    metadata,
    sa.Column("entity_id", sa.Text, primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("op_id", sa.Text, nullable=False),
)
conflict: Final = sa.Table(
    "conflict",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("partition", sa.Text, nullable=False),
    sa.Column("entity_type", sa.Text, nullable=False),
    sa.Column("entity_id", sa.Text, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("merge", sa.Text, nullable=False),
    sa.Column("winner_op", sa.Text, nullable=False),
    sa.Column("loser_op", sa.Text, nullable=False),
    sa.Column("winner_value", sa.Text),
    sa.Column("loser_value", sa.Text),
    sa.Column("state", sa.Text, nullable=False, server_default=sa.text("'ouvert'")),
    sa.Column("resolved_by", sa.Text),
    sa.Index("ix_conflict_state", "partition", "state"),
    sa.Index("ix_conflict_entity", "entity_id"),
)
merged_text: Final = sa.Table(
    "merged_text",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("partition", sa.Text, nullable=False),
    sa.Column("entity_id", sa.Text, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("op_id", sa.Text, nullable=False),
    sa.Column("over", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.Index("ix_merged_text_entity", "entity_id"),
)
"""Versions of narratives that no operation holds: `op_id` laid over the version `over`, line by line."""

quarantine: Final = sa.Table(
    "quarantine",
    metadata,
    sa.Column("op_id", sa.Text, primary_key=True),
    sa.Column("partition", sa.Text, nullable=False),
    sa.Column("seq", sa.BigInteger),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False, server_default=sa.text("'à corriger'")),
    sa.Column("note", sa.Text),
    sa.Index("ix_quarantine_state", "partition", "state"),
)
partition: Final = sa.Table(
    "partition",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("epoch", sa.Text, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    sa.Column("chain", sa.LargeBinary, nullable=False),
)

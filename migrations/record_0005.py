# SPDX-License-Identifier: EUPL-1.2
"""What version 0005 adds to the record of both databases: agenda rules, tasks, links of files, the round."""

from typing import Final

import sqlalchemy as sa
from alembic import op

_COMMON: Final = "partition created_op last_op annulled_op sealed_id extra"
_REQUIRED: Final = frozenset({"partition", "created_op", "last_op"})

ENTITIES: Final[dict[str, tuple[str, str, str]]] = {
    "agenda_rule": (
        "created staff kind label first last opens closes rhythm zone",
        "ix_staff",
        "ix_staff | partition",
    ),
    "task": (
        "created kind title patient assignee due priority status done_at about",
        "ix_patient ix_status ix_due",
        "ix_status ix_due | ix_patient | partition",
    ),
    "patient_link": (
        "created survivor duplicate evidence at",
        "ix_survivor ix_duplicate",
        "ix_survivor | ix_duplicate | partition",
    ),
    "care_schedule": (
        "created patient care detail ordered rhythm hours fixed first last nurse status",
        "ix_patient ix_status",
        "ix_patient | ix_status | partition",
    ),
    "visit": (
        "created patient day planned nurse rank status ticked done",
        "ix_patient ix_day",
        "ix_day | ix_patient ix_day | partition",
    ),
    "transmission": (
        "created patient at focus data actions results important visit corrects",
        "ix_patient ix_at_ms ix_title ix_author ix_corrects",
        "ix_patient ix_at_ms | ix_corrects | partition",
    ),
}
"""Name -> sync fields, derived columns, indexes (columns of one index by spaces, indexes by bars)."""


def add_front_desk() -> None:
    """Create the tables of version 0005 and widen the appointment."""
    for name, (fields, derived, indexes) in ENTITIES.items():
        op.create_table(
            name,
            sa.Column("id", sa.Text, nullable=False),
            *map(_column, f"{_COMMON} {fields} {derived}".split()),
            sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        )
        for index in indexes.split(" | "):
            op.create_index(f"ix_{name}_{'_'.join(index.split())}", name, index.split())
    for name in ("called_at", "seen_at", "phone", "short_notice", "ix_wish"):
        op.add_column("appointment", sa.Column(name, sa.Text))
    op.create_index("ix_appointment_ix_wish_ix_at_ms", "appointment", ["ix_wish", "ix_at_ms"])


def _column(name: str) -> sa.Column[str] | sa.Column[int]:
    if name.endswith("_ms"):
        return sa.Column(name, sa.BigInteger)
    return sa.Column(name, sa.Text, nullable=name not in _REQUIRED)

# SPDX-License-Identifier: EUPL-1.2
"""What version 0010 adds to the record of both databases: what lives beside the practice's own partition."""

from typing import Final

from migrations.record_0001 import create_entities

ENTITIES: Final[dict[str, tuple[str, str, str]]] = {
    "preference": ("created name value", "", "partition"),
    "personal_note": ("created practice encounter patient text", "ix_patient", "ix_patient | partition"),
    "ref_edition": (
        "created dataset edition source licence blob size rows imported_at state",
        "",
        "partition",
    ),
    "dossier_request": (
        "created patient at state dossier why",
        "ix_patient ix_state",
        "ix_patient | ix_state | partition",
    ),
    "dossier": ("created matricule oid opened_at", "", "partition"),
    "care_team_member": (
        "created dossier practice name status",
        "ix_practice ix_status",
        "ix_practice ix_status | partition",
    ),
    "dossier_message": (
        "created dossier at by text important origin",
        "ix_dossier ix_at_ms",
        "ix_dossier ix_at_ms | partition",
    ),
    "set_aside_mark": ("created op state note", "ix_op ix_state", "ix_op | partition"),
}
"""Name -> sync fields, derived columns, indexes (columns of one index by spaces, indexes by bars)."""


def add_partitions() -> None:
    """Create the tables of version 0010."""
    create_entities(ENTITIES)

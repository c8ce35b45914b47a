# SPDX-License-Identifier: EUPL-1.2
"""What version 0014 adds to the record of both databases: the answers of structured forms."""

from typing import Final

from migrations.record_0001 import create_entities

ENTITIES: Final[dict[str, tuple[str, str, str]]] = {
    "form_answer": (
        "created encounter patient form question value observation",
        "ix_patient ix_encounter",
        "ix_encounter | ix_patient | partition",
    ),
}


def add_form_answers() -> None:
    """Create the table of version 0014."""
    create_entities(ENTITIES)

# SPDX-License-Identifier: EUPL-1.2
"""What a write changed: views refresh only if it concerns them."""

import msgspec


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """Entities touched by a transaction, and the patients they belong to."""

    entities: frozenset[tuple[str, str]] = frozenset()
    patients: frozenset[str] = frozenset()

    def concerns(self, patient: str) -> bool:
        """Tell whether a patient's file may look different now."""
        return patient in self.patients

    def touches(self, entity_type: str) -> bool:
        """Tell whether any entity of a type changed."""
        return any(name == entity_type for name, _ in self.entities)

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(entities=self.entities | other.entities, patients=self.patients | other.patients)


NOTHING = Changes()

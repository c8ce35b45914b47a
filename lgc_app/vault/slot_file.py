# SPDX-License-Identifier: EUPL-1.2
"""`slots.json`, beside the database and inside every backup: written whole or not at all.

A power cut leaves the old file or the new one, never a half; the version before stays as `slots.json.previous`.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec

from lgc_app.vault.atomic import write_atomically
from lgc_app.vault.faults import DamagedSlotsError, NotEnoughCredentialsError, VaultMissingError
from lgc_app.vault.slots import CardHeader, PassphraseHeader, Slot

FILE_NAME = "slots.json"
INDEPENDENT_NEEDED = 2
_MAX_BYTES = 1024 * 1024
_VERSION = 1


class SlotSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every way to open one vault."""

    vault_id: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
    slots: tuple[Slot, ...] = ()
    written: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    version: Annotated[int, msgspec.Meta(ge=1, le=_VERSION)] = _VERSION

    @property
    def independent(self) -> int:
        """Count ways that do not fall together: two slots of one card are one way."""
        return len({_origin(slot) for slot in self.slots})

    def adding(self, slot: Slot) -> "SlotSet":
        """Return the set with one more slot."""
        return self._with((*self.slots, slot))

    def replacing(self, kind: type, slot: Slot) -> "SlotSet":
        """Return the set with this slot instead of those of a kind."""
        kept = (held for held in self.slots if not isinstance(held.header, kind))
        return self._with((*kept, slot))

    def enrolling(self, slot: Slot) -> "SlotSet":
        """Return the set with this slot of a card instead of those that the same card had."""
        return self._with((*(held for held in self.slots if _origin(held) != _origin(slot)), slot))

    def without(self, *identifiers: str) -> "SlotSet":
        """Return the set without some slots.

        Raises:
            NotEnoughCredentialsError: fewer than two independent ways would stay.
            KeyError: no such slot.
        """
        kept = tuple(slot for slot in self.slots if slot.header.id not in identifiers)
        if len(kept) != len(self.slots) - len(set(identifiers)):
            raise KeyError(identifiers)
        smaller = self._with(kept)
        if smaller.independent < INDEPENDENT_NEEDED:
            raise NotEnoughCredentialsError
        return smaller

    def _with(self, slots: tuple[Slot, ...]) -> "SlotSet":
        return msgspec.structs.replace(self, slots=slots, written=datetime.now(UTC))


class SlotFile:
    """The file in a vault's folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._previous = folder / f"{FILE_NAME}.previous"

    def exists(self) -> bool:
        """Whether a vault was made here."""
        return self.path.exists() or self._previous.exists()

    def load(self) -> SlotSet:
        """Read the file, or the version before when it does not read.

        Raises:
            VaultMissingError: neither is there. DamagedSlotsError: neither reads.
        """
        if not self.exists():
            raise VaultMissingError
        for path in (self.path, self._previous):
            slots = _read(path)
            if slots is not None:
                return slots
        raise DamagedSlotsError

    def save(self, slots: SlotSet) -> None:
        """Write the set; what was there becomes the version before.

        Raises:
            DiskFullError, DiskTroubleError: the old file is untouched.
        """
        current = _read(self.path)
        if current is not None:
            write_atomically(self._previous, self.path.read_bytes())
        write_atomically(self.path, msgspec.json.format(msgspec.json.encode(slots), indent=1))

    def forget(self, *identifiers: str) -> None:
        """Take slots away for good: the version before, where one would still find them, loses them too.

        Raises:
            NotEnoughCredentialsError: fewer than two independent ways would stay; nothing changed.
            KeyError: no such slot. DiskFullError, DiskTroubleError: the old file is untouched.
        """
        smaller = self.load().without(*identifiers)
        self.save(smaller)
        self.save(smaller)


def _read(path: Path) -> SlotSet | None:
    try:
        if path.stat().st_size > _MAX_BYTES:
            return None
        return msgspec.json.decode(path.read_bytes(), type=SlotSet)
    except (OSError, msgspec.MsgspecError, ValueError):
        return None


def _origin(slot: Slot) -> tuple[str, str]:
    """Say what a slot depends on: one card, one phrase, or the printed code."""
    match slot.header:
        case CardHeader(certificate=certificate):
            return "card", certificate.hex()
        case PassphraseHeader(person=person):
            return "passphrase", person
        case _:
            return "recovery", ""

# SPDX-License-Identifier: EUPL-1.2
"""A secret of this machine, in the keyring of the operating system, mixed into card slots only.

A stolen file with a card and its code does not open elsewhere. The recovery code does without it, so a dead
machine stays recoverable.
"""

import contextlib
import os
from dataclasses import dataclass
from enum import Enum

import keyring
from keyring.errors import KeyringError

_SERVICE = "pack-serenite-lgc"
_SECRET_BYTES = 32


class KeyringState(Enum):
    """What the keyring answered."""

    AVAILABLE = "Trousseau du poste utilisé."
    ABSENT = "Ce poste n’a pas de trousseau. La carte et son code suffisent à ouvrir une copie du fichier."


@dataclass(frozen=True)
class DeviceSecret:
    """The secret and how it was come by. An absent keyring gives an empty one, and says so."""

    value: bytes
    state: KeyringState

    @property
    def is_bound(self) -> bool:
        """Whether a slot made now depends on this machine."""
        return bool(self.value)


NO_DEVICE_SECRET = DeviceSecret(b"", KeyringState.ABSENT)


def read_device_secret(vault_id: str) -> DeviceSecret:
    """Read the secret of this vault on this machine, without making one. May block on the OS."""
    try:
        stored = keyring.get_password(_SERVICE, vault_id)
    except (KeyringError, OSError):
        return NO_DEVICE_SECRET
    return _parsed(stored)


def make_device_secret(vault_id: str) -> DeviceSecret:
    """Read the secret, or make it, and read it back: a keyring that forgets is no keyring."""
    held = read_device_secret(vault_id)
    if held.is_bound:
        return held
    fresh = os.urandom(_SECRET_BYTES).hex()
    try:
        keyring.set_password(_SERVICE, vault_id, fresh)
    except (KeyringError, OSError):
        return NO_DEVICE_SECRET
    return read_device_secret(vault_id)


def forget_device_secret(vault_id: str) -> None:
    """Remove the secret of a vault from the keyring of this machine; one that is not there is no trouble."""
    with contextlib.suppress(KeyringError, OSError, KeyError):
        keyring.delete_password(_SERVICE, vault_id)


def _parsed(stored: str | None) -> DeviceSecret:
    try:
        value = bytes.fromhex(stored or "")
    except ValueError:
        return NO_DEVICE_SECRET
    return DeviceSecret(value, KeyringState.AVAILABLE) if len(value) == _SECRET_BYTES else NO_DEVICE_SECRET

# SPDX-License-Identifier: EUPL-1.2
"""Vaults for tests: a real folder, a simulated card, the real keyring interface over a dictionary."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keyring
from keyring.backend import KeyringBackend

from cps_card.session import CardSession
from cps_card.trust import TrustStore
from cps_simulator.card import SimulatedCard
from lgc_app.vault.attempts import UnlockAttempt
from lgc_app.vault.credentials import confirm_recovery
from lgc_app.vault.recovery import RecoveryDraft
from lgc_app.vault.session import BeforeLock, VaultSession
from lgc_app.vault.setup import create_with_card
from tests.support.card import READER, new_card, reader_with, right_pin
from tests.support.igc import trust_store


class MemoryKeyring(KeyringBackend):
    """A keyring that lives as long as the test."""

    priority = 1  # type: ignore[assignment] # keyring wants a class property

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


@contextmanager
def using_keyring(backend: KeyringBackend) -> Iterator[None]:
    """Make this the keyring of the process for the length of a block."""
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        yield
    finally:
        keyring.set_keyring(before)


class Practice:
    """A vault's folder, who may open it, and what was written of each attempt."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "cabinet"
        self.trust: TrustStore = trust_store(root / "crl")
        self.attempts: list[UnlockAttempt] = []
        self.card = new_card()
        self.code = ""

    def create(self, before_lock: BeforeLock | None = None) -> VaultSession:
        """Make the vault with its card and a confirmed recovery code, and return it unlocked."""
        vault = create_with_card(
            self.folder, self.session(), right_pin(), self.trust, self.attempts.append, before_lock
        )
        draft = RecoveryDraft()
        self.code = draft.code
        confirm_recovery(vault, draft, draft.code)
        return vault

    def open(self, before_lock: BeforeLock | None = None) -> VaultSession:
        """Hold the vault, locked."""
        return VaultSession(self.folder, self.trust, self.attempts.append, before_lock)

    def session(self, card: SimulatedCard | None = None) -> CardSession:
        """Put a card (the practice's own by default) in a fresh reader."""
        return reader_with(card or self.card).open(READER)

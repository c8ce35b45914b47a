# SPDX-License-Identifier: EUPL-1.2
"""The secret of the machine, and keyrings that misbehave."""

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked, NoKeyringError

from lgc_app.vault.device import KeyringState, make_device_secret, read_device_secret
from tests.support.vault import MemoryKeyring, using_keyring

VAULT = "ab" * 16


class TroubledKeyring(MemoryKeyring):
    """Raises this on every call."""

    def __init__(self, trouble: Exception) -> None:
        super().__init__()
        self.trouble = trouble

    def get_password(self, service: str, username: str) -> str | None:
        raise self.trouble

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.trouble


class ForgetfulKeyring(MemoryKeyring):
    """Says yes and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        return


def test_the_secret_is_made_once_and_read_after(keyring_of_the_test: KeyringBackend) -> None:
    assert not read_device_secret(VAULT).is_bound
    made = make_device_secret(VAULT)
    assert made.state is KeyringState.AVAILABLE
    assert len(made.value) == 32
    assert make_device_secret(VAULT) == read_device_secret(VAULT) == made
    assert make_device_secret("cd" * 16) != made


@pytest.mark.parametrize(
    "trouble",
    [NoKeyringError(), KeyringLocked(), InitError(), ConnectionRefusedError()],
    ids=lambda e: type(e).__name__,
)
def test_a_keyring_that_fails_gives_an_empty_secret_and_says_so(trouble: Exception) -> None:
    with using_keyring(TroubledKeyring(trouble)):
        for secret in (make_device_secret(VAULT), read_device_secret(VAULT)):
            assert (secret.value, secret.state) == (b"", KeyringState.ABSENT)
            assert "trousseau" in secret.state.value


def test_a_keyring_that_forgets_is_no_keyring() -> None:
    with using_keyring(ForgetfulKeyring()):
        assert not make_device_secret(VAULT).is_bound


@pytest.mark.parametrize("stored", ["", "zz", "11", "11" * 31, "11" * 33])
def test_a_stored_value_that_is_not_ours_is_not_used(keyring_of_the_test: MemoryKeyring, stored: str) -> None:
    keyring_of_the_test.held["pack-serenite-lgc", VAULT] = stored
    assert not read_device_secret(VAULT).is_bound

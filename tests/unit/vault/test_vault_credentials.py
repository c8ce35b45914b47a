# SPDX-License-Identifier: EUPL-1.2
"""Making a vault, adding and removing ways to open it, and the secret of the machine."""

import pytest
from keyring.backends.fail import Keyring as NoKeyring

from lgc_app.vault.attempts import Way
from lgc_app.vault.credentials import add_card, add_passphrase, list_credentials, remove_credentials
from lgc_app.vault.engine import WRITE
from lgc_app.vault.faults import (
    CardNotAcceptedError,
    CardRefusedByVaultError,
    DamagedSlotsError,
    DeviceSecretMissingError,
    NotEnoughCredentialsError,
    UnknownCredentialError,
    VaultExistsError,
    VaultMissingError,
)
from lgc_app.vault.session import LockReason, VaultSession
from tests.support.card import new_card, right_pin, wrong_pin
from tests.support.igc import LUCIE, trust_store
from tests.support.vault import MemoryKeyring, Practice, using_keyring


def write_something(vault: VaultSession) -> None:
    with vault.engine.execution_options(**WRITE).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE note (body TEXT) STRICT")
        connection.exec_driver_sql("INSERT INTO note VALUES ('gardé')")


def read_it_back(vault: VaultSession) -> object:
    with vault.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT body FROM note").scalar()


def test_an_expired_or_unlisted_card_is_not_enrolled(practice: Practice, tmp_path) -> None:
    vault = practice.create()
    vault.trust = trust_store(tmp_path / "no-list", fresh_crl=False)
    with pytest.raises(CardNotAcceptedError, match="liste des cartes révoquées"):
        add_card(vault, practice.session(new_card(LUCIE)), right_pin())
    vault.close()


def test_a_second_card_opens_the_same_record(practice: Practice) -> None:
    vault = practice.create()
    write_something(vault)
    lucie = new_card(LUCIE, number="2800777777")
    added = add_card(vault, practice.session(lucie), right_pin())
    assert added.holder is not None
    assert added.holder.surname == "NATIVEL"
    vault.lock(LockReason.USER)
    vault.unlock_with_card(practice.session(lucie), right_pin())
    assert read_it_back(vault) == "gardé"
    vault.close()


def test_a_passphrase_opens_for_its_person_only(practice: Practice) -> None:
    vault = practice.create()
    with pytest.raises(UnknownCredentialError, match="trop courte"):
        add_passphrase(vault, "secretary", "court")
    add_passphrase(vault, "secretary", "quatre mots bien choisis")
    vault.lock(LockReason.USER)
    for person, phrase in (("secretary", "quatre mots mal choisis"), ("nobody", "quatre mots bien choisis")):
        with pytest.raises(UnknownCredentialError, match="n’ouvre pas"):
            vault.unlock_with_passphrase(person, phrase)
    opening = vault.unlock_with_passphrase("secretary", "  quatre mots bien choisis ")
    assert (opening.way, opening.person, opening.holder) == (Way.PASSPHRASE, "secretary", None)
    vault.close()


def test_patients_wait_for_a_confirmed_recovery_code(practice: Practice) -> None:
    from lgc_app.vault.credentials import confirm_recovery
    from lgc_app.vault.recovery import RecoveryDraft
    from lgc_app.vault.setup import create_with_card

    vault = create_with_card(
        practice.folder, practice.session(), right_pin(), practice.trust, practice.attempts.append
    )
    draft = RecoveryDraft()
    assert not vault.is_ready_for_patients
    for typed in ("", draft.code[:-1], draft.code[:-1] + ("A" if draft.code[-1] != "A" else "B")):
        with pytest.raises(UnknownCredentialError):
            confirm_recovery(vault, draft, typed)
    assert not vault.is_ready_for_patients
    confirm_recovery(vault, draft, draft.code.lower())
    assert vault.is_ready_for_patients
    vault.close()


def test_the_same_card_twice_is_not_two_ways(practice: Practice) -> None:
    from lgc_app.vault.setup import create_with_card

    vault = create_with_card(
        practice.folder, practice.session(), right_pin(), practice.trust, practice.attempts.append
    )
    add_card(vault, practice.session(), right_pin())
    assert len(vault.slots.slots) == 1
    assert not vault.is_ready_for_patients
    vault.close()


def test_one_of_the_last_two_ways_is_not_removed(practice: Practice) -> None:
    vault = practice.create()
    card, recovery = list_credentials(vault)
    for one in (card, recovery):
        with pytest.raises(NotEnoughCredentialsError):
            remove_credentials(vault, [one.id])
    add_passphrase(vault, "secretary", "quatre mots bien choisis")
    remove_credentials(vault, [card.id])
    vault.lock(LockReason.USER)
    with pytest.raises(UnknownCredentialError):
        vault.unlock_with_card(practice.session(), right_pin())
    vault.close()


def test_a_new_recovery_code_ends_the_old_one(practice: Practice) -> None:
    from lgc_app.vault.credentials import confirm_recovery
    from lgc_app.vault.recovery import RecoveryDraft

    vault = practice.create()
    draft = RecoveryDraft()
    confirm_recovery(vault, draft, draft.code)
    vault.lock(LockReason.USER)
    with pytest.raises(UnknownCredentialError):
        vault.unlock_with_recovery(practice.code)
    vault.unlock_with_recovery(draft.code)
    vault.close()


def test_a_stolen_folder_with_card_and_code_does_not_open_on_another_machine(practice: Practice) -> None:
    practice.create().close()
    with using_keyring(MemoryKeyring()):
        vault = practice.open()
        with pytest.raises(DeviceSecretMissingError):
            vault.unlock_with_card(practice.session(), right_pin())
        vault.unlock_with_recovery(practice.code)
        vault.close()


def test_another_device_secret_is_refused_as_well(practice: Practice) -> None:
    practice.create().close()
    other = MemoryKeyring()
    vault = practice.open()
    other.set_password("pack-serenite-lgc", vault.slots.vault_id, "11" * 32)
    with using_keyring(other), pytest.raises(DamagedSlotsError):
        vault.unlock_with_card(practice.session(), right_pin())
    vault.close()


def test_a_machine_without_a_keyring_works_and_says_so(practice: Practice) -> None:
    from lgc_app.vault.device import KeyringState, make_device_secret

    with using_keyring(NoKeyring()):
        assert make_device_secret("0" * 32).state is KeyringState.ABSENT
        vault = practice.create()
        vault.lock(LockReason.USER)
        vault.unlock_with_card(practice.session(), right_pin())
        vault.close()


def test_a_second_vault_is_never_made_over_the_first(practice: Practice) -> None:
    practice.create().close()
    before = (practice.folder / "slots.json").read_bytes()
    with pytest.raises(VaultExistsError):
        practice.create()
    assert (practice.folder / "slots.json").read_bytes() == before


def test_a_set_up_cut_before_its_slots_leaves_the_old_file_aside(practice: Practice) -> None:
    practice.folder.mkdir()
    (practice.folder / "cabinet.db").write_bytes(b"orphan")
    practice.create().close()
    (aside,) = practice.folder.glob("cabinet.db.sans-acces-*")
    assert aside.read_bytes() == b"orphan"


def test_a_set_up_with_a_wrong_code_leaves_no_vault(practice: Practice) -> None:
    from lgc_app.vault.setup import create_with_card

    with pytest.raises(CardRefusedByVaultError):
        create_with_card(
            practice.folder, practice.session(), wrong_pin(), practice.trust, practice.attempts.append
        )
    vault = practice.create()
    assert vault.is_ready_for_patients
    vault.close()


def test_a_missing_folder_and_a_missing_slots_file_say_that_no_practice_is_here(practice: Practice) -> None:
    with pytest.raises(VaultMissingError):
        practice.open()
    practice.folder.mkdir()
    vault = practice.open()
    with pytest.raises(VaultMissingError):
        vault.unlock_with_recovery("AAAA-" * 7 + "AAAA")
    vault.close()

# SPDX-License-Identifier: EUPL-1.2
"""Locked, unlocked, and everything that can go wrong on the way."""

from datetime import UTC, datetime, timedelta

import pytest
from keyring.backends.fail import Keyring as NoKeyring

from cps_card.errors import CardRemovedError, PinBlockedError, PinMalformedError, WrongPinError
from cps_card.recognition import Generation
from cps_simulator.card import CardProfile, SimulatedCard
from cps_simulator.in_process import READER
from lgc_app.vault.attempts import Outcome, Way
from lgc_app.vault.credentials import add_card, add_passphrase, list_credentials, remove_credential
from lgc_app.vault.engine import WRITE
from lgc_app.vault.faults import (
    AlreadyOpenError,
    CardGoneError,
    CardNotAcceptedError,
    CardRefusedByVaultError,
    DamagedDatabaseError,
    DamagedSlotsError,
    DeviceSecretMissingError,
    NotEnoughCredentialsError,
    UnknownCredentialError,
    VaultExistsError,
    VaultLockedError,
    VaultMissingError,
)
from lgc_app.vault.session import LockReason, VaultSession
from lgc_core.errors import UserError
from tests.support.card import PIN, new_card, reader_with, right_pin, wrong_pin
from tests.support.igc import LUCIE, simulated_igc, trust_store
from tests.support.vault import MemoryKeyring, Practice, using_keyring


def write_something(vault: VaultSession) -> None:
    with vault.engine.execution_options(**WRITE).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE note (body TEXT) STRICT")
        connection.exec_driver_sql("INSERT INTO note VALUES ('gardé')")


def read_it_back(vault: VaultSession) -> object:
    with vault.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT body FROM note").scalar()


@pytest.mark.parametrize("generation", list(Generation))
def test_what_was_written_before_locking_is_there_after_the_card_opens_again(
    practice: Practice, generation: Generation
) -> None:
    practice.card = new_card(generation=generation)
    vault = practice.create()
    write_something(vault)
    vault.lock(LockReason.CARD_REMOVED)
    assert not vault.is_unlocked
    opening = vault.unlock_with_card(practice.session(), right_pin())
    assert read_it_back(vault) == "gardé"
    assert opening.holder is not None
    assert (opening.way, opening.holder.surname, opening.banner) == (Way.CARD, "ETHEVE", "")
    vault.close()


def test_the_recovery_code_opens_without_a_card_however_it_is_typed(practice: Practice) -> None:
    vault = practice.create()
    write_something(vault)
    vault.lock(LockReason.USER)
    typed = practice.code.lower().replace("-", "  ").replace("o", "0").replace("i", "1")
    assert vault.unlock_with_recovery(typed).way is Way.RECOVERY
    assert read_it_back(vault) == "gardé"
    assert vault.card is None
    vault.close()


def test_nothing_is_reachable_once_locked_and_the_key_is_gone(practice: Practice) -> None:
    vault = practice.create()
    key, engine, card = vault.key, vault.engine, vault.card
    vault.lock(LockReason.IDLE)
    assert key.is_wiped
    assert engine.pool.checkedin() == 0
    assert card is not None
    with pytest.raises(CardRemovedError):
        card.sign_auth(b"x")
    assert not practice.card.secrets.verified
    for reach in (lambda: vault.engine, lambda: vault.key, lambda: vault.card, lambda: vault.opening):
        with pytest.raises(VaultLockedError):
            reach()
    vault.lock(LockReason.IDLE)
    vault.close()


def test_drafts_are_saved_while_the_database_is_still_open(practice: Practice) -> None:
    seen: list[LockReason] = []

    def save_drafts(reason: LockReason) -> None:
        write_something(vault)
        seen.append(reason)

    vault = practice.create(save_drafts)
    vault.lock(LockReason.READER_LOST)
    assert seen == [LockReason.READER_LOST]
    vault.unlock_with_recovery(practice.code)
    assert read_it_back(vault) == "gardé"
    vault._before_lock = None
    vault.close()


def test_the_key_goes_even_when_saving_drafts_fails(practice: Practice) -> None:
    def fail(reason: LockReason) -> None:
        raise UserError("Disque presque plein.")

    vault = practice.create(fail)
    key = vault.key
    with pytest.raises(UserError):
        vault.lock(LockReason.CARD_REMOVED)
    assert key.is_wiped
    assert not vault.is_unlocked
    vault.close()


def test_a_pulled_card_still_locks(practice: Practice) -> None:
    readers = reader_with(practice.card)
    vault = practice.create()
    vault.lock(LockReason.USER)
    vault.unlock_with_card(readers.open(READER), right_pin())
    readers.remove()
    vault.lock(LockReason.CARD_REMOVED)
    assert not vault.is_unlocked
    vault.close()


def test_a_wrong_code_tells_the_tries_left_in_french_and_is_written_down_without_the_code(
    practice: Practice,
) -> None:
    practice.create().close()
    vault = practice.open()
    with pytest.raises(CardRefusedByVaultError) as refusal:
        vault.unlock_with_card(practice.session(), "9753")
    assert isinstance(refusal.value.cause, WrongPinError)
    assert refusal.value.tries_left == 2
    assert refusal.value.sentence.replace("\u00a0", " ") == "Code incorrect. Il reste 2 essais."
    attempt = practice.attempts[-1]
    assert (attempt.way, attempt.outcome, attempt.tries_left) == (Way.CARD, Outcome.REFUSED, 2)
    assert (attempt.card_number, attempt.id_nat) == ("2800123456", "899900012345")
    assert "9753" not in repr(practice.attempts)
    vault.close()


def test_a_blocked_card_leaves_the_recovery_code(practice: Practice) -> None:
    practice.create().close()
    practice.card.secrets.pin.left = 0
    vault = practice.open()
    with pytest.raises(CardRefusedByVaultError) as refusal:
        vault.unlock_with_card(practice.session(), PIN)
    assert isinstance(refusal.value.cause, PinBlockedError)
    assert "CPS Gestion" in refusal.value.sentence
    vault.unlock_with_recovery(practice.code)
    vault.close()


def test_a_malformed_code_burns_no_try(practice: Practice) -> None:
    practice.create().close()
    vault = practice.open()
    with pytest.raises(CardRefusedByVaultError) as refusal:
        vault.unlock_with_card(practice.session(), "12345")
    assert isinstance(refusal.value.cause, PinMalformedError)
    assert practice.card.secrets.pin.left == 3
    vault.close()


def test_the_last_try_waits_for_a_yes(practice: Practice) -> None:
    practice.create().close()
    practice.card.secrets.pin.left = 1
    vault = practice.open()
    with pytest.raises(CardRefusedByVaultError, match="Après un troisième échec"):
        vault.unlock_with_card(practice.session(), wrong_pin())
    assert practice.card.secrets.pin.left == 1
    vault.unlock_with_card(practice.session(), right_pin(), accept_last_try=True)
    vault.close()


def test_a_card_of_another_practice_is_told_before_its_code_is_spent(practice: Practice) -> None:
    practice.create().close()
    stranger = new_card(LUCIE)
    vault = practice.open()
    with pytest.raises(UnknownCredentialError) as refusal:
        vault.unlock_with_card(practice.session(stranger), wrong_pin())
    assert refusal.value.sentence.startswith("Cette carte n’ouvre pas ce cabinet.")
    assert stranger.secrets.pin.left == 3
    vault.close()


def test_a_card_with_the_same_name_and_another_key_opens_nothing(practice: Practice) -> None:
    practice.create().close()
    twin = SimulatedCard(CardProfile(simulated_igc().issue(practice_owner())))
    vault = practice.open()
    with pytest.raises(UnknownCredentialError):
        vault.unlock_with_card(practice.session(twin), right_pin())
    vault.close()


def practice_owner():
    from tests.support.igc import CLAIRE

    return CLAIRE


def test_a_card_pulled_in_the_middle_is_worth_another_try(practice: Practice) -> None:
    practice.create().close()
    readers = reader_with(practice.card)
    session = readers.open(READER)
    readers.remove()
    vault = practice.open()
    with pytest.raises(CardGoneError):
        vault.unlock_with_card(session, right_pin())
    assert practice.attempts[-1].outcome is Outcome.UNAVAILABLE
    vault.unlock_with_card(practice.session(), right_pin())
    vault.close()


def test_a_revoked_card_is_refused_without_spending_its_code(practice: Practice, tmp_path) -> None:
    practice.create().close()
    store = trust_store(tmp_path / "crl2", fresh_crl=False)
    store._crls.add(simulated_igc().revocation_list((practice.card.profile.pairs.auth.certificate,)))
    practice.trust = store
    vault = practice.open()
    with pytest.raises(CardNotAcceptedError, match="révoquée"):
        vault.unlock_with_card(practice.session(), wrong_pin())
    assert practice.card.secrets.pin.left == 3
    vault.close()


@pytest.mark.parametrize(("days_ago", "opens"), [(5, True), (40, False)])
def test_an_expired_card_opens_for_thirty_days_with_a_banner(
    practice: Practice, days_ago: int, opens: bool
) -> None:
    end = datetime.now(UTC) - timedelta(days=days_ago)
    owner = practice_owner()
    pairs = simulated_igc().issue(owner, end - timedelta(days=1095), 1095)
    practice.card = SimulatedCard(CardProfile(pairs))
    vault = create_while_valid(practice)
    if opens:
        banner = vault.unlock_with_card(practice.session(), right_pin()).banner
        assert banner.startswith("Carte expirée depuis le")
    else:
        with pytest.raises(CardNotAcceptedError, match="n’ouvre plus ce poste"):
            vault.unlock_with_card(practice.session(), right_pin())
    vault.close()


def create_while_valid(practice: Practice) -> VaultSession:
    """Enrol the card as if it had been done before it expired."""
    from lgc_app.vault.cards import enrol_card
    from lgc_app.vault.device import make_device_secret

    expired, practice.card = practice.card, new_card(LUCIE)
    vault = practice.create()
    session = practice.session(expired)
    session.verify(right_pin())
    slots = vault.slots
    slot = enrol_card(slots.vault_id, session, vault.key, make_device_secret(slots.vault_id))
    vault.slot_file.save(slots.adding(slot))
    vault.lock(LockReason.USER)
    practice.card = expired
    return vault


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
    assert len(vault.slots.slots) == 2
    assert not vault.is_ready_for_patients
    vault.close()


def test_one_of_the_last_two_ways_is_not_removed(practice: Practice) -> None:
    vault = practice.create()
    card, recovery = list_credentials(vault)
    for one in (card, recovery):
        with pytest.raises(NotEnoughCredentialsError):
            remove_credential(vault, one.id)
    add_passphrase(vault, "secretary", "quatre mots bien choisis")
    remove_credential(vault, card.id)
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


def test_a_right_card_on_a_damaged_database_speaks_of_the_database_not_of_the_key(practice: Practice) -> None:
    vault = practice.create()
    write_something(vault)
    vault.lock(LockReason.USER)
    vault.layout.database.write_bytes(bytes(8192))
    with pytest.raises(DamagedDatabaseError):
        vault.unlock_with_card(practice.session(), right_pin())
    assert not vault.is_unlocked
    vault.close()


def test_a_damaged_database_names_the_backup_to_restore(practice: Practice) -> None:
    from lgc_app.vault.backup import make_backup

    vault = practice.create()
    write_something(vault)
    backup = make_backup(vault.engine, vault.key, vault.slot_file, vault.layout.backups)
    vault.lock(LockReason.USER)
    vault.layout.database.write_bytes(bytes(8192))
    with pytest.raises(DamagedDatabaseError) as told:
        vault.unlock_with_recovery(practice.code)
    assert f"la sauvegarde de {backup.made.astimezone():%H:%M} et à la région" in told.value.sentence
    vault.close()


def test_the_same_process_cannot_hold_a_vault_twice(practice: Practice) -> None:
    vault = practice.create()
    with pytest.raises(AlreadyOpenError):
        practice.open()
    vault.close()
    practice.open().close()
